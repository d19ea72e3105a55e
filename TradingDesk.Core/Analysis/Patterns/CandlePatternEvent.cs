using TradingDesk.Core.Analysis.Structure;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Analysis.Patterns;

/// <summary>A candlestick pattern that a bar completed. Known at that bar's close and never changed.</summary>
/// <param name="Pattern">Which one.</param>
/// <param name="Direction">Where it points; <see cref="Structure.Direction.None"/> for patterns of indecision.</param>
/// <param name="Strength">TA-Lib's value: ±100, or ±80 where one end of an engulfing or harami is only equal. Its sign is TA-Lib's, not <paramref name="Direction"/>.</param>
/// <param name="Confidence">Base confidence of the pattern scaled by |strength| / 100, 0 to 1.</param>
/// <param name="Bars">Bars that the pattern spans.</param>
/// <param name="OriginAt">Open time of its first bar.</param>
/// <param name="KnownAtIndex">Its last bar, counted from the first that the detector saw.</param>
/// <param name="KnownAt">Close time of that bar.</param>
/// <param name="Close">That bar's close, in quote currency per unit.</param>
public readonly record struct CandlePatternEvent(
    CandlePattern Pattern,
    Direction Direction,
    int Strength,
    double Confidence,
    int Bars,
    Timestamp OriginAt,
    int KnownAtIndex,
    Timestamp KnownAt,
    double Close) : ISavedEvent<CandlePatternEvent>
{
    public void Save(StateWriter writer)
    {
        writer.Write((byte)Pattern);
        writer.Write((sbyte)Direction);
        writer.Write(Strength);
        writer.Write(Confidence);
        writer.Write(Bars);
        writer.Write(OriginAt);
        writer.Write(KnownAtIndex);
        writer.Write(KnownAt);
        writer.Write(Close);
    }

    public static CandlePatternEvent Load(StateReader reader) => new(
        (CandlePattern)reader.ReadByte(),
        (Direction)reader.ReadSByte(),
        Strength: reader.ReadInt32(),
        Confidence: reader.ReadDouble(),
        Bars: reader.ReadInt32(),
        OriginAt: reader.ReadTimestamp(),
        KnownAtIndex: reader.ReadInt32(),
        KnownAt: reader.ReadTimestamp(),
        Close: reader.ReadDouble());
}
