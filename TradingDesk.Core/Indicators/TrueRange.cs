using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Indicators;

/// <summary>The range of a bar with the gap before it: from the lower of low and previous close to the higher of high and previous close (J. W. Wilder, 1978).</summary>
internal static class TrueRange
{
    public static double Of(in Bar bar, double previousClose)
    {
        var upper = bar.High > previousClose ? bar.High : previousClose;
        var lower = bar.Low < previousClose ? bar.Low : previousClose;
        return upper - lower;
    }
}
