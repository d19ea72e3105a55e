namespace TradingDesk.Core.Analysis.Patterns;

/// <summary>The candlestick patterns that the desk recognises. The first seventeen follow TA-Lib.</summary>
public enum CandlePattern : byte
{
    Hammer = 1,
    HangingMan,
    InvertedHammer,
    ShootingStar,
    Doji,
    DragonflyDoji,
    GravestoneDoji,
    SpinningTop,
    Marubozu,
    Engulfing,
    Harami,
    MorningStar,
    EveningStar,
    PiercingLine,
    DarkCloudCover,
    ThreeWhiteSoldiers,
    ThreeBlackCrows,

    /// <summary>One wick takes most of the range, the body little.</summary>
    RejectionWick,

    /// <summary>The whole bar lies within the bar before.</summary>
    InsideBar,

    /// <summary>A body that is long and takes most of the range.</summary>
    ConvictionCandle,
}
