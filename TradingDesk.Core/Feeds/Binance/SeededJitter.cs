namespace TradingDesk.Core.Feeds.Binance;

/// <summary>Random numbers for back-off, from a seed. Thread-safe.</summary>
internal sealed class SeededJitter(int seed)
{
    private readonly Lock _lock = new();
    private readonly Random _random = new(seed);

    /// <summary>Uniform in [0, 1).</summary>
    public double Next()
    {
        lock (_lock)
        {
            return _random.NextDouble();
        }
    }
}
