namespace TradingDesk.Core.Analysis.Parity;

// Rows of the reference library's tables. Row numbers count the bars from 0; sides and directions are +1 and −1; prices in quote currency per unit.

/// <summary>A row of <c>swing_highs_lows</c>; the first and the last are anchors and no swings.</summary>
public readonly record struct SmcSwing(int Row, int Side, double Level);

/// <summary>A row of <c>bos_choch</c>. A cancelled break keeps only <paramref name="Broken"/>.</summary>
public readonly record struct SmcBreak(int Row, int Bos, int Choch, float? Level, int Broken);

/// <summary>A row of <c>fvg</c>; <paramref name="Mitigated"/> 0 where it never was.</summary>
public readonly record struct SmcGap(int Row, int Direction, double Top, double Bottom, int Mitigated);

/// <summary>A row of <c>ob</c>; <paramref name="Mitigated"/> 0 where it never was. Bullish blocks give the bar before the one that broke them.</summary>
public readonly record struct SmcBlock(int Row, int Direction, double Top, double Bottom, double Volume, int Mitigated, double Percentage);

/// <summary>A row of <c>liquidity</c>; <paramref name="Swept"/> 0 where it never was.</summary>
public readonly record struct SmcPool(int Row, int Side, float Level, int End, int Swept);

/// <summary>A bar's row of <c>previous_high_low</c>; <see langword="null"/> prices while two periods have not begun.</summary>
public readonly record struct SmcPeriodRow(float? High, float? Low, bool HighBroken, bool LowBroken);

/// <summary>A bar's row of <c>sessions</c>; zeros outside.</summary>
public readonly record struct SmcSessionRow(bool Active, double High, double Low);

/// <summary>A bar's row of <c>retracements</c>, in percent with one decimal.</summary>
public readonly record struct SmcRetracementRow(int Direction, double Current, double Deepest);
