using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Ticks.Fusion;

/// <summary>
/// A tick in its place on the one tape of both venues. The tick itself (source, both instants, prices) is as the venue sent it; the offset stands beside it.
/// </summary>
/// <param name="OffsetApplied">What turns its price into one of the primary venue, in quote currency: 0 for the primary's own and while there is no offset to apply.</param>
/// <param name="IsLate">True where it came after later ticks had been released: it stands behind them.</param>
public readonly record struct FusedTick(Tick Tick, double OffsetApplied, bool IsLate)
{
    public Venue Source => Tick.Venue;

    public Timestamp OccurredAt => Tick.OccurredAt;

    public Timestamp ReceivedAt => Tick.ReceivedAt;
}

/// <summary>Takes the merged tape.</summary>
public interface ITapeSink
{
    void OnFused(in FusedTick tick);
}
