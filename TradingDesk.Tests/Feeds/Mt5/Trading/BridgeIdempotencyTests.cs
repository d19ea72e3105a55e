using System.Diagnostics;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Mt5.Trading;
using TradingDesk.Core.Feeds.Simulation.ExpertAdvisor;
using TradingDesk.Core.Feeds.Simulation.ExpertAdvisor.Trading;
using Xunit.Abstractions;

namespace TradingDesk.Tests.Feeds.Mt5.Trading;

/// <summary>One intent, one execution, whatever is lost on the way.</summary>
public sealed class BridgeIdempotencyTests(ITestOutputHelper output)
{
    [Fact]
    public async Task SameId_HundredTimesInParallelAndAfterReconnect_IsOneExecution()
    {
        await using var desk = await TradingHarness.StartAsync();
        var command = desk.Buy("once");
        var results = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => desk.SendAsync(command))));
        Assert.Single(results.Select(result => result.Deal).Distinct());
        desk.Advisor.Inject(ExpertAdvisorFault.Disconnect);
        await Eventually.IsTrueAsync(() => desk.Advisor.Sessions == 2 && desk.Snapshot.IsConnected, "the second session");
        Assert.Equal(results[0].Deal, (await desk.SendAsync(command)).Deal);
        Assert.Equal(1, desk.Advisor.Executions);
        await desk.UntilAsync(account => account.Positions is [{ Lots.Lots: 0.1m }], "one position");
    }

    [Fact]
    public async Task SameId_WithOtherContent_IsRefused()
    {
        await using var desk = await TradingHarness.StartAsync();
        await desk.SendAsync(desk.Buy("once"));
        Assert.Equal("ID_REUSED", (await desk.Commands.SendAsync(desk.Buy("once", 0.2m), CancellationToken.None)).Fault?.Code);
    }

    /// <summary>The result never comes; the connection is whole. Unknown, then resolved by what the account shows: no second execution.</summary>
    [Fact]
    public async Task LostResult_IsUnknown_ThenResolvedByLookingUp()
    {
        await using var desk = await TradingHarness.StartAsync(options: bridge => bridge.CommandTimeoutMs = 300);
        desk.Advisor.InjectTrade(new BrokerFault(BrokerFaultKind.LostResult));
        var unknown = await desk.SendAsync(desk.Buy("lost"));
        Assert.Equal((BridgeStatus.Unknown, "NO_ANSWER", BridgeRetry.LookUpFirst), (unknown.Status, unknown.Code, unknown.Retry));
        Assert.NotNull(unknown.AckAfter);
        var resolved = await desk.Commands.ResolveAsync("lost", CancellationToken.None);
        Assert.Equal((BridgeStatus.Done, true, 0.1m), (resolved.Value.Status, resolved.Value.IsFromEvidence, resolved.Value.Lots!.Value.Lots));
        Assert.Equal(1, desk.Advisor.Executions);
        Assert.Equal(resolved.Value, (await desk.Commands.ResolveAsync("lost", CancellationToken.None)).Value);
    }

    /// <summary>The broker put its own comment in place of the id: the account shows nothing, and the Expert Advisor's stored result answers.</summary>
    [Fact]
    public async Task LostResult_WithoutEvidence_IsAnsweredFromTheStoredResult()
    {
        await using var desk = await TradingHarness.StartAsync();
        desk.Advisor.InjectTrade(new BrokerFault(BrokerFaultKind.OtherComment));
        var first = await desk.SendAsync(desk.Buy("overwritten"));
        Assert.Equal(BridgeStatus.Done, first.Status);
        desk.Advisor.InjectTrade(new BrokerFault(BrokerFaultKind.Disconnect));
        var modified = await desk.SendAsync(new ModifyPosition("after", desk.Soon, first.Position!, new Price(2_300m), null));
        Assert.Equal((BridgeStatus.Done, true, false), (modified.Status, modified.IsRepeated, modified.IsFromEvidence));
        Assert.Equal(2, desk.Advisor.Executions);
    }

    [Fact]
    public async Task ConnectionThatBreaksWithTheResult_IsWaitedFor_AndTheAccountTells()
    {
        await using var desk = await TradingHarness.StartAsync();
        desk.Advisor.InjectTrade(new BrokerFault(BrokerFaultKind.Disconnect));
        var result = await desk.SendAsync(desk.Buy("broken"));
        Assert.Equal((BridgeStatus.Done, true), (result.Status, result.IsFromEvidence));
        Assert.Equal((1, 2), (desk.Advisor.Executions, desk.Advisor.Sessions));
    }

    [Fact]
    public async Task TerminalThatDiesBeforeTheOrder_LeavesTheOutcomeInDoubt_AndNothingIsRepeated()
    {
        await using var desk = await TradingHarness.StartAsync();
        desk.Advisor.InjectTrade(new BrokerFault(BrokerFaultKind.CrashBeforeOrder));
        var result = await desk.SendAsync(desk.Buy("doubt"));
        Assert.Equal((BridgeStatus.Unknown, BridgeRefusals.InDoubt), (result.Status, result.Code));
        Assert.Equal(0, desk.Advisor.Executions);
        Assert.Equal(BridgeStatus.Unknown, (await desk.Commands.ResolveAsync("doubt", CancellationToken.None)).Value.Status);
        Assert.Empty(desk.Snapshot.Positions);
    }

    [Fact]
    public async Task TerminalThatDiesAfterTheOrder_IsFoundInTheAccount()
    {
        await using var desk = await TradingHarness.StartAsync();
        desk.Advisor.InjectTrade(new BrokerFault(BrokerFaultKind.CrashAfterOrder));
        var result = await desk.SendAsync(desk.Buy("survived"));
        Assert.Equal((BridgeStatus.Done, true, 1L), (result.Status, result.IsFromEvidence, desk.Advisor.Executions));
    }

    /// <summary>A script of faults from a seed: as many positions as the results say, never one more.</summary>
    [Theory]
    [InlineData(20_261_126)]
    [InlineData(7)]
    public async Task ScriptOfFaults_EveryIntentIsExecutedAtMostOnce(int seed)
    {
        output.WriteLine($"seed {seed}");
        await using var desk = await TradingHarness.StartAsync(new SimulatedExpertAdvisorOptions { MaxTotalLots = 1_000, InitialBalance = 10_000_000, MaxOrdersPerMinute = 1_000 }, bridge => bridge.CommandTimeoutMs = 300);
        var script = BrokerFault.Script(seed, 30);
        var certain = 0m;
        var doubtful = 0m;
        for (var i = 0; i < script.Count; i++)
        {
            desk.Advisor.InjectTrade(script[i]);
            var outcome = await desk.Commands.SendAsync(desk.Buy($"x{i}"), CancellationToken.None);
            for (var tries = 0; tries < 50 && outcome.Fault?.Code == "MT5_DISCONNECTED"; tries++)
            {
                await Task.Delay(20);
                outcome = await desk.Commands.SendAsync(desk.Buy($"x{i}", expires: null), CancellationToken.None);
            }

            desk.Desk.Clock.Advance(TimeSpan.FromMilliseconds(300));
            var result = outcome.Value;
            if (result.Status == BridgeStatus.Unknown && (await desk.Commands.ResolveAsync(result.Id, CancellationToken.None)) is { IsSuccess: true } resolved)
            {
                result = resolved.Value;
            }

            certain += result.Status is BridgeStatus.Done or BridgeStatus.Partial ? result.Lots!.Value.Lots : 0;
            doubtful += result.Status == BridgeStatus.Unknown ? 0.1m : 0;
        }

        await desk.UntilAsync(account => account.Positions.Sum(position => position.Lots.Lots) is var held && held >= certain && held <= certain + doubtful, "positions are what the results say");
        Assert.InRange(desk.Advisor.Executions, 1, script.Count);
    }

    [Fact]
    public async Task ExpiredCommand_IsNotSent()
    {
        await using var desk = await TradingHarness.StartAsync();
        Assert.Equal("EXPIRED", (await desk.Commands.SendAsync(desk.Buy("e1", expires: desk.Desk.Now), CancellationToken.None)).Fault?.Code);
        Assert.Equal(0, desk.Advisor.Executions);
    }

    /// <summary>A command that waited in the socket while the desk stood still: after the silence a heartbeat has to come first.</summary>
    [Fact]
    public async Task CommandAfterASilence_OpensNothing_ButCloses()
    {
        await using var desk = await TradingHarness.StartAsync(options: bridge => bridge.HeartbeatMs = 60_000);
        var held = await desk.SendAsync(desk.Buy("d0"));
        desk.Desk.Clock.Advance(TimeSpan.FromSeconds(61));
        var result = await desk.SendAsync(desk.Buy("d1"));
        Assert.Equal((BridgeStatus.Refused, BridgeRefusals.NotAllowed, "the desk was silent"), (result.Status, result.Code, result.Message));
        Assert.Equal(BridgeStatus.Done, (await desk.SendAsync(new ClosePosition("d2", desk.Soon, held.Position!, null, 30))).Status);
    }

    [Fact]
    public async Task AnotherContract_OpensNothing()
    {
        var broker = new FakeBroker();
        broker = new FakeBroker { Symbols = [broker.Symbols[0] with { ContractSize = 10 }, broker.Symbols[1] with { ProfitCurrency = "USD" }] };
        await using var desk = await TradingHarness.StartAsync(broker: broker);
        foreach (var symbol in BridgeInstruments.All.Select(instrument => instrument.Symbol))
        {
            Assert.Equal("CONTRACT_NOT_VERIFIED", (await desk.Commands.SendAsync(desk.Buy("k-" + symbol, symbol: symbol), CancellationToken.None)).Fault?.Code);
        }

        Assert.Equal("UNSUPPORTED", (await desk.Commands.SendAsync(desk.Buy("k", symbol: new Symbol("EURUSD")), CancellationToken.None)).Fault?.Code);
        Assert.Equal(0, desk.Advisor.Executions);
    }

    [Fact]
    public async Task SlowSubscriber_MissesAndIsToldSo()
    {
        await using var desk = await TradingHarness.StartAsync();
        using var slow = desk.Commands.Subscribe(capacity: 1);
        await desk.SendAsync(desk.Buy("w1"));
        await desk.UntilAsync(account => account.Positions.Count == 1, "the position");
        await Eventually.IsTrueAsync(() => slow.Missed > 0, "missed events");
        Assert.True(desk.Desk.Feed.Status.Discards["slowSubscriber"] >= slow.Missed);
    }

    [Fact]
    public async Task WithoutATerminal_NothingIsSent()
    {
        await using var desk = new BridgeHarness();
        var command = new OpenPosition("none", desk.Now + TimeSpan.FromSeconds(5), BridgeInstruments.Gold.Symbol, Side.Buy, new Quantity(0.1m), null, null, 0, 1);
        Assert.Equal("MT5_DISCONNECTED", (await desk.Feed.SendAsync(command, CancellationToken.None)).Fault?.Code);
        Assert.Equal("UNKNOWN_ID", (await desk.Feed.ResolveAsync("none", CancellationToken.None)).Fault?.Code);
    }

    [Fact]
    public async Task AckOnLoopback_P99_IsMeasured()
    {
        await using var desk = await TradingHarness.StartAsync(new SimulatedExpertAdvisorOptions { MaxOrdersPerMinute = 10_000, InitialBalance = 100_000_000, MaxTotalLots = 100_000 });
        var opened = await desk.SendAsync(desk.Buy("p"));
        var acks = new List<double>();
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < 400; i++)
        {
            var result = await desk.SendAsync(new ModifyPosition($"p{i}", desk.Soon, opened.Position!, new Price(2_000m + i), null));
            acks.Add(result.AckAfter!.Value.TotalMilliseconds);
        }

        acks.Sort();
        output.WriteLine($"order to acknowledgement over loopback, {acks.Count} orders in {watch.ElapsedMilliseconds} ms: p50 {acks[acks.Count / 2]:0.000} ms, p99 {acks[acks.Count * 99 / 100]:0.000} ms, max {acks[^1]:0.000} ms");
        Assert.True(acks[acks.Count / 2] < 50, $"p50 {acks[acks.Count / 2]:0.000} ms");
        Assert.True(acks[acks.Count * 99 / 100] < 500, $"p99 {acks[acks.Count * 99 / 100]:0.000} ms");
    }
}
