namespace TradingDesk.Core.Feeds.Http;

/// <summary>1, 2, 4, 8, 16 s, each drawn from its upper half by a seeded generator so that clients do not march in step. Thread-safe.</summary>
internal sealed class SeededBackoff(int seed)
{
    private const int LongestExponent = 4;

    private readonly Lock _lock = new();
    private readonly Random _random = new(seed);

    /// <param name="attempt">0 for the first wait.</param>
    public TimeSpan Next(int attempt)
    {
        lock (_lock)
        {
            return TimeSpan.FromSeconds((1 << Math.Clamp(attempt, 0, LongestExponent)) * (0.5 + (0.5 * _random.NextDouble())));
        }
    }
}
