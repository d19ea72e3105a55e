using TradingDesk.Core.Bars.Fusion;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Ticks.Quality;

namespace TradingDesk.Core.Storage;

/// <summary>One second of one venue's quotes, for <c>unified_ticks</c>.</summary>
public readonly record struct TickSecond(int InstrumentId, Venue Venue, Timestamp Second, double Bid, double Ask, double Volume, int TickCount, double OffsetApplied);

/// <summary>One fused M5 candle, for <c>m5_candles</c>; a later revision takes the place of an earlier one.</summary>
public readonly record struct M5CandleRow(int InstrumentId, M5Candle Candle);

/// <summary>A minute of data quality, added to its day in <c>quality_days</c>.</summary>
public readonly record struct QualityRow(int InstrumentId, QualityMinute Minute);

/// <summary>Takes bulk rows without ever blocking the caller. When the disk is slow the oldest tick rows give way (counted); the others never do.</summary>
public interface IVolumeWriter
{
    void Write(in TickSecond row);

    void Write(int instrumentId, in Bar bar);

    void Write(in M5CandleRow row);

    void Write(in QualityRow row);

    int Depth { get; }

    int Capacity { get; }

    long Dropped { get; }
}
