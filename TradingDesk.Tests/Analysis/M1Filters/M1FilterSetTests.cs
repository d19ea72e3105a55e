using TradingDesk.Core.Analysis.M1Filters;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Indicators;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Analysis.M1Filters;

public sealed class M1FilterSetTests
{
    private static readonly M1FilterOptions Options = new() { MaxVwapDistanceSigma = 0.5, DeltaPeriods = 5, SpreadWindow = 10 };

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void VwapReclaim_CrossedLatelyAndNear_PassesInThatDirectionOnly(int direction)
    {
        var filters = new M1FilterSet(Options);
        Feed(filters, 0, close: 100 - direction, vwap: 100, sigma: 4);
        Feed(filters, 1, close: 100 + direction, vwap: 100, sigma: 4);

        var reading = Read(filters, direction, M1Filter.VwapReclaim);

        Assert.Equal((true, 0.25, 0.5), (reading.Passed, reading.Value, reading.Threshold));
        Assert.False(Read(filters, -direction, M1Filter.VwapReclaim).Passed);
    }

    [Fact]
    public void VwapReclaim_TooFarOrTooLongAgoOrUnknown_DoesNotPass()
    {
        var far = new M1FilterSet(Options);
        Feed(far, 0, close: 99, vwap: 100, sigma: 4);
        Feed(far, 1, close: 102.1, vwap: 100, sigma: 4);
        Assert.Equal((false, 0.525), (Read(far, 1, M1Filter.VwapReclaim).Passed, Math.Round(Read(far, 1, M1Filter.VwapReclaim).Value!.Value, 9)));

        var old = new M1FilterSet(Options);
        Feed(old, 0, close: 99, vwap: 100, sigma: 4);
        for (var i = 1; i <= 6; i++)
        {
            Feed(old, i, close: 101, vwap: 100, sigma: 4);
            Assert.Equal(i <= 5, Read(old, 1, M1Filter.VwapReclaim).Passed);
        }

        var unknown = new M1FilterSet(Options);
        Feed(unknown, 0, close: 99, vwap: 100, sigma: null);
        Feed(unknown, 1, close: 101, vwap: 100, sigma: null);
        Assert.Null(Read(unknown, 1, M1Filter.VwapReclaim).Passed);
    }

    [Fact]
    public void DeltaSpike_AgainstTheMeanBeforeIt_CountsTheBarItselfOut()
    {
        var filters = new M1FilterSet(Options);
        foreach (var (delta, i) in new double[] { 2, -2, 2, -2, 2 }.Select((d, i) => (d, i)))
        {
            Feed(filters, i, delta: delta);
            Assert.Null(Read(filters, 1, M1Filter.DeltaSpike).Passed);
        }

        Feed(filters, 5, delta: -3.5);

        Assert.Equal((true, 1.75), (Read(filters, -1, M1Filter.DeltaSpike).Passed, Read(filters, -1, M1Filter.DeltaSpike).Value));
        Assert.Equal((false, -1.75), (Read(filters, 1, M1Filter.DeltaSpike).Passed, Read(filters, 1, M1Filter.DeltaSpike).Value));
        Feed(filters, 6, delta: 2.3 * 1.5); // The mean is 2.3 now: equal is not above.
        Assert.False(Read(filters, 1, M1Filter.DeltaSpike).Passed);
        Feed(filters, 7, delta: null);
        Assert.Null(Read(filters, 1, M1Filter.DeltaSpike).Passed);
    }

    [Theory]
    [InlineData(0.4, 0.45, true)]
    [InlineData(0.5, 1, true)]
    [InlineData(0.51, 1, false)]
    public void AtrRatio_AgainstLimit_Decides(double m1, double m5, bool passed)
    {
        var filters = new M1FilterSet(Options with { MaxAtrRatio = 0.5 });
        Feed(filters, 0, atr: m1 * (m5 == 1 ? 1 : 0.5));

        Assert.Equal(passed, filters.Evaluate(1, m5)[(int)M1Filter.AtrRatio].Passed);
        Assert.Null(filters.Evaluate(1, null)[(int)M1Filter.AtrRatio].Passed);
    }

    [Fact]
    public void Spread_BlowOut_DoesNotBecomeTheNewNormal()
    {
        var filters = new M1FilterSet(Options);
        for (var i = 0; i < 10; i++)
        {
            Feed(filters, i, spread: 2);
            Assert.Null(Read(filters, 1, M1Filter.Spread).Passed);
        }

        for (var i = 10; i < 40; i++)
        {
            Feed(filters, i, spread: 9);
            Assert.Equal((false, 4.5), (Read(filters, 1, M1Filter.Spread).Passed, Read(filters, 1, M1Filter.Spread).Value));
        }

        Feed(filters, 40, spread: 2.5);
        Assert.Equal((true, 1.25), (Read(filters, 1, M1Filter.Spread).Passed, Read(filters, 1, M1Filter.Spread).Value));
        Feed(filters, 41, spread: null);
        Assert.Null(Read(filters, 1, M1Filter.Spread).Passed);
    }

