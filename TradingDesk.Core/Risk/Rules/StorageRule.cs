namespace TradingDesk.Core.Risk.Rules;

/// <summary>No entries while storage cannot be relied on: the desk does not trade what it may not be able to record.</summary>
internal sealed class StorageRule : IEntryRule
{
    public Refusal? Check(in EntryRequest request) => request.Account.StorageDegraded
        ? new Refusal("STORAGE_DEGRADED", Limit: 0, Actual: 1, "storage is degraded; no entries until it has recovered")
        : null;
}
