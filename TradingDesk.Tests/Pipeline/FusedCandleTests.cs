using TradingDesk.Core.Bars.Fusion;
using TradingDesk.Core.Decisions;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds;
using TradingDesk.Core.Feeds.Simulation;
using TradingDesk.Core.Journal;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Pipeline;

/// <summary>Fused M5 candles of the simulated market's two venues, through the whole pipeline.</summary>
public sealed class FusedCandleTests
{
    private static readonly SimulatorOptions Simulator = new() { Seed = 7 };
    private static readonly SimulatedMarket Market = new(Simulator);

    [Fact]
    public void Run_TwoVenues_OneCandlePerIntervalFromBoth()
    {
        var primaryBars = new Dictionary<(string, Timestamp), Bar>();
        var run = new PipelineRun(Simulator, market: Market)
        {
            Entry = entry =>
            {
                if (entry is BarClosedEntry { Bar.Timeframe: Timeframe.M5 } bar)
                {
                    primaryBars[(bar.Symbol!.Value.Name, bar.Bar.OpenTime)] = bar.Bar;
                }
            },
        }.LoadHistory(2).Run(TimeSpan.Zero, TimeSpan.FromHours(2));

        Assert.Equal(run.Fused.Count, run.Fused.DistinctBy(item => (item.InstrumentId, item.Candle.OpenTime)).Count());
        Assert.Equal(primaryBars.Count, run.Fused.Count);
        foreach (var (id, candle) in run.Fused)
        {
            var name = run.Settings[id].Instrument.Symbol.Name;
            var bar = primaryBars[(name, candle.OpenTime)];
            Assert.Equal(bar.Open, candle.Open);
            Assert.True(candle.High >= bar.High && candle.Low <= bar.Low && candle.Volume >= bar.Volume);
            // Within the venues' noise of the primary's own close: the shift was taken off.
            Assert.InRange(Math.Abs(candle.Close - bar.Close), 0, candle.Atr14!.Value);
            Assert.Equal(name == "GBPJPY", candle.Sources == M5Sources.Primary);
            Assert.NotNull(candle.Volatility);
        }
    }

    [Fact]
    public void SecondVenueInterrupted_PrimaryAloneThenRevisions()
    {
        var run = new PipelineRun(Simulator, market: Market).LoadHistory(2);
        var from = Market.StartAt + TimeSpan.FromMinutes(32);
        run.Run(TimeSpan.Zero, TimeSpan.FromHours(1), events => Held(events, from, from + TimeSpan.FromMinutes(9)));

        var revised = run.Fused.Where(item => item.InstrumentId == 0 && item.Candle.Revision == 2).Select(item => item.Candle).ToList();
        var first = run.Fused.Where(item => item.InstrumentId == 0 && item.Candle.Revision == 1 && revised.Exists(candle => candle.OpenTime == item.Candle.OpenTime)).Select(item => item.Candle);
        Assert.NotEmpty(revised);
        Assert.All(first, candle => Assert.Equal(M5Sources.Primary, candle.Sources));
        Assert.All(revised, candle => Assert.Equal(M5Sources.Primary | M5Sources.Secondary, candle.Sources));
    }

    [Fact]
    public void MinM5Slope_Null_LeavesTheGateOut()
    {
        Assert.Contains(GateKind.M5Slope, GatesOf(settings => settings));
        Assert.DoesNotContain(GateKind.M5Slope, GatesOf(settings => settings with { Decision = settings.Decision with { MinM5Slope = null } }));
    }

    private static IReadOnlySet<GateKind> GatesOf(Func<Core.Pipeline.SymbolSettings, Core.Pipeline.SymbolSettings> adjust)
    {
        var names = new HashSet<GateKind>();
        new PipelineRun(Simulator, market: Market, adjust: adjust) { Entry = entry => names.UnionWith(entry is DecisionEntry decision ? decision.Trace.Draft.Gates.Select(gate => gate.Kind) : []) }
            .LoadHistory(1).Run(TimeSpan.Zero, TimeSpan.FromMinutes(2));
        return names;
    }

    /// <summary>The second venue's feed says that it is interrupted while its ticks come all the same (as they do when a gap is filled), so that its bars close late.</summary>
    private static IEnumerable<MarketEvent> Held(IEnumerable<MarketEvent> events, Timestamp from, Timestamp to)
    {
        var state = 0;
        foreach (var item in events)
        {
            if (state == 0 && item.At >= from)
            {
                state = 1;
                yield return MarketEvent.FromFeed(new FeedNotice(Venue.Mt5, 0, FeedNoticeKind.Interrupted, "connection lost"), from);
            }

            if (state == 1 && item.At >= to)
            {
                state = 2;
                yield return MarketEvent.FromFeed(new FeedNotice(Venue.Mt5, 0, FeedNoticeKind.Live, "connected and whole"), to);
            }

            yield return item;
        }
    }
}
