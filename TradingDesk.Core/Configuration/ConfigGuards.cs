using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Configuration;

/// <summary>Changes that are valid as documents and still not allowed here.</summary>
internal static class ConfigGuards
{
    /// <summary>Facts about the instrument are read once, when the desk starts.</summary>
    public static Fault? FindFixed(IReadOnlyList<ConfigChange> diff) => Combine(
        from change in diff
        where ConfigSchema.Find(change.Path)!.IsFixed
        select new Fault("FIXED_WHILE_RUNNING", $"{change.Path} can change only while the desk is stopped: edit the file, then start.") { Field = change.Path });

    /// <summary>A file has no known author, so it may only make risk limits stricter.</summary>
    public static Fault? FindLoosened(IReadOnlyList<ConfigChange> diff) => Combine(
        from change in diff
        where change.LoosensRisk
        select new Fault("RISK_LOOSENED", $"{change.Path} would loosen a risk limit from {change.Before} to {change.After}; only an authorised call may do that.") { Field = change.Path });

    private static Fault? Combine(IEnumerable<Fault> faults)
    {
        List<Fault> list = [.. faults];
        return list.Count == 0 ? null : ConfigFaults.Combine(list);
    }
}
