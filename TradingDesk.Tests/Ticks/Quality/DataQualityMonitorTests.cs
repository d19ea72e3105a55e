using System.ComponentModel.DataAnnotations;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Ticks.Quality;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Ticks.Quality;

public sealed class DataQualityMonitorTests
{
    private readonly MonitorRun _run = new();

    [Fact]
    public void BeforeTheFirstTick_NothingIsJudged()
    {
        _run.Pass(100, silent: true);

        Assert.Null(_run.Monitor.Reading);
        Assert.Empty(_run.Minutes);
    }

    [Fact]
    public void Healthy_ScoreIsOneAndMinutesAddUp()
    {
        _run.Pass(601);

        Assert.Equal((1, QualityState.Good), (_run.Score, _run.State));
        Assert.Empty(_run.Changes);
        Assert.Equal((600, 6_000), (_run.Minutes.Sum(m => m.Counts.Seconds), _run.Minutes.Sum(m => m.Counts.Messages)));
    }

    /// <summary>With weight 10 and 10 messages a second: 4 % of the window crossed are 0.4 of the score.</summary>
    [Fact]
    public void Crossed_SecondForSecondAsTheFormulaSays()
    {
        _run.Pass(900).Pass(36, crossed: 10);

        // 36 of 900 seconds, less the rounding of the window's slots.
        Assert.Equal(1 - (10 * 360.0 / 9_060), _run.Score, precision: 1);
        Assert.Equal(QualityFault.Crossed, _run.Monitor.Reading!.Value.Score.Worst);
        Assert.Contains("crossed quotes", _run.Monitor.Reading!.Value.Score.Words, StringComparison.Ordinal);
    }

    [Fact]
    public void States_HaveHysteresis()
    {
        _run.Pass(900).Pass(100, crossed: 10);
        Assert.Equal([QualityState.Degraded, QualityState.Poor], _run.Changes.Select(change => change.State));
        Assert.True(_run.Changes[0].Score.Value is < 0.9 and > 0.8, $"{_run.Changes[0]}");
        Assert.True(_run.Changes[1].Score.Value is < 0.6 and > 0.5, $"{_run.Changes[1]}");

        _run.Changes.Clear();
        _run.Pass(1_000);

        Assert.Equal([QualityState.Degraded, QualityState.Good], _run.Changes.Select(change => change.State));
        Assert.True(_run.Changes[0].Score.Value >= 0.65 && _run.Changes[1].Score.Value >= 0.95);
        Assert.Equal(1, _run.Score);
    }

    [Fact]
    public void Silence_CountsFromItsLimitAndRecoversWithTheWindow()
    {
        _run.Pass(900).Pass(58, silent: true);
        Assert.Equal(1, _run.Score);

        _run.Pass(40, silent: true);
        Assert.Equal((QualityState.Poor, QualityFault.Silent), (_run.State, _run.Monitor.Reading!.Value.Score.Worst));

        _run.Pass(920);
        Assert.Equal(QualityState.Good, _run.State);
    }

    [Fact]
    public void Interrupted_CountsEverySecond()
    {
        _run.Pass(900);
        _run.Monitor.SetInterrupted(Venue.Binance, true);
        _run.Pass(31, silent: true);
        _run.Monitor.SetInterrupted(Venue.Binance, false);

        Assert.Equal((QualityState.Poor, QualityFault.Gap), (_run.State, _run.Monitor.Reading!.Value.Score.Worst));
    }

    [Fact]
    public void SpreadBlowOut_CountsAboveThreeTimesItsBaseline()
    {
        _run.Pass(900, spread: 2).Pass(60, spread: 6);
        Assert.Equal(1, _run.Score);

        _run.Pass(60, spread: 30);
        Assert.Equal(QualityFault.WideSpread, _run.Monitor.Reading!.Value.Score.Worst);
    }

    [Fact]
    public void SpreadBlowOut_BelowTheNormalSpread_IsNone()
    {
        var run = new MonitorRun(normalSpread: 2).Pass(300, spread: 0.01).Pass(100, spread: 1.9);
        Assert.Equal(1, run.Score);
    }

    [Fact]
    public void Venues_Apart_Diverge()
    {
        _run.Pass(300, venues: new VenueDistance(7, 1));
        Assert.Equal(1, _run.Score);

        _run.Pass(300, venues: new VenueDistance(20, 1));
        Assert.Equal(QualityFault.Divergence, _run.Monitor.Reading!.Value.Score.Worst);
    }

