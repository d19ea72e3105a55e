using TradingDesk.Core.Analysis;
using TradingDesk.Core.Analysis.Structure;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Decisions;

/// <summary>
/// Confidence = clamp01(base × (1 + boost) × alignment × volume), DOMAIN A17, with every part kept. Base is the trigger's own confidence (0.70 for a BOS,
/// 0.60 for a CHOCH) times the weight of the gates that passed (H1 0.3, M15 0.3, M5 0.2, M1 0.2; DOMAIN A5).
/// </summary>
internal static class ConfidenceModel
{
    private const double BosBase = 0.70;
    private const double ChochBase = 0.60;

    public static Confidence Evaluate(in DecisionContext context, int direction, double gateWeight)
    {
        if (direction == 0)
        {
            return default;
        }

        var trigger = context.M1.Structure.LastLiveBreak;
        var triggerBase = trigger is { Break: BreakKind.Choch } ? ChochBase : BosBase;
        double boost = 0;
        double alignmentScore = 0;
        Accumulate(context.M5, direction, ref boost, ref alignmentScore);
        Accumulate(context.M15, direction, ref boost, ref alignmentScore);
        Accumulate(context.H1, direction, ref boost, ref alignmentScore);
        Accumulate(context.H4, direction, ref boost, ref alignmentScore);
        boost = Math.Clamp(boost, 0, 1);

        var alignment = alignmentScore switch
        {
            > 0.5 => 1.25,
            > 0.1 => 1.10,
            < -0.3 => 0.80,
            _ => 1.0,
        };

        // The thresholds are DOMAIN A17's, re-tuned there for a mean that excludes the bar itself.
        var volume = context.M1.VolumeRatio switch
        {
            null => 1.0,
            > 1.714 => 1.20,
            > 1.263 => 1.10,
            > 0.762 => 0.95,
            _ => 0.80,
        };

        var basePart = triggerBase * gateWeight;
        var total = Math.Clamp(basePart * (1 + boost) * alignment * volume, 0, 1);
        return new Confidence(total, basePart, boost, alignment, volume);
    }

    /// <summary>Strength: distance of the close from EMA20 in 2 ATR14, 0…1. Confidence: share of the last live breaks in the trend's direction.</summary>
    private static void Accumulate(TimeframeAnalysis analysis, int direction, ref double boost, ref double alignmentScore)
    {
        var trend = (int)analysis.Structure.Trend;
        var strength = analysis.Ema20.Current is { } ema && analysis.Atr14.Current is { } atr && atr > 0
            ? Math.Min(1, Math.Abs(analysis.LastBar.Close - ema) / (2 * atr))
            : 0;
        var breaks = analysis.Structure.BullishBreaks + analysis.Structure.BearishBreaks;
        var agreeing = trend >= 0 ? analysis.Structure.BullishBreaks : analysis.Structure.BearishBreaks;
        var confidence = breaks == 0 || trend == 0 ? 0 : (double)agreeing / breaks;

        if (trend == direction)
        {
            boost += (0.2 * strength) + (0.1 * confidence);
            alignmentScore += strength;
        }
        else if (trend == 0)
        {
            boost += 0.05;
            alignmentScore += 0.1;
        }
        else
        {
            boost += -0.1 + (0.1 * confidence);
            alignmentScore -= 0.5 * strength;
        }
    }
}
