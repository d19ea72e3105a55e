namespace TradingDesk.Core.Analysis.Patterns;

/// <summary>Patterns of three and more candles. Each gives TA-Lib's value, 0 where there is none.</summary>
internal static class TriplePatterns
{
    /// <summary>Long black, short star gapping below it, white candle that closes well into the first body.</summary>
    public static int MorningStar(CandleHistory h, CandlePatternOptions o)
    {
        ref readonly var first = ref h[2];
        return first.IsBlack && IsStar(h) && h[0].IsWhite && h[1].GapsBelow(first, Tolerance(h, o))
            && h[0].Close > first.Close + (first.Body * o.StarPenetration) ? 100 : 0;
    }

    /// <summary>Long white, short star gapping above it, black candle that closes well into the first body.</summary>
    public static int EveningStar(CandleHistory h, CandlePatternOptions o)
    {
        ref readonly var first = ref h[2];
        return first.IsWhite && IsStar(h) && h[0].IsBlack && h[1].GapsAbove(first, Tolerance(h, o))
            && h[0].Close < first.Close - (first.Body * o.StarPenetration) ? -100 : 0;
    }

    /// <summary>Three white candles closing ever higher near their highs, each opening within or near the body before, none much shorter than the one before.</summary>
    public static int ThreeWhiteSoldiers(CandleHistory h, CandlePatternOptions o)
    {
        ref readonly var a = ref h[2];
        ref readonly var b = ref h[1];
        ref readonly var c = ref h[0];
        var isRising = a.IsWhite && b.IsWhite && c.IsWhite && a.HasVeryShortUpper && b.HasVeryShortUpper && c.HasVeryShortUpper && c.Close > b.Close && b.Close > a.Close;
        var opensNear = b.Open > a.Open && b.Open <= a.Close + a.Near && c.Open > b.Open && c.Open <= b.Close + b.Near;
        return isRising && opensNear && b.Body > a.Body - a.Far && c.Body > b.Body - b.Far && c.HasLongBody ? 100 : 0;
    }

    /// <summary>After a white candle three black ones closing ever lower near their lows, each opening within the body before.</summary>
    public static int ThreeBlackCrows(CandleHistory h, CandlePatternOptions o)
    {
        ref readonly var a = ref h[2];
        ref readonly var b = ref h[1];
        ref readonly var c = ref h[0];
        var isFalling = h[3].IsWhite && a.IsBlack && b.IsBlack && c.IsBlack && a.HasVeryShortLower && b.HasVeryShortLower && c.HasVeryShortLower
            && h[3].High > a.Close && a.Close > b.Close && b.Close > c.Close;
        return isFalling && b.Open < a.Open && b.Open > a.Close && c.Open < b.Open && c.Open > b.Close ? -100 : 0;
    }

    private static bool IsStar(CandleHistory h) => h[2].HasLongBody && h[1].Body <= h[1].MeanBody && h[0].HasLongBody;

    private static double Tolerance(CandleHistory h, CandlePatternOptions o) => o.GapTolerance ? h[2].Near : 0;
}
