using TradingDesk.Core.Analysis.Liquidity;
using TradingDesk.Core.Analysis.Structure.Ranges;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Indicators;
using TradingDesk.Core.Storage;

namespace TradingDesk.Core.Pipeline.Views;

/// <summary>The structure of one timeframe as it is known now. The append-only log itself is never changed; this is a reading of it.</summary>
internal static class StructureViews
{
    private const int MaxItems = 500;

    public static StructureReport Build(SymbolLane lane, Timeframe timeframe)
    {
        var analysis = lane.Analysis(timeframe);
        var market = analysis.Market;
        var log = lane.Log(timeframe);
        var fold = new StructureFold();
        fold.Begin(market);
        foreach (var item in log.Events)
        {
            fold.Add(item);
        }

        string[] missing = analysis.BarsUsed < analysis.Structure.WarmupBars ? [$"{analysis.Structure.WarmupBars - analysis.BarsUsed} more {timeframe} bars"] : [];
        return new StructureReport(
            lane.Instrument.Symbol.Name,
            timeframe.ToString(),
            missing.Length == 0 ? "ready" : "warmingUp",
            missing,
            [.. fold.Swings.TakeLast(MaxItems)],
            [.. fold.Breaks.TakeLast(MaxItems)],
            [.. fold.Blocks.TakeLast(MaxItems)],
            [.. fold.Gaps.TakeLast(MaxItems)],
            [.. fold.Pools.TakeLast(MaxItems)],
            [.. fold.LiveBreaks.TakeLast(MaxItems)],
            [.. log.Vwap.Select(v => new VwapPoint(v.ClosedAt, v.Reading.Vwap, v.Reading.Upper(1), v.Reading.Lower(1), lane.Settings.VwapAnchor.StartOf(v.ClosedAt - timeframe.Duration())))])
        {
            Sweeps = [.. fold.Sweeps.TakeLast(MaxItems)],
            Periods = [.. market.Liquidity.Periods.Select(ToView)],
            Sessions = [.. market.Sessions.Select(item => new SessionView(item.Tag.ToName(), item.IsActive ? "active" : "closed", High: item.High, Low: item.Low, item.From, item.To))],
            Retracement = market.Range is { } range ? ToView(range) : null,
            Trend = analysis.Structure.Trend.ToTrend(),
        };
    }

    private static PeriodView ToView(PeriodReading item) => new(item.Tag.ToName(), High: item.High, Low: item.Low, item.From, item.To, item.KnownAt, item.HighBrokenAt, item.LowBrokenAt);

    private static RetracementView ToView(in RangeReading range) => new(
        range.Direction.ToName(),
        Top: range.Top,
        Bottom: range.Bottom,
        range.OriginAt,
        range.KnownAt,
        range.Position,
        range.Position switch { > 0.5 => "premium", < 0.5 => "discount", _ => "equilibrium" },
        range.Current,
        range.Deepest);
}
