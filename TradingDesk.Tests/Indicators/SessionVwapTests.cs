using TradingDesk.Core.Domain;
using TradingDesk.Core.Indicators;
using TradingDesk.Tests.Conformance;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Indicators;

public sealed class SessionVwapTests : BarStepConformance<VwapReading>
{
    [Fact]
    public void Update_NewUtcDay_StartsAnew()
    {
        var vwap = new SessionVwap(SessionAnchor.UtcDay);
        vwap.Update(TestBars.Flat(1_438, 100, volume: 5));

        Assert.Equal(150, vwap.Update(TestBars.Flat(1_439, 200, volume: 5))!.Value.Vwap);
        Assert.Equal(300, vwap.Update(TestBars.Flat(1_440, 300, volume: 1))!.Value.Vwap);
    }

    [Theory]
    [InlineData(SessionAnchor.UtcDay, "2024-08-05T21:59:00Z", "2024-08-05T00:00:00Z")]
    [InlineData(SessionAnchor.UtcDay, "2024-08-05T22:00:00Z", "2024-08-05T00:00:00Z")]
    [InlineData(SessionAnchor.FxDay, "2024-08-05T21:59:00Z", "2024-08-04T22:00:00Z")]
    [InlineData(SessionAnchor.FxDay, "2024-08-05T22:00:00Z", "2024-08-05T22:00:00Z")]
    [InlineData(SessionAnchor.FxSessions, "2024-08-05T07:59:00Z", "2024-08-05T00:00:00Z")]
    [InlineData(SessionAnchor.FxSessions, "2024-08-05T08:00:00Z", "2024-08-05T08:00:00Z")]
    [InlineData(SessionAnchor.FxSessions, "2024-08-05T12:59:00Z", "2024-08-05T08:00:00Z")]
    [InlineData(SessionAnchor.FxSessions, "2024-08-05T16:59:00Z", "2024-08-05T13:00:00Z")]
    [InlineData(SessionAnchor.FxSessions, "2024-08-05T21:59:00Z", "2024-08-05T17:00:00Z")]
    [InlineData(SessionAnchor.FxSessions, "2024-08-05T23:00:00Z", "2024-08-05T22:00:00Z")]
    [InlineData(SessionAnchor.UsOpen, "2024-08-05T13:29:59Z", "2024-08-04T13:30:00Z")]
    [InlineData(SessionAnchor.UsOpen, "2024-08-05T13:30:00Z", "2024-08-05T13:30:00Z")]
    [InlineData(SessionAnchor.FirstBar, "2024-08-05T23:00:00Z", "1970-01-01T00:00:00Z")]
    public void StartOf_Anchor_IsTheSessionsBeginning(SessionAnchor anchor, string instant, string expected)
    {
        Assert.True(Timestamp.TryParse(instant, out var at));
        Assert.Equal(expected, anchor.StartOf(at).ToString());
    }

    [Fact]
    public void Update_NoVolume_WeighsByTicks()
    {
        var vwap = new SessionVwap(SessionAnchor.UtcDay);
        vwap.Update(Bar(0, price: 100, volume: 0, ticks: 3));

        Assert.Equal(125, vwap.Update(Bar(1, price: 200, volume: 0, ticks: 1))!.Value.Vwap);
    }

    [Fact]
    public void Update_NeitherVolumeNorTicks_IsUnknown()
    {
        var vwap = new SessionVwap(SessionAnchor.UtcDay);

        Assert.Null(vwap.Update(Bar(0, price: 100, volume: 0, ticks: 0)));
        Assert.Null(vwap.Current);
    }

    [Fact]
    public void Sigma_NineBars_IsUnknown_TenBars_IsTheWeightedDeviation()
    {
        var vwap = new SessionVwap(SessionAnchor.UtcDay);
        for (var i = 0; i < 9; i++)
        {
            Assert.Null(vwap.Update(TestBars.Flat(i, i % 2 == 0 ? 99 : 101))!.Value.Sigma);
        }

        var reading = vwap.Update(TestBars.Flat(9, 101))!.Value;

        Assert.Equal(1, reading.Sigma!.Value, 1e-12);
        Assert.Equal(102, reading.Upper(2)!.Value, 1e-12);
        Assert.Equal(98, reading.Lower(2)!.Value, 1e-12);
    }

    [Fact]
    public void Sigma_Window_ForgetsWhatIsOlder()
    {
        var vwap = new SessionVwap(SessionAnchor.UtcDay, sigmaWindowMinutes: 20);
        for (var i = 0; i < 100; i++)
        {
            vwap.Update(TestBars.Flat(i, 50 + i));
        }

        for (var i = 100; i < 120; i++)
        {
            vwap.Update(TestBars.Flat(i, 80));
        }

        Assert.Equal(0, vwap.Current!.Value.Sigma!.Value, 1e-9);
    }

    [Fact]
    public void Update_SecondBar_Throws() =>
        Assert.Throws<ArgumentException>(() => new SessionVwap(SessionAnchor.UtcDay).Update(TestBars.Flat(0, 1, timeframe: Timeframe.S1)));

    protected override IBarStep<VwapReading> Create() => new SessionVwap(SessionAnchor.UtcDay);

    protected override IEnumerable<double> Values(VwapReading reading) => reading.Sigma is { } sigma ? [reading.Vwap, sigma] : [reading.Vwap];

    private static Bar Bar(int index, double price, double volume, int ticks) => new(
        Timeframe.M1,
        TestBars.Flat(index, price).OpenTime,
        open: price,
        high: price,
        low: price,
        close: price,
        volume: volume,
        buyVolume: 0,
        tickCount: ticks,
        source: Venue.File,
        flags: BarFlags.None);
}
