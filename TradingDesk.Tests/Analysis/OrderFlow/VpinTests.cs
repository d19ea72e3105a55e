using TradingDesk.Core.Analysis.OrderFlow;

namespace TradingDesk.Tests.Analysis.OrderFlow;

public sealed class VpinTests
{
    [Fact]
    public void Value_OnlyBuys_IsOne()
    {
        var vpin = Make(10);
        for (var i = 0; i < 1_000; i++)
        {
            vpin.Add(1, 0.7);
        }

        Assert.Equal(1, vpin.Value!.Value, 1e-12);
    }

    [Fact]
    public void Value_AlternatingSizesThatDivideTheBucket_IsZero()
    {
        var vpin = Make(10);
        for (var i = 0; i < 200; i++)
        {
            vpin.Add(i % 2 == 0 ? 1 : -1, 5);
        }

        Assert.Equal(0, vpin.Value);
    }

    [Fact]
    public void Add_ThreeAndAHalfBuckets_FillsThreeAndLeavesAHalf()
    {
        var vpin = Make(10);
        vpin.Add(1, 35);

        Assert.Equal((3L, 5.0), (vpin.Filled, vpin.Filling));
        Assert.Null(vpin.Value);
    }

    [Fact]
    public void Add_AbsurdTrade_IsBoundedAndFillsTheWindow()
    {
        var vpin = Make(1e-6);
        vpin.Add(-1, 9e10);

        Assert.Equal(1, vpin.Value);
        Assert.InRange(vpin.Filled, Vpin.Buckets, Vpin.Buckets + 1);
    }

    [Fact]
    public void AddBar_MoreThanABucket_IsMixedEvenly()
    {
        var vpin = Make(10);
        for (var i = 0; i < Vpin.Buckets; i++)
        {
            vpin.AddBar(15, 5);
        }

        vpin.AddBar(0, 0);
        Assert.Equal(0.5, vpin.Value!.Value, 1e-12);
        Assert.Equal(2L * Vpin.Buckets, vpin.Filled);
    }

    [Fact]
    public void Add_SizeUnknown_IsNotCounted()
    {
        var vpin = new Vpin();
        vpin.Add(1, 100);

        Assert.Equal((0L, 0.0), (vpin.Filled, vpin.Filling));
    }

    [Fact]
    public void SetBucketVolume_MidBucket_HoldsFromTheNextOn()
    {
        var vpin = Make(10);
        vpin.Add(1, 6);
        vpin.SetBucketVolume(2);
        vpin.Add(1, 3);
        Assert.Equal((0L, 9.0), (vpin.Filled, vpin.Filling));

        vpin.Add(1, 4);
        Assert.Equal((2L, 1.0), (vpin.Filled, vpin.Filling));
    }

    [Fact]
    public void Value_RandomTrades_EqualsSplittingTheWholeTapeAtOnce()
    {
        const double Size = 16;
        var random = new Random(71);
        var trades = Enumerable.Range(0, 3_000).Select(_ => (Sign: random.Next(-1, 2), Volume: random.Next(1, 200) / 8.0)).ToList();
        var vpin = Make(Size);
        trades.ForEach(t => vpin.Add(t.Sign, t.Volume));

        // Unit lots of an eighth laid end to end, cut into buckets.
        var lots = trades.SelectMany(t => Enumerable.Repeat((double)t.Sign, (int)(t.Volume * 8))).ToArray();
        var buckets = lots.Chunk((int)(Size * 8)).Where(c => c.Length == (int)(Size * 8)).Select(c => Math.Abs(c.Sum()) / 8).ToArray();
        Assert.Equal(buckets.Length, vpin.Filled);
        Assert.Equal(buckets.TakeLast(Vpin.Buckets).Sum() / (Vpin.Buckets * Size), vpin.Value!.Value, 1e-12);

        // Planted bug: netting across buckets is another measure.
        Assert.NotEqual(Math.Abs(lots.Sum()) / lots.Length, vpin.Value.Value, 1e-3);
    }

    private static Vpin Make(double size)
    {
        var vpin = new Vpin();
        vpin.SetBucketVolume(size);
        return vpin;
    }
}
