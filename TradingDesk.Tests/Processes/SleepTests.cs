using System.Globalization;
using System.Net.Http.Json;
using System.Runtime.InteropServices;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using Xunit.Abstractions;

namespace TradingDesk.Tests.Processes;

/// <summary>The real process, stopped for longer than any load explains and let go on.</summary>
public sealed partial class SleepTests(ITestOutputHelper output)
{
    private const int Speed = 20;
    private const int Stop = 19;
    private const int Continue = 18;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Desk_StoppedForSixSeconds_HasEveryMinuteAndTheJournalTellsIt()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // no SIGSTOP there; the in-process drill covers the rest
        }

        await using var lives = await DeskLives.CreateAsync(Speed, output);
        lives.Start();
        await lives.WaitUntilWarmAsync();
        await lives.WaitForWholeBarsAsync(Patience);
        var desk = lives.Desk;
        var before = (await desk.Client.GetFromJsonAsync<HealthReport>("/health", DeskJson.Options))!.Now;
        Assert.Equal(0, Signal(desk.ProcessId, Stop));
        await Task.Delay(TimeSpan.FromSeconds(6.5));
        Assert.Equal(0, Signal(desk.ProcessId, Continue));

        HealthReport? health = null;
        await desk.WaitForAsync("awake", Patience, async () =>
        {
            health = await desk.Client.GetFromJsonAsync<HealthReport>("/health", DeskJson.Options);
            return health!.Components.Any(c => c is { Name: "recovery", Status: "healthy" } && c.Detail.StartsWith("slept", StringComparison.Ordinal));
        });
        var end = Timeframe.M1.Floor(health!.Now) + TimeSpan.FromMinutes(2);
        foreach (var symbol in health.Symbols.Select(s => s.Symbol))
        {
            CandleList? list = null;
            await desk.WaitForAsync("two minutes on", Patience, async () =>
            {
                list = await desk.Client.GetFromJsonAsync<CandleList>($"/api/enhanced/candles/{symbol}/M1?from={before - TimeSpan.FromMinutes(2)}&limit=100", DeskJson.Options);
                return list!.Candles.Any(c => c.Closed && c.CloseTime >= end);
            });
            var closed = list!.Candles.Where(c => c.Closed).ToList();
            Assert.All(closed.Zip(closed.Skip(1)), pair => Assert.Equal(pair.First.CloseTime, pair.Second.OpenTime));
            Assert.DoesNotContain(closed, c => c.Flags.Contains("gap", StringComparer.Ordinal));
            Assert.Contains(closed, c => c.Flags.Contains("filled", StringComparer.Ordinal));
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{symbol}: {closed.Count} minutes, {closed.Count(c => c.Flags.Contains("filled", StringComparer.Ordinal))} filled"));
        }

        var told = new List<string>();
        using var patience = new CancellationTokenSource(Patience);
        await EventStream.ReadAsync(desk.Client, after: 0, item =>
        {
            told.AddRange(((string[])["Slept", "Recovering", "Recovered"]).Where(kind => item.Data.Contains($"\"{kind}\"", StringComparison.Ordinal)));
            return told.Count(k => k == "Recovered") < health.Symbols.Count;
        }, patience.Token);
        Assert.Equal("Slept", told[0]);
        Assert.Equal("Recovering", told[1]);
        Assert.Equal(health.Symbols.Count, told.Count(k => k == "Recovered"));
        Assert.Empty(lives.Faults);
        await lives.StopAsync();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Signal(int processId, int signal);
}
