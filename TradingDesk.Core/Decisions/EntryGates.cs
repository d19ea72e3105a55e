using System.Globalization;
using TradingDesk.Core.Analysis;
using TradingDesk.Core.Analysis.Structure;
using TradingDesk.Core.Bars.Fusion;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Ticks.Quality;

namespace TradingDesk.Core.Decisions;

/// <summary>H1's vote: live breaks of the last few, signed, and on which side of EMA200 the close is.</summary>
internal readonly record struct H1Reading(int Bias, int Breaks, double? NetBreaks, double? CloseMinusEma200InAtr, string Words);

/// <summary>The gates of the decision rule, each one sentence and one number with its threshold. Directions are +1 and −1; values are signed so that larger is better.</summary>
internal static class EntryGates
{
    public static H1Reading ReadH1(TimeframeAnalysis h1)
    {
        var count = h1.Structure.BullishBreaks + h1.Structure.BearishBreaks;
        var net = h1.Structure.BullishBreaks - h1.Structure.BearishBreaks;
        if (h1.LongEma.Current is not { } ema || h1.Atr14.Current is not { } atr || !(atr > 0))
        {
            return new H1Reading(0, count, count > 0 ? net : null, null, Invariant($"H1 is warming up: {h1.BarsUsed} of {h1.LongEmaPeriod} bars"));
        }

        var side = (h1.LastBar.Close - ema) / atr;
        var bias = net > 0 && side > 0 ? 1 : net < 0 && side < 0 ? -1 : 0;
        var words = Invariant($"H1 breaks net {net:+0;-0;0} of {count}, close {side:+0.00;-0.00;0.00} ATR from EMA{h1.LongEmaPeriod}");
        return new H1Reading(bias, count, net, side, words);
    }

    public static Gate H1Bias(H1Reading reading, int direction)
    {
        if (reading.NetBreaks is not { } net || reading.CloseMinusEma200InAtr is not { } side)
        {
            return Unknown("h1Bias", 1, "net breaks", reading.Words);
        }

        if (direction == 0)
        {
            return new Gate("h1Bias", false, 0, 1, "net breaks", 1, $"neutral: {reading.Words}");
        }

        // One number for two conditions: the break majority counts only on the right side of EMA200.
        var value = side * direction > 0 ? net * direction : Math.Min(0, net * direction);
        var passed = reading.Bias == direction;
        return new Gate("h1Bias", passed, value, 1, "net breaks", passed ? 0 : Math.Max(1 - value, 0), $"{(passed ? Word(direction) : "neutral")}: {reading.Words}");
    }

    public static Gate H4NotOpposed(TimeframeAnalysis h4, int direction)
    {
        if (h4.BarsUsed == 0)
        {
            return Unknown("h4NotOpposed", 0, "trend", "no H4 bar is closed yet");
        }

        var trend = (int)h4.Structure.Trend;
        var value = trend * direction;
        var passed = value >= 0;
        var words = trend == 0 ? "H4 is ranging" : $"H4 trend is {Word(trend)}";
        return new Gate("h4NotOpposed", passed, value, 0, "trend", passed ? 0 : -value, passed ? words : $"{words}, against the trade");
    }

    public static Gate M15Setup(TimeframeAnalysis m15, int direction, DecisionOptions options)
    {
        if (m15.Structure.LastLiveBreak is not { } live)
        {
            return m15.BarsUsed == 0
                ? Unknown("m15Setup", options.M15SetupBars, "bars", "no M15 bar is closed yet")
                : new Gate("m15Setup", false, null, options.M15SetupBars, "bars", null, Invariant($"no live break on M15 in {m15.BarsUsed} bars"));
        }

        var age = (double)(m15.BarsUsed - 1 - live.KnownAtIndex);
        if ((int)live.Direction != direction)
        {
            return new Gate("m15Setup", false, age, options.M15SetupBars, "bars", null, $"last M15 break is {Word((int)live.Direction)}, {Ago(age)}");
        }

        var passed = age <= options.M15SetupBars;
        var words = passed
            ? Invariant($"{Name(live.Break)} {Word(direction)} {Ago(age)} at {live.Level:G9}")
            : Invariant($"no live break within {options.M15SetupBars} bars (last {Ago(age)})");
        return new Gate("m15Setup", passed, age, options.M15SetupBars, "bars", passed ? 0 : age - options.M15SetupBars, words);
    }

    public static Gate M5Direction(TimeframeAnalysis m5, int direction, DecisionOptions options)
    {
        if (m5.Structure.LastLiveBreak is not { } live)
        {
            return Unknown("m5Direction", options.M5DirectionBars, "bars", m5.BarsUsed == 0 ? "no M5 bar is closed yet" : "no live break on M5 yet");
        }

        var age = (double)(m5.BarsUsed - 1 - live.KnownAtIndex);
        var words = $"last M5 break is {Name(live.Break)} {Word((int)live.Direction)}, {Ago(age)}";
        if ((int)live.Direction != direction)
        {
            return new Gate("m5Direction", false, age, options.M5DirectionBars, "bars", null, words);
        }

        var passed = age <= options.M5DirectionBars;
        return new Gate("m5Direction", passed, age, options.M5DirectionBars, "bars", passed ? 0 : age - options.M5DirectionBars, words);
    }

