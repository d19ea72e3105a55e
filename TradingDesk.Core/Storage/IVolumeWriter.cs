using TradingDesk.Core.Domain;
using TradingDesk.Core.Storage.Model;

namespace TradingDesk.Core.Storage;

/// <summary>One second of one venue's quotes, for <c>unified_ticks</c>.</summary>
public readonly record struct TickSecond(int InstrumentId, Venue Venue, Timestamp Second, double Bid, double Ask, double Volume, int TickCount, double OffsetApplied);

/// <summary>Takes bulk rows without ever blocking the caller. When the disk is slow the oldest tick rows give way (counted); nothing else does.</summary>
public interface IVolumeWriter
{
    void Write(in TickSecond row);

    void Write(int instrumentId, in Bar bar);

    /// <summary>A revision of a fused candle; it is kept beside the older ones.</summary>
    void Write(in M5CandleRow row);

    /// <summary>A day's data quality; it takes the place of what was said of the day before.</summary>
    void Write(in QualityDayRow row);

    int Depth { get; }

    int Capacity { get; }

    long Dropped { get; }
}
