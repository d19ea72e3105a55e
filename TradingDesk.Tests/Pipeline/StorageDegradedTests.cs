using TradingDesk.Core.Decisions;
using TradingDesk.Core.Feeds;
using TradingDesk.Core.Feeds.Simulation;
using TradingDesk.Core.Pipeline;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Pipeline;

/// <summary>While storage is degraded no entry is sent; the state comes as an event, so that it stands at one place among the others.</summary>
public sealed class StorageDegradedTests
{
    [Fact]
    public void Process_StorageDegraded_RefusesEveryProposal()
    {
        var run = Run(degraded: true);

        Assert.True(run.BuyProposals + run.SellProposals >= 1);
        Assert.True(run.Verdicts[(int)Verdict.Refused] >= 1);
        Assert.Equal(0, run.Fills);
    }

    [Fact]
    public void Process_StorageRecovered_TradesAsIfNothingHadBeen()
    {
        var run = Run(degraded: false);

        Assert.True(run.Fills >= 2);
    }

    private static Core.Pipeline.Replay.ReplayOutput Run(bool degraded)
    {
        var run = new PipelineRun(new SimulatorOptions()).LoadHistory(30);
        run.Feed([Command(run, degraded: true)]);
        run.Feed([Command(run, degraded)]);
        return run.Run(TimeSpan.Zero, TimeSpan.FromMinutes(90)).Output;
    }

    private static MarketEvent Command(PipelineRun run, bool degraded) =>
        MarketEvent.Command(new SetStorageStateCommand(degraded, "test"), instrumentId: -1, run.Market.StartAt);
}
