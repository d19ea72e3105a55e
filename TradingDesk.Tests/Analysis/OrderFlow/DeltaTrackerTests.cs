using TradingDesk.Core.Analysis.OrderFlow;
using TradingDesk.Core.Domain;

namespace TradingDesk.Tests.Analysis.OrderFlow;

public sealed class DeltaTrackerTests
{
    [Fact]
    public void OnBar_AggressorsTold_IsBoughtLessSold()
    {
        var delta = new DeltaTracker();
        delta.OnSigned(Flow.At(0), 1, 3, isInferred: false);
        delta.OnBar(Flow.Bar(0, volume: 10, buyVolume: 7), BarPrice.LastTrade);

        Assert.Equal(new DeltaReading(Flow.At(60_000), 4, 10, DeltaSource.Aggressor, null, 4, null), delta.Current);
    }

    [Fact]
    public void OnBar_AggressorUnknown_IsTheTicksInferred()
    {
        var delta = new DeltaTracker();
        delta.OnSigned(Flow.At(0), 1, 3, isInferred: true);
        delta.OnSigned(Flow.At(1), -1, 5, isInferred: true);
        delta.OnSigned(Flow.At(2), 0, 2, isInferred: true);
        delta.OnBar(Flow.Bar(0, volume: 10, buyVolume: 0), BarPrice.LastTrade);

        Assert.Equal((-2, 10, DeltaSource.TickRule), (delta.Current!.Value.Delta, delta.Current.Value.Volume, delta.Current.Value.Source));
    }

    [Fact]
    public void OnBar_Quotes_CountTicksOfTheirMinute()
    {
        var delta = new DeltaTracker();
        delta.OnSigned(Flow.At(59_999), 1, 1, isInferred: true);
        delta.OnSigned(Flow.At(60_000), -1, 1, isInferred: true);
        delta.OnSigned(Flow.At(59_000), 1, 1, isInferred: true);
        delta.OnBar(Flow.Bar(0, volume: 2, buyVolume: 0, ticks: 2), BarPrice.Bid);
        Assert.Equal(2, delta.Current!.Value.Delta);

        delta.OnBar(Flow.Bar(1, volume: 1, buyVolume: 0), BarPrice.Bid);
        Assert.Equal(-1, delta.Current!.Value.Delta);
    }

    [Theory]
    [InlineData(BarPrice.LastTrade, BarFlags.History, 5, 0, false)]
    [InlineData(BarPrice.LastTrade, BarFlags.History, 5, 2, true)]
    [InlineData(BarPrice.LastTrade, BarFlags.None, 5, 0, false)]
    [InlineData(BarPrice.LastTrade, BarFlags.Quiet, 0, 0, true)]
    [InlineData(BarPrice.Bid, BarFlags.History, 5, 0, false)]
    public void OnBar_WithoutTicks_IsKnownOnlyWhereTheBarTells(BarPrice price, BarFlags flags, double volume, double bought, bool isKnown)
    {
        var delta = new DeltaTracker();
        delta.OnBar(Flow.Bar(0, volume, bought, ticks: (int)volume, flags: flags), price);

        Assert.Equal(isKnown, delta.Current.HasValue);
        Assert.Equal(isKnown ? 0 : 1, delta.UnknownBars);
    }

    [Fact]
    public void Baseline_TwentyBarsBefore_LeavesTheBarItselfOut()
    {
        var delta = new DeltaTracker();
        for (var i = 0; i < 20; i++)
        {
            delta.OnBar(Flow.Bar(i, volume: 10, buyVolume: i % 2 == 0 ? 6 : 4), BarPrice.LastTrade);
            Assert.Null(delta.Current!.Value.Baseline);
        }

        delta.OnBar(Flow.Bar(20, volume: 100, buyVolume: 95), BarPrice.LastTrade);
        var reading = delta.Current!.Value;

        Assert.Equal((90, 2, 45, 90), (reading.Delta, reading.Baseline, reading.Ratio, reading.CumulativeDelta));
        Assert.Equal((90.0 - 2) / (190 + 100), reading.Slope!.Value, 1e-12);
        Assert.True(reading.IsSpike(1, 44));
        Assert.False(reading.IsSpike(1, 45));
        Assert.False(reading.IsSpike(-1, 1));
    }

    [Fact]
    public void OnSigned_MinuteLongPast_DoesNotDisturbTheNewOne()
    {
        var delta = new DeltaTracker();
        delta.OnSigned(Flow.At(128 * 60_000.0), 1, 1, isInferred: true);
        delta.OnSigned(Flow.At(0), -1, 100, isInferred: true);
        delta.OnBar(Flow.Bar(128, volume: 1, buyVolume: 0), BarPrice.Bid);

        Assert.Equal((1.0, 1L), (delta.Current!.Value.Delta, delta.LateTicks));
    }
}
