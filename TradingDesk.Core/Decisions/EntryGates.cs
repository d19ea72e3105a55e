using TradingDesk.Core.Analysis;
using TradingDesk.Core.Analysis.M1Filters;
using TradingDesk.Core.Bars.Fusion;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Ticks.Quality;

namespace TradingDesk.Core.Decisions;

/// <summary>H1's vote: live breaks of the last few, signed, and on which side of the long EMA the close is.</summary>
internal readonly record struct H1Reading(int Bias, int Breaks, double? NetBreaks, double? CloseMinusEmaInAtr, int BarsUsed, int Period);

/// <summary>The gates of the decision rule, each one number with its threshold. Directions are +1 and −1; values are signed so that larger is better.</summary>
internal static class EntryGates
{
    public static H1Reading ReadH1(TimeframeAnalysis h1)
    {
        var count = h1.Structure.BullishBreaks + h1.Structure.BearishBreaks;
        var net = h1.Structure.BullishBreaks - h1.Structure.BearishBreaks;
        if (h1.LongEma.Current is not { } ema || h1.Atr14.Current is not { } atr || !(atr > 0))
        {
            return new H1Reading(0, count, count > 0 ? net : null, null, h1.BarsUsed, h1.LongEmaPeriod);
        }

        var side = (h1.LastBar.Close - ema) / atr;
        var bias = net > 0 && side > 0 ? 1 : net < 0 && side < 0 ? -1 : 0;
        return new H1Reading(bias, count, net, side, h1.BarsUsed, h1.LongEmaPeriod);
    }

    public static GateReading H1Bias(in H1Reading reading, int direction)
    {
        if (reading.NetBreaks is not { } net || reading.CloseMinusEmaInAtr is not { } side)
        {
            return new GateReading(GateKind.H1Bias, GateNote.WarmingUp, null, null, 1, null, reading.BarsUsed, reading.Period);
        }

        if (direction == 0)
        {
            return new GateReading(GateKind.H1Bias, GateNote.NetBreaks, false, 0, 1, 1, net, side, reading.Breaks);
        }

        // One number for two conditions: the break majority counts only on the right side of the long EMA.
        var value = side * direction > 0 ? net * direction : Math.Min(0, net * direction);
        var passed = reading.Bias == direction;
        return new GateReading(GateKind.H1Bias, GateNote.NetBreaks, passed, value, 1, passed ? 0 : Math.Max(1 - value, 0), net, side, reading.Breaks);
    }

    public static GateReading H4NotOpposed(TimeframeAnalysis h4, int direction)
    {
        if (h4.BarsUsed == 0)
        {
            return new GateReading(GateKind.H4NotOpposed, GateNote.NoBar, null, null, 0, null);
        }

        var trend = (int)h4.Structure.Trend;
        var value = trend * direction;
        var passed = value >= 0;
        return new GateReading(GateKind.H4NotOpposed, trend == 0 ? GateNote.Ranging : GateNote.Trend, passed, value, 0, passed ? 0 : -value, trend);
    }

    public static GateReading M15Setup(TimeframeAnalysis m15, int direction, DecisionOptions options) =>
        RecentBreak(GateKind.M15Setup, m15, direction, options.M15SetupBars);

    public static GateReading M5Direction(TimeframeAnalysis m5, int direction, DecisionOptions options) =>
        RecentBreak(GateKind.M5Direction, m5, direction, options.M5DirectionBars);

    /// <summary>At least the wanted number of the five M1 filters.</summary>
    public static GateReading M1Trigger(IReadOnlyList<FilterReading> filters, int minimum)
    {
        if (filters.Count == 0)
        {
            return new GateReading(GateKind.M1Trigger, GateNote.NoDirection, false, 0, minimum, minimum);
        }

        var (passed, unknown) = (0, 0);
        for (var i = 0; i < filters.Count; i++)
        {
            passed += filters[i].Passed == true ? 1 : 0;
            unknown += filters[i].Passed is null ? 1 : 0;
        }

        bool? verdict = passed >= minimum ? true : passed + unknown >= minimum ? null : false;
        return new GateReading(GateKind.M1Trigger, GateNote.Filters, verdict, passed, minimum, Math.Max(0, minimum - passed));
    }

