using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Decisions;

public enum Verdict : byte
{
    Hold = 0,
    Buy = 1,
    Sell = 2,

    /// <summary>The rule proposed a trade and the risk gate said no.</summary>
    Refused = 3,
}

public static class VerdictExtensions
{
    /// <summary>The name used in JSON: <c>buy</c>, <c>sell</c>, <c>hold</c>, <c>refused</c>.</summary>
    public static string ToName(this Verdict verdict) => verdict switch
    {
        Verdict.Hold => "hold",
        Verdict.Buy => "buy",
        Verdict.Sell => "sell",
        Verdict.Refused => "refused",
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, "Unknown verdict."),
    };
}

/// <summary>One gate of the decision rule, evaluated on one bar.</summary>
/// <param name="Name">camelCase, stable: <c>h4NotOpposed</c>, <c>h1Bias</c>, <c>m15Setup</c>, <c>m5Direction</c>, <c>m1Trigger</c>, <c>m5Slope</c> (where configured), <c>spread</c>, <c>dataQuality</c>.</param>
/// <param name="Passed"><see langword="null"/> where it could not be evaluated; that never counts as passed.</param>
/// <param name="Value">What was measured, in <paramref name="Unit"/>.</param>
/// <param name="Threshold">What it was held against.</param>
/// <param name="Distance">How far the value is from passing, 0 where it passes; in <paramref name="Unit"/>.</param>
/// <param name="Reason">One sentence for people.</param>
public sealed record Gate(string Name, bool? Passed, double? Value, double? Threshold, string Unit, double? Distance, string Reason);

/// <summary>Confidence in 0…1 with the parts that it is made of.</summary>
public sealed record Confidence(double Total, IReadOnlyList<KeyValuePair<string, double>> Parts);

/// <summary>What the decision saw of one timeframe.</summary>
/// <param name="BarCloseTime">Close time of the last closed bar used; <see langword="null"/> where none is closed yet.</param>
public sealed record TimeframeInput(
    Timeframe Timeframe,
    Timestamp? BarCloseTime,
    int BarsUsed,
    int Bias,
    double? Close,
    double? Atr14,
    double? Ema200,
    int LiveBreakDirection,
    Timestamp? LiveBreakAt,
    double? LiveBreakLevel);

/// <summary>A trade that the rule wants. Only <c>MultiTimeframeManager</c> makes them.</summary>
/// <param name="Entry">Expected entry price: ask for buys, bid for sells.</param>
/// <param name="Stop">Protective stop price.</param>
/// <param name="Target">Target price.</param>
/// <param name="SizeFactor">Alignment scaling in 0…1 (DOMAIN A5).</param>
public sealed record TradeProposal(Symbol Symbol, Side Side, double Entry, double Stop, double Target, double SizeFactor, string Reason)
{
    public double RiskReward => Math.Abs(Target - Entry) / Math.Abs(Entry - Stop);
}

/// <summary>What risk said to a proposal.</summary>
/// <param name="Answer"><c>approved</c>, <c>refused</c> or <c>shadow</c>.</param>
/// <param name="Code">Refusal code such as <c>MAX_OPEN_POSITIONS</c>; <see langword="null"/> where approved.</param>
public sealed record RiskAnswer(string Answer, string? Code, double? Limit, double? Actual, string Reason, decimal? Lots, string? OrderId);

/// <summary>
/// Why the desk did or did not trade on one closed M1 bar. One is left for every evaluated bar, hold included.
/// </summary>
public sealed record DecisionTrace
{
    /// <summary><c>{symbol}-{bar close as yyyyMMddTHHmmssZ}</c>: one trace per symbol and bar.</summary>
    public required string TraceId { get; init; }

    public required Symbol Symbol { get; init; }

    public required Timestamp BarCloseTime { get; init; }

    public required Verdict Verdict { get; init; }

    /// <summary>True where shadow mode held the proposal back.</summary>
    public required bool Shadow { get; init; }

    /// <summary>One sentence: the first gate that failed, or what was done.</summary>
    public required string Reason { get; init; }

    public required string Narrative { get; init; }

    public required IReadOnlyList<Gate> Gates { get; init; }

    public required Confidence Confidence { get; init; }

    public required IReadOnlyList<TimeframeInput> Inputs { get; init; }

    public TradeProposal? Proposal { get; init; }

    public RiskAnswer? Risk { get; init; }

    /// <summary>Canonical JSON of everything above, UTF-8; what <see cref="Sha256"/> is over and what is stored.</summary>
    public required ReadOnlyMemory<byte> CanonicalJson { get; init; }

    /// <summary>Lower-case hexadecimal SHA-256 of <see cref="CanonicalJson"/>.</summary>
    public required string Sha256 { get; init; }
}
