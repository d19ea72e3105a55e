using TradingDesk.Core.Bars.Fusion;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Ticks.Quality;
using Xunit;

namespace TradingDesk.Tests.Pipeline;

/// <summary>While the secondary venue carries the bars its data are judged, and fused candles say where they come from.</summary>
public sealed class FailoverQualityTests
{
    private const int Minute = 60;

    [Theory]
    [InlineData(FailoverRun.Bitcoin, Venue.Binance)]
    [InlineData(FailoverRun.Gold, Venue.Mt5)]
    public void Cut_SecondaryCarries_GapEndsWithTheFailover(int instrument, Venue primary)
    {
        var run = new FailoverRun().LoadHistory(2);

        run.Run(0, 30 * Minute, events => run.Cut(events, instrument, primary, 20 * Minute, 24 * Minute, refills: true));

        var minutes = run.Quality(instrument).ToArray();
        var gap = minutes.Sum(minute => minute.Counts[QualityFault.Gap]);
        Assert.InRange(gap, 1, 60);
        Assert.Equal(0, minutes.Sum(minute => minute.Counts[QualityFault.Silent]));
        Assert.True(minutes.Sum(minute => minute.Counts.Seconds) >= 29 * Minute);
        var candle = run.Fused(instrument).Last(c => c.OpenTime == run.At(20 * Minute));
        Assert.Equal((5, M5Sources.Primary | M5Sources.Secondary), (candle.FilledMinutes, candle.Sources));
        Assert.Equal(0, run.Fused(instrument).Last(c => c.OpenTime == run.At(10 * Minute)).FilledMinutes);
    }
}