    [Theory]
    [InlineData(DiscardReason.Duplicate, QualityFault.Duplicate)]
    [InlineData(DiscardReason.OutOfOrder, QualityFault.OutOfOrder)]
    [InlineData(DiscardReason.Stale, QualityFault.Stale)]
    [InlineData(DiscardReason.Future, QualityFault.Clock)]
    [InlineData(DiscardReason.BadPrice, QualityFault.BadPrice)]
    [InlineData(null, QualityFault.Jump)]
    public void Refused_IsCountedByItsReason(DiscardReason? reason, QualityFault expected)
    {
        _run.Pass(10);
        _run.Monitor.OnRefused(Tick.Quote(0, Venue.Binance, _run.Now, _run.Now, bid: 1, ask: 2), reason);
        _run.Pass(60);

        Assert.Equal(1, _run.Minutes.Sum(minute => minute.Counts[expected]));
    }

    [Fact]
    public void BackfilledOverlapAndTheOtherVenue_SayNothing()
    {
        _run.Pass(10);
        _run.Monitor.OnRefused(Tick.Trade(0, Venue.Binance, _run.Now, _run.Now, price: 1, volume: 1, aggressor: 1, backfilled: true), DiscardReason.Duplicate);
        _run.Monitor.OnRefused(Tick.Quote(0, Venue.Mt5, _run.Now, _run.Now, bid: 2, ask: 1), DiscardReason.Crossed);
        _run.Pass(60);

        Assert.Equal(0, _run.Minutes.Sum(minute => QualityNames.Faults.Sum(fault => minute.Counts[fault])));
    }

    [Fact]
    public void ZeroVolumeAndDifferingCandles_AreCounted()
    {
        _run.Pass(10);
        _run.Monitor.OnAccepted(Tick.Trade(0, Venue.Binance, _run.Now, _run.Now, price: 60_000, volume: 0, aggressor: 1));
        _run.Monitor.OnFeedFaults(QualityFault.Inconsistent, 1);
        _run.Monitor.OnFeedFaults(QualityFault.Duplicate, 3);
        _run.Pass(60);

        var counts = _run.Minutes.Select(minute => minute.Counts).Aggregate((left, right) => Sum(left, right));
        Assert.Equal((1, 1, 3), (counts[QualityFault.ZeroVolume], counts[QualityFault.Inconsistent], counts[QualityFault.Duplicate]));
    }

    [Fact]
    public void WeekendClosure_IsNoSilence()
    {
        var gbp = TestInstruments.GbpJpy();
        var monitor = new DataQualityMonitor(gbp, new QualityOptions(), 0);
        var friday = Timestamp.FromDateTimeOffset(new DateTimeOffset(2026, 3, 13, 21, 59, 50, TimeSpan.Zero));
        monitor.OnAccepted(Tick.Quote(gbp.Id, Venue.Mt5, friday, friday, bid: 190, ask: 190.01));
        for (var at = friday; at < friday + TimeSpan.FromHours(48.1); at += TimeSpan.FromSeconds(1))
        {
            monitor.Advance(at + TimeSpan.FromSeconds(1), null, _run);
        }

        // Five whole minutes after the opening, less the usual silence; none before.
        Assert.InRange(_run.Minutes.Sum(minute => minute.Counts[QualityFault.Silent]), 238, 242);
    }

    [Fact]
    public void PauseLongerThanTheWindow_IsJudgedInBoundedTime()
    {
        _run.Pass(900);
        _run.Monitor.Advance(_run.Now + TimeSpan.FromDays(30), null, _run);

        Assert.Equal((0, QualityState.Poor), (_run.Score, _run.State));
    }

    [Fact]
    public void State_RoundTrips()
    {
        _run.Pass(500).Pass(20, crossed: 7).Pass(3, spread: 50);
        var copy = new MonitorRun { Monitor = StateBytes.Load(new DataQualityMonitor(TestInstruments.Btc(), new QualityOptions(), 0), StateBytes.Save(_run.Monitor)) };

        Assert.Equal(_run.Monitor.Reading, copy.Monitor.Reading);
        Assert.Equal(StateBytes.Save(_run.Monitor), StateBytes.Save(copy.Monitor));
    }

    [Fact]
    public void Options_WrongOrderOrRange_AreRefused()
    {
        Assert.Throws<ValidationException>(() => new MonitorRun(new QualityOptions { PoorBelow = 0.95 }));
        Assert.Throws<ValidationException>(() => new MonitorRun(new QualityOptions { GapWeight = -1 }));
    }

    private static QualityCounts Sum(QualityCounts left, QualityCounts right)
    {
        var sum = left.Copy();
        sum.Add(right);
        return sum;
    }
}
