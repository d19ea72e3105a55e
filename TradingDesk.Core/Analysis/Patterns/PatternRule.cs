using TradingDesk.Core.Analysis.Structure;

namespace TradingDesk.Core.Analysis.Patterns;

/// <summary>How a match points.</summary>
internal enum PatternSide : byte
{
    /// <summary>Along the sign of TA-Lib's value.</summary>
    BySign,

    /// <summary>Nowhere, whatever the sign.</summary>
    None,

    /// <summary>Down, though TA-Lib's value is positive.</summary>
    Bearish,
}

/// <summary>One pattern of the catalogue.</summary>
/// <param name="Bars">Bars that it spans.</param>
/// <param name="Lookback">Bars before the first in which it can be found (TA-Lib's lookback).</param>
/// <param name="Confidence">Base confidence, 0 to 1.</param>
internal sealed record PatternRule(CandlePattern Pattern, int Bars, int Lookback, double Confidence, PatternSide Side, Func<CandleHistory, CandlePatternOptions, int> Match)
{
    /// <summary>
    /// All patterns, in the order in which events of one bar come. Confidences of hammer, shooting star, engulfing, doji, the stars, soldiers and crows are
    /// the ones in use at AlphaPulse; the others are set beside them: 0.7 for a reversal with a stated location, 0.6 for a shape alone, 0.5 for indecision.
    /// </summary>
    public static IReadOnlyList<PatternRule> All { get; } =
    [
        new(CandlePattern.Hammer, 1, 11, 0.7, PatternSide.BySign, SinglePatterns.Hammer),
        new(CandlePattern.HangingMan, 1, 11, 0.7, PatternSide.BySign, SinglePatterns.HangingMan),
        new(CandlePattern.InvertedHammer, 1, 11, 0.7, PatternSide.BySign, SinglePatterns.InvertedHammer),
        new(CandlePattern.ShootingStar, 1, 11, 0.7, PatternSide.BySign, SinglePatterns.ShootingStar),
        new(CandlePattern.Doji, 1, 10, 0.6, PatternSide.None, SinglePatterns.Doji),
        new(CandlePattern.DragonflyDoji, 1, 10, 0.6, PatternSide.BySign, SinglePatterns.DragonflyDoji),
        new(CandlePattern.GravestoneDoji, 1, 10, 0.6, PatternSide.Bearish, SinglePatterns.GravestoneDoji),
        new(CandlePattern.SpinningTop, 1, 10, 0.5, PatternSide.None, SinglePatterns.SpinningTop),
        new(CandlePattern.Marubozu, 1, 10, 0.6, PatternSide.BySign, SinglePatterns.Marubozu),
        new(CandlePattern.Engulfing, 2, 2, 0.8, PatternSide.BySign, DoublePatterns.Engulfing),
        new(CandlePattern.Harami, 2, 11, 0.6, PatternSide.BySign, DoublePatterns.Harami),
        new(CandlePattern.MorningStar, 3, 12, 0.8, PatternSide.BySign, TriplePatterns.MorningStar),
        new(CandlePattern.EveningStar, 3, 12, 0.8, PatternSide.BySign, TriplePatterns.EveningStar),
        new(CandlePattern.PiercingLine, 2, 11, 0.7, PatternSide.BySign, DoublePatterns.PiercingLine),
        new(CandlePattern.DarkCloudCover, 2, 11, 0.7, PatternSide.BySign, DoublePatterns.DarkCloudCover),
        new(CandlePattern.ThreeWhiteSoldiers, 3, 12, 0.7, PatternSide.BySign, TriplePatterns.ThreeWhiteSoldiers),
        new(CandlePattern.ThreeBlackCrows, 3, 13, 0.7, PatternSide.BySign, TriplePatterns.ThreeBlackCrows),
        new(CandlePattern.RejectionWick, 1, 0, 0.6, PatternSide.BySign, SinglePatterns.RejectionWick),
        new(CandlePattern.InsideBar, 2, 1, 0.5, PatternSide.None, DoublePatterns.InsideBar),
        new(CandlePattern.ConvictionCandle, 1, 10, 0.6, PatternSide.BySign, SinglePatterns.ConvictionCandle),
    ];

    public Direction DirectionOf(int strength) => Side switch
    {
        PatternSide.None => Direction.None,
        PatternSide.Bearish => Direction.Bearish,
        _ => strength > 0 ? Direction.Bullish : Direction.Bearish,
    };
}
