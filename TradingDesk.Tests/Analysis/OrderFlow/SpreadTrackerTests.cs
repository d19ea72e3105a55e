using TradingDesk.Core.Analysis.OrderFlow;

namespace TradingDesk.Tests.Analysis.OrderFlow;

public sealed class SpreadTrackerTests
{
    [Fact]
    public void Read_BoughtAboveTheMid_MeasuresAgainstTheQuoteBefore()
    {
        var spread = new SpreadTracker();
        spread.OnTrade(Flow.At(0), 50, 1);
        Assert.Equal(new SpreadReading(null, null, null, null), spread.Read());

        spread.OnQuote(Flow.At(0), 99, 101);
        spread.OnTrade(Flow.At(1_000), 101, 1);
        spread.OnQuote(Flow.At(2_000), 100, 101);

        // 2 · (101 − 100) of 100 are 200 bp; the new quote is not the one before the trade.
        Assert.Equal(200, spread.Read().EffectiveBps!.Value, 1e-9);
        Assert.Null(spread.Read().RealisedBps);
        Assert.Equal(10_000 / 100.5, spread.Read().QuotedBps!.Value, 1e-9);
    }

    [Theory]
    [InlineData(6_000, 100.5)]
    [InlineData(6_000.001, 101)]
    public void Read_FiveSecondsLater_TakesTheMidInForceThen(double nextQuote, double midLater)
    {
        var spread = new SpreadTracker();
        spread.OnQuote(Flow.At(0), 99, 101);
        spread.OnTrade(Flow.At(1_000), 101, 1);
        spread.OnQuote(Flow.At(5_999), 100.5, 101.5);

        // A quote at exactly the instant is in force at it; one after it is not.
        spread.OnQuote(Flow.At(nextQuote), 100, 101);
        spread.OnQuote(Flow.At(9_000), 50, 51);
        var reading = spread.Read();

        Assert.Equal(200 * (101 - midLater), reading.RealisedBps!.Value, 1e-9);
        Assert.Equal(200 * (midLater - 100), reading.ImpactBps!.Value, 1e-9);
        Assert.Equal(reading.EffectiveBps!.Value, reading.RealisedBps.Value + reading.ImpactBps.Value, 1e-9);
    }

    [Fact]
    public void OnTrade_QuoteThatTheTradeLeftBehindCameFirst_IsNotTheOneBefore()
    {
        var spread = new SpreadTracker();
        spread.OnQuote(Flow.At(0), 99, 101);
        spread.OnQuote(Flow.At(1_000), 102, 104);
        spread.OnTrade(Flow.At(1_000), 101, 1);

        Assert.Equal(100, spread.MidBefore(Flow.At(1_000)));
        Assert.Equal(200, spread.Read().EffectiveBps!.Value, 1e-9);
    }

    [Fact]
    public void OnTrade_MoreWaitThanFit_GivesUpTheOldest()
    {
        var spread = new SpreadTracker();
        spread.OnQuote(Flow.At(0), 99, 101);
        for (var i = 0; i <= SpreadTracker.MaxWaiting; i++)
        {
            spread.OnTrade(Flow.At(1), 101, -1);
        }

        Assert.Equal(1, spread.GivenUp);
    }

    [Fact]
    public void Baseline_Outlier_IsRefusedOnceTenAreIn()
    {
        var baseline = new SpreadBaseline();
        for (var i = 0; i < 9; i++)
        {
            baseline.Add(1);
        }

        baseline.Add(50);
        Assert.Equal((10, 1.0, 0L), (baseline.Count, baseline.Median, baseline.Outliers));

        baseline.Add(2.001);
        baseline.Add(2);
        Assert.Equal((11, 1.0, 1L), (baseline.Count, baseline.Median, baseline.Outliers));
    }
}
