using TradingDesk.Benchmarks.Data;
using TradingDesk.Benchmarks.Peers;
using TradingDesk.Benchmarks.Protocol;

namespace TradingDesk.Benchmarks.Goals;

/// <summary>G1: ATR, RSI, ADX and SuperTrend bar by bar against <c>@debut/indicators</c> in a Node process.</summary>
internal sealed class TrendIndicators : IGoal
{
    private const int Bars = 1_000_000;
    private const double MinRatio = 4;

    public string Id => "G1";

    public string Title => "ATR, RSI, ADX and SuperTrend per bar";

    public string Bar => ">= 4x of @debut/indicators, 0 B per bar";

    public GoalReport Run(GoalContext context)
    {
        var bars = MinuteBars.Make(Bars, seed: 1);
        try
        {
            using var node = new NodePeer(bars);
            var set = new IndicatorSet();
            set.RunTrend(bars);
            if (set.FindDifference("@debut/indicators", node.Last("debut"), new Dictionary<string, double>()) is { } difference)
            {
                return GoalReport.NotEqual(difference);
            }

            var bytes = Measure.BytesPerItem(Bars, () => set.RunTrend(bars));
            var comparison = RatioProtocol.Compare(
                "ns/bar",
                new Contender("product", () => Measure.NanosecondsPerItem(Bars, () => new IndicatorSet().RunTrend(bars))),
                new Contender("@debut/indicators", () => node.Time("debut")));
            return GoalReport.Measured(
                $"last values of all four after {Bars:N0} bars equal to 1e-9",
                [comparison.Product, comparison.Peer, comparison.Ratio, Figure.Single("allocated", "B/bar", bytes)],
                [
                    new BarCheck($"{ReportWriter.Show(comparison.Ratio.Median)}x >= {MinRatio}x", comparison.Ratio.Median >= MinRatio),
                    new BarCheck($"{bytes} B/bar", bytes == 0),
                ],
                "The peer runs in a Node process of its own; it is GPL and neither linked nor shipped.",
                "The product keeps +DI, −DI, DX and ADXR and answers \"not ready\" with null; the peer gives +DI and −DI.");
        }
        catch (PeerAbsentException reason)
        {
            return GoalReport.Skipped(reason.Message);
        }
    }
}
