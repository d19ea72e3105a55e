using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Analysis.Structure;

/// <summary>A swing high (<see cref="Direction.Bullish"/>) or low (<see cref="Direction.Bearish"/>).</summary>
/// <param name="Direction">Its side.</param>
/// <param name="Index">Its bar, counted from the first that the analyzer saw.</param>
/// <param name="OriginAt">That bar's open time.</param>
/// <param name="Level">The bar's high or low, in quote currency per unit.</param>
public readonly record struct Swing(Direction Direction, int Index, Timestamp OriginAt, double Level)
{
    /// <summary>True where <paramref name="price"/> is strictly beyond the level, away from the market: above a high, below a low.</summary>
    public bool IsBeyond(double price) => Direction == Direction.Bullish ? price > Level : price < Level;

    internal void Save(StateWriter writer)
    {
        writer.Write((sbyte)Direction);
        writer.Write(Index);
        writer.Write(OriginAt);
        writer.Write(Level);
    }

    internal static Swing Load(StateReader reader) => new((Direction)reader.ReadSByte(), reader.ReadInt32(), reader.ReadTimestamp(), reader.ReadDouble());

    internal static void SaveOptional(StateWriter writer, Swing? swing)
    {
        writer.Write(swing.HasValue);
        if (swing is { } value)
        {
            value.Save(writer);
        }
    }

    internal static Swing? LoadOptional(StateReader reader) => reader.ReadBoolean() ? Load(reader) : null;
}
