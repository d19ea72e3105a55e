using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Configuration;

internal static class ConfigFaults
{
    /// <summary>More faults than this in one document are not listed.</summary>
    public const int MaxListed = 100;

    /// <summary>One fault that holds them all.</summary>
    public static Fault Combine(IReadOnlyList<Fault> faults) => new(
        "INVALID_CONFIG",
        faults.Count == 1 ? faults[0].Message : $"{faults.Count} faults: " + string.Join(" ", faults.Select(fault => fault.Message)))
    {
        Causes = [.. faults.Take(MaxListed)],
    };
}
