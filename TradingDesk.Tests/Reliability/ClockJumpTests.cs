using TradingDesk.Core.Configuration;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds;
using TradingDesk.Core.Feeds.Mt5;
using TradingDesk.Core.Feeds.Simulation;
using TradingDesk.Core.Journal;
using TradingDesk.Core.Operations.Sleep;
using TradingDesk.Core.Pipeline;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Reliability;

/// <summary>RELIABILITY T10: the machine's clock is set while the desk runs. Bars and orders are those of an undisturbed run. That limits wait the same is in HostLimiterTests.</summary>
public sealed class ClockJumpTests
{
    private static readonly SimulatedMarket Market = new(new SimulatorOptions());
    private static readonly SymbolSettings[] Settings = [.. SymbolDefaults.All.Select((document, id) => new SymbolConfig(document).ToSettings(id))];
    private static readonly int Minutes = 12;

    [Theory]
    [InlineData(3_600)]
    [InlineData(-3_600)]
    [InlineData(-1)] // a second that comes twice
    [InlineData(1)]
    public void Desk_WallClockSet_SameBarsAndOrders(int seconds)
    {
        var calm = Run(0, isSteady: true);
        var set = Run(seconds, isSteady: true);
        Assert.Equal(Outcome(calm), Outcome(set));
        foreach (var symbol in Settings.Select(s => s.Instrument.Symbol))
        {
            var minutes = set.Minutes(symbol).ToList();
            Assert.True(minutes.Count >= Minutes - 1);
            Assert.All(minutes.Zip(minutes.Skip(1)), pair => Assert.Equal(pair.First.CloseTime, pair.Second.OpenTime));
        }
    }

    /// <summary>The control: a desk on the machine's clock closes an hour of minutes that have not been.</summary>
    [Fact]
    public void Desk_OnTheWallClock_IsCaught() => Assert.NotEqual(Outcome(Run(0, isSteady: false)), Outcome(Run(3_600, isSteady: false)));

    /// <summary>The broker's clock goes back an hour, or forward: its instants still rise, so no minute comes twice.</summary>
    [Theory]
    [InlineData("2026-11-01T05:00:00Z")]
    [InlineData("2026-03-08T06:00:00Z")]
    public void ServerClock_ThroughTheChange_InstantsRiseByTheMinute(string start)
    {
        var clock = new ServerClock(DaylightSaving.UnitedStates, toleranceMs: 10_000);
        var first = DateTimeOffset.Parse(start, System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();
        var summer = start.StartsWith("2026-11", StringComparison.Ordinal);
        clock.Declare(summer ? 10_800 : 7_200, first, newSession: true);
        for (var minute = 0L; minute < 180; minute++)
        {
            var utc = first + (minute * 60_000);
            Assert.Equal(utc, clock.ToUtc(clock.ToServer(utc), utc - 500));
        }
    }

    private static EntryLog Run(int setBySeconds, bool isSteady)
    {
        var wall = new ManualTimeProvider(Market.StartAt.ToDateTimeOffset());
        TimeProvider clock = isSteady ? new SteadyClock(wall, () => wall.GetElapsedTime(0)) : wall;
        var log = new EntryLog();
        var pipeline = new DeskPipeline(Settings, new PipelineOptions(), log);
        var batch = new MarketEvent[1];
        var isSet = false;
        foreach (var item in new SimulatedEvents(Market, [.. Settings.Select(s => s.Instrument)]).Ticks(Market.StartAt, Market.StartAt + TimeSpan.FromMinutes(Minutes)))
        {
            wall.Advance((item.At - Market.StartAt) - wall.GetElapsedTime(0));
            if (!isSet && item.At > Market.StartAt + TimeSpan.FromMinutes(5.5))
            {
                isSet = true;
                wall.ShiftWallClock(TimeSpan.FromSeconds(setBySeconds));
            }

            // As the desk does it: the clock event and the instant of receipt are the desk's clock's.
            var now = Timestamp.Now(clock);
            batch[0] = item.Kind == MarketEventKind.Clock ? MarketEvent.Clock(now) : Received(item.Tick, now);
            pipeline.Process(batch, 1);
        }

        return log;
    }

    private static MarketEvent Received(in Tick tick, Timestamp now) => MarketEvent.FromTick(tick.Kind == TickKind.Quote
        ? Tick.Quote(tick.InstrumentId, tick.Venue, tick.OccurredAt, now, bid: tick.Bid, ask: tick.Ask, sequence: tick.Sequence)
        : Tick.Trade(tick.InstrumentId, tick.Venue, tick.OccurredAt, now, price: tick.Price, volume: tick.Volume, aggressor: tick.Aggressor, sequence: tick.Sequence));

    private static List<string> Outcome(EntryLog log) => [.. log.Entries.Where(e => e is BarClosedEntry or OrderEntry).Select(e => e is BarClosedEntry b ? b.Bar.ToString() : ((OrderEntry)e).Order.ToString())];
}
