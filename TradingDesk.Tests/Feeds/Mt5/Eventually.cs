using System.Diagnostics;

namespace TradingDesk.Tests.Feeds.Mt5;

/// <summary>Waits for what other threads do over real sockets.</summary>
internal static class Eventually
{
    public static async Task IsTrueAsync(Func<bool> condition, string what, int limitMs = 10_000)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.ElapsedMilliseconds < limitMs, $"Not within {limitMs} ms: {what}");
            await Task.Delay(2);
        }
    }
}
