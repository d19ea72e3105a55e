using TradingDesk.Core.Domain;
using TradingDesk.Tests.Support;
using Xunit.Abstractions;

namespace TradingDesk.Tests.Recovery;

/// <summary>A sleep too long for ticks: the whole desk takes the minutes as bars from both venues and carries on.</summary>
public sealed class ResyncTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Desk_SleepsFortyFiveMinutes_EveryMinuteComesAsABar()
    {
        await using var desk = await InProcessDesk.StartAsync(speed: 40);
        await desk.UntilWholeAsync();
        var start = Timeframe.M1.Floor(desk.Now) + TimeSpan.FromMinutes(1);
        await desk.UntilTimeAsync(start + TimeSpan.FromSeconds(75));
        var from = desk.Now;
        desk.Sleep(TimeSpan.FromMinutes(45));
        await desk.UntilAsync("the sleep is noticed", () => desk.Runtime.Wake.Sleeps == 1);
        await desk.UntilWholeAsync();
        var to = Timeframe.M1.Floor(desk.Now) + TimeSpan.FromMinutes(2);
        await desk.UntilTimeAsync(to + TimeSpan.FromSeconds(30));
        foreach (var instrument in desk.Runtime.Reader.Instruments)
        {
            IReadOnlyList<Bar> Bars() => desk.Queries.GetBars(instrument.Symbol, Timeframe.M1, 1_000, before: to, from: start);
            await desk.UntilAsync("stored", () => Bars() is { Count: > 0 } b && b[^1].CloseTime >= to);
            var bars = Bars();
            Assert.All(bars.Zip(bars.Skip(1)), pair => Assert.Equal(pair.First.CloseTime, pair.Second.OpenTime));
            Assert.DoesNotContain(bars, b => (b.Flags & BarFlags.Gap) != 0);
            var slept = bars.Where(b => b.OpenTime >= Timeframe.M1.Floor(from) && b.OpenTime < from + TimeSpan.FromMinutes(44)).ToList();
            Assert.True(slept.Count >= 44, $"{slept.Count}");
            Assert.All(slept, b => Assert.True((b.Flags & BarFlags.Filled) != 0, $"{instrument.Symbol} {b.OpenTime} {b.Flags}"));
            var venue = (await desk.VenueBarsAsync(instrument, start, to)).ToDictionary(b => b.OpenTime);
            Assert.All(bars.Where(b => venue.ContainsKey(b.OpenTime)), b => Assert.Equal((venue[b.OpenTime].Open, venue[b.OpenTime].Close, venue[b.OpenTime].TickCount > 0), (b.Open, b.Close, b.TickCount > 0)));
            output.WriteLine($"{instrument.Symbol}: {slept.Count} minutes filled, {bars.Count} in all");
        }

        Assert.Contains(desk.Journal(), e => e.Json.Contains("as bars", StringComparison.Ordinal));
    }
}
