using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using TradingDesk.Api;
using TradingDesk.Api.Hosting.Desk;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds;
using TradingDesk.Core.Feeds.Http;
using TradingDesk.Core.Feeds.Simulation;
using TradingDesk.Core.Journal;
using TradingDesk.Core.Storage;

namespace TradingDesk.Tests.Support;

/// <summary>The whole desk of the program in this process, simulated mode, real sockets, a folder of its own, with what a test wants inside.</summary>
internal sealed class InProcessDesk : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly WebApplication _app;
    private readonly string _folder;

    private InProcessDesk(WebApplication app, string folder)
    {
        _app = app;
        _folder = folder;
        Runtime = app.Services.GetRequiredService<DeskRuntime>();
        Clock = (ScaledTimeProvider)app.Services.GetRequiredService<DeskBoot>().Clock;
    }

    public DeskRuntime Runtime { get; }

    public ScaledTimeProvider Clock { get; }

    public SimulatedWorld World => Runtime.Feeds.World!;

    public IDeskQueries Queries => _app.Services.GetRequiredService<IDeskQueries>();

    public OutgoingHttp Outgoing => _app.Services.GetRequiredService<OutgoingHttp>();

    public Timestamp Now => Timestamp.Now(Clock);

    public HealthReport Health => Runtime.Reader.Health();

    public static async Task<InProcessDesk> StartAsync(double speed, DeskHooks? hooks = null, params string[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("desk-drill-").FullName;
        string[] arguments =
        [
            "--urls=http://127.0.0.1:0", $"--Desk:DataFolder={folder}", "--Desk:Mode=simulated", FormattableString.Invariant($"--Desk:Simulator:Speed={speed}"),
            "--Desk:Simulator:BinancePort=0", "--Desk:Bridge:Port=0", "--Desk:Engine:HistoryDays=2", "--Desk:Coordination:MaxDeferredWaitSeconds=0",
            "--Desk:Simulator:ExpertAdvisor:MinBackoffMs=50", "--Desk:Simulator:ExpertAdvisor:MaxBackoffMs=100", .. settings,
        ];

        // A sleep of the market's clock is one of the desk's: the drill steps the one clock that both have.
        var app = DeskProgram.Build(arguments, (hooks ?? DeskHooks.None) with { Uptime = clock => EventUptime(clock, speed) });
        await app.StartAsync();
        return new InProcessDesk(app, folder);
    }

    public async Task UntilAsync(string what, Func<bool> condition)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.False(Runtime.Completion.IsCompleted, $"The desk ended while waiting: {what}. {Runtime.Completion.Exception}");
            Assert.True(
                TimeProvider.System.GetElapsedTime(started) < Patience,
                $"Waited in vain: {what}. {string.Join("; ", Health.Components.Where(c => c.Status != "healthy").Select(c => $"{c.Name}: {c.Detail}"))}");
            await Task.Delay(5);
        }
    }

    /// <summary>History is in, every feed is live and no lane is interrupted.</summary>
    public Task UntilWholeAsync() => UntilAsync("whole", () => IsWhole);

    public bool IsWhole => Runtime.Reader.WaitingForHistory.Count == 0 && Runtime.Feeds.All.All(f => f.Status.Connection == FeedConnection.Live)
        && Health.Components.All(c => c.Name != "recovery" || c.Status == "healthy") && Health.Symbols.All(s => s.FeedState != "dead");

    public Task UntilTimeAsync(Timestamp instant) => UntilAsync($"the clock is at {instant}", () => Now >= instant);

    /// <summary>The machine sleeps for this long of the market's time: nothing runs, and the market goes on.</summary>
    public void Sleep(TimeSpan eventTime) => Clock.AdvanceTo(Clock.GetUtcNow() + eventTime);

    public IReadOnlyList<StoredJournalEntry> Journal()
    {
        var store = _app.Services.GetRequiredService<IJournalStore>();
        var entries = new List<StoredJournalEntry>();
        while (store.ReadAfter(entries.Count == 0 ? 0 : entries[^1].Sequence, 1_000) is { Count: > 0 } page)
        {
            entries.AddRange(page);
        }

        return entries;
    }

    /// <summary>What the venue itself says about an instrument's minutes.</summary>
    public async Task<IReadOnlyList<Bar>> VenueBarsAsync(Instrument instrument, Timestamp from, Timestamp to)
    {
        var bars = await Runtime.Feeds.HistoryOf(instrument).GetBarsAsync(instrument, Timeframe.M1, from, to, CancellationToken.None);
        Assert.True(bars.IsSuccess, bars.IsSuccess ? "" : bars.Fault.ToString());
        return bars.Value;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static Func<TimeSpan> EventUptime(TimeProvider clock, double speed)
    {
        var start = clock.GetUtcNow();
        return () => (clock.GetUtcNow() - start) / speed;
    }
}
