using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Storage;

/// <summary>One second of one venue's quotes, for <c>unified_ticks</c>.</summary>
public readonly record struct TickSecond(int InstrumentId, Venue Venue, Timestamp Second, double Bid, double Ask, double Volume, int TickCount, double OffsetApplied);

/// <summary>Takes bulk rows without ever blocking the caller. When the disk is slow the oldest tick rows give way (counted); bars never do.</summary>
public interface IVolumeWriter
{
    void Write(in TickSecond row);

    void Write(int instrumentId, in Bar bar);

    int Depth { get; }

    int Capacity { get; }

    long Dropped { get; }
}
