namespace TradingDesk.Core.Indicators;

/// <summary>What every indicator with a period shares: its range, its warm-up count and the check of loaded state.</summary>
internal static class IndicatorPeriod
{
    public const int Max = 10_000;

    public static int Check(int period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(period, Max);
        return period;
    }

    /// <summary>Counts bars until the warm-up is over and stays there: nothing overflows however long the desk runs.</summary>
    public static int CountUpTo(int bars, int warmupBars) => bars < warmupBars ? bars + 1 : bars;

    /// <exception cref="InvalidDataException">The state belongs to another period.</exception>
    public static void Require(int own, int saved, string name)
    {
        if (own != saved)
        {
            throw new InvalidDataException($"The saved {name} has setting {saved}, this one {own}.");
        }
    }
}
