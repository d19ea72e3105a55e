using TradingDesk.Core.Analysis;
using TradingDesk.Core.Analysis.Liquidity;
using TradingDesk.Core.Analysis.Structure;
using TradingDesk.Tests.Support;
using Xunit.Abstractions;

namespace TradingDesk.Tests.Conformance;

/// <summary>The two promises over long series: batch, stream and resumed stream give the same bits; nothing published changes with what comes later.</summary>
public sealed class StructureLongRuns(ITestOutputHelper output)
{
    private const int Seed = 20_261_126;

    [Fact]
    public void BatchStreamAndResume_AllFamilies_AreBitIdentical()
    {
        var count = LongSuite.Count(20_000, 1_000_000);
        var bars = TestBars.Walk(count, Seed);
        var whole = new EventHash();
        var market = Create();
        foreach (var bar in bars)
        {
            market.Update(bar, whole);
        }

        // Bar by bar, put down and taken up again at 50 random points by a new instance each time.
        var random = new Random(Seed + 1);
        var cuts = Enumerable.Range(0, 50).Select(_ => random.Next(1, count)).ToHashSet();
        var resumed = new EventHash();
        var current = Create();
        for (var i = 0; i < count; i++)
        {
            if (cuts.Contains(i))
            {
                current = StateBytes.Load(Create(), StateBytes.Save(current));
            }

            current.Update(bars[i], resumed);
        }

        output.WriteLine($"{count:N0} bars, seed {Seed}, {cuts.Count} resumptions: {whole.Count:N0} events, hash {whole.Value:x16}.");
        Assert.True(whole.Count > count / 2);
        Assert.Equal((whole.Count, whole.Value), (resumed.Count, resumed.Value));
        Assert.Equal(StateBytes.Save(market), StateBytes.Save(current));
    }

    [Fact]
    public void Control_StateThatForgetsSomething_IsCaughtByTheResumedHash()
    {
        var bars = TestBars.Walk(4_000, Seed);
        var (whole, forgetful) = (new EventHash(), new EventHash());
        var (first, second) = (Create(), Create());
        for (var i = 0; i < bars.Length; i++)
        {
            first.Update(bars[i], whole);
            if (i == 2_000)
            {
                // A fresh instance that has only seen the last hundred bars.
                second = Create();
                RepaintCheck.Run(second, bars[1_900..2_000]);
            }

            second.Update(bars[i], forgetful);
        }

        Assert.NotEqual(whole.Value, forgetful.Value);
    }

    [SharedDataFact(Golden.SmcReference.Bars)]
    public void CutData_RandomBars_ChangesNoPublishedEvent()
    {
        var cuts = LongSuite.Count(50, 500);
        var bars = LongSuite.IsOn ? TestBars.Eurusd() : TestBars.Eurusd()[..6_000];

        RepaintCheck.CheckPrefixes(Create, bars, Seed + 2, cuts);
        output.WriteLine($"{bars.Length:N0} bars, seed {Seed + 2}: {cuts} cuts, every published event unchanged.");
    }

    [SharedDataFact(Golden.SmcReference.Bars)]
    public void Control_CutData_CatchesASwingThatLooksAhead() =>
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => RepaintCheck.CheckPrefixes(() => new ShiftedSwings(5), TestBars.Eurusd()[..2_000], Seed + 2, cuts: 20));

    private static MarketStructure Create() => new(new StructureOptions(), new LiquidityOptions());

    /// <summary>FNV-1a over every field of every event, in order.</summary>
    private sealed class EventHash : IEventSink<StructureEvent>
    {
        public ulong Value { get; private set; } = 14_695_981_039_346_656_037UL;

        public int Count { get; private set; }

        public void Add(in StructureEvent item)
        {
            Count++;
            Take(((long)item.Kind << 24) | ((long)item.Break << 16) | ((long)(byte)item.Direction << 8) | (long)item.Tag);
            Take(BitConverter.DoubleToInt64Bits(item.Level));
            Take(BitConverter.DoubleToInt64Bits(item.Top));
            Take(BitConverter.DoubleToInt64Bits(item.Bottom));
            Take(BitConverter.DoubleToInt64Bits(item.Amount));
            Take(BitConverter.DoubleToInt64Bits(item.Ratio));
            Take(((long)item.OriginIndex << 32) | (uint)item.BrokenIndex);
            Take(((long)item.KnownAtIndex << 32) | (uint)item.CauseIndex);
            Take(item.OriginAt.UnixMicroseconds);
            Take(item.BrokenAt.UnixMicroseconds);
            Take(item.KnownAt.UnixMicroseconds);
        }

        private void Take(long value)
        {
            for (var shift = 0; shift < 64; shift += 8)
            {
                Value = (Value ^ (byte)(value >> shift)) * 1_099_511_628_211UL;
            }
        }
    }
}
