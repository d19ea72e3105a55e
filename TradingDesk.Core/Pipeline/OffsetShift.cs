using TradingDesk.Core.Domain;
using TradingDesk.Core.Ticks;

namespace TradingDesk.Core.Pipeline;

/// <summary>The measured offset in the form that fusion and quality take. The one place that knows how the offset is measured.</summary>
internal static class OffsetShift
{
    /// <summary>Older than this an offset is not used: five missed intervals of a minute (DOMAIN A6).</summary>
    private static readonly TimeSpan StaleAfter = TimeSpan.FromMinutes(5);

    /// <summary>The shift from the second venue to the primary and its band (σ); <see langword="null"/> where none is known or it is stale.</summary>
    public static (PriceShift Shift, double Band)? Read(OffsetWindow offset, Timestamp now) =>
        offset.LastPairAt is { } at && now - at <= StaleAfter && offset.TryRead(out var median, out var band)
            ? (PriceShift.Additive(-median), band)
            : null;
}