    public static GateReading MinConfidence(in Confidence confidence, DecisionOptions options)
    {
        var passed = confidence.Total >= options.MinConfidence;
        return new GateReading(GateKind.Confidence, GateNote.None, passed, confidence.Total, options.MinConfidence, passed ? 0 : options.MinConfidence - confidence.Total);
    }

    public static GateReading Spread(in DecisionContext context, DecisionOptions options)
    {
        if (!context.HasQuote)
        {
            return new GateReading(GateKind.Spread, GateNote.NoQuote, null, null, options.MaxSpreadPips, null);
        }

        var pips = (context.Ask - context.Bid) / (double)context.Instrument.PipSize;
        var passed = pips <= options.MaxSpreadPips;
        return new GateReading(GateKind.Spread, GateNote.None, passed, pips, options.MaxSpreadPips, passed ? 0 : pips - options.MaxSpreadPips);
    }

    /// <summary>Filters false M1 reversals: no trade against a steep M5. <see langword="null"/> where no threshold is configured.</summary>
    public static GateReading? M5Slope(double? slope, int direction, DecisionOptions options)
    {
        if (options.MinM5Slope is not { } threshold)
        {
            return null;
        }

        var verdict = M5SlopeFilter.Check(slope, direction, threshold);
        return verdict is { Passed: { } passed, Value: { } value }
            ? new GateReading(GateKind.M5Slope, GateNote.None, passed, value, threshold, passed ? 0 : threshold - value)
            : new GateReading(GateKind.M5Slope, direction == 0 ? GateNote.NoDirection : GateNote.SlopeWarmingUp, null, null, threshold, null);
    }

    /// <summary>
    /// The bar is whole and the data behind it are not poor. An impaired bar counts as score 0 whatever the minutes around it were. A is the score, B 0 where none is
    /// known, 1 where nothing is wrong, otherwise the worst <see cref="QualityFault"/> + 2, C that fault's share.
    /// </summary>
    public static GateReading DataQuality(in Bar bar, QualityReading? quality)
    {
        var note = (bar.Flags & BarFlags.Gap) != 0 ? GateNote.TicksMissing
            : (bar.Flags & BarFlags.Filled) != 0 ? GateNote.FilledIn
            : (bar.Flags & BarFlags.History) != 0 ? GateNote.History
            : quality?.State switch { QualityState.Degraded => GateNote.QualityDegraded, QualityState.Poor => GateNote.QualityPoor, _ => GateNote.Complete };
        var isWhole = note is GateNote.Complete or GateNote.QualityDegraded or GateNote.QualityPoor;
        if (quality is not { } reading)
        {
            return new GateReading(GateKind.DataQuality, note, isWhole, isWhole ? null : 0, 1, isWhole ? 0 : 1);
        }

        var passed = isWhole && reading.AllowsEntries;
        var score = reading.Score.Value;
        var value = isWhole ? score : 0;
        var cause = reading.Score.Worst is { } worst ? (int)worst + 2 : 1;
        return new GateReading(GateKind.DataQuality, note, passed, value, reading.Threshold, passed ? 0 : reading.Threshold - value, score, cause, reading.Score.WorstShare);
    }

    /// <summary>The last live break of the timeframe is in the direction and not older than so many of its bars.</summary>
    private static GateReading RecentBreak(GateKind kind, TimeframeAnalysis analysis, int direction, int maxBars)
    {
        if (analysis.BarsUsed == 0)
        {
            return new GateReading(kind, GateNote.NoBar, null, null, maxBars, null);
        }

        if (analysis.Structure.LastLiveBreak is not { } live)
        {
            return new GateReading(kind, GateNote.NoBreak, false, null, maxBars, null, analysis.BarsUsed);
        }

        var age = (double)(analysis.BarsUsed - 1 - live.KnownAtIndex);
        var agrees = (int)live.Direction == direction;
        var passed = agrees && age <= maxBars;
        double? distance = passed ? 0 : agrees ? age - maxBars : null;
        return new GateReading(kind, GateNote.LastBreak, passed, age, maxBars, distance, (double)live.Break, (double)live.Direction, age);
    }
}
