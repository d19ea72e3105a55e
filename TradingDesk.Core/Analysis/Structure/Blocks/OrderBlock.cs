using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Analysis.Structure.Blocks;

public enum OrderBlockStatus : byte
{
    /// <summary>Price has not come back.</summary>
    Active = 1,

    /// <summary>Price came back into the block and held it.</summary>
    Mitigated = 2,

    /// <summary>Price went through: the block now works the other way round.</summary>
    Breaker = 3,
}

/// <summary>An order block that is not invalidated.</summary>
/// <param name="Direction">Bullish where its bar is the lowest before a close above a swing high.</param>
/// <param name="Index">Its bar.</param>
/// <param name="OriginAt">That bar's open time.</param>
/// <param name="TriggerIndex">Bar of the swing whose crossing made it; with <paramref name="Index"/> and <paramref name="Direction"/> its identity.</param>
/// <param name="KnownAt">Close of the bar that crossed the swing.</param>
/// <param name="Volume">Of that bar and the two before it, base units.</param>
/// <param name="Balance">The volume of the crossing bar and the one before it against that of the third, the smaller over the larger, 0 to 1; 1 where there was none.</param>
/// <param name="MitigatedAt">Close of the first bar that came back into it.</param>
/// <param name="BrokenAt">Close of the first bar that went through it.</param>
/// <param name="TriggerSuperseded">The swing that made it was superseded later.</param>
public readonly record struct OrderBlock(
    Direction Direction,
    int Index,
    Timestamp OriginAt,
    double Top,
    double Bottom,
    int TriggerIndex,
    Timestamp KnownAt,
    double Volume,
    double Balance,
    OrderBlockStatus Status,
    Timestamp MitigatedAt,
    Timestamp BrokenAt,
    bool TriggerSuperseded)
{
    /// <summary>The edge that price meets first when it comes back.</summary>
    public double NearEdge => Direction == Direction.Bullish ? Top : Bottom;

    internal StructureEvent ToEvent(StructureEventKind kind, in BarContext bar, bool endsHere) =>
        bar.Zone(kind, Direction, NearEdge, Top, Bottom, Index, OriginAt, endsHere, TriggerIndex) with { Amount = Volume, Ratio = Balance };

    internal void Save(StateWriter writer)
    {
        writer.Write((sbyte)Direction);
        writer.Write(Index);
        writer.Write(OriginAt);
        writer.Write(Top);
        writer.Write(Bottom);
        writer.Write(TriggerIndex);
        writer.Write(KnownAt);
        writer.Write(Volume);
        writer.Write(Balance);
        writer.Write((byte)Status);
        writer.Write(MitigatedAt);
        writer.Write(BrokenAt);
        writer.Write(TriggerSuperseded);
    }

    internal static OrderBlock Load(StateReader reader) => new(
        (Direction)reader.ReadSByte(),
        reader.ReadInt32(),
        reader.ReadTimestamp(),
        Top: reader.ReadDouble(),
        Bottom: reader.ReadDouble(),
        reader.ReadInt32(),
        KnownAt: reader.ReadTimestamp(),
        Volume: reader.ReadDouble(),
        Balance: reader.ReadDouble(),
        (OrderBlockStatus)reader.ReadByte(),
        MitigatedAt: reader.ReadTimestamp(),
        BrokenAt: reader.ReadTimestamp(),
        reader.ReadBoolean());
}