    public static Gate M1Trigger(TimeframeAnalysis m1, int direction, DecisionOptions options)
    {
        if (m1.Structure.LastLiveBreak is not { } live)
        {
            return Unknown("m1Trigger", options.M1TriggerBars, "bars", "no live break on M1 yet");
        }

        // 1 for the bar that has just closed.
        var age = (double)(m1.BarsUsed - live.KnownAtIndex);
        if ((int)live.Direction != direction)
        {
            return new Gate("m1Trigger", false, age, options.M1TriggerBars, "bars", null, $"last M1 break is {Word((int)live.Direction)}, {Ago(age - 1)}");
        }

        var passed = age <= options.M1TriggerBars;
        var words = passed && age <= 1
            ? Invariant($"{Name(live.Break)} {Word(direction)} on this bar at {live.Level:G9}")
            : $"last M1 break is {Word(direction)} too, but {Ago(age - 1)}";
        return new Gate("m1Trigger", passed, age, options.M1TriggerBars, "bars", passed ? 0 : age - options.M1TriggerBars, words);
    }

    public static Gate MinConfidence(Confidence confidence, DecisionOptions options)
    {
        var passed = confidence.Total >= options.MinConfidence;
        var words = Invariant($"confidence {confidence.Total:0.00}, at least {options.MinConfidence:0.00} wanted");
        return new Gate("confidence", passed, confidence.Total, options.MinConfidence, "fraction", passed ? 0 : options.MinConfidence - confidence.Total, words);
    }

    public static Gate Spread(in DecisionContext context, DecisionOptions options)
    {
        if (!context.HasQuote)
        {
            return Unknown("spread", options.MaxSpreadPips, "pips", "no quote yet");
        }

        var pips = (context.Ask - context.Bid) / (double)context.Instrument.PipSize;
        var passed = pips <= options.MaxSpreadPips;
        var words = Invariant($"spread {pips:0.##} pips, limit {options.MaxSpreadPips:0.##}");
        return new Gate("spread", passed, pips, options.MaxSpreadPips, "pips", passed ? 0 : pips - options.MaxSpreadPips, words);
    }

    /// <summary>Filters false M1 reversals: no trade against a steep M5. <see langword="null"/> where no threshold is configured.</summary>
    public static Gate? M5Slope(double? slope, int direction, DecisionOptions options)
    {
        if (options.MinM5Slope is not { } threshold)
        {
            return null;
        }

        var verdict = M5SlopeFilter.Check(slope, direction, threshold);
        if (verdict is not { Passed: { } passed, Value: { } value })
        {
            return Unknown("m5Slope", threshold, "ATR per bar", direction == 0 ? "no direction to hold it against" : "the M5 slope is warming up");
        }

        var words = Invariant($"M5 slope {value:+0.00;-0.00;0.00} ATR per bar with the trade, at least {threshold:+0.00;-0.00;0.00} wanted");
        return new Gate("m5Slope", passed, value, threshold, "ATR per bar", passed ? 0 : threshold - value, words);
    }

    /// <summary>The bar is whole and the data behind it are not poor. An impaired bar has score 0 whatever the minutes around it were.</summary>
    public static Gate DataQuality(in Bar bar, QualityReading? quality)
    {
        var impaired = (bar.Flags & BarFlags.Gap) != 0 ? "ticks of this bar are missing"
            : (bar.Flags & BarFlags.Filled) != 0 ? "this bar was filled in after a gap"
            : (bar.Flags & BarFlags.History) != 0 ? "this bar is history"
            : null;
        var threshold = quality?.Threshold ?? 1;
        if (impaired is not null)
        {
            return new Gate("dataQuality", false, 0, threshold, "score", threshold, impaired);
        }

        if (quality is not { } reading)
        {
            return new Gate("dataQuality", true, null, threshold, "score", 0, "complete");
        }

        var score = reading.Score.Value;
        return reading.AllowsEntries
            ? new Gate("dataQuality", true, score, threshold, "score", 0, reading.State == QualityState.Good ? "complete" : $"complete, but quality is degraded: {reading.Score.Words}")
            : new Gate("dataQuality", false, score, threshold, "score", threshold - score, $"quality is poor: {reading.Score.Words}");
    }

    private static Gate Unknown(string name, double threshold, string unit, string reason) => new(name, null, null, threshold, unit, null, reason);

    private static string Word(int direction) => direction switch { > 0 => "bullish", < 0 => "bearish", _ => "neutral" };

    private static string Ago(double bars) => bars switch
    {
        0 => "on the last bar",
        1 => "1 bar ago",
        _ => Invariant($"{bars:0} bars ago"),
    };

    private static string Name(BreakKind kind) => kind == BreakKind.Choch ? "CHOCH" : "BOS";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
