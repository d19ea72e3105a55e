using TradingDesk.Core.Analysis;
using TradingDesk.Core.Analysis.Liquidity;
using TradingDesk.Core.Analysis.Parity;
using TradingDesk.Core.Analysis.Structure;
using TradingDesk.Core.Domain;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Golden;

/// <summary>The streaming families against the batch definitions, with the counts of the definitions, over all 24,424 bars.</summary>
public sealed class StreamingFamiliesGoldenTests
{
    /// <summary>
    /// Blocks whose trigger is in the final set, and the last of its side in it before the crossing, are the triggers of the batch with its erasure
    /// switched off.
    /// </summary>
    [SharedDataTheory(SmcReference.Bars)]
    [InlineData(1, 3_962, 3_293)]
    [InlineData(2, 2_860, 2_326)]
    [InlineData(3, 2_149, 1_708)]
    [InlineData(5, 1_397, 1_084)]
    [InlineData(10, 755, 563)]
    [InlineData(20, 373, 284)]
    [InlineData(50, 179, 129)]
    public void OrderBlocks_EachSwingLength_EqualBatchTriggers(int length, int emitted, int classified)
    {
        var bars = TestBars.Eurusd();
        var log = Run(bars, length);
        var swings = BatchStructure.Swings(bars, length);
        var active = log.Of(StructureEventKind.BlockActive).ToArray();

        var inFinalSet = active.Where(item => LastBefore(swings, item.Direction, item.KnownAtIndex) == item.CauseIndex);
        Assert.Equal(emitted, active.Length);
        Assert.Equal(BatchTriggers(bars, swings), inFinalSet.Select(item => (item.CauseIndex, item.KnownAtIndex, item.OriginIndex)).Order());
        Assert.Equal(classified, inFinalSet.Count());
    }

    [SharedDataTheory(SmcReference.Bars)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(10)]
    [InlineData(20)]
    public void Pools_ConstantTolerance_EqualBatchGroups(int length)
    {
        var bars = TestBars.Eurusd();
        var tolerance = (bars.Max(bar => bar.High) - bars.Min(bar => bar.Low)) * 0.01;
        var streamed = StreamPools(bars, length, tolerance);

        Assert.Equal(BatchPools(bars, length, tolerance), SmcFold.Pools(streamed).Select(row => (row.Row, row.Side, row.End, row.Swept)));
        Assert.True(SmcFold.Pools(streamed).Length > 100);
    }

    [SharedDataFact(SmcReference.Bars)]
    public void Gaps_Streamed_AreTheReferencesRows()
    {
        var bars = TestBars.Eurusd();
        var rows = SmcFold.Gaps(Run(bars, 5).Events);

        Assert.Equal(new SmcBatch(bars, 5).Gaps(joinConsecutive: false), rows);
        Assert.Equal((2_559, 2_461, 37), (rows.Count(row => row.Direction > 0), rows.Count(row => row.Direction < 0), rows.Count(row => row.Mitigated == 0)));
    }

    [SharedDataFact(SmcReference.Bars)]
    public void SurvivingBlocks_Streamed_ReplayToTheReferencesErasure()
    {
        var bars = TestBars.Eurusd();
        var swings = BatchStructure.Swings(bars, 5);
        var log = Run(bars, 5);
        var gone = log.Of(StructureEventKind.BlockInvalidated).Select(item => (item.OriginIndex, item.Direction, item.CauseIndex)).ToHashSet();
        var alive = log.Of(StructureEventKind.BlockActive)
            .Where(item => LastBefore(swings, item.Direction, item.KnownAtIndex) == item.CauseIndex && !gone.Contains((item.OriginIndex, item.Direction, item.CauseIndex)));

        Assert.Equal(new SmcBatch(bars, 5).OrderBlocks().Select(row => row.Row), alive.Select(item => item.OriginIndex).Distinct().Order());
    }

    private static StructureEventLog Run(Bar[] bars, int length)
    {
        var log = new StructureEventLog();
        var market = new MarketStructure(new StructureOptions { SwingLength = length, MaxOrderBlocks = 10_000, MaxOpenGaps = 100_000 }, new LiquidityOptions());
        foreach (var bar in bars)
        {
            market.Update(bar, log);
        }

        return log;
    }

