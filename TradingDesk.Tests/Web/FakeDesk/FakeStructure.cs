using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;

namespace TradingDesk.Tests.Web.FakeDesk;

/// <summary>Plausible structure over generated candles, only to have something to draw: not the desk's rules.</summary>
internal static class FakeStructure
{
    private const int Reach = 5;

    public static StructureReport Build(FakeSymbol symbol, Timeframe timeframe)
    {
        var candles = symbol.Candles(timeframe).Where(candle => candle.Closed).TakeLast(500).ToList();
        var swings = Swings(candles, timeframe);
        return new StructureReport(symbol.Name, timeframe.ToString(), "ready", [], swings, Breaks(candles, swings), Blocks(candles), Gaps(candles), Pools(swings), LiveBreaks(candles, swings), Vwap(candles))
        {
            Periods = Day(candles),
        };
    }

    private static List<OrderBlockView> Blocks(List<Candle> candles) => [.. candles.Where((_, at) => at % 37 == 9).Select((candle, place) => new OrderBlockView(
        place % 2 == 0 ? "bullish" : "bearish", candle.High, candle.Low, place % 3 == 0 ? "active" : "mitigated", candle.OpenTime, candle.CloseTime, FinalAt: null,
        MitigatedAt: place % 3 == 0 ? null : candle.CloseTime + ((candle.CloseTime - candle.OpenTime) * 12), BrokenAt: null, candle.Volume, 0.5, TriggerSuperseded: false))];

    private static List<FairValueGapView> Gaps(List<Candle> candles) => [.. candles.Where((_, at) => at % 23 == 5).Select((candle, place) => new FairValueGapView(
        place % 2 == 0 ? "bullish" : "bearish", candle.High, candle.Low, place % 4 == 0 ? "open" : "mitigated", candle.OpenTime, candle.CloseTime,
        place % 4 == 0 ? null : candle.CloseTime + ((candle.CloseTime - candle.OpenTime) * 8)))];

    private static List<LiquidityView> Pools(List<SwingView> swings) => [.. swings.Where((_, at) => at % 5 == 0).Select((swing, place) => new LiquidityView(
        swing.Kind, swing.Price, swing.Price, swing.Price, place % 2 == 0 ? "open" : "swept", swing.OriginAt, swing.KnownAt, FinalAt: null, place % 2 == 0 ? null : swing.KnownAt + TimeSpan.FromHours(1), 2))];

    private static List<PeriodView> Day(List<Candle> candles)
    {
        var today = Timeframe.D1.Floor(candles[^1].OpenTime);
        var known = candles.TakeLast(200).ToList();
        return [new PeriodView("day", known.Max(candle => candle.High), known.Min(candle => candle.Low), today - TimeSpan.FromDays(1), today, today, HighBrokenAt: null, LowBrokenAt: null)];
    }

    private static List<SwingView> Swings(List<Candle> candles, Timeframe timeframe)
    {
        List<SwingView> swings = [];
        for (var at = Reach; at < candles.Count - Reach; at++)
        {
            var around = candles.GetRange(at - Reach, (2 * Reach) + 1);
            var known = candles[at + Reach].CloseTime;
            Timestamp? final = at < candles.Count - 30 ? known + (timeframe.Duration() * 10) : null;
            if (candles[at].High >= around.Max(candle => candle.High))
            {
                swings.Add(new SwingView("high", candles[at].High, candles[at].OpenTime, known, final, final is null ? "provisional" : "final"));
            }
            else if (candles[at].Low <= around.Min(candle => candle.Low))
            {
                swings.Add(new SwingView("low", candles[at].Low, candles[at].OpenTime, known, final, final is null ? "provisional" : "final"));
            }
        }

        return swings;
    }

    private static List<BreakView> Breaks(List<Candle> candles, List<SwingView> swings)
    {
        List<BreakView> breaks = [];
        var last = "bullish";
        foreach (var swing in swings)
        {
            var up = swing.Kind == "high";
            var broken = candles.FirstOrDefault(candle => candle.CloseTime > swing.KnownAt && (up ? candle.Close > swing.Price : candle.Close < swing.Price));
            if (broken is not null && broken.CloseTime - swing.KnownAt < TimeSpan.FromTicks((broken.CloseTime - broken.OpenTime).Ticks * 40))
            {
                var direction = up ? "bullish" : "bearish";
                breaks.Add(new BreakView(direction == last ? "bos" : "choch", direction, swing.Price, swing.OriginAt, broken.CloseTime, broken.CloseTime, broken.CloseTime, "final"));
                last = direction;
            }
        }

        return breaks;
    }

    private static List<LiveBreakView> LiveBreaks(List<Candle> candles, List<SwingView> swings) =>
        [.. Breaks(candles, swings).TakeLast(6).Select(item => new LiveBreakView(item.Kind, item.Direction, item.Level, item.BrokenAt, item.OriginAt))];

    private static List<VwapPoint> Vwap(List<Candle> candles)
    {
        List<VwapPoint> points = [];
        double volume = 0, sum = 0, squares = 0;
        foreach (var candle in candles)
        {
            if (points.Count > 0 && Timeframe.D1.Floor(candle.OpenTime) != Timeframe.D1.Floor(points[^1].Time - TimeSpan.FromMicroseconds(1)))
            {
                volume = sum = squares = 0;
            }

            var typical = (candle.High + candle.Low + candle.Close) / 3;
            volume += candle.Volume;
            sum += typical * candle.Volume;
            squares += typical * typical * candle.Volume;
            var vwap = sum / volume;
            var band = Math.Sqrt(Math.Max(0, (squares / volume) - (vwap * vwap)));
            points.Add(new VwapPoint(candle.CloseTime, vwap, vwap + band, vwap - band, Timeframe.D1.Floor(candle.OpenTime)));
        }

        return points;
    }
}
