namespace TradingDesk.Core.Decisions;

/// <summary>Tunables of the decision rule. Defaults are the rule of ARCHITECTURE "The decision rule".</summary>
public sealed record DecisionOptions
{
    /// <summary>Age limit of the M15 setup break, in closed M15 bars; 1 to 96. Default 12.</summary>
    public int M15SetupBars { get; init; } = 12;

    /// <summary>Age limit of the M5 break that gives the direction, in closed M5 bars; 1 to 500. Default 36.</summary>
    public int M5DirectionBars { get; init; } = 36;

    /// <summary>
    /// Smallest M5 slope in the trade's direction, in ATR14(M5) per bar; −5 to 5. Negative allows a lean against the trade. <see langword="null"/> (default) leaves
    /// the gate out.
    /// </summary>
    public double? MinM5Slope { get; init; }

    /// <summary>Confidence below which the desk holds; 0 to 1. Default 0.</summary>
    public double MinConfidence { get; init; }

    /// <summary>Stop distance in M15 ATR14 where structure is nearer; 0.5 to 10. Default 2.</summary>
    public double StopAtrMultiple { get; init; } = 2.0;

    /// <summary>Target distance in stop distances; 0.5 to 10. Default 3.</summary>
    public double RiskReward { get; init; } = 3.0;

    /// <summary>Largest spread at which an entry is proposed, in pips; above 0.</summary>
    public double MaxSpreadPips { get; init; } = 3.0;

    /// <summary>Size factor where H4 and H1 agree with the trade; 0 to 1. Default 1.</summary>
    public double AlignedSizeFactor { get; init; } = 1.0;

    /// <summary>Size factor where only H1 agrees; 0 to 1. Default 0.75.</summary>
    public double H1OnlySizeFactor { get; init; } = 0.75;
}
