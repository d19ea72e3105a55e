using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Analysis.Structure.Gaps;

/// <summary>A gap that no bar has touched yet: prices between the bar before and the bar after its own that neither traded.</summary>
/// <param name="Direction">Bullish where the gap lies below the market.</param>
/// <param name="Index">The middle bar.</param>
/// <param name="OriginAt">That bar's open time.</param>
/// <param name="KnownAt">Close time of the bar after it.</param>
public readonly record struct FairValueGap(Direction Direction, int Index, Timestamp OriginAt, Timestamp KnownAt, double Top, double Bottom)
{
    /// <summary>The edge that price meets first.</summary>
    public double NearEdge => Direction == Direction.Bullish ? Top : Bottom;

    internal bool IsTouchedBy(in Bar bar) => Direction == Direction.Bullish ? bar.Low <= Top : bar.High >= Bottom;

    internal void Save(StateWriter writer)
    {
        writer.Write((sbyte)Direction);
        writer.Write(Index);
        writer.Write(OriginAt);
        writer.Write(KnownAt);
        writer.Write(Top);
        writer.Write(Bottom);
    }

    internal static FairValueGap Load(StateReader reader) => new(
        (Direction)reader.ReadSByte(), reader.ReadInt32(), reader.ReadTimestamp(), reader.ReadTimestamp(), Top: reader.ReadDouble(), Bottom: reader.ReadDouble());
}
