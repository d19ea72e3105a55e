using TradingDesk.Core.Analysis.Liquidity;
using TradingDesk.Core.Analysis.Structure;
using TradingDesk.Core.Domain;
using TradingDesk.Tests.Support;
using Direction = TradingDesk.Core.Analysis.Structure.Direction;

namespace TradingDesk.Tests.Analysis.Liquidity;

public sealed class PeriodTests
{
    [Theory]
    [InlineData(StructureTag.FourHours, 4)]
    [InlineData(StructureTag.Day, 24)]
    [InlineData(StructureTag.Week, 168)]
    public void Reference_EveryBar_IsTheLastCompletedPeriod(StructureTag tag, int hours)
    {
        var length = TimeSpan.FromHours(hours);
        var bars = TestBars.Walk(24 * 30, seed: 91, timeframe: Timeframe.H1).Where((_, index) => index % 17 != 3).ToArray();
        var tracker = new PeriodTracker(tag);
        var log = new StructureEventLog();
        for (var i = 0; i < bars.Length; i++)
        {
            tracker.Update(bars[i], new BarContext(i, bars[i], log));

            // The series starts on a Monday at midnight. What a bar's close completes counts from that close on.
            var now = bars[i].CloseTime;
            var periods = bars.Take(i + 1).GroupBy(bar => (bar.OpenTime - TestBars.Start).Ticks / length.Ticks).ToArray();
            var last = periods.LastOrDefault(group => TestBars.Start + (length * (group.Key + 1)) <= now);
            (double High, double Low)? expected = last is null ? null : (last.Max(bar => bar.High), last.Min(bar => bar.Low));
            (double High, double Low)? actual = tracker.Current is { } known ? (known.High, known.Low) : null;
            Assert.Equal(expected, actual);
        }

        Assert.All(log.Of(StructureEventKind.PeriodBroken).GroupBy(item => (item.OriginIndex, item.Direction)), group => Assert.Single(group));
        Assert.Contains(log.Events, item => item is { Kind: StructureEventKind.PeriodBroken, Direction: Direction.Bullish });
    }

    [Fact]
    public void Broken_EqualHigh_IsNoBreak()
    {
        var tracker = new PeriodTracker(StructureTag.FourHours);
        var log = new StructureEventLog();
        Bar[] bars = [Hour(0, 100, 110, 90), Hour(3, 100, 105, 95), Hour(4, 100, 110, 95), Hour(5, 100, 110.5, 95), Hour(6, 100, 112, 89)];
        for (var i = 0; i < bars.Length; i++)
        {
            tracker.Update(bars[i], new BarContext(i, bars[i], log));
        }

        Assert.Equal(
            [(Direction.Bullish, 3), (Direction.Bearish, 4)], log.Of(StructureEventKind.PeriodBroken).Select(item => (item.Direction, item.KnownAtIndex)));
    }

    private static Bar Hour(int hour, double price, double high, double low) => TestBars.Make(hour, price, high, low, price, timeframe: Timeframe.H1);
}
