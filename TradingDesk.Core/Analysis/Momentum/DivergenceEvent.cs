using TradingDesk.Core.Analysis.Structure;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Analysis.Momentum;

public enum DivergenceSource : byte
{
    /// <summary>RSI14.</summary>
    Rsi = 1,

    /// <summary>The MACD line.</summary>
    Macd = 2,
}

public enum DivergenceKind : byte
{
    /// <summary>Price goes further, the oscillator does not: the move tires.</summary>
    Regular = 1,

    /// <summary>The oscillator goes further, price does not: the trend resumes.</summary>
    Hidden = 2,
}

/// <summary>A divergence between two final swings of one side. Known when the second became final; final swings do not change, so neither does this.</summary>
/// <param name="Source">The oscillator.</param>
/// <param name="Kind">Regular or hidden.</param>
/// <param name="Direction">Where it points: bullish between lows, bearish between highs.</param>
/// <param name="FirstIndex">Bar of the earlier swing.</param>
/// <param name="FirstAt">Open time of that bar.</param>
/// <param name="SecondIndex">Bar of the later swing.</param>
/// <param name="SecondAt">Open time of that bar.</param>
/// <param name="FirstPrice">Level of the earlier swing, in quote currency per unit.</param>
/// <param name="SecondPrice">Level of the later swing.</param>
/// <param name="FirstValue">The oscillator at the earlier swing's close.</param>
/// <param name="SecondValue">The oscillator at the later swing's close.</param>
/// <param name="KnownAtIndex">Bar at whose close the later swing became final.</param>
/// <param name="KnownAt">Close time of that bar.</param>
public readonly record struct DivergenceEvent(
    DivergenceSource Source,
    DivergenceKind Kind,
    Direction Direction,
    int FirstIndex,
    Timestamp FirstAt,
    int SecondIndex,
    Timestamp SecondAt,
    double FirstPrice,
    double SecondPrice,
    double FirstValue,
    double SecondValue,
    int KnownAtIndex,
    Timestamp KnownAt) : ISavedEvent<DivergenceEvent>
{
    public void Save(StateWriter writer)
    {
        writer.Write((byte)Source);
        writer.Write((byte)Kind);
        writer.Write((sbyte)Direction);
        writer.Write(FirstIndex);
        writer.Write(FirstAt);
        writer.Write(SecondIndex);
        writer.Write(SecondAt);
        writer.Write(FirstPrice);
        writer.Write(SecondPrice);
        writer.Write(FirstValue);
        writer.Write(SecondValue);
        writer.Write(KnownAtIndex);
        writer.Write(KnownAt);
    }

    public static DivergenceEvent Load(StateReader reader) => new(
        (DivergenceSource)reader.ReadByte(),
        (DivergenceKind)reader.ReadByte(),
        (Direction)reader.ReadSByte(),
        FirstIndex: reader.ReadInt32(),
        FirstAt: reader.ReadTimestamp(),
        SecondIndex: reader.ReadInt32(),
        SecondAt: reader.ReadTimestamp(),
        FirstPrice: reader.ReadDouble(),
        SecondPrice: reader.ReadDouble(),
        FirstValue: reader.ReadDouble(),
        SecondValue: reader.ReadDouble(),
        KnownAtIndex: reader.ReadInt32(),
        KnownAt: reader.ReadTimestamp());
}
