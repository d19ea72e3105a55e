using System.Globalization;

namespace TradingDesk.Core.Risk.Rules;

/// <summary>No entries while the primary venue is lost: the secondary's corrected prices are good enough to leave a position, not to open one.</summary>
internal sealed class FailoverRule : IEntryRule
{
    public Refusal? Check(in EntryRequest request) => request.Quote.Standing.FailedOverSeconds is { } seconds
        ? new Refusal("FAILED_OVER", 0, seconds, string.Create(CultureInfo.InvariantCulture, $"the primary venue has been lost for {seconds:0} s"))
        : null;
}
