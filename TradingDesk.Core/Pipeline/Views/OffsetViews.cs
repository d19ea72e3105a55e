using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Ticks.Offsets;

namespace TradingDesk.Core.Pipeline.Views;

/// <summary>The offset between the venues as the API says it.</summary>
internal static class OffsetViews
{
    public static OffsetView Current(SymbolSnapshot symbol, Timestamp now)
    {
        if (symbol.Offset is not { } offset)
        {
            return new OffsetView(null, null, null, "oneVenue");
        }

        var value = offset.InForce;
        return value.HasValue
            ? new OffsetView(
                offset.Difference,
                value.Band,
                value.AgeAt(now).TotalSeconds,
                value.State.ToName(),
                value.Kind.ToName(),
                value.Value,
                value.ConfidenceAt(now),
                offset.DriftAtrPerHour)
            : new OffsetView(null, null, null, value.State.ToName());
    }
}
