using System.Globalization;
using TradingDesk.Core.Ticks.Offsets;

namespace TradingDesk.Core.Risk.Rules;

/// <summary>
/// Where orders go to another venue than bars come from, the offset between them must not be stale. One that was never measured blocks nothing: the orders' venue
/// has then given no price at all, and only paper orders, which fill at the primary's quotes, are possible.
/// </summary>
internal sealed class OffsetStaleRule : IEntryRule
{
    public Refusal? Check(in EntryRequest request)
    {
        var standing = request.Quote.Standing;
        return standing is { IsOtherVenue: true, State: OffsetState.Stale }
            ? new Refusal("OFFSET_STALE", standing.LifetimeSeconds, standing.AgeSeconds, string.Create(CultureInfo.InvariantCulture, $"the venues' offset is {standing.AgeSeconds:0} s old, limit {standing.LifetimeSeconds:0} s"))
            : null;
    }
}
