using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Indicators;

/// <summary>The parts of one candle, in quote currency per unit; all are 0 or above.</summary>
/// <param name="Body">|close − open|.</param>
/// <param name="UpperWick">High less the higher of open and close.</param>
/// <param name="LowerWick">The lower of open and close less the low.</param>
/// <param name="Range">High less low.</param>
public readonly record struct CandleShape(double Body, double UpperWick, double LowerWick, double Range)
{
    /// <summary>Share of the range that the body takes, 0 to 1; 0 where there is no range.</summary>
    public double BodyFraction => Share(Body);

    public double UpperWickFraction => Share(UpperWick);

    public double LowerWickFraction => Share(LowerWick);

    public static CandleShape Of(in Bar bar)
    {
        var (top, bottom) = bar.Close >= bar.Open ? (bar.Close, bar.Open) : (bar.Open, bar.Close);
        return new CandleShape(top - bottom, bar.High - top, bottom - bar.Low, bar.High - bar.Low);
    }

    /// <summary>A doji by price, as Stock.Indicators has it: |close / open − 1| at most <paramref name="maxFraction"/>. Not TA-Lib's, which the pattern detector uses.</summary>
    public static bool IsDojiByPrice(in Bar bar, double maxFraction = 0.001) => Math.Abs((bar.Close / bar.Open) - 1) <= maxFraction;

    /// <summary>A marubozu by range, as Stock.Indicators has it: the body takes at least <paramref name="minFraction"/> of the range.</summary>
    public bool IsMarubozuByRange(double minFraction = 0.95) => Range > 0 && BodyFraction >= minFraction;

    private double Share(double part) => Range > 0 ? part / Range : 0;
}
