using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Simulation;
using TradingDesk.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace TradingDesk.Tests.Pipeline;

public sealed class DeskPipelineTests(ITestOutputHelper output)
{
    private static readonly SimulatorOptions Simulator = new() { Seed = 7 };
    private static readonly SimulatedMarket Market = new(Simulator);
    private static readonly TimeSpan Span = TimeSpan.FromHours(6);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 4_096)]
    [InlineData(2, 1_000)]
    [InlineData(64, 4_096)]
    public void Process_AnyWorkersAndBatches_SameHashes(int workers, int batchSize)
    {
        var reference = NewRun(1, 512).LoadHistory(12).Run(TimeSpan.Zero, Span).Output;

        var other = NewRun(workers, batchSize).LoadHistory(12).Run(TimeSpan.Zero, Span).Output;

        Assert.Equal(reference.DecisionHash, other.DecisionHash);
        Assert.Equal(reference.OutcomeHash, other.OutcomeHash);
        Assert.True(reference.Bars[(int)Timeframe.M1] > 1_000);
    }

    [Fact]
    public void SaveState_InTheMiddle_ContinuesWithTheSameHashes()
    {
        var whole = NewRun().LoadHistory(12).Run(TimeSpan.Zero, Span);
        var first = NewRun().LoadHistory(12).Run(TimeSpan.Zero, Span / 2);
        using var state = new MemoryStream();
        first.Pipeline.SaveState(state);
        using var log = new StateWriter(state);
        first.Output.SaveState(log);
        log.Flush();

        var second = NewRun();
        state.Position = 0;
        second.Pipeline.LoadState(state);
        using var reader = new StateReader(state);
        second.Output.LoadState(reader);
        second.Run(Span / 2, Span);

        Assert.Equal(whole.Output.DecisionHash, second.Output.DecisionHash);
        Assert.Equal(whole.Output.OutcomeHash, second.Output.OutcomeHash);
    }

    [Fact]
    public void Process_OneChangedTick_ChangesTheOutcome()
    {
        var reference = NewRun().LoadHistory(3).Run(TimeSpan.Zero, TimeSpan.FromHours(1)).Output;

        var other = NewRun().LoadHistory(3).Run(TimeSpan.Zero, TimeSpan.FromMinutes(59)).Output;

        Assert.NotEqual(reference.OutcomeHash, other.OutcomeHash);
    }

    [Fact]
    public void Process_FiveDaysOfSeedSeven_ProposesBothWaysAndTrades()
    {
        var run = NewRun().LoadHistory(30).Run(TimeSpan.Zero, TimeSpan.FromDays(5)).Output;

        output.WriteLine($"proposed {run.BuyProposals} buys, {run.SellProposals} sells; buy {run.Verdicts[1]} sell {run.Verdicts[2]} hold {run.Verdicts[0]} refused {run.Verdicts[3]} fills {run.Fills} trades {run.TradeCount}");
        Assert.True(run.BuyProposals >= 20, $"{run.BuyProposals} buys");
        Assert.True(run.SellProposals >= 20, $"{run.SellProposals} sells");
        Assert.True(run.TradeCount >= 10, $"{run.TradeCount} trades");
    }

    /// <summary>What a newcomer sees in the first ten minutes at ten times speed.</summary>
    [Fact]
    public void Process_FirstHundredMinutesOfTheDefaultSeed_HoldAProposalAFillAndAnExit()
    {
        var run = new PipelineRun(new SimulatorOptions()).LoadHistory(30).Run(TimeSpan.Zero, TimeSpan.FromMinutes(90)).Output;

        Assert.True(run.BuyProposals + run.SellProposals >= 1);
        Assert.True(run.Fills >= 2);
        Assert.True(run.TradeCount >= 1);
    }

    private static PipelineRun NewRun(int workers = 1, int batchSize = 512) => new(Simulator, workers, batchSize, Market);
}
