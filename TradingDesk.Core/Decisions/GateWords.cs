using System.Globalization;
using TradingDesk.Core.Analysis.M1Filters;
using TradingDesk.Core.Analysis.Structure;
using TradingDesk.Core.Ticks.Quality;

namespace TradingDesk.Core.Decisions;

/// <summary>Names, units and sentences of gates: the one place where a reading becomes words.</summary>
public static class GateWords
{
    /// <summary>camelCase and stable: the name in JSON.</summary>
    public static string Name(GateKind kind) => kind switch
    {
        GateKind.DataQuality => "dataQuality",
        GateKind.H4NotOpposed => "h4NotOpposed",
        GateKind.H1Bias => "h1Bias",
        GateKind.M15Setup => "m15Setup",
        GateKind.M5Direction => "m5Direction",
        GateKind.M1Trigger => "m1Trigger",
        GateKind.Spread => "spread",
        GateKind.Confidence => "confidence",
        GateKind.M5Slope => "m5Slope",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown gate."),
    };

    public static string Unit(GateKind kind) => kind switch
    {
        GateKind.DataQuality => "score",
        GateKind.H4NotOpposed => "trend",
        GateKind.H1Bias => "net breaks",
        GateKind.M15Setup or GateKind.M5Direction => "bars",
        GateKind.M1Trigger => "filters",
        GateKind.Spread => "pips",
        GateKind.Confidence => "fraction",
        GateKind.M5Slope => "ATR per bar",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown gate."),
    };

    /// <summary>How the gate is called in a sentence.</summary>
    public static string Title(GateKind kind) => kind switch
    {
        GateKind.DataQuality => "data",
        GateKind.H4NotOpposed => "H4",
        GateKind.H1Bias => "H1 bias",
        GateKind.M15Setup => "M15 setup",
        GateKind.M5Direction => "M5 direction",
        GateKind.M1Trigger => "M1 trigger",
        GateKind.M5Slope => "M5 slope",
        _ => Name(kind),
    };

    /// <summary>One sentence for people.</summary>
    /// <param name="filters">The M1 filters' readings of the same evaluation.</param>
    /// <param name="direction">The direction looked for: +1, −1, or 0 for none.</param>
    public static string Reason(in GateReading gate, IReadOnlyList<FilterReading> filters, int direction) => gate.Note switch
    {
        GateNote.Complete => "complete",
        GateNote.TicksMissing => $"ticks of this bar are missing{Around(gate)}",
        GateNote.FilledIn => $"this bar was filled in after a gap{Around(gate)}",
        GateNote.History => $"this bar is history{Around(gate)}",
        GateNote.QualityDegraded => $"complete, but quality is degraded: {Cause(gate)}",
        GateNote.QualityPoor => $"quality is poor: {Cause(gate)}",
        GateNote.NoBar => $"no {Timeframe(gate.Kind)} bar is closed yet",
        GateNote.WarmingUp => Invariant($"H1 is warming up: {gate.A:0} of {gate.B:0} bars"),
        GateNote.Ranging => "H4 is ranging",
        GateNote.Trend => $"H4 trend is {Word(gate.A)}{(gate.Passed == true ? "" : ", against the trade")}",
        GateNote.NetBreaks => Invariant($"{(gate.Passed == true ? Word(gate.A) : "neutral")}: H1 breaks net {gate.A:+0;-0;0} of {gate.C:0}, close {gate.B:+0.00;-0.00;0.00} ATR from the long EMA"),
        GateNote.NoBreak => Invariant($"no live break on {Timeframe(gate.Kind)} in {gate.A:0} bars"),
        GateNote.LastBreak => LastBreak(gate, direction),
        GateNote.NoQuote => "no quote yet",
        GateNote.Filters => Filters(gate, filters),
        GateNote.NoDirection => "no timeframe points anywhere",
        GateNote.SlopeWarmingUp => "the M5 slope is warming up",
        _ => gate.Kind switch
        {
            GateKind.Spread => Invariant($"spread {gate.Value:0.##} pips, limit {gate.Threshold:0.##}"),
            GateKind.M5Slope => Invariant($"M5 slope {gate.Value:+0.00;-0.00;0.00} ATR per bar with the trade, at least {gate.Threshold:+0.00;-0.00;0.00} wanted"),
            _ => Invariant($"{Name(gate.Kind)} {gate.Value:0.00}, at least {gate.Threshold:0.00} wanted"),
        },
    };

    /// <summary>The reading that A, B and C of a data gate stand for: score, cause and the cause's share.</summary>
    private static QualityScore Score(in GateReading gate) => new(gate.A, gate.B > 1 ? (QualityFault)((int)gate.B - 2) : null, gate.C);

    private static string Cause(in GateReading gate) => Score(gate).Words;

    /// <summary>What is said of the data around an impaired bar; nothing where nothing is known of them.</summary>
    private static string Around(in GateReading gate) => gate.B == 0 ? "" : Invariant($" (score {gate.A:0.00}: {Cause(gate)})");

    internal static string Word(double direction) => direction switch { > 0 => "bullish", < 0 => "bearish", _ => "neutral" };

    private static string LastBreak(in GateReading gate, int direction)
    {
        var name = (BreakKind)(int)gate.A == BreakKind.Choch ? "CHOCH" : "BOS";
        return (gate.Passed, Math.Sign(gate.B) == direction) switch
        {
            (true, _) => $"{name} {Word(gate.B)} {Ago(gate.C)}",
            (_, true) => Invariant($"no live break within {gate.Threshold:0} bars (last {Ago(gate.C)})"),
            _ => $"last {Timeframe(gate.Kind)} break is {name} {Word(gate.B)}, {Ago(gate.C)}",
        };
    }

    private static string Filters(in GateReading gate, IReadOnlyList<FilterReading> filters)
    {
        var missing = string.Join(", ", filters.Where(f => f.Passed != true).Select(f => f.Passed is null ? $"{Title(f.Filter)} (unknown)" : Title(f.Filter)));
        return missing.Length == 0 ? "all five filters pass" : Invariant($"{gate.Value:0} of {filters.Count} filters pass, {gate.Threshold:0} needed; not: {missing}");
    }

    private static string Title(M1Filter filter) => filter switch
    {
        M1Filter.VwapReclaim => "VWAP reclaim",
        M1Filter.DeltaSpike => "delta spike",
        M1Filter.MicroBreak => "micro break",
        M1Filter.AtrRatio => "ATR ratio",
        _ => "spread",
    };

    private static string Timeframe(GateKind kind) => kind switch
    {
        GateKind.H4NotOpposed => "H4",
        GateKind.H1Bias => "H1",
        GateKind.M15Setup => "M15",
        _ => "M5",
    };

    private static string Ago(double bars) => bars switch
    {
        0 => "on the last bar",
        1 => "1 bar ago",
        _ => Invariant($"{bars:0} bars ago"),
    };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
