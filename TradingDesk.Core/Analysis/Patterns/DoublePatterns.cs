namespace TradingDesk.Core.Analysis.Patterns;

/// <summary>Patterns of two candles. Each gives TA-Lib's value, 0 where there is none.</summary>
internal static class DoublePatterns
{
    /// <summary>The body holds that of the opposite candle before.</summary>
    public static int Engulfing(CandleHistory h, CandlePatternOptions o)
    {
        ref readonly var now = ref h[0];
        ref readonly var before = ref h[1];
        return now.Color == before.Color ? 0 : now.Color * Enclosure(outer: now, inner: before, o);
    }

    /// <summary>A short body within the long body before, read as its reversal.</summary>
    public static int Harami(CandleHistory h, CandlePatternOptions o)
    {
        ref readonly var now = ref h[0];
        ref readonly var before = ref h[1];
        return before.HasLongBody && now.Body <= now.MeanBody ? -before.Color * Enclosure(outer: before, inner: now, o) : 0;
    }

    /// <summary>A long white candle that opens below the low of a long black one and closes above the middle of its body.</summary>
    public static int PiercingLine(CandleHistory h, CandlePatternOptions o)
    {
        ref readonly var now = ref h[0];
        ref readonly var before = ref h[1];
        var isPair = before.IsBlack && before.HasLongBody && now.IsWhite && now.HasLongBody;
        var opensBelow = now.Open < before.Low || (o.GapTolerance && now.Open <= before.Low + before.Near);
        return isPair && opensBelow && now.Close < before.Open && now.Close > before.Close + (before.Body * 0.5) ? 100 : 0;
    }

    /// <summary>A black candle that opens above the high of a long white one and closes well within its body.</summary>
    public static int DarkCloudCover(CandleHistory h, CandlePatternOptions o)
    {
        ref readonly var now = ref h[0];
        ref readonly var before = ref h[1];
        var opensAbove = now.Open > before.High || (o.GapTolerance && now.Open >= before.High - before.Near);
        return before.IsWhite && before.HasLongBody && now.IsBlack && opensAbove
            && now.Close > before.Open && now.Close < before.Close - (before.Body * o.DarkCloudPenetration) ? -100 : 0;
    }

    /// <summary>High and low lie within those of the bar before, at least one of them strictly.</summary>
    public static int InsideBar(CandleHistory h, CandlePatternOptions o)
    {
        ref readonly var now = ref h[0];
        ref readonly var before = ref h[1];
        return now.High <= before.High && now.Low >= before.Low && now.Shape.Range < before.Shape.Range ? 100 : 0;
    }

    /// <summary>100 where the inner body lies strictly within the outer, 80 where exactly one end is equal and that is allowed, else 0.</summary>
    private static int Enclosure(in PatternCandle outer, in PatternCandle inner, CandlePatternOptions o)
    {
        if (inner.Top < outer.Top && inner.Bottom > outer.Bottom)
        {
            return 100;
        }

        var isOneEndEqual = (inner.Top == outer.Top && inner.Bottom > outer.Bottom) || (inner.Top < outer.Top && inner.Bottom == outer.Bottom);
        return o.AllowEqualEnds && isOneEndEqual ? 80 : 0;
    }
}
