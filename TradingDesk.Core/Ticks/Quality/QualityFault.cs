namespace TradingDesk.Core.Ticks.Quality;

/// <summary>What is counted against the data of an instrument's primary venue. Decision traces store the number: add at the end, never renumber.</summary>
public enum QualityFault
{
    /// <summary>Seconds in which the feed was interrupted.</summary>
    Gap,

    /// <summary>Seconds without a tick beyond the silence that is usual, while the market is open.</summary>
    Silent,

    /// <summary>Seconds with a spread above a multiple of its baseline.</summary>
    WideSpread,

    /// <summary>Seconds in which the second venue, shifted, lay outside the offset's band.</summary>
    Divergence,

    /// <summary>Quotes with bid above ask.</summary>
    Crossed,

    /// <summary>Messages that came twice.</summary>
    Duplicate,

    /// <summary>Messages older than the reorder allowance.</summary>
    OutOfOrder,

    /// <summary>Messages too old at reception.</summary>
    Stale,

    /// <summary>Prices that jumped and waited for a confirmation.</summary>
    Jump,

    /// <summary>Messages from the future: the clocks differ.</summary>
    Clock,

    /// <summary>Prices or volumes that cannot be.</summary>
    BadPrice,

    /// <summary>Trades with volume 0.</summary>
    ZeroVolume,

    /// <summary>Minutes whose bar differs from the venue's own candle.</summary>
    Inconsistent,
}

/// <summary>How far the data can be trusted.</summary>
public enum QualityState : byte
{
    Good,

    /// <summary>Worse than usual; entries are still allowed.</summary>
    Degraded,

    /// <summary>No entries.</summary>
    Poor,
}

public static class QualityNames
{
    private const int Kinds = (int)QualityFault.Inconsistent + 1;

    /// <summary>All faults, in order.</summary>
    public static IReadOnlyList<QualityFault> Faults { get; } = [.. Enumerable.Range(0, Kinds).Select(i => (QualityFault)i)];

    /// <summary>True for faults that are counted in seconds and held against the seconds observed.</summary>
    public static bool IsOfTime(this QualityFault fault) => fault <= QualityFault.Divergence;

    /// <summary>The name in JSON: <c>wideSpread</c>.</summary>
    public static string ToName(this QualityFault fault)
    {
        var name = fault.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    /// <summary>The name in JSON: <c>good</c>, <c>degraded</c>, <c>poor</c>.</summary>
    public static string ToName(this QualityState state) => state switch
    {
        QualityState.Good => "good",
        QualityState.Degraded => "degraded",
        QualityState.Poor => "poor",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "Unknown state."),
    };
}
