using TradingDesk.Core.Analysis.Structure;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Golden;

/// <summary>The structure log against the reference's files and the counts of its definitions, over all 24,424 bars.</summary>
public sealed class StructureGoldenTests
{
    [SharedDataFact(SmcReference.Bars, SmcReference.Swings)]
    public void FinalAndProvisionalSwings_Length5_EqualReferenceRowForRow()
    {
        var analyzer = new StructureAnalyzer(new StructureOptions { SwingLength = 5, Parity = true });
        var log = new StructureEventLog();
        foreach (var bar in TestBars.Eurusd())
        {
            analyzer.Update(bar, log);
        }

        var finals = log.Of(StructureEventKind.SwingFinal).Select(item => (item.OriginIndex, (int)item.Direction, item.Level));
        var provisional = analyzer.ProvisionalSwing!.Value;
        Assert.Equal(24_424, analyzer.Bars);
        Assert.Equal(SmcReference.ReadSwings(), [.. finals, (provisional.Index, (int)provisional.Direction, provisional.Level)]);
    }

    [SharedDataFact(SmcReference.Bars, SmcReference.Breaks)]
    public void UncancelledBreaks_Length5InParityMode_EqualReferenceRowForRow()
    {
        var log = StructureEventLog.Run(new StructureOptions { SwingLength = 5, Parity = true }, TestBars.Eurusd());

        var breaks = log.UncancelledBreaks().ToArray();
        var expected = SmcReference.ReadBreaks().ToArray();

        Assert.Equal(676, breaks.Count(item => item.Break == BreakKind.Bos));
        Assert.Equal(453, breaks.Count(item => item.Break == BreakKind.Choch));
        Assert.Equal(
            expected.Select(row => (row.Index, row.IsBos, row.Direction, row.Broken)),
            breaks.Select(item => (item.OriginIndex, item.Break == BreakKind.Bos, (int)item.Direction, item.BrokenIndex)));
        Assert.All(expected.Zip(breaks), pair => Assert.Equal(pair.First.Level, pair.Second.Level, 1e-7));
    }

    [SharedDataTheory(SmcReference.Bars)]
    [InlineData(1, 9_396, 12_567, 3_500, 4_485)]
    [InlineData(2, 6_392, 2_351, 2_448, 3_025)]
    [InlineData(3, 4_495, 1_340, 1_791, 2_146)]
    [InlineData(5, 2_706, 756, 1_129, 1_296)]
    [InlineData(10, 1_292, 412, 574, 639)]
    [InlineData(20, 649, 199, 289, 308)]
    [InlineData(50, 272, 87, 128, 137)]
    public void Counts_EachSwingLength_EqualDefinitions(int length, int swings, int displaced, int uncancelled, int emitted)
    {
        var bars = TestBars.Eurusd();
        var log = StructureEventLog.Run(new StructureOptions { SwingLength = length, Parity = true }, bars);

        // The table counts the last swing, still provisional, as one of them.
        Assert.Equal(swings, log.Of(StructureEventKind.SwingFinal).Count() + 1);
        Assert.Equal(displaced, BatchStructure.RawSwings(bars, length).Count - swings);
        Assert.Equal(uncancelled, log.UncancelledBreaks().Count());
        Assert.Equal(emitted, log.Of(StructureEventKind.BreakKnown).Count());
    }

    [SharedDataTheory(SmcReference.Bars)]
    [InlineData(2, 2_608, 2_377)]
    [InlineData(3, 1_969, 1_741)]
    [InlineData(5, 1_298, 1_100)]
    [InlineData(10, 703, 561)]
    public void LiveBreaks_EachSwingLength_EqualDefinitions(int length, int live, int sharedWithReference)
    {
        var log = StructureEventLog.Run(new StructureOptions { SwingLength = length, Parity = true }, TestBars.Eurusd());

        var breaks = log.Of(StructureEventKind.LiveBreak).ToArray();
        var places = breaks.Select(item => (item.BrokenIndex, item.Direction)).ToHashSet();
        Assert.Equal(live, breaks.Length);
        Assert.Equal(sharedWithReference, log.UncancelledBreaks().Count(item => places.Contains((item.BrokenIndex, item.Direction))));
    }

    [SharedDataFact(SmcReference.Bars)]
    public void LiveBreaks_Length5_SplitIntoBosAndChoch()
    {
        var log = StructureEventLog.Run(new StructureOptions { SwingLength = 5 }, TestBars.Eurusd());

        Assert.Equal(665, log.Of(StructureEventKind.LiveBreak).Count(item => item.Break == BreakKind.Bos));
        Assert.Equal(633, log.Of(StructureEventKind.LiveBreak).Count(item => item.Break == BreakKind.Choch));
        Assert.All(log.Of(StructureEventKind.LiveBreak), item => Assert.Equal(item.BrokenIndex, item.KnownAtIndex));
    }

    [SharedDataFact(SmcReference.Bars)]
    public void FirstSwings_Length5_AreKnownAndFinalWhenDefined()
    {
        var log = StructureEventLog.Run(new StructureOptions { SwingLength = 5 }, TestBars.Eurusd().Take(100));

        var known = log.Of(StructureEventKind.SwingProvisional).ToDictionary(item => item.OriginIndex, item => item.KnownAtIndex);
        var finals = log.Of(StructureEventKind.SwingFinal).Take(6)
            .Select(item => ((int)item.Direction, item.OriginIndex, known[item.OriginIndex], item.KnownAtIndex));
        Assert.Equal([(-1, 14, 19, 24), (1, 19, 24, 32), (-1, 27, 32, 38), (1, 33, 38, 40), (-1, 46, 51, 57), (1, 52, 57, 64)], finals);
    }

    [SharedDataFact(SmcReference.Bars)]
    public void FirstBreaks_Length5_AreKnownAndCancelledWhenDefined()
    {
        var log = StructureEventLog.Run(new StructureOptions { SwingLength = 5, Parity = true }, TestBars.Eurusd().Take(200));

        var first = log.Of(StructureEventKind.BreakKnown).Take(8)
            .Select(item => (item.OriginIndex, item.Break, (int)item.Direction, Math.Round(item.Level, 5), item.BrokenIndex, item.KnownAtIndex));
        Assert.Equal(
            [
                (27, BreakKind.Bos, -1, .97324, 34, 40),
                (52, BreakKind.Bos, 1, .97095, 61, 69),
                (66, BreakKind.Choch, -1, .96942, 73, 78),
                (96, BreakKind.Bos, -1, .96934, 116, 122),
                (117, BreakKind.Bos, -1, .96808, 124, 132),
                (122, BreakKind.Choch, 1, .96959, 136, 143),
                (64, BreakKind.Bos, 1, .97219, 153, 153),
                (138, BreakKind.Bos, 1, .97249, 153, 158),
            ],
            first);
        var cancelled = log.Of(StructureEventKind.BreakCancelled).Single(item => item.OriginIndex == 64);
        Assert.Equal((66, 153), (cancelled.CauseIndex, cancelled.KnownAtIndex));
    }
}
