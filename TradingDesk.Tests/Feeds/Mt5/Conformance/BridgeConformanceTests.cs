using System.Net;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Mt5.Conformance;
using TradingDesk.Core.Feeds.Simulation;
using TradingDesk.Core.Feeds.Simulation.ExpertAdvisor;
using Xunit.Abstractions;

namespace TradingDesk.Tests.Feeds.Mt5.Conformance;

/// <summary>The suite that any Expert Advisor has to pass, run on the stand-in; and on stand-ins that break one rule each, which it must notice.</summary>
public sealed class BridgeConformanceTests(ITestOutputHelper output)
{
    [Fact]
    public async Task StandIn_PassesEveryStep_WithAnOrderOpenedAndClosed()
    {
        var findings = await RunAsync(changeAdvisorText: null, trade: true);
        Assert.Equal(25, findings.Count);
        Assert.All(findings, finding => Assert.True(finding.Verdict == ConformanceVerdict.Pass, finding.ToString()));
    }

    [Fact]
    public async Task StandIn_WithoutTrade_PlacesNothing()
    {
        var findings = await RunAsync(changeAdvisorText: null, trade: false);
        Assert.Equal(ConformanceVerdict.Skip, findings[^1].Verdict);
        Assert.DoesNotContain(findings, finding => finding.Verdict == ConformanceVerdict.Fail);
    }

    /// <summary>What a faulty Expert Advisor would send, and the step that must find it.</summary>
    [Theory]
    [InlineData("\"mac\":\"", "\"mac\":\"0", "hello")]
    [InlineData("\"contract\":100,", "\"contract\":10,", "specs")]
    [InlineData("\"t\":\"acct\"", "\"t\":\"account\"", "account")]
    [InlineData("\"more\":false", "\"more\":true", "replay ends")]
    [InlineData("\"t\":\"bars\"", "\"t\":\"rates\"", "bars")]
    [InlineData("\"t\":\"hb\"", "\"t\":\"beat\"", "heartbeat")]
    [InlineData("\"srvOff\":10800", "\"srvOff\":7200", "server clock")]
    [InlineData("\"code\":\"UNKNOWN_OP\"", "\"code\":\"OOPS\"", "unknown operation")]
    [InlineData("\"code\":\"EXPIRED\"", "\"code\":\"LIMIT\"", "expired command")]
    [InlineData("\"t\":\"ack\"", "\"t\":\"nack\"", "ack before result")]
    [InlineData(",\"dup\":true", "", "repeated id")]
    [InlineData("\"seq\":7,", "\"seq\":8,", "sequence")]
    public async Task StandInThatBreaksOneRule_FailsThatStep(string right, string wrong, string step)
    {
        var findings = await RunAsync(line => line.Replace(right, wrong, StringComparison.Ordinal), trade: false, until: step);
        Assert.Equal(ConformanceVerdict.Fail, findings[^1].Verdict);
        Assert.Equal(step, findings[^1].Name);
    }

    [Fact]
    public async Task NobodyDials_FailsEveryStepAndEnds()
    {
        await using var suite = Suite(trade: false, dialMs: 100);
        var findings = await suite.RunAsync(CancellationToken.None).ToListAsync();
        Assert.All(findings.SkipLast(1), finding => Assert.Equal(ConformanceVerdict.Fail, finding.Verdict));
    }

    private static readonly ScaledTimeProvider Clock = new(TimeProvider.System, BridgeHarness.Start, 1);

    private static BridgeConformance Suite(bool trade, int dialMs, double answerSeconds = 4)
    {
        var options = BridgeInstruments.Options();
        options.HeartbeatMs = 100;
        return new BridgeConformance(options, BridgeInstruments.All, new ConformanceOptions(trade, TimeSpan.FromMilliseconds(dialMs), TimeSpan.FromSeconds(answerSeconds)), Clock, TimeProvider.System);
    }

    private async Task<List<ConformanceFinding>> RunAsync(Func<string, string>? changeAdvisorText, bool trade, string? until = null)
    {
        await using var suite = Suite(trade, dialMs: 10_000, until is null ? 4 : 1.2);
        await using var proxy = new CuttingProxy(suite.Port, seed: 1, cuts: 0, changeAdvisorText: changeAdvisorText);
        using var stopping = new CancellationTokenSource();
        var options = new SimulatedExpertAdvisorOptions { PumpMs = 5, MinBackoffMs = 1, MaxBackoffMs = 20, SilenceMs = 900, DaylightSaving = Core.Feeds.Mt5.DaylightSaving.UnitedStates };
        var advisor = new SimulatedExpertAdvisor(options, new FakeBroker(), new IPEndPoint(IPAddress.Loopback, proxy.Port), BridgeInstruments.Token, Clock, TimeProvider.System);
        var running = advisor.RunAsync(stopping.Token);
        var findings = new List<ConformanceFinding>();
        await foreach (var finding in suite.RunAsync(CancellationToken.None))
        {
            output.WriteLine($"{finding.Verdict,-4} {finding.Number,2} {finding.Name,-28} {finding.Detail}");
            findings.Add(finding);
            if (finding.Name == until)
            {
                break;
            }
        }

        await stopping.CancelAsync();
        await running;
        return findings;
    }
}