    private static int LastBefore(List<BatchStructure.BatchSwing> swings, Direction side, int bar)
    {
        var place = swings.FindLastIndex(swing => swing.Direction == side && swing.Index < bar);
        return place < 0 ? -1 : swings[place].Index;
    }

    /// <summary>(swing, crossing bar, block's bar) read literally from DOMAIN B1.4.</summary>
    private static IEnumerable<(int Swing, int Known, int Block)> BatchTriggers(Bar[] bars, List<BatchStructure.BatchSwing> swings)
    {
        var found = new List<(int, int, int)>();
        foreach (var side in (Direction[])[Direction.Bullish, Direction.Bearish])
        {
            var ofSide = swings.Where(swing => swing.Direction == side).ToArray();
            var sign = (int)side;
            for (var i = 0; i < ofSide.Length; i++)
            {
                var until = i + 1 < ofSide.Length ? ofSide[i + 1].Index : bars.Length - 1;
                for (var j = ofSide[i].Index + 1; j <= until; j++)
                {
                    if (sign * bars[j].Close > sign * ofSide[i].Level)
                    {
                        var between = Enumerable.Range(ofSide[i].Index + 1, j - ofSide[i].Index - 1);
                        found.Add((ofSide[i].Index, j, between.OrderBy(k => side == Direction.Bullish ? bars[k].Low : -bars[k].High).ThenByDescending(k => k).First()));
                        break;
                    }
                }
            }
        }

        return found.Order();
    }

    private static List<StructureEvent> StreamPools(Bar[] bars, int length, double tolerance)
    {
        var analyzer = new StructureAnalyzer(new StructureOptions { SwingLength = length });
        var (highs, lows) = (new LiquidityPools(Direction.Bullish, int.MaxValue), new LiquidityPools(Direction.Bearish, int.MaxValue));
        var (swings, pools) = (new StructureEventLog(), new StructureEventLog());
        for (var i = 0; i < bars.Length; i++)
        {
            analyzer.Update(bars[i], swings);
            var context = new BarContext(i, bars[i], pools);
            highs.Update(bars[i].High, bars[i].Low, context);
            lows.Update(bars[i].High, bars[i].Low, context);
            var final = i + 1 < bars.Length ? analyzer.FinalisedSwing is { } one ? [one] : [] : Last(analyzer);
            foreach (var swing in final)
            {
                // Whether price has left the band already is read from the bars themselves here.
                var since = bars[(swing.Index + 1)..(i + 1)];
                var reached = swing.Direction == Direction.Bullish ? since.Max(bar => bar.High) : since.Min(bar => bar.Low);
                (swing.Direction == Direction.Bullish ? highs : lows).OnFinal(swing, tolerance, reached, context);
            }
        }

        return pools.Events;
    }

    /// <summary>At the end the batch counts the provisional swing too.</summary>
    private static Swing[] Last(StructureAnalyzer analyzer) => [.. (Swing?[])[analyzer.FinalisedSwing, analyzer.ProvisionalSwing] is var both ? both.OfType<Swing>() : []];

    /// <summary>(anchor, side, last member, swept) read literally from DOMAIN B1.5, without the anchor rows.</summary>
    private static IEnumerable<(int Row, int Side, int End, int Swept)> BatchPools(Bar[] bars, int length, double tolerance)
    {
        var found = new List<(int, int, int, int)>();
        foreach (var side in (Direction[])[Direction.Bullish, Direction.Bearish])
        {
            var swings = BatchStructure.Swings(bars, length).Where(swing => swing.Direction == side).ToArray();
            var used = new bool[swings.Length];
            for (var i = 0; i < swings.Length; i++)
            {
                if (used[i])
                {
                    continue;
                }

                var (top, bottom) = (swings[i].Level + tolerance, swings[i].Level - tolerance);
                var swept = Array.FindIndex(bars, swings[i].Index + 1, bar => side == Direction.Bullish ? bar.High >= top : bar.Low <= bottom);
                var members = Enumerable.Range(i + 1, swings.Length - i - 1)
                    .Where(j => !used[j] && (swept < 0 || swings[j].Index < swept) && swings[j].Level >= bottom && swings[j].Level <= top)
                    .ToArray();
                if (members.Length > 0)
                {
                    Array.ForEach(members, j => used[j] = true);
                    found.Add((swings[i].Index, (int)side, swings[members[^1]].Index, Math.Max(swept, 0)));
                }
            }
        }

        return found.Order();
    }
}
