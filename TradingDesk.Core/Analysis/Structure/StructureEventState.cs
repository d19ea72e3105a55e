using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Analysis.Structure;

/// <summary>Writes structure events exactly and reads them back.</summary>
public static class StructureEventState
{
    public static void Save(StateWriter writer, in StructureEvent item)
    {
        writer.Write((byte)item.Kind);
        writer.Write((byte)item.Break);
        writer.Write((sbyte)item.Direction);
        writer.Write(item.Level);
        writer.Write(item.OriginIndex);
        writer.Write(item.OriginAt);
        writer.Write(item.BrokenIndex);
        writer.Write(item.BrokenAt);
        writer.Write(item.KnownAtIndex);
        writer.Write(item.KnownAt);
        writer.Write(item.CauseIndex);
        writer.Write((byte)item.Tag);
        writer.Write(item.Top);
        writer.Write(item.Bottom);
        writer.Write(item.Amount);
        writer.Write(item.Ratio);
    }

    public static StructureEvent Load(StateReader reader) => new(
        (StructureEventKind)reader.ReadByte(),
        (BreakKind)reader.ReadByte(),
        (Direction)reader.ReadSByte(),
        reader.ReadDouble(),
        OriginIndex: reader.ReadInt32(),
        OriginAt: reader.ReadTimestamp(),
        BrokenIndex: reader.ReadInt32(),
        BrokenAt: reader.ReadTimestamp(),
        KnownAtIndex: reader.ReadInt32(),
        KnownAt: reader.ReadTimestamp(),
        CauseIndex: reader.ReadInt32(),
        (StructureTag)reader.ReadByte(),
        Top: reader.ReadDouble(),
        Bottom: reader.ReadDouble(),
        Amount: reader.ReadDouble(),
        Ratio: reader.ReadDouble());
}
