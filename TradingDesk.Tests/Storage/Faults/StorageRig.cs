using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using TradingDesk.Core.Configuration;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds;
using TradingDesk.Core.Feeds.Simulation;
using TradingDesk.Core.Operations;
using TradingDesk.Core.Pipeline;
using TradingDesk.Core.Storage;
using TradingDesk.Core.Ticks.Quality;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Storage.Faults;

/// <summary>The desk from queue to disk, as the host wires it, without sockets: simulated ticks at a pace, pipeline, journal, volume writer, storage watch.</summary>
internal sealed class StorageRig : IAsyncDisposable
{
    /// <summary>Real time for one minute of the market: 240 times its speed.</summary>
    private static readonly TimeSpan MinutePace = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _stop = new();
    private readonly IngestQueue _queue = new();
    private readonly DeskEngine _engine;
    private readonly JournalPump _pump;
    private readonly StorageHealth _health;
    private readonly StorageWatch _watch;
    private readonly SimulatedMarket _market = new(new SimulatorOptions { Seed = 7 });
    private readonly Task[] _parts;
    private readonly Task _engineTask;
    private readonly Task _pumpTask;

    public StorageRig(string folder, StorageOptions options)
    {
        SymbolSettings[] settings = [.. SymbolDefaults.All.Select((document, id) => new SymbolConfig(document).ToSettings(id))];
        Instrument[] instruments = [.. settings.Select(s => s.Instrument)];
        Database = DeskDatabase.Open(folder, options, TimeProvider.System);
        _health = new StorageHealth(Database, TimeProvider.System);
        Store = new SqliteJournalStore(Database, _health);
        Volume = new AsyncDbWriter(Database, instruments, TimeProvider.System);
        _pump = new JournalPump(
            Store, Volume, new DerivedWriter(Volume, instruments, new QualityOptions(), _ => null), entries => { foreach (var entry in entries) { Shown.Enqueue(entry.Sequence); } }, (_, _) => { }, TimeProvider.System, new StageTimer(TimeProvider.System), NullLogger<JournalPump>.Instance);
        Pipeline = new DeskPipeline(settings, new PipelineOptions(), _pump);
        _engine = new DeskEngine(Pipeline, _queue, TimeProvider.System, new StageTimer(TimeProvider.System), NullLogger<DeskEngine>.Instance);
        _watch = new StorageWatch(() => [.. _health.GetComponents(), .. Volume.GetComponents(), .. _pump.GetComponents()], _queue, TimeProvider.System, NullLogger<StorageWatch>.Instance);
        _pumpTask = Task.Run(() => _pump.RunAsync(CancellationToken.None));
        _engineTask = Task.Factory.StartNew(() => _engine.Run(), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        _parts = [Task.Run(() => FeedAsync(new SimulatedEvents(_market, instruments))), _watch.RunAsync(_stop.Token)];
    }

    public DeskDatabase Database { get; }

    public SqliteJournalStore Store { get; }

    public AsyncDbWriter Volume { get; }

    public DeskPipeline Pipeline { get; }

    /// <summary>Sequences that were shown to the outside: acknowledged.</summary>
    public ConcurrentQueue<long> Shown { get; } = [];

    public long Ticks => Pipeline.Lanes.Sum(lane => lane.TickCount);

    public int QueuedEvents => _queue.Health.Depth;

    /// <summary>Entries that wait to become durable.</summary>
    public int QueuedEntries => _pump.GetQueues().Single().Depth;

    /// <summary>Entries are refused (as the pipeline sees it), and people can see that storage is not well.</summary>
    public bool IsDegraded => Pipeline.Account.State.StorageDegraded && _watch.IsDegraded;

    /// <summary>Waits for a state.</summary>
    /// <returns>How long it took.</returns>
    public static async Task<TimeSpan> WaitAsync(string what, Func<bool> reached, TimeSpan patience)
    {
        var started = Stopwatch.GetTimestamp();
        while (!reached())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < patience, $"Not within {patience.TotalSeconds} s: {what}.");
            await Task.Delay(20);
        }

        return Stopwatch.GetElapsedTime(started);
    }

    /// <summary>Stops in order: everything queued becomes durable.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        foreach (var part in _parts)
        {
            await part.ContinueWith(ended => Assert.False(ended.IsFaulted, ended.Exception?.ToString()), TaskScheduler.Default);
        }

        _queue.Complete();
        await _engineTask.WaitAsync(TimeSpan.FromSeconds(20));
        _pump.Complete();
        await _pumpTask.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.True(Volume.Flush(TimeSpan.FromSeconds(20)), "What is queued could not be written.");
    }

    public ValueTask DisposeAsync()
    {
        _stop.Cancel();
        _queue.Complete();
        Volume.Dispose();
        _pump.Complete();
        Database.Dispose();
        _stop.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task FeedAsync(SimulatedEvents events)
    {
        try
        {
            for (var minute = _market.StartAt; !_stop.IsCancellationRequested; minute += TimeSpan.FromMinutes(1))
            {
                var started = Stopwatch.GetTimestamp();
                foreach (var item in events.Ticks(minute, minute + TimeSpan.FromMinutes(1)))
                {
                    await _queue.PublishAsync(item, _stop.Token);
                }

                var ahead = MinutePace - Stopwatch.GetElapsedTime(started);
                await Task.Delay(ahead > TimeSpan.Zero ? ahead : TimeSpan.Zero, _stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            return; // The rig stops.
        }
    }
}
