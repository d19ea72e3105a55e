using TradingDesk.Benchmarks.Data;
using TradingDesk.Benchmarks.Peers;
using TradingDesk.Benchmarks.Protocol;

namespace TradingDesk.Benchmarks.Goals;

/// <summary>G2: ATR, RSI, ADX and VWAP bar by bar against <c>technicalindicators</c> and <c>trading-signals</c> in a Node process.</summary>
internal sealed class VwapIndicators : IGoal
{
    private const int Bars = 1_000_000;
    private const double MinRatio = 12;

    /// <summary>It rounds RSI to two decimals.</summary>
    private static readonly Dictionary<string, double> Rounded = new(StringComparer.Ordinal) { ["rsi"] = 0.0051 };

    public string Id => "G2";

    public string Title => "ATR, RSI, ADX and VWAP per bar";

    public string Bar => ">= 12x of technicalindicators and of trading-signals";

    public GoalReport Run(GoalContext context)
    {
        var bars = MinuteBars.Make(Bars, seed: 2);
        try
        {
            using var node = new NodePeer(bars);
            var set = new IndicatorSet();
            set.RunVwap(bars);
            var difference = set.FindDifference("technicalindicators", node.Last("technical"), Rounded)
                ?? set.FindDifference("trading-signals", node.Last("signals"), new Dictionary<string, double>());
            if (difference is not null)
            {
                return GoalReport.NotEqual(difference);
            }

            var product = new Contender("product", () => Measure.NanosecondsPerItem(Bars, () => new IndicatorSet().RunVwap(bars)));
            var technical = RatioProtocol.Compare("ns/bar", product, new Contender("technicalindicators", () => node.Time("technical")));
            var signals = RatioProtocol.Compare("ns/bar", product, new Contender("trading-signals", () => node.Time("signals")));
            return GoalReport.Measured(
                $"last values of all four after {Bars:N0} bars equal to 1e-9; technicalindicators' RSI, which it rounds, to 0.005",
                [technical.Product, technical.Peer, technical.Ratio, signals.Peer, signals.Ratio],
                [
                    new BarCheck($"{ReportWriter.Show(technical.Ratio.Median)}x >= {MinRatio}x of technicalindicators", technical.Ratio.Median >= MinRatio),
                    new BarCheck($"{ReportWriter.Show(signals.Ratio.Median)}x >= {MinRatio}x of trading-signals", signals.Ratio.Median >= MinRatio),
                ],
                "The peers run in a Node process of their own. trading-signals counts upward and downward movement both where they are exactly equal; the input has no such bar.");
        }
        catch (PeerAbsentException reason)
        {
            return GoalReport.Skipped(reason.Message);
        }
    }
}
