using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Mt5.Trading;
using TradingDesk.Core.Feeds.Simulation.ExpertAdvisor;
using TradingDesk.Core.Feeds.Simulation.ExpertAdvisor.Trading;

namespace TradingDesk.Tests.Feeds.Mt5.Trading;

/// <summary>Every command over real sockets against the stand-in.</summary>
public sealed class BridgeCommandTests
{
    [Fact]
    public async Task Open_ModifyPartialCloseClose_IsCarriedOutAndShown()
    {
        await using var desk = await TradingHarness.StartAsync();
        using var events = desk.Commands.Subscribe();
        var opened = await desk.SendAsync(desk.Buy("o1", 0.2m, stop: 2_300m, target: 2_600m));
        Assert.Equal((BridgeStatus.Done, BridgeRetcode.Done, 0.2m), (opened.Status, opened.Retcode, opened.Lots!.Value.Lots));
        await desk.UntilAsync(account => account.Positions is [{ Comment: "d:o1", Lots.Lots: 0.2m, StopLoss.Value: 2_300m }], "the position");

        Assert.Equal(BridgeStatus.Done, (await desk.SendAsync(new ModifyPosition("m1", desk.Soon, opened.Position!, new Price(2_310m), null))).Status);
        await desk.UntilAsync(account => account.Positions is [{ StopLoss.Value: 2_310m, TakeProfit: null }], "the new stop");

        var part = await desk.SendAsync(new ClosePosition("c1", desk.Soon, opened.Position!, new Quantity(0.05m), 30));
        Assert.Equal((BridgeStatus.Done, 0.05m), (part.Status, part.Lots!.Value.Lots));
        await desk.UntilAsync(account => account.Positions is [{ Lots.Lots: 0.15m }], "the rest");
        Assert.Equal(BridgeStatus.Done, (await desk.SendAsync(new ClosePosition("c2", desk.Soon, opened.Position!, null, 30))).Status);
        await desk.UntilAsync(account => account.Positions.Count == 0 && account.Deals.Count == 3, "flat");

        Assert.Equal([BridgeDealEntry.In, BridgeDealEntry.Out, BridgeDealEntry.Out], desk.Snapshot.Deals.Select(deal => deal.Entry));
        Assert.Equal(-3.5m * 0.4m, desk.Snapshot.Deals.Sum(deal => deal.Commission));
        Assert.Equal(10_000m + desk.Snapshot.Deals.Sum(deal => deal.Profit + deal.Commission + deal.Swap), desk.Snapshot.Account!.Balance);
        var seen = new List<BridgeEvent>();
        while (events.Events.TryRead(out var item))
        {
            seen.Add(item);
        }

        Assert.Equal(3, seen.OfType<BridgeDealEvent>().Count());
        Assert.Equal(["o1", "m1", "c1", "c2"], seen.OfType<BridgeResultEvent>().Select(item => item.Result.Id));
        Assert.Equal(0, events.Missed);
    }

    [Fact]
    public async Task Pending_ModifyCancelAndFill_AreCarriedOut()
    {
        await using var desk = await TradingHarness.StartAsync();
        var low = new Price(2_000m);
        var placed = await desk.SendAsync(new PlacePending("p1", desk.Soon, BridgeInstruments.Gold.Symbol, PendingKind.Limit, Side.Buy, new Quantity(0.1m), low, null, null, null, desk.Desk.Now + TimeSpan.FromHours(1), 7001));
        Assert.Equal((BridgeStatus.Placed, BridgeRetcode.Placed), (placed.Status, placed.Retcode));
        await desk.UntilAsync(account => account.Orders is [{ Kind: PendingKind.Limit, Price.Value: 2_000m, Comment: "d:p1" }], "the order");
        Assert.Equal(BridgeStatus.Done, (await desk.SendAsync(new ModifyOrder("p2", desk.Soon, placed.Order!, new Price(2_010m), null, null, null, null))).Status);
        await desk.UntilAsync(account => account.Orders is [{ Price.Value: 2_010m }], "the changed order");
        Assert.Equal(BridgeStatus.Done, (await desk.SendAsync(new CancelOrder("p3", desk.Soon, placed.Order!))).Status);
        await desk.UntilAsync(account => account.Orders.Count == 0, "no order");
        Assert.Equal(BridgeRetcode.InvalidOrder, (await desk.SendAsync(new CancelOrder("p4", desk.Soon, placed.Order!))).Retcode);

        // The market moves within 2400 and 2405: a limit inside is filled soon.
        await desk.SendAsync(new PlacePending("p5", desk.Soon, BridgeInstruments.Gold.Symbol, PendingKind.Limit, Side.Buy, new Quantity(0.1m), new Price(2_400.5m), null, null, null, null, 7001));
        for (var step = 0; step < 400 && desk.Snapshot.Positions.Count == 0; step++)
        {
            desk.Desk.Clock.Advance(TimeSpan.FromMilliseconds(500));
            await Task.Delay(2);
        }

        await desk.UntilAsync(account => account.Positions is [{ Comment: "d:p5" }] && account.Orders.Count == 0, "the fill");
        Assert.True(desk.Snapshot.Positions[0].OpenPrice.Value <= 2_400.5m);
    }

