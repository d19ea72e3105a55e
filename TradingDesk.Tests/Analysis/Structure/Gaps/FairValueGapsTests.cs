using TradingDesk.Core.Analysis.Structure;
using TradingDesk.Core.Analysis.Structure.Gaps;
using TradingDesk.Core.Domain;
using TradingDesk.Tests.Support;
using Direction = TradingDesk.Core.Analysis.Structure.Direction;

namespace TradingDesk.Tests.Analysis.Structure.Gaps;

public sealed class FairValueGapsTests
{
    [Fact]
    public void RowsAtAnyPrefix_GeneratedSeries_EqualTheDefinition()
    {
        var random = new Random(71);
        for (var i = 0; i < 60; i++)
        {
            var join = i % 2 == 0;
            var bars = TestBars.Walk(random.Next(1, 600), seed: 200 + i, tick: 0.25);

            Assert.Equal(Batch(bars, join), Core.Analysis.Parity.SmcFold.Gaps(Run(bars, join).Events).Select(row => (row.Row, row.Direction, row.Top, row.Bottom, row.Mitigated)));
        }
    }

    [Fact]
    public void Open_TooMany_ForgetsTheOldestAndCounts()
    {
        var gaps = new FairValueGaps(new StructureOptions { MaxOpenGaps = 16 });
        var log = new StructureEventLog();
        for (var i = 0; i < 60; i++)
        {
            var bar = TestBars.Make(i, 100 + (2 * i), 101 + (2 * i), 99.5 + (2 * i), 100.9 + (2 * i));
            gaps.Update(bar, new BarContext(i, bar, log));
        }

        Assert.Equal(58, log.Of(StructureEventKind.GapOpened).Count());
        Assert.Equal((16, 42L), (gaps.Open, gaps.Dropped));
        Assert.Equal(43, gaps.OpenGaps(Direction.Bullish).First().Index);
    }

    private static StructureEventLog Run(Bar[] bars, bool join)
    {
        var gaps = new FairValueGaps(new StructureOptions { JoinConsecutiveGaps = join });
        var log = new StructureEventLog();
        for (var i = 0; i < bars.Length; i++)
        {
            gaps.Update(bars[i], new BarContext(i, bars[i], log));
        }

        return log;
    }

    /// <summary>DOMAIN B1.1 read literally.</summary>
    private static IEnumerable<(int Row, int Direction, double Top, double Bottom, int Mitigated)> Batch(Bar[] bars, bool join)
    {
        var rows = new (int Direction, double Top, double Bottom)[bars.Length];
        for (var i = 1; i + 1 < bars.Length; i++)
        {
            rows[i] = bars[i - 1].High < bars[i + 1].Low && bars[i].Close > bars[i].Open ? (1, bars[i + 1].Low, bars[i - 1].High)
                : bars[i - 1].Low > bars[i + 1].High && bars[i].Close < bars[i].Open ? (-1, bars[i - 1].Low, bars[i + 1].High)
                : default;
        }

        for (var i = 0; join && i + 1 < rows.Length; i++)
        {
            if (rows[i].Direction != 0 && rows[i].Direction == rows[i + 1].Direction)
            {
                rows[i + 1] = (rows[i].Direction, Math.Max(rows[i].Top, rows[i + 1].Top), Math.Min(rows[i].Bottom, rows[i + 1].Bottom));
                rows[i] = default;
            }
        }

        return Enumerable.Range(0, rows.Length).Where(i => rows[i].Direction != 0).Select(i => (
            i,
            rows[i].Direction,
            rows[i].Top,
            rows[i].Bottom,
            Math.Max(0, Array.FindIndex(bars, Math.Min(i + 2, bars.Length), bar => rows[i].Direction > 0 ? bar.Low <= rows[i].Top : bar.High >= rows[i].Bottom))));
    }
}
