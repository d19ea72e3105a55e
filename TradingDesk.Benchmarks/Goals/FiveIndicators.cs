using TradingDesk.Benchmarks.Data;
using TradingDesk.Benchmarks.Protocol;
using TradingDesk.Core.Domain;

namespace TradingDesk.Benchmarks.Goals;

/// <summary>G3: five indicators per bar, held against figures that others publish.</summary>
internal sealed class FiveIndicators : IGoal
{
    private const int Bars = 1_000_000;
    private const double MaxNanoseconds = 58;

    public string Id => "G3";

    public string Title => "ATR, RSI, ADX, VWAP and SuperTrend per bar";

    public string Bar => "<= 58 ns per bar, 0 B";

    public GoalReport Run(GoalContext context)
    {
        var bars = MinuteBars.Make(Bars, seed: 3);
        var warm = new IndicatorSet();
        warm.RunAll(bars);
        if (FindDifference(bars, warm) is { } difference)
        {
            return GoalReport.NotEqual(difference);
        }

        var bytes = Measure.BytesPerItem(Bars, () => warm.RunAll(bars));
        var figure = RatioProtocol.Repeat("ns/bar", new Contender("product", () => Measure.NanosecondsPerItem(Bars, () => new IndicatorSet().RunAll(bars))));
        return GoalReport.Measured(
            "last ATR, RSI and VWAP equal a plain computation over all bars to 1e-9; all five equal a reference's files in the tests",
            [figure, Figure.Single("allocated", "B/bar", bytes)],
            [
                new BarCheck($"median {ReportWriter.Show(figure.Median)} ns <= {MaxNanoseconds} ns", figure.Median <= MaxNanoseconds),
                new BarCheck($"{bytes} B/bar", bytes == 0),
            ],
            "Quoted peers on the same five, another machine's figures: Skender StreamHub 865 ns and 447 B, LEAN 4,416 ns and 2,160 B per bar.");
    }

    private static string? FindDifference(Bar[] bars, IndicatorSet set)
    {
        double atr = 0, gain = 0, loss = 0, weighted = 0, volume = 0;
        for (var i = 0; i < bars.Length; i++)
        {
            weighted += (bars[i].High + bars[i].Low + bars[i].Close) / 3 * bars[i].Volume;
            volume += bars[i].Volume;
            if (i == 0)
            {
                continue;
            }

            var previous = bars[i - 1].Close;
            var range = Math.Max(bars[i].High - bars[i].Low, Math.Max(Math.Abs(bars[i].High - previous), Math.Abs(bars[i].Low - previous)));
            var change = bars[i].Close - previous;
            atr = i <= 14 ? atr + (range / 14) : ((atr * 13) + range) / 14;
            gain = i <= 14 ? gain + (Math.Max(change, 0) / 14) : ((gain * 13) + Math.Max(change, 0)) / 14;
            loss = i <= 14 ? loss + (Math.Max(-change, 0) / 14) : ((loss * 13) + Math.Max(-change, 0)) / 14;
        }

        var expected = new Dictionary<string, double>(StringComparer.Ordinal) { ["atr"] = atr, ["rsi"] = 100 - (100 / (1 + (gain / loss))), ["vwap"] = weighted / volume };
        return set.FindDifference("plain computation", expected, new Dictionary<string, double>());
    }
}
