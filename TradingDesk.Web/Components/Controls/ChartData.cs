using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;

namespace TradingDesk.Web.Components.Controls;

/// <summary>What charts.js is given. Times are Unix seconds of a bar's opening, as the chart library counts.</summary>
internal sealed record ChartCandle(long Time, double Open, double High, double Low, double Close, bool Closed)
{
    public static ChartCandle From(Candle candle) => new(candle.OpenTime.UnixSeconds, candle.Open, candle.High, candle.Low, candle.Close, candle.Closed);
}

internal sealed record ChartSwing(string Kind, double Price, long Origin, bool Final);

internal sealed record ChartBreak(string Kind, string Direction, double Level, long Origin, long Broken, bool Final);

internal sealed record ChartLiveBreak(string Kind, string Direction, double Level, long Origin, long At);

/// <param name="End">A second inside the bar that came back into it; null while none has.</param>
internal sealed record ChartBlock(string Direction, double Top, double Bottom, long Origin, long? End, string Status);

/// <param name="End">A second inside the bar that touched it; null while none has.</param>
internal sealed record ChartGap(string Direction, double Top, double Bottom, long Origin, long? End);

/// <param name="Swept">A second inside the bar that swept it; null while none has.</param>
internal sealed record ChartPool(string Side, double Level, long Origin, long? Swept);

/// <summary>A sweep that closed back inside. <paramref name="Confirmed"/> where a close beyond the sweep bar's other end followed.</summary>
internal sealed record ChartSweep(string Side, double Extreme, long At, bool Confirmed);

/// <param name="From">Start of the period after the one that made the level: from there on it was known.</param>
/// <param name="Broken">A second inside the bar that first traded beyond it; null while none has.</param>
internal sealed record ChartLevel(string Label, double Price, long From, long? Broken);

/// <param name="Ends">The session ended with this bar: no line leads on from it.</param>
internal sealed record ChartVwap(long Time, double Vwap, double? Upper, double? Lower, bool Ends);

/// <summary>A trade that the rule proposed. In shadow it was recorded and not sent.</summary>
public sealed record ChartTrade(string Side, long At, double Entry, double? Stop, double? Target, bool Shadow)
{
    public static ChartTrade? From(DecisionTraceView trace) => trace.Proposal is { } proposal && trace.Verdict is "buy" or "sell"
        ? new ChartTrade(proposal.Side, ChartTime.Inside(trace.BarCloseTime), proposal.Entry, proposal.Stop, proposal.Target, trace.Shadow)
        : null;
}

public sealed record ChartPosition(string Side, double Entry, double Stop, double Target)
{
    public static ChartPosition From(PositionView position) =>
        new(position.Side, (double)position.EntryPrice, (double)position.Stop, (double)position.Target);
}

/// <summary>An execution; <paramref name="Out"/> where it ended a position.</summary>
public sealed record ChartFill(string Side, long At, double Price, bool Out)
{
    public static ChartFill From(FillView fill) => new(fill.Side, fill.At.UnixSeconds, (double)fill.Price, fill.Entry == "out");
}

internal static class ChartTime
{
    /// <summary>A second inside the bar that closed at this instant: bars are half-open, so the instant itself belongs to the next.</summary>
    public static long Inside(Timestamp barClose) => barClose.UnixSeconds - 1;
}

/// <summary>What is known of the structure: superseded swings, cancelled breaks and invalidated blocks are not drawn.</summary>
internal sealed record ChartStructure(
    IReadOnlyList<ChartSwing> Swings,
    IReadOnlyList<ChartBreak> Breaks,
    IReadOnlyList<ChartLiveBreak> LiveBreaks,
    IReadOnlyList<ChartBlock> Blocks,
    IReadOnlyList<ChartGap> Gaps,
    IReadOnlyList<ChartPool> Pools,
    IReadOnlyList<ChartSweep> Sweeps,
    IReadOnlyList<ChartLevel> Levels,
    IReadOnlyList<ChartVwap> Vwap)
{
    public static ChartStructure From(StructureReport report, Timeframe timeframe) => new(
        [.. report.Swings.Where(swing => swing.Status != "superseded").Select(swing => new ChartSwing(swing.Kind, swing.Price, swing.OriginAt.UnixSeconds, swing.Status == "final"))],
        [.. report.Breaks.Where(item => item.Status != "cancelled").Select(item =>
            new ChartBreak(item.Kind, item.Direction, item.Level, item.OriginAt.UnixSeconds, ChartTime.Inside(item.BrokenAt), item.Status == "final"))],
        [.. report.LiveBreaks.Select(item => new ChartLiveBreak(item.Kind, item.Direction, item.Level, item.OriginAt.UnixSeconds, ChartTime.Inside(item.At)))],
        [.. report.OrderBlocks.Where(item => item.Status != "invalidated").Select(item =>
            new ChartBlock(item.Direction, item.Top, item.Bottom, item.OriginAt.UnixSeconds, Inside(item.MitigatedAt ?? item.BrokenAt), item.Status))],
        [.. report.FairValueGaps.Select(item => new ChartGap(item.Direction, item.Top, item.Bottom, item.OriginAt.UnixSeconds, Inside(item.Status == "mitigated" ? item.FinalAt : null)))],
        [.. report.Liquidity.Select(item => new ChartPool(item.Side, item.Level, item.OriginAt.UnixSeconds, Inside(item.SweptAt)))],
        [.. report.Sweeps.Where(item => item.Status != "failed").Select(item => new ChartSweep(item.Side, item.Extreme, ChartTime.Inside(item.KnownAt), item.Status == "confirmed"))],
        [.. report.Periods.SelectMany(LevelsOf)],
        [.. Line(report.Vwap, timeframe).DistinctBy(point => point.Time).OrderBy(point => point.Time)]);

    private static long? Inside(Timestamp? barClose) => barClose is { } at ? ChartTime.Inside(at) : null;

    /// <summary>Day and week; the last four hours are to be seen on the chart as they are.</summary>
    private static ChartLevel[] LevelsOf(PeriodView period) => period.Period is "day" or "week" && (period.Period == "day" ? "PD" : "PW") is var name
        ? [new($"{name}H", period.High, period.To.UnixSeconds, Inside(period.HighBrokenAt)), new($"{name}L", period.Low, period.To.UnixSeconds, Inside(period.LowBrokenAt))]
        : [];

    private static IEnumerable<ChartVwap> Line(IReadOnlyList<VwapPoint> points, Timeframe timeframe) => points.Select((point, index) => new ChartVwap(
        timeframe.Floor(point.Time - TimeSpan.FromMicroseconds(1)).UnixSeconds, point.Vwap, point.Upper, point.Lower, index + 1 < points.Count && point.SessionStart != points[index + 1].SessionStart));
}
