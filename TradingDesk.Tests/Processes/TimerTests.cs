using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds;
using TradingDesk.Core.Feeds.Simulation;
using TradingDesk.Core.Pipeline;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Processes;

/// <summary>
/// The scheduler is a convenience: what it posts at H1 and H4 closes changes nothing that the desk decides, whenever its events come among the others.
/// </summary>
public sealed class TimerTests
{
    private static readonly SimulatorOptions Options = new() { Seed = 7 };
    private static readonly SimulatedMarket Market = new(Options);
    private static readonly TimeSpan Span = TimeSpan.FromHours(9);

    /// <summary>On time, a little late as a scheduler is, late by the bar's own allowance, and far too late.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(250)]
    [InlineData(503)]
    [InlineData(700)]
    [InlineData(60_000)]
    public void Process_WithTimerEvents_GivesTheSameHashes(int lateMilliseconds)
    {
        var without = Run(events => events);

        var with = Run(events => WithTimers(events, TimeSpan.FromMilliseconds(lateMilliseconds)));

        Assert.Equal(without.DecisionHash, with.DecisionHash);
        Assert.Equal(without.OutcomeHash, with.OutcomeHash);
        Assert.True(without.Bars[(int)Timeframe.H1] >= 24 && without.Bars[(int)Timeframe.H4] >= 6);
    }

    /// <summary>Planted: a clock that runs ahead closes bars early, and the hash shows it.</summary>
    [Fact]
    public void Process_WithAClockAhead_GivesAnotherHash()
    {
        var without = Run(events => events);

        var ahead = Run(events => events.SelectMany(item => item.Kind == MarketEventKind.Clock && item.At.UnixSeconds % 3_600 == 3_599
            ? [MarketEvent.Clock(item.At + TimeSpan.FromSeconds(2)), item]
            : (MarketEvent[])[item]));

        Assert.NotEqual(without.OutcomeHash, ahead.OutcomeHash);
    }

    private static Core.Pipeline.Replay.ReplayOutput Run(Func<IEnumerable<MarketEvent>, IEnumerable<MarketEvent>> change)
    {
        var run = new PipelineRun(Options, market: Market).LoadHistory(2);
        var events = new SimulatedEvents(Market, [.. run.Settings.Select(s => s.Instrument)]);
        run.Feed(change(events.Ticks(Market.StartAt, Market.StartAt + Span)));
        return run.Output;
    }

    /// <summary>A timer event of H1 and, where it closes too, of H4 in its place by the clock: before the first event that is later.</summary>
    private static IEnumerable<MarketEvent> WithTimers(IEnumerable<MarketEvent> events, TimeSpan late)
    {
        var next = Timeframe.H1.Floor(Market.StartAt) + TimeSpan.FromHours(1);
        foreach (var item in events)
        {
            while (item.At > next + late)
            {
                yield return MarketEvent.Command(new TimerCommand(Timeframe.H1), instrumentId: -1, next + late);
                if (Timeframe.H4.Floor(next) == next)
                {
                    yield return MarketEvent.Command(new TimerCommand(Timeframe.H4), instrumentId: -1, next + late);
                }

                next += TimeSpan.FromHours(1);
            }

            yield return item;
        }
    }
}
