using TradingDesk.Core.Analysis.Structure;

namespace TradingDesk.Core.Analysis.Momentum;

public enum MomentumState : byte
{
    Normal = 0,

    /// <summary>The move gains force.</summary>
    Strong = 1,

    /// <summary>The move loses force.</summary>
    Fading = 2,
}

/// <summary>Momentum seen from one direction.</summary>
/// <param name="State">What the score says.</param>
/// <param name="Score">Sum of the points, −3 to 4.</param>
/// <param name="Confidence">0.6 + |score| / 10 where the state is strong or fading; 0.7 where it is normal.</param>
public readonly record struct MomentumVerdict(MomentumState State, int Score, double Confidence);

/// <summary>The four measures of momentum at a bar's close. The last three know no direction, the first does.</summary>
/// <param name="SlopeAtr">Half the change of the MACD histogram over two bars, in ATR14; 0 where that is 0.</param>
/// <param name="RangeRatio">Range over the median range of the twenty bars before; <see langword="null"/> where that is 0.</param>
/// <param name="VolumeZ">Volume z-score against the twenty bars before; <see langword="null"/> where they do not vary.</param>
/// <param name="AtrRatio">ATR5 over ATR14; <see langword="null"/> where that is 0.</param>
public readonly record struct MomentumReading(double SlopeAtr, double? RangeRatio, double? VolumeZ, double? AtrRatio)
{
    private const double RisingSlope = 0.02;
    private const double FallingSlope = -0.01;
    private const double WideRange = 1.2;
    private const double NarrowRange = 0.8;
    private const double HighVolume = 1;
    private const double ExpandingAtr = 1.15;

    /// <summary>
    /// The verdict on a move in <paramref name="direction"/>: +1 for a slope above 0.02 ATR along it, −1 below −0.01; +1 for a range above 1.2 medians, −1
    /// below 0.8; +1 for a volume z-score above 1, −1 below 0; +1 for ATR5 above 1.15 ATR14. Unknown measures give no point. 2 and more is strong, −2 and
    /// less fading.
    /// </summary>
    public MomentumVerdict For(Direction direction)
    {
        var slope = SlopeAtr * (int)direction;
        var score = slope > RisingSlope ? 1 : slope < FallingSlope ? -1 : 0;
        score += RangeRatio > WideRange ? 1 : RangeRatio < NarrowRange ? -1 : 0;
        score += VolumeZ > HighVolume ? 1 : VolumeZ < 0 ? -1 : 0;
        score += AtrRatio > ExpandingAtr ? 1 : 0;
        var state = score >= 2 ? MomentumState.Strong : score <= -2 ? MomentumState.Fading : MomentumState.Normal;
        return new MomentumVerdict(state, score, state == MomentumState.Normal ? 0.7 : 0.6 + (Math.Abs(score) / 10.0));
    }
}