    [Fact]
    public async Task StopLoss_WhenHit_IsADealWithItsReason()
    {
        await using var desk = await TradingHarness.StartAsync();
        await desk.SendAsync(desk.Buy("s1", stop: 2_399.9m));
        var entry = desk.Snapshot.Deals[0].Price.Value;
        await desk.SendAsync(desk.Buy("s2", side: Side.Sell, stop: entry + 6m, target: 2_400.6m));
        for (var step = 0; step < 600 && !desk.Snapshot.Deals.Any(deal => deal.Reason == BridgeDealReason.TakeProfit); step++)
        {
            desk.Desk.Clock.Advance(TimeSpan.FromMilliseconds(500));
            await Task.Delay(2);
        }

        Assert.Contains(desk.Snapshot.Deals, deal => deal is { Reason: BridgeDealReason.TakeProfit, Entry: BridgeDealEntry.Out, Side: Side.Buy });
    }

    [Fact]
    public async Task CloseByAndCloseAll_OnHedging_LeaveNothing()
    {
        await using var desk = await TradingHarness.StartAsync();
        var buy = await desk.SendAsync(desk.Buy("h1", 0.3m));
        var sell = await desk.SendAsync(desk.Buy("h2", 0.1m, Side.Sell));
        await desk.UntilAsync(account => account.Positions.Count == 2, "two positions");
        Assert.Equal(BridgeStatus.Done, (await desk.SendAsync(new CloseByPosition("h3", desk.Soon, buy.Position!, sell.Position!))).Status);
        await desk.UntilAsync(account => account.Positions is [{ Side: Side.Buy, Lots.Lots: 0.2m }], "the rest");
        var all = await desk.SendAsync(new CloseAllPositions("h4", desk.Soon, null, 7001));
        Assert.Equal((BridgeStatus.Done, 1, 0), (all.Status, all.Closed, all.Left));
        await desk.UntilAsync(account => account.Positions.Count == 0, "flat");
    }

    [Fact]
    public async Task Netting_OppositeOrder_ReducesAndTurns()
    {
        await using var desk = await TradingHarness.StartAsync(new SimulatedExpertAdvisorOptions { MarginMode = BridgeMarginMode.Netting });
        Assert.Equal(BridgeMarginMode.Netting, desk.Snapshot.Identity!.MarginMode);
        await desk.SendAsync(desk.Buy("n1", 0.1m));
        await desk.SendAsync(desk.Buy("n2", 0.2m));
        await desk.UntilAsync(account => account.Positions is [{ Lots.Lots: 0.3m }], "one position");
        await desk.SendAsync(desk.Buy("n3", 0.1m, Side.Sell));
        await desk.UntilAsync(account => account.Positions is [{ Side: Side.Buy, Lots.Lots: 0.2m }], "reduced");
        await desk.SendAsync(desk.Buy("n4", 0.5m, Side.Sell));
        await desk.UntilAsync(account => account.Positions is [{ Side: Side.Sell, Lots.Lots: 0.3m }], "turned");
        Assert.Equal(BridgeDealEntry.InOut, desk.Snapshot.Deals[^1].Entry);
        Assert.Equal(BridgeRetcode.HedgeProhibited, (await desk.SendAsync(new CloseByPosition("n5", desk.Soon, desk.Snapshot.Positions[0].Ticket, "1"))).Retcode);
    }

    [Fact]
    public async Task Subscription_Ended_StopsTheSymbolsTicks()
    {
        await using var desk = await TradingHarness.StartAsync();
        Assert.Equal(BridgeStatus.Done, (await desk.SendAsync(new SubscribeSymbol("u1", desk.Soon, BridgeInstruments.PoundYen.Symbol, isWanted: false))).Status);
        var (gold, pound) = (desk.Desk.Sink.TicksOf(0).Count, desk.Desk.Sink.TicksOf(1).Count);
        desk.Desk.Clock.Advance(TimeSpan.FromSeconds(3));
        await Eventually.IsTrueAsync(() => desk.Desk.Sink.TicksOf(0).Count > gold + 5, "gold goes on");
        Assert.Equal(pound, desk.Desk.Sink.TicksOf(1).Count);
        await desk.SendAsync(new SubscribeSymbol("u2", desk.Soon, BridgeInstruments.PoundYen.Symbol, isWanted: true));
        await Eventually.IsTrueAsync(() => desk.Desk.Sink.TicksOf(1).Count > pound, "the pound is back");
    }

