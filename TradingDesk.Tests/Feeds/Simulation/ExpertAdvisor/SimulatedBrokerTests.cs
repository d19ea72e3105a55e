using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Simulation;
using TradingDesk.Core.Feeds.Simulation.ExpertAdvisor;
using TradingDesk.Tests.Feeds.Mt5;

namespace TradingDesk.Tests.Feeds.Simulation.ExpertAdvisor;

public sealed class SimulatedBrokerTests
{
    private static readonly SimulatedMarket Market = new(new SimulatorOptions());
    private readonly SimulatedBroker _expected = new(Market, new SimulatedBars(Market), BridgeInstruments.All, BridgeInstruments.Options());
    private readonly SimulatedBroker _broker = new(Market, new SimulatedBars(Market), BridgeInstruments.All, BridgeInstruments.Options());

    [Fact]
    public void CopyTicks_InPieces_GivesTheSameAsAtOnce()
    {
        var from = Market.StartAt;
        var whole = new List<BrokerTick>();
        _broker.CopyTicks(1, from, from + TimeSpan.FromMinutes(10), whole);
        var pieces = new List<BrokerTick>();
        var random = new Random(3);
        for (var at = from; at < from + TimeSpan.FromMinutes(10);)
        {
            var next = at + TimeSpan.FromMilliseconds(random.Next(1, 3_000));
            var end = from + TimeSpan.FromMinutes(10);
            _broker.CopyTicks(1, at, next < end ? next : end, pieces);
            at = next;
        }

        Assert.NotEmpty(whole);
        Assert.Equal(whole, pieces);
        Assert.All(whole, tick => Assert.True(tick.Bid is > 100 and < 400 && tick.Ask > tick.Bid));
    }

    [Fact]
    public void CopyBars_AreTheBarsOfTheTicks()
    {
        var from = Timeframe.H1.Floor(Market.StartAt);
        var bars = new List<BrokerBar>();
        _broker.CopyBars(0, Timeframe.M5, from, from + TimeSpan.FromHours(1), bars);
        var ticks = new List<BrokerTick>();
        _broker.CopyTicks(0, from, from + TimeSpan.FromHours(1), ticks);
        Assert.Equal(12, bars.Count);
        foreach (var (bar, group) in bars.Zip(ticks.GroupBy(tick => Timeframe.M5.Floor(tick.At))))
        {
            Assert.Equal((group.Key, group.First().Bid, group.Max(tick => tick.Bid), group.Min(tick => tick.Bid), group.Last().Bid, group.Count()),
                (bar.OpenTime, bar.Open, bar.High, bar.Low, bar.Close, bar.TickVolume));
        }
    }

    [Fact]
    public async Task ThroughTheBridge_TheDeskGetsTheMarketsTicksAndHistory()
    {
        await using var desk = new BridgeHarness();
        await desk.StartExpertAdvisorAsync(broker: _broker);
        await desk.WaitUntilLiveAsync();
        for (var step = 0; step < 60; step++)
        {
            desk.Clock.Advance(TimeSpan.FromSeconds(2));
            await Task.Delay(4);
        }

        for (var symbol = 0; symbol < 2; symbol++)
        {
            var expected = new List<BrokerTick>();
            _expected.CopyTicks(symbol, desk.Sink.TicksOf(symbol)[0].OccurredAt, desk.Now, expected);
            await Eventually.IsTrueAsync(() => desk.Sink.TicksOf(symbol).Count >= expected.Count, "all ticks");
            Assert.True(expected.Count > 50);
            Assert.Equal(
                expected.Select(tick => (tick.At.UnixMilliseconds, tick.Bid, tick.Ask)),
                desk.Sink.TicksOf(symbol).Select(tick => (tick.OccurredAt.UnixMilliseconds, tick.Bid, tick.Ask)));
        }

        var hours = await desk.Feed.GetBarsAsync(BridgeInstruments.PoundYen, Timeframe.H4, desk.Now - TimeSpan.FromDays(1), desk.Now, CancellationToken.None);
        Assert.Equal(5, hours.Value.Count);
    }

    [Fact]
    public void Symbols_HaveTheBrokersNamesAndTheDesksContracts() =>
        Assert.Equal([("XAUUSDm", 100m, 2, 0.01m), ("GBPJPYm", 100_000m, 3, 0.001m)], _broker.Symbols.Select(symbol => (symbol.Name, symbol.ContractSize, symbol.Digits, symbol.Point)));
}
