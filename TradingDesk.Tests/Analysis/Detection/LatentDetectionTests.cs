using TradingDesk.Core.Analysis.Structure;
using TradingDesk.Core.Domain;
using TradingDesk.Tests.Support;
using Xunit.Abstractions;

namespace TradingDesk.Tests.Analysis.Detection;

/// <summary>
/// Does the structure find what the generator was told to make? Final swings against latent turning points, live breaks against the path's own crossings;
/// the truth exists before any bar and no detector has a part in it.
/// </summary>
public sealed class LatentDetectionTests(ITestOutputHelper output)
{
    private const int SwingLength = 5;
    private const int FirstSeed = 500;

    /// <summary>Bars that a swing may lie off, and ATRs that its price may.</summary>
    private const int SwingBars = 3;
    private const double PriceAtrs = 1;

    /// <summary>Bars after the path's crossing within which a close must have made the break; noise may make it one bar early.</summary>
    private const int BreakBars = 5;

    private static readonly Timeframe[] Timeframes = [Timeframe.M1, Timeframe.M5, Timeframe.M15, Timeframe.H1, Timeframe.H4];

    [Fact]
    public void SwingsAndBreaks_OverOneAtr_AreFound()
    {
        var (seeds, days) = (LongSuite.Count(2, 20), LongSuite.Count(5, 30));
        var scores = new SortedDictionary<(Timeframe Timeframe, string Kind), DetectionScore>();
        for (var seed = FirstSeed; seed < FirstSeed + seeds; seed++)
        {
            var market = new LatentMarket(seed, days);
            foreach (var timeframe in Timeframes)
            {
                Score(market, timeframe, kind => scores.TryGetValue((timeframe, kind), out var known) ? known : scores[(timeframe, kind)] = new DetectionScore(), shift: TimeSpan.Zero);
            }
        }

        output.WriteLine($"Seeds {FirstSeed} to {FirstSeed + seeds - 1}, {days} days each, BTCUSD, swing length {SwingLength}.");
        foreach (var ((timeframe, kind), score) in scores)
        {
            output.WriteLine($"{timeframe} {kind}: precision {score.Precision}, recall {score.Recall}");
        }

        // The promise is more than 75 %; nothing is claimed of a handful.
        var claimed = scores.Values.SelectMany(score => (Proportion[])[score.Precision, score.Recall]).Where(part => part.Trials >= 20).ToArray();
        Assert.True(claimed.Length >= 10);
        Assert.All(scores, item => Assert.All((Proportion[])[item.Value.Precision, item.Value.Recall], part => Assert.True(part.Trials < 20 || part.Value > 0.75, $"{item.Key}: {part}")));
    }

    [Fact]
    public void Control_TruthOfAnotherHour_IsNotFound()
    {
        var score = new DetectionScore();
        Score(new LatentMarket(FirstSeed, days: 4), Timeframe.M5, _ => score, shift: TimeSpan.FromHours(5));

        Assert.InRange(score.Recall.Value, 0, 0.4);
    }

    private static void Score(LatentMarket market, Timeframe timeframe, Func<string, DetectionScore> scoreOf, TimeSpan shift)
    {
        var bars = market.Bars(timeframe);
        var atr = new AtrAt(bars);
        var log = StructureEventLog.Run(new StructureOptions { SwingLength = SwingLength }, bars);
        var bar = timeframe.Duration();
        var scale = new LatentScale(market, timeframe, SwingLength, atr);
        var truth = scale.Swings();
        var crossings = scale.Breaks(truth);
        double? Tolerance(Timestamp at) => PriceAtrs * atr.Of(at);

        // Warm-up and end are nobody's fault: the first bars have no ATR, the last swings are not final.
        var (from, to) = (market.From + (bar * 40), market.To - (bar * 40));
        bool Inside(Mark mark) => mark.At >= from && mark.At < to;
        Mark Shift(Mark mark) => mark with { At = mark.At + shift };

        var swings = Large(log.Of(StructureEventKind.SwingFinal).ToArray(), atr, bar);
        scoreOf("swing").Add([.. truth.Select(Shift)], swings, bar * SwingBars, bar * SwingBars, Tolerance, Inside, Inside);
        var breaks = log.Of(StructureEventKind.LiveBreak).Select(item => new Mark(
            item.KnownAt, item.Level, (int)item.Direction, IsLarge: atr.Of(item.KnownAt) is { } unit && ExcessOf(bars, item) >= unit)).ToList();
        scoreOf("break").Add([.. crossings.Select(Shift)], breaks, bar, bar * (BreakBars + 1), Tolerance, Inside, Inside);
    }

    private static List<Mark> Large(StructureEvent[] swings, AtrAt atr, TimeSpan bar) => [.. swings.Select((item, place) => new Mark(
        item.OriginAt + (bar / 2),
        item.Level,
        (int)item.Direction,
        IsLarge: place > 0 && place + 1 < swings.Length && atr.Of(item.OriginAt + bar) is { } unit
            && Math.Min(Math.Abs(item.Level - swings[place - 1].Level), Math.Abs(item.Level - swings[place + 1].Level)) >= unit))];

    /// <summary>How far price goes beyond the level before it closes back inside.</summary>
    private static double ExcessOf(Bar[] bars, in StructureEvent item)
    {
        var (sign, excess) = ((int)item.Direction, 0.0);
        for (var i = item.KnownAtIndex; i < bars.Length && sign * bars[i].Close > sign * item.Level; i++)
        {
            excess = Math.Max(excess, sign > 0 ? bars[i].High - item.Level : item.Level - bars[i].Low);
        }

        return excess;
    }
}
