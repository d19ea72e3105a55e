namespace TradingDesk.Core.Feeds.Simulation.Protocol;

/// <summary>A kline length of Binance, by name. Boundaries are UTC: weeks open on Monday, the others at multiples since the epoch.</summary>
internal sealed record KlineInterval(string Name, long Milliseconds)
{
    private const long Minute = 60_000;
    private const long Day = 1_440 * Minute;

    /// <summary>The epoch was a Thursday: weeks are shifted by three days.</summary>
    private long Shift => Name == "1w" ? 3 * Day : 0;

    public static IReadOnlyList<KlineInterval> All { get; } =
    [
        new("1s", 1_000), new("1m", Minute), new("3m", 3 * Minute), new("5m", 5 * Minute), new("15m", 15 * Minute), new("30m", 30 * Minute),
        new("1h", 60 * Minute), new("2h", 120 * Minute), new("4h", 240 * Minute), new("6h", 360 * Minute), new("8h", 480 * Minute),
        new("12h", 720 * Minute), new("1d", Day), new("3d", 3 * Day), new("1w", 7 * Day),
    ];

    public static KlineInterval? Find(ReadOnlySpan<char> name)
    {
        foreach (var interval in All)
        {
            if (name.SequenceEqual(interval.Name))
            {
                return interval;
            }
        }

        return null;
    }

    public long Floor(long milliseconds) => milliseconds - ((milliseconds + Shift) % Milliseconds);

    public long Ceiling(long milliseconds) => Floor(milliseconds + Milliseconds - 1);
}
