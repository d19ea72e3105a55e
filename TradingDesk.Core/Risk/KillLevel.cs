namespace TradingDesk.Core.Risk;

/// <summary>Levels of the kill switch, each stricter than the one before (ARCHITECTURE "Stages and levels").</summary>
public enum KillLevel : byte
{
    Normal = 0,

    /// <summary>No entries.</summary>
    StopNew = 1,

    /// <summary>Working entries cancelled; only reducing orders.</summary>
    Reduce = 2,

    /// <summary>Everything closed, then as <see cref="StopNew"/>.</summary>
    Flatten = 3,

    /// <summary>Flatten, confirm, persist, exit.</summary>
    Shutdown = 4,
}

public static class KillLevelExtensions
{
    /// <summary>NORMAL, STOP_NEW, REDUCE, FLATTEN, SHUTDOWN.</summary>
    public static string ToName(this KillLevel level) => level switch
    {
        KillLevel.Normal => "NORMAL",
        KillLevel.StopNew => "STOP_NEW",
        KillLevel.Reduce => "REDUCE",
        KillLevel.Flatten => "FLATTEN",
        KillLevel.Shutdown => "SHUTDOWN",
        _ => throw new ArgumentOutOfRangeException(nameof(level), level, "Unknown kill level."),
    };

    public static bool TryParse(string? name, out KillLevel level)
    {
        foreach (var candidate in Enum.GetValues<KillLevel>())
        {
            if (string.Equals(candidate.ToName(), name, StringComparison.Ordinal))
            {
                level = candidate;
                return true;
            }
        }

        level = default;
        return false;
    }
}
