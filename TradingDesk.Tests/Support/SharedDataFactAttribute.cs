namespace TradingDesk.Tests.Support;

/// <summary>A fact about recorded data; skipped, with the reason printed, where the file is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute(string relative)
    {
        if (SharedData.Find(relative) is null)
        {
            Skip = $"shared/data/{relative} is not on this machine (set TRADINGDESK_DATA).";
        }
    }
}

/// <summary>A theory about recorded data; skipped, with the reason printed, where the file is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedDataTheoryAttribute : TheoryAttribute
{
    public SharedDataTheoryAttribute(string relative)
    {
        if (SharedData.Find(relative) is null)
        {
            Skip = $"shared/data/{relative} is not on this machine (set TRADINGDESK_DATA).";
        }
    }
}
