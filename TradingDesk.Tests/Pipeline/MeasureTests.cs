using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds;
using TradingDesk.Core.Feeds.Books;
using TradingDesk.Core.Feeds.Simulation;
using TradingDesk.Core.Pipeline.Views;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Pipeline;

/// <summary>The measures in the running pipeline: shown, saved, and without a say in decisions.</summary>
public sealed class MeasureTests
{
    private static readonly SimulatorOptions Simulator = new() { Seed = 7 };
    private static readonly SimulatedMarket Market = new(Simulator);

    [Fact]
    public void MultiTimeframe_AfterHistoryAndTicks_ShowsEveryMeasure()
    {
        var run = NewRun().LoadHistory(12).Run(TimeSpan.Zero, TimeSpan.FromMinutes(30));
        run.Feed([Book(Market.StartAt + TimeSpan.FromMinutes(30))]);
        var report = AnalysisViews.Build(run.Pipeline.Lanes[0]).Analysis;

        var m1 = report.Timeframes[0];
        Assert.Equal("M1", m1.Timeframe);
        Assert.All(report.Timeframes, t => Assert.Equal("ready", t.Momentum!.Status));
        Assert.All(report.Timeframes, t => Assert.NotNull(t.Indicators!.MacdHistogram));
        Assert.All(report.Timeframes, t => Assert.InRange(t.Indicators!.Adx!.Value, 0, 100));
        Assert.All(report.Timeframes, t => Assert.True(t.Indicators!.BollingerLower < t.Indicators.BollingerUpper));
        Assert.All(report.Timeframes, t => Assert.Contains(t.Indicators!.SuperTrendDirection, new[] { "bullish", "bearish" }));
        Assert.NotEmpty(m1.Patterns);
        Assert.All(m1.Patterns, p => Assert.True(p.KnownAt > p.OriginAt && p.KnownAt <= m1.LastClosedAt));
        Assert.NotEmpty(m1.Momentum!.Divergences);
        Assert.Equal([1, 2, 3], m1.Indicators!.VwapBands.Select(b => b.Deviations));
        Assert.True(m1.Indicators.VwapBands[1].Upper > m1.Indicators.VwapBands[0].Upper);

        var flow = report.OrderFlow!;
        Assert.Equal("aggressor", flow.Delta!.Source);
        Assert.NotNull(flow.Delta.Baseline);
        Assert.True(flow.Spread.QuotedBps > 0 && flow.Spread.EffectiveBps.HasValue && flow.Spread.RealisedBps.HasValue);

        // This history does not tell what was bought, and half an hour of trades is about one of fifty buckets.
        Assert.Null(flow.Vpin);
        Assert.NotNull(flow.KyleLambda);
        Assert.NotNull(flow.Absorption);
        Assert.False(flow.Pressure!.Inferred);
        Assert.Equal(0.5, flow.Book!.Imbalance5, 1e-12);
    }

    [Fact]
    public void MultiTimeframe_InstrumentOfQuotes_SaysThatItsDeltaIsInferred()
    {
        var run = NewRun().LoadHistory(3).Run(TimeSpan.Zero, TimeSpan.FromMinutes(5));
        var lane = run.Pipeline.Lanes.First(l => l.Instrument.BarPrice == BarPrice.Bid);
        var flow = AnalysisViews.Build(lane).Analysis.OrderFlow!;

        Assert.Equal("tickRule", flow.Delta!.Source);
        Assert.True(flow.Pressure!.Inferred);
        Assert.Null(flow.Vpin);
        Assert.Null(flow.Spread.EffectiveBps);
    }

    [Fact]
    public void Process_BookSummaries_ChangeNoDecisionAndNoOutcome()
    {
        var without = NewRun().LoadHistory(12).Run(TimeSpan.Zero, TimeSpan.FromHours(1)).Output;
        var run = NewRun().LoadHistory(12);
        for (var minute = 0; minute < 60; minute++)
        {
            run.Run(TimeSpan.FromMinutes(minute), TimeSpan.FromMinutes(minute + 1));
            run.Feed([Book(Market.StartAt + TimeSpan.FromMinutes(minute))]);
        }

        Assert.Equal(without.DecisionHash, run.Output.DecisionHash);
        Assert.Equal(without.OutcomeHash, run.Output.OutcomeHash);
    }

    [Fact]
    public void SaveState_InTheMiddle_ContinuesWithTheSameMeasures()
    {
        var whole = NewRun().LoadHistory(5).Run(TimeSpan.Zero, TimeSpan.FromMinutes(40));
        var first = NewRun().LoadHistory(5).Run(TimeSpan.Zero, TimeSpan.FromMinutes(17));
        var second = NewRun();
        using var state = new MemoryStream();
        first.Pipeline.SaveState(state);
        state.Position = 0;
        second.Pipeline.LoadState(state);
        second.Run(TimeSpan.FromMinutes(17), TimeSpan.FromMinutes(40));

        foreach (var (expected, actual) in whole.Pipeline.Lanes.Zip(second.Pipeline.Lanes))
        {
            Assert.Equal(StateBytes.Save(expected.OrderFlow), StateBytes.Save(actual.OrderFlow));
            foreach (var timeframe in TimeframeExtensions.Decision)
            {
                Assert.Equal(StateBytes.Save(expected.Analysis(timeframe).Measures), StateBytes.Save(actual.Analysis(timeframe).Measures));
            }
        }
    }

    private static PipelineRun NewRun() => new(Simulator, market: Market);

    private static MarketEvent Book(Timestamp at) => MarketEvent.FromBook(
        new BookSummary(0, Venue.Binance, at, new BookSideSummary(99, 3, 30, 60, 20, 1, 2), new BookSideSummary(101, 1, 10, 20, 20, 1, 2), 1, 1), at);
}
