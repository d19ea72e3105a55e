using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Analysis.Structure;

/// <summary>
/// The trend by Dow's rule, from final swings only: bullish while the last two highs and the last two lows both rise, bearish while both fall,
/// otherwise none.
/// </summary>
public sealed class TrendTracker : IHasState
{
    private Swing? _earlierHigh;
    private Swing? _earlierLow;

    public Swing? LastHigh { get; private set; }

    public Swing? LastLow { get; private set; }

    public Direction Trend => (LastHigh, _earlierHigh, LastLow, _earlierLow) switch
    {
        ({ } high, { } earlierHigh, { } low, { } earlierLow) when high.Level > earlierHigh.Level && low.Level > earlierLow.Level => Direction.Bullish,
        ({ } high, { } earlierHigh, { } low, { } earlierLow) when high.Level < earlierHigh.Level && low.Level < earlierLow.Level => Direction.Bearish,
        _ => Direction.None,
    };

    /// <returns>The swing's label against the one of its side before; none for the first.</returns>
    public StructureTag OnFinalSwing(in Swing swing)
    {
        if (swing.Direction == Direction.Bullish)
        {
            (_earlierHigh, LastHigh) = (LastHigh, swing);
            return Label(swing.Level, _earlierHigh, StructureTag.HigherHigh, StructureTag.LowerHigh, StructureTag.EqualHigh);
        }

        (_earlierLow, LastLow) = (LastLow, swing);
        return Label(swing.Level, _earlierLow, StructureTag.HigherLow, StructureTag.LowerLow, StructureTag.EqualLow);
    }

    public void Reset() => (_earlierHigh, LastHigh, _earlierLow, LastLow) = (null, null, null, null);

    public void SaveState(StateWriter writer)
    {
        writer.Section("trend", 1);
        Swing.SaveOptional(writer, _earlierHigh);
        Swing.SaveOptional(writer, LastHigh);
        Swing.SaveOptional(writer, _earlierLow);
        Swing.SaveOptional(writer, LastLow);
    }

    public void LoadState(StateReader reader)
    {
        reader.Section("trend", 1);
        _earlierHigh = Swing.LoadOptional(reader);
        LastHigh = Swing.LoadOptional(reader);
        _earlierLow = Swing.LoadOptional(reader);
        LastLow = Swing.LoadOptional(reader);
    }

    private static StructureTag Label(double level, Swing? earlier, StructureTag above, StructureTag below, StructureTag equal) => earlier switch
    {
        null => StructureTag.None,
        { } before when level > before.Level => above,
        { } before when level < before.Level => below,
        _ => equal,
    };
}
