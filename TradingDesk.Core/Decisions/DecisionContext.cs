using TradingDesk.Core.Analysis;
using TradingDesk.Core.Analysis.M1Filters;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Ticks.Quality;

namespace TradingDesk.Core.Decisions;

/// <summary>Everything that one evaluation may look at: closed bars and what is known of them, and the latest quote of the primary venue.</summary>
public readonly ref struct DecisionContext
{
    public required Instrument Instrument { get; init; }

    /// <summary>The closed M1 bar that is evaluated.</summary>
    public required Bar Bar { get; init; }

    /// <summary>Analysis of M1, M5, M15, H1 and H4, all as of bars closed at or before <see cref="Bar"/>'s close.</summary>
    public required TimeframeAnalysis M1 { get; init; }

    public required TimeframeAnalysis M5 { get; init; }

    public required TimeframeAnalysis M15 { get; init; }

    public required TimeframeAnalysis H1 { get; init; }

    public required TimeframeAnalysis H4 { get; init; }

    /// <summary>The five M1 filters, updated with <see cref="Bar"/>.</summary>
    public required M1FilterSet Filters { get; init; }

    /// <summary>Best bid and ask of the primary venue; 0 where there was no quote yet.</summary>
    public required double Bid { get; init; }

    public required double Ask { get; init; }

    /// <summary>Slope of the fused M5 closes in ATR14(M5) per bar; <see langword="null"/> where it is not known.</summary>
    public double? M5Slope { get; init; }

    /// <summary>How far the data can be trusted; <see langword="null"/> where no tick was observed.</summary>
    public QualityReading? Quality { get; init; }

    public bool HasQuote => Bid > 0 && Ask > 0;
}
