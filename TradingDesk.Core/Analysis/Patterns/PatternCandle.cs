using TradingDesk.Core.Domain;
using TradingDesk.Core.Indicators;

namespace TradingDesk.Core.Analysis.Patterns;

/// <summary>
/// One candle with TA-Lib's yardsticks as they stood at it: each is a factor times the mean of the candles BEFORE it (TA-Lib candle settings:
/// BodyLong and BodyShort 1.0 × body of 10, BodyDoji and ShadowVeryShort 0.1 × range of 10, Near 0.2 and Far 0.6 × range of 5, ShadowLong 1.0 × own body).
/// </summary>
/// <param name="Bar">The candle.</param>
/// <param name="Shape">Its parts.</param>
/// <param name="MeanBody">Mean body of the ten candles before.</param>
/// <param name="MeanRange">Mean range of the ten candles before.</param>
/// <param name="NearRange">Mean range of the five candles before.</param>
internal readonly record struct PatternCandle(Bar Bar, CandleShape Shape, double MeanBody, double MeanRange, double NearRange)
{
    public const int BodyPeriod = 10;
    public const int NearPeriod = 5;

    public double Open => Bar.Open;

    public double High => Bar.High;

    public double Low => Bar.Low;

    public double Close => Bar.Close;

    public double Body => Shape.Body;

    public double Top => Math.Max(Open, Close);

    public double Bottom => Math.Min(Open, Close);

    /// <summary>+1 where the close is not below the open, otherwise −1.</summary>
    public int Color => Close >= Open ? 1 : -1;

    public bool IsWhite => Color == 1;

    public bool IsBlack => Color == -1;

    public bool HasLongBody => Body > MeanBody;

    public bool HasDojiBody => Body <= 0.1 * MeanRange;

    public bool HasLongUpper => Shape.UpperWick > Body;

    public bool HasLongLower => Shape.LowerWick > Body;

    public bool HasVeryShortUpper => Shape.UpperWick < 0.1 * MeanRange;

    public bool HasVeryShortLower => Shape.LowerWick < 0.1 * MeanRange;

    public double Near => 0.2 * NearRange;

    public double Far => 0.6 * NearRange;

    /// <summary>The body lies wholly below that of <paramref name="before"/>, or misses that by at most <paramref name="tolerance"/>.</summary>
    public bool GapsBelow(in PatternCandle before, double tolerance) => Top < before.Bottom || (tolerance > 0 && Top <= before.Bottom + tolerance);

    /// <summary>The body lies wholly above that of <paramref name="before"/>, or misses that by at most <paramref name="tolerance"/>.</summary>
    public bool GapsAbove(in PatternCandle before, double tolerance) => Bottom > before.Top || (tolerance > 0 && Bottom >= before.Top - tolerance);
}