    [Fact]
    public void MicroBreak_BeyondAConfirmedSwing_PassesForFiveBarsAndCoolsDown()
    {
        var filters = new M1FilterSet(Options with { MicroSwingLength = 2, MicroBreakCooldown = TimeSpan.FromMinutes(5) });
        double[] closes = [.. Enumerable.Range(0, 20).Select(n => 100 + (0.1 * (n % 2))), 101, 102, 103, 102.5, 102, 101.6, 101.2, 101.4, 101.6];
        var i = 0;
        foreach (var close in closes)
        {
            Feed(filters, i++, close: close, atr: 1);
        }

        Assert.False(Read(filters, 1, M1Filter.MicroBreak).Passed); // The break of the quiet range is more than five bars ago.
        Feed(filters, i++, close: 104, atr: 1); // The swing high lies at 103.1.
        var reading = Read(filters, 1, M1Filter.MicroBreak);
        Assert.True(reading.Passed);
        Assert.Equal(0.9, reading.Value!.Value, 9);
        Assert.NotEqual(true, Read(filters, -1, M1Filter.MicroBreak).Passed);
        for (var later = 1; later <= 5; later++)
        {
            Feed(filters, i++, close: 104, atr: 1);
            Assert.Equal(later < 5, Read(filters, 1, M1Filter.MicroBreak).Passed);
        }
    }

    [Fact]
    public void State_SavedAtRandomPoints_ContinuesBitForBit()
    {
        const int Seed = 41;
        var bars = TestBars.Walk(600, Seed);
        var random = new Random(Seed);
        var inputs = bars.Select(b => new M1FilterInput(b, new VwapReading(b.TypicalPrice + random.Next(-3, 4), 5), random.Next(-40, 41), 0.1, 0.11, random.Next(0, 9) == 0 ? null : 1 + random.NextDouble())).ToArray();
        var whole = Run(new M1FilterSet(Options), inputs);
        foreach (var cut in new[] { 0, 1, 7, 99, 300, 599 })
        {
            var first = new M1FilterSet(Options);
            var before = Run(first, inputs[..cut]);
            var second = StateBytes.Load(new M1FilterSet(Options), StateBytes.Save(first));

            Assert.Equal(whole, before.Concat(Run(second, inputs[cut..])));
        }

        // Prefix invariance: what was said of a bar does not depend on later ones. A set that looked ahead would differ here.
        Assert.Equal(whole.Take(200), Run(new M1FilterSet(Options), inputs[..200]));
    }

    [Fact]
    public void PassRates_OverCandidates_CountEachFilterAndTheValidOnes()
    {
        var rates = new PassRates();
        FilterReading[] three = [new(M1Filter.VwapReclaim, true, 0, 1), new(M1Filter.DeltaSpike, false, 0, 1), new(M1Filter.MicroBreak, null, 0, 1), new(M1Filter.AtrRatio, true, 0, 1), new(M1Filter.Spread, true, 0, 1)];
        Assert.Null(rates.RecentValidFraction);
        for (var i = 0; i < 600; i++)
        {
            rates.Add(three, valid: i >= 300);
        }

        Assert.Equal((600, 300, 600, 0, 0.6), (rates.Candidates, rates.Valid, rates.PassedBy(M1Filter.Spread), rates.PassedBy(M1Filter.MicroBreak), rates.RecentValidFraction));
        var copy = StateBytes.Load(new PassRates(), StateBytes.Save(rates));
        Assert.Equal((600, 300, 0.6), (copy.Candidates, copy.Valid, copy.RecentValidFraction));
    }

    private static string[] Run(M1FilterSet filters, IEnumerable<M1FilterInput> inputs) => [.. inputs.Select(input =>
    {
        filters.Update(input);
        return string.Join('|', filters.Evaluate(1, 0.3).ToString(), string.Join(',', Enumerable.Range(0, FilterReadings.Count).SelectMany(i => new[] { filters.Evaluate(1, 0.3)[i], filters.Evaluate(-1, 0.3)[i] })));
    })];

    private static FilterReading Read(M1FilterSet filters, int direction, M1Filter filter) => filters.Evaluate(direction, 1)[(int)filter];

    private static void Feed(M1FilterSet filters, int index, double close = 100, double vwap = 100, double? sigma = 1, double? delta = 1, double? spread = 1, double atr = 0.4) =>
        filters.Update(new M1FilterInput(TestBars.Make(index, close, close + 0.1, close - 0.1, close), new VwapReading(vwap, sigma), delta, atr, atr, spread));
}
