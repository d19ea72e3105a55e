using Microsoft.Extensions.Logging;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds;
using TradingDesk.Core.Operations;

namespace TradingDesk.Core.Pipeline;

/// <summary>
/// The async shell around <see cref="DeskPipeline"/>: one thread drains the ingest queue into it, a timer feeds it the clock. Nothing else touches the pipeline.
/// </summary>
public sealed class DeskEngine
{
    private const int BatchSize = 1_024;
    /// <summary>Event time that an event may wait in the queue before nothing is entered on it.</summary>
    public static readonly TimeSpan BehindFrom = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan SnapshotInterval = TimeSpan.FromMilliseconds(100);

    private readonly DeskPipeline _pipeline;
    private readonly IngestQueue _queue;
    private readonly TimeProvider _clock;
    private readonly StageTimer _stages;
    private readonly ILogger<DeskEngine> _log;
    private readonly MarketEvent[] _batch = new MarketEvent[BatchSize];
    private volatile DeskSnapshot _snapshot;
    private long _snapshotTakenAt;
    private bool _isBehind;

    public DeskEngine(DeskPipeline pipeline, IngestQueue queue, TimeProvider clock, StageTimer stages, ILogger<DeskEngine> log)
    {
        _pipeline = pipeline;
        _queue = queue;
        _clock = clock;
        _stages = stages;
        _log = log;
        _snapshot = DeskSnapshotBuilder.Build(pipeline, Timestamp.Now(clock));
    }

    public TimeProvider Clock => _clock;

    internal DeskSnapshot Snapshot => _snapshot;

    /// <summary>Runs until the queue is completed. Give it a thread of its own.</summary>
    /// <exception cref="Exception">A bug in a stage: the desk must stop rather than trade on broken state.</exception>
    public void Run(CancellationToken cancellationToken)
    {
        var reader = _queue.Reader;
        while (WaitForEvents(reader, cancellationToken))
        {
            var count = 0;
            while (count < BatchSize && reader.TryRead(out var item))
            {
                _batch[count++] = item;
            }

            var started = TimeProvider.System.GetTimestamp();
            SayWhetherBehind(_batch[0].At);
            _pipeline.Process(_batch, count);
            _stages.Record(DeskStage.TickIngestion, TimeProvider.System.GetElapsedTime(started) / count);
            Array.Clear(_batch, 0, count);
            TakeSnapshot();
        }

        _log.LogInformation("The pipeline has ended.");
    }

    /// <summary>Posts the clock each second of event time until cancelled; a sleep is found before the first second after it is posted.</summary>
    public async Task RunClockAsync(WakeRecovery wake, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), _clock);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            await wake.BeatAsync(cancellationToken);
            await _queue.PublishAsync(MarketEvent.Clock(Timestamp.Now(_clock)), cancellationToken);
        }
    }

    /// <summary>Puts a command into the stream of events; completes when its effect is durable.</summary>
    internal async Task<Fault?> SendAsync(DeskCommand command, int instrumentId, CancellationToken cancellationToken)
    {
        await _queue.PublishAsync(MarketEvent.Command(command, instrumentId, Timestamp.Now(_clock)), cancellationToken);
        return await command.Completion.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Reads a lane in its own order.</summary>
    internal async Task<T> QueryAsync<T>(int instrumentId, Func<SymbolLane, T> read, CancellationToken cancellationToken)
    {
        var query = new QueryCommand<T>(read);
        await _queue.PublishAsync(MarketEvent.Command(query, instrumentId, Timestamp.Now(_clock)), cancellationToken);
        return await query.Result.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Tells the pipeline, in its own order, when events have waited so long that their prices are history, and when that is over.</summary>
    private void SayWhetherBehind(Timestamp oldest)
    {
        var now = Timestamp.Now(_clock);
        var lag = now - oldest;
        if (lag > BehindFrom != _isBehind && (!_isBehind || lag < BehindFrom / 2))
        {
            _isBehind = !_isBehind;
            _pipeline.Process([MarketEvent.Command(new BehindCommand(_isBehind, lag), instrumentId: -1, oldest)], 1);
        }
    }

    private static bool WaitForEvents(System.Threading.Channels.ChannelReader<MarketEvent> reader, CancellationToken cancellationToken)
    {
        var wait = reader.WaitToReadAsync(cancellationToken);
        return wait.IsCompletedSuccessfully ? wait.Result : wait.AsTask().GetAwaiter().GetResult();
    }

    private void TakeSnapshot()
    {
        // Real time on purpose: readers are people, whatever the speed of the market.
        var now = TimeProvider.System.GetTimestamp();
        if (TimeProvider.System.GetElapsedTime(_snapshotTakenAt, now) >= SnapshotInterval)
        {
            _snapshotTakenAt = now;
            _snapshot = DeskSnapshotBuilder.Build(_pipeline, Timestamp.Now(_clock));
        }
    }
}