    [Theory]
    [InlineData(BrokerFaultKind.Requote, 0, BridgeStatus.Rejected, BridgeRetcode.Requote, BridgeRetry.FreshPrice)]
    [InlineData(BrokerFaultKind.Reject, 10018, BridgeStatus.Rejected, BridgeRetcode.MarketClosed, BridgeRetry.Never)]
    [InlineData(BrokerFaultKind.Reject, 10024, BridgeStatus.Rejected, BridgeRetcode.TooManyRequests, BridgeRetry.BackOff)]
    [InlineData(BrokerFaultKind.Reject, 10012, BridgeStatus.Unknown, BridgeRetcode.Timeout, BridgeRetry.LookUpFirst)]
    [InlineData(BrokerFaultKind.PartialFill, 0, BridgeStatus.Partial, BridgeRetcode.DonePartial, BridgeRetry.Nothing)]
    [InlineData(BrokerFaultKind.DelayedResult, 0, BridgeStatus.Done, BridgeRetcode.Done, BridgeRetry.Nothing)]
    [InlineData(BrokerFaultKind.LostAck, 0, BridgeStatus.Done, BridgeRetcode.Done, BridgeRetry.Nothing)]
    public async Task BrokerFault_IsToldWithItsRetryPolicy(BrokerFaultKind kind, int retcode, BridgeStatus status, BridgeRetcode expected, BridgeRetry retry)
    {
        await using var desk = await TradingHarness.StartAsync();
        desk.Advisor.InjectTrade(new BrokerFault(kind, retcode));
        var sending = desk.SendAsync(desk.Buy("f1"));
        await Task.Delay(20);
        desk.Desk.Clock.Advance(TimeSpan.FromSeconds(1));
        var result = await sending;
        Assert.Equal((status, expected, retry), (result.Status, result.Retcode!.Value, result.Retry));
        Assert.Equal(kind == BrokerFaultKind.LostAck, result.AckAfter is null);
        Assert.Equal(status is BridgeStatus.Done ? 0.1m : status == BridgeStatus.Partial ? 0.05m : 0m, result.Lots!.Value.Lots);
    }

    [Fact]
    public async Task BadRequests_GiveTheServersRetcodes()
    {
        await using var desk = await TradingHarness.StartAsync(new SimulatedExpertAdvisorOptions { StopsLevelPoints = 100 });
        Assert.Equal(BridgeRetcode.InvalidVolume, (await desk.SendAsync(desk.Buy("b1", 0.015m))).Retcode);
        Assert.Equal(BridgeRetcode.InvalidStops, (await desk.SendAsync(desk.Buy("b2", stop: 3_000m))).Retcode);
        // One lot of gold at 2,400 needs 2,400 of margin: the fifth does not fit into 10,000.
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(BridgeRetcode.Done, (await desk.SendAsync(desk.Buy($"b3-{i}", 1m))).Retcode);
        }

        Assert.Equal(BridgeRetcode.NoMoney, (await desk.SendAsync(desk.Buy("b3-4", 1m))).Retcode);
        Assert.Equal(BridgeRetcode.PositionClosed, (await desk.SendAsync(new ClosePosition("b4", desk.Soon, "99", null, 0))).Retcode);
        Assert.Equal(BridgeRetcode.PositionClosed, (await desk.SendAsync(new ModifyPosition("b5", desk.Soon, "99", null, null))).Retcode);
    }

    [Theory]
    [InlineData("lots per order", BridgeRefusals.Limit)]
    [InlineData("orders per minute", BridgeRefusals.Limit)]
    [InlineData("total lots", BridgeRefusals.Limit)]
    [InlineData("daily loss", BridgeRefusals.Limit)]
    [InlineData("real account", BridgeRefusals.NotAllowed)]
    public async Task OwnLimits_RefuseWithoutAskingTheBroker(string limit, string code)
    {
        var options = new SimulatedExpertAdvisorOptions { MaxDailyLoss = limit == "daily loss" ? 0 : 1_000 };
        if (limit == "lots per order")
        {
            options.MaxLotsPerOrder = 0.05m;
        }
        else if (limit == "total lots")
        {
            options.MaxTotalLots = 0.05m;
        }
        else if (limit == "orders per minute")
        {
            options.MaxOrdersPerMinute = 0;
        }

        options.IsDemo = limit != "real account";
        await using var desk = await TradingHarness.StartAsync(options);
        var result = await desk.SendAsync(desk.Buy("l1"));
        Assert.Equal((BridgeStatus.Refused, code, limit), (result.Status, result.Code, result.Message));
        Assert.Equal(0, desk.Advisor.Executions);
    }
}
