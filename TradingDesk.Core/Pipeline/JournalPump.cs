using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using TradingDesk.Core.Bars.Fusion;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Journal;
using TradingDesk.Core.Operations;
using TradingDesk.Core.Storage;
using TradingDesk.Core.Ticks.Quality;

namespace TradingDesk.Core.Pipeline;

/// <summary>
/// Makes journal entries durable in groups and shows them only afterwards. The pipeline's thread hands entries over and goes on; when the store cannot
/// keep up the queue fills and the pipeline waits: the desk does not trade what it cannot record.
/// </summary>
public sealed class JournalPump : IPipelineOutput, IHealthSource
{
    public const int Capacity = 16_384;
    private const int MaxGroup = 1_000;

    private readonly Channel<Item> _queue = Channel.CreateBounded<Item>(new BoundedChannelOptions(Capacity)
    {
        SingleReader = true,
        SingleWriter = true,
        FullMode = BoundedChannelFullMode.Wait,
    });

    private readonly IJournalStore _store;
    private readonly IVolumeWriter _volume;
    private readonly Action<IReadOnlyList<JournalEntry>> _publish;
    private readonly TimeProvider _clock;
    private readonly ILogger<JournalPump> _log;
    private readonly StageTimer _stages;
    private readonly DerivedWriter _derived;
    private readonly Action<int, M5Candle> _showFused;
    private volatile string? _failure;
    private Timestamp _since;

    /// <param name="publish">Shows entries that are durable; called in order on the pump's task.</param>
    /// <param name="derived">Stores fused candles and data quality.</param>
    /// <param name="showFused">Shows a fused M5 candle of an instrument, after the entries before it.</param>
    public JournalPump(IJournalStore store, IVolumeWriter volume, DerivedWriter derived, Action<IReadOnlyList<JournalEntry>> publish, Action<int, M5Candle> showFused, TimeProvider clock, StageTimer stages, ILogger<JournalPump> log)
    {
        _store = store;
        _volume = volume;
        _derived = derived;
        _publish = publish;
        _showFused = showFused;
        _clock = clock;
        _stages = stages;
        _log = log;
        _since = Timestamp.Now(clock);
    }

    public void OnEntry(JournalEntry entry) => Write(new Item(entry, null));

    public void OnDurable(Action continuation) => Write(new Item(null, continuation));

    public void OnHistoryBar(int instrumentId, in Bar bar) => _volume.Write(instrumentId, bar);

    public void OnTickSecond(in TickSecond row) => _volume.Write(row);

    public void OnFused(int instrumentId, M5Candle candle)
    {
        _derived.Write(instrumentId, candle);
        OnDurable(() => _showFused(instrumentId, candle));
    }

    public void OnQualityMinute(int instrumentId, QualityMinute minute) => _derived.Write(instrumentId, minute);

    /// <summary>Runs until <see cref="Complete"/> was called and everything queued is durable, or until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var entries = new List<JournalEntry>(MaxGroup);
        var continuations = new List<Action>();
        while (await _queue.Reader.WaitToReadAsync(cancellationToken))
        {
            while (entries.Count < MaxGroup && _queue.Reader.TryRead(out var item))
            {
                if (item.Entry is { } entry)
                {
                    entries.Add(entry);
                }
                else
                {
                    continuations.Add(item.Continuation!);
                }
            }

            if (entries.Count > 0)
            {
                await CommitAsync(entries, cancellationToken);
                _publish(entries);
            }

            foreach (var continuation in continuations)
            {
                continuation();
            }

            entries.Clear();
            continuations.Clear();
        }
    }

    public void Complete() => _queue.Writer.TryComplete();

    public IEnumerable<ComponentHealth> GetComponents()
    {
        var failure = _failure;
        yield return new ComponentHealth("storage.journal", failure is null ? "healthy" : "unhealthy", _since, failure ?? "entries are durable before they are shown");
    }

    public IEnumerable<QueueHealth> GetQueues()
    {
        yield return new QueueHealth("journal", _queue.Reader.Count, Capacity, 0);
    }

    private void Write(Item item)
    {
        if (!_queue.Writer.TryWrite(item))
        {
            // Back-pressure on purpose: see the type's summary.
            _queue.Writer.WriteAsync(item).AsTask().GetAwaiter().GetResult();
        }
    }

    private async Task CommitAsync(IReadOnlyList<JournalEntry> entries, CancellationToken cancellationToken)
    {
        var delay = TimeSpan.FromMilliseconds(100);
        while (true)
        {
            try
            {
                var started = _stages.Start();
                _store.Commit(entries);
                _stages.Stop(DeskStage.JournalCommit, started);
                if (_failure is not null)
                {
                    _log.LogWarning("The journal is written again.");
                    (_failure, _since) = (null, Timestamp.Now(_clock));
                }

                return;
            }
            catch (IOException e)
            {
                if (_failure is null)
                {
                    _log.LogError(e, "The journal could not be written; nothing is shown or traded until it can.");
                    _since = Timestamp.Now(_clock);
                }

                _failure = e.Message;
            }

            await Task.Delay(delay, TimeProvider.System, cancellationToken);
            delay = TimeSpan.FromMilliseconds(Math.Min(delay.TotalMilliseconds * 2, 2_000));
        }
    }

    private readonly record struct Item(JournalEntry? Entry, Action? Continuation);
}
