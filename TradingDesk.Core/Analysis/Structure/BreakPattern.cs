using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Analysis.Structure;

/// <summary>Four alternating swings that make a BOS or CHOCH, named by the second of them, whose level must be broken by a close.</summary>
/// <param name="Kind">BOS or CHOCH.</param>
/// <param name="Direction">Bullish where the level is a swing high.</param>
/// <param name="Index">Bar of that swing.</param>
/// <param name="OriginAt">That bar's open time.</param>
/// <param name="Level">The level to break.</param>
internal readonly record struct BreakPattern(BreakKind Kind, Direction Direction, int Index, Timestamp OriginAt, double Level)
{
    public bool IsBrokenBy(double close) => Direction == Direction.Bullish ? close > Level : close < Level;

    public void Save(StateWriter writer)
    {
        writer.Write((byte)Kind);
        writer.Write((sbyte)Direction);
        writer.Write(Index);
        writer.Write(OriginAt);
        writer.Write(Level);
    }

    public static BreakPattern Load(StateReader reader) =>
        new((BreakKind)reader.ReadByte(), (Direction)reader.ReadSByte(), reader.ReadInt32(), reader.ReadTimestamp(), reader.ReadDouble());
}

/// <summary>A pattern with the first bar that closed beyond its level.</summary>
internal readonly record struct KnownBreak(BreakPattern Pattern, int BrokenIndex, Timestamp BrokenAt)
{
    public void Save(StateWriter writer)
    {
        Pattern.Save(writer);
        writer.Write(BrokenIndex);
        writer.Write(BrokenAt);
    }

    public static KnownBreak Load(StateReader reader) => new(BreakPattern.Load(reader), reader.ReadInt32(), reader.ReadTimestamp());
}
