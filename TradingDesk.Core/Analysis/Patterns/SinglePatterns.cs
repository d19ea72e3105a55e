namespace TradingDesk.Core.Analysis.Patterns;

/// <summary>Patterns that one candle makes, some against the candle before. Each gives TA-Lib's value, 0 where there is none.</summary>
internal static class SinglePatterns
{
    /// <summary>Small body at the top with a long lower wick, at or below the low before.</summary>
    public static int Hammer(CandleHistory h, CandlePatternOptions o) =>
        IsHammerShape(h[0]) && h[0].Bottom <= h[1].Low + h[1].Near ? 100 : 0;

    /// <summary>The hammer's shape at or above the high before.</summary>
    public static int HangingMan(CandleHistory h, CandlePatternOptions o) =>
        IsHammerShape(h[0]) && h[0].Bottom >= h[1].High - h[1].Near ? -100 : 0;

    /// <summary>Small body at the bottom with a long upper wick, gapping below the body before.</summary>
    public static int InvertedHammer(CandleHistory h, CandlePatternOptions o) =>
        IsInvertedShape(h[0]) && h[0].GapsBelow(h[1], Tolerance(h, o)) ? 100 : 0;

    /// <summary>The inverted hammer's shape, gapping above the body before.</summary>
    public static int ShootingStar(CandleHistory h, CandlePatternOptions o) =>
        IsInvertedShape(h[0]) && h[0].GapsAbove(h[1], Tolerance(h, o)) ? -100 : 0;

    public static int Doji(CandleHistory h, CandlePatternOptions o) => h[0].HasDojiBody ? 100 : 0;

    public static int DragonflyDoji(CandleHistory h, CandlePatternOptions o) =>
        h[0].HasDojiBody && h[0].HasVeryShortUpper && IsLongerThanVeryShort(h[0].Shape.LowerWick, h[0]) ? 100 : 0;

    public static int GravestoneDoji(CandleHistory h, CandlePatternOptions o) =>
        h[0].HasDojiBody && h[0].HasVeryShortLower && IsLongerThanVeryShort(h[0].Shape.UpperWick, h[0]) ? 100 : 0;

    public static int SpinningTop(CandleHistory h, CandlePatternOptions o) =>
        h[0].Body < h[0].MeanBody && h[0].HasLongUpper && h[0].HasLongLower ? 100 * h[0].Color : 0;

    public static int Marubozu(CandleHistory h, CandlePatternOptions o) =>
        h[0].HasLongBody && h[0].HasVeryShortUpper && h[0].HasVeryShortLower ? 100 * h[0].Color : 0;

    /// <summary>One wick exceeds 60 % of the range, the body stays below 40 %: the price was turned away on that side.</summary>
    public static int RejectionWick(CandleHistory h, CandlePatternOptions o)
    {
        var shape = h[0].Shape;
        if (shape.Range == 0 || shape.BodyFraction >= o.RejectionBodyFraction)
        {
            return 0;
        }

        return shape.LowerWickFraction > o.RejectionWickFraction ? 100 : shape.UpperWickFraction > o.RejectionWickFraction ? -100 : 0;
    }

    /// <summary>The body takes 65 % of the range and is longer than the mean of the ten before: without the second a quiet market's one-tick bars would count.</summary>
    public static int ConvictionCandle(CandleHistory h, CandlePatternOptions o) =>
        h[0].HasLongBody && h[0].Shape.BodyFraction >= o.ConvictionBodyFraction ? 100 * h[0].Color : 0;

    private static bool IsHammerShape(in PatternCandle c) => c.Body < c.MeanBody && c.HasLongLower && c.HasVeryShortUpper;

    private static bool IsInvertedShape(in PatternCandle c) => c.Body < c.MeanBody && c.HasLongUpper && c.HasVeryShortLower;

    private static bool IsLongerThanVeryShort(double wick, in PatternCandle c) => wick > 0.1 * c.MeanRange;

    private static double Tolerance(CandleHistory h, CandlePatternOptions o) => o.GapTolerance ? h[1].Near : 0;
}
