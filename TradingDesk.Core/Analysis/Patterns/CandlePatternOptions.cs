using System.ComponentModel.DataAnnotations;

namespace TradingDesk.Core.Analysis.Patterns;

/// <summary>What the candlestick patterns leave open. The defaults are TA-Lib's where it has the pattern.</summary>
public sealed class CandlePatternOptions
{
    /// <summary>How far into the first body a morning or evening star must close, 0 to 1 of that body; default 0.3.</summary>
    [Range(0.0, 1.0)]
    public double StarPenetration { get; set; } = 0.3;

    /// <summary>How far into the body before a dark cloud must close, 0 to 1 of that body; default 0.5.</summary>
    [Range(0.0, 1.0)]
    public double DarkCloudPenetration { get; set; } = 0.5;

    /// <summary>
    /// True to let one end of an engulfing or harami be equal, at strength ±80 (TA-Lib from 0.6 on; default). False asks for both ends strictly, as
    /// earlier versions do.
    /// </summary>
    public bool AllowEqualEnds { get; set; } = true;

    /// <summary>
    /// True to let a gap be missed by TA-Lib's "near" (a fifth of the mean range of five bars). Default false: as TA-Lib. Markets that never close
    /// hardly ever gap, so that without it stars, piercing lines and dark clouds hardly ever show there.
    /// </summary>
    public bool GapTolerance { get; set; }

    /// <summary>Share of the range that one wick of a rejection must exceed, 0.5 to 1; default 0.6.</summary>
    [Range(0.5, 1.0)]
    public double RejectionWickFraction { get; set; } = 0.6;

    /// <summary>Share of the range that the body of a rejection must stay below, 0 to 1; default 0.4.</summary>
    [Range(0.0, 1.0)]
    public double RejectionBodyFraction { get; set; } = 0.4;

    /// <summary>Share of the range that a conviction candle's body must reach, 0.5 to 1; default 0.65.</summary>
    [Range(0.5, 1.0)]
    public double ConvictionBodyFraction { get; set; } = 0.65;

    /// <exception cref="ValidationException">A value is out of its range.</exception>
    public void Validate() => Validator.ValidateObject(this, new ValidationContext(this), validateAllProperties: true);
}
