using TradingDesk.Core.Analysis.Structure;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Analysis.Liquidity;

/// <summary>Final swings of one side within a band around the first of them; equal highs or lows from the second on.</summary>
/// <param name="AnchorIndex">Bar of the first swing.</param>
/// <param name="AnchorLevel">The middle of the band, which never moves.</param>
/// <param name="Tolerance">Half the band's width.</param>
/// <param name="LevelSum">Sum of all members' levels.</param>
/// <param name="Touches">Members.</param>
/// <param name="LastIndex">Bar of the newest member.</param>
/// <param name="KnownAt">Close at which the second member became final; the epoch before.</param>
/// <param name="SweptIndex">First bar beyond the band; −1 before.</param>
public readonly record struct LiquidityPool(
    Direction Side,
    int AnchorIndex,
    Timestamp OriginAt,
    double AnchorLevel,
    double Tolerance,
    double LevelSum,
    int Touches,
    int LastIndex,
    Timestamp KnownAt,
    int SweptIndex,
    Timestamp SweptAt)
{
    public bool IsSwept => SweptIndex >= 0;

    /// <summary>Two or more touches: others can see it too.</summary>
    public bool IsVisible => Touches >= 2;

    /// <summary>Mean of its members.</summary>
    public double Level => LevelSum / Touches;

    public double Top => AnchorLevel + Tolerance;

    public double Bottom => AnchorLevel - Tolerance;

    /// <summary>The edge beyond which it is swept.</summary>
    public double FarEdge => Side == Direction.Bullish ? Top : Bottom;

    internal bool Holds(double level) => level >= Bottom && level <= Top;

    internal bool IsReachedBy(double high, double low) => Side == Direction.Bullish ? high >= Top : low <= Bottom;

    internal StructureEvent ToEvent(StructureEventKind kind, in BarContext bar) => new(
        kind,
        BreakKind.None,
        Side,
        Level,
        OriginIndex: AnchorIndex,
        OriginAt: OriginAt,
        BrokenIndex: SweptIndex,
        BrokenAt: SweptAt,
        KnownAtIndex: bar.Index,
        KnownAt: bar.CloseTime,
        CauseIndex: LastIndex,
        Top: Top,
        Bottom: Bottom,
        Amount: Touches);

    internal void Save(StateWriter writer)
    {
        writer.Write((sbyte)Side);
        writer.Write(AnchorIndex);
        writer.Write(OriginAt);
        writer.Write(AnchorLevel);
        writer.Write(Tolerance);
        writer.Write(LevelSum);
        writer.Write(Touches);
        writer.Write(LastIndex);
        writer.Write(KnownAt);
        writer.Write(SweptIndex);
        writer.Write(SweptAt);
    }

    internal static LiquidityPool Load(StateReader reader) => new(
        (Direction)reader.ReadSByte(),
        reader.ReadInt32(),
        OriginAt: reader.ReadTimestamp(),
        AnchorLevel: reader.ReadDouble(),
        Tolerance: reader.ReadDouble(),
        LevelSum: reader.ReadDouble(),
        Touches: reader.ReadInt32(),
        LastIndex: reader.ReadInt32(),
        KnownAt: reader.ReadTimestamp(),
        SweptIndex: reader.ReadInt32(),
        SweptAt: reader.ReadTimestamp());
}
