using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Replay;

/// <summary>
/// Plays recorded files in the order of their receive instants (equal ones in the order of the files), with clock events of event time between them.
/// Pulled with <see cref="TryReadNext"/> by a caller that wants full speed, or run as a feed at a pace. The same files give the same events. One thread.
/// </summary>
public sealed class ReplayFeed : IMarketFeed, IDisposable
{
    private readonly PriorityQueue<int, (long At, int Index)> _waiting = new();
    private readonly IReadOnlyList<IReplaySource> _sources;
    private readonly ReplayClock _clock;
    private readonly MarketEventBuffer _events = new();
    private readonly TimeProvider _timeProvider;
    private readonly double? _speed;
    private int _current = -1;
    private int _nextEvent;
    private bool _isEnded;

    /// <param name="sources">Opened inputs, each at its start. Disposed with the feed.</param>
    /// <param name="speed">Event seconds per second, above 0; <see langword="null"/> for as fast as it goes.</param>
    /// <param name="clockLag">How far the clock events stay behind event time, so that ticks still under way come before the second is over.</param>
    /// <param name="timeProvider">Paces the run; not asked otherwise.</param>
    public ReplayFeed(IReadOnlyList<IReplaySource> sources, double? speed, TimeSpan clockLag, TimeProvider timeProvider)
    {
        if (speed is { } s && !(s > 0 && double.IsFinite(s)))
        {
            throw new ArgumentOutOfRangeException(nameof(speed), speed, "A speed is above 0.");
        }

        _sources = sources;
        _speed = speed;
        _clock = new ReplayClock(clockLag);
        _timeProvider = timeProvider;
        for (var i = 0; i < sources.Count; i++)
        {
            if (sources[i].MoveNext())
            {
                _waiting.Enqueue(i, (sources[i].At.UnixMicroseconds, i));
            }
        }
    }

    public Venue Venue => Venue.File;

    public string Name => "feeds.replay";

    public FeedStatus Status { get; private set; } = new();

    /// <summary>The adapters that the frame files go through, one a market: counts, books, candle checks.</summary>
    public IReadOnlyList<Binance.BinanceMessageHandler> Handlers { get; init; } = [];

    /// <summary>Events given so far.</summary>
    public long Events { get; private set; }

    /// <summary>Records (frames, rows) read so far.</summary>
    public long Records { get; private set; }

    /// <summary>Files do not go away while the desk sleeps.</summary>
    public Task ReopenAsync(string reason, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The next event; false at the end of all files.</summary>
    public bool TryReadNext(out MarketEvent item)
    {
        while (true)
        {
            if (_clock.TryNext(out var second))
            {
                item = MarketEvent.Clock(second);
                Events++;
                return true;
            }

            if (_nextEvent < _events.Count)
            {
                item = _events[_nextEvent++];
                Events++;
                return true;
            }

            if (!TryEmitNextRecord())
            {
                item = default;
                return false;
            }
        }
    }

    public async Task RunAsync(IFeedSink sink, CancellationToken cancellationToken)
    {
        var started = _timeProvider.GetTimestamp();
        Timestamp? first = null;
        Status = new FeedStatus { Connection = FeedConnection.Live, Detail = "replaying", Since = Timestamp.Now(_timeProvider) };
        while (TryReadNext(out var item))
        {
            cancellationToken.ThrowIfCancellationRequested();
            first ??= item.At;
            if (_speed is { } speed)
            {
                var ahead = ((item.At - first.Value) / speed) - _timeProvider.GetElapsedTime(started);
                if (ahead > TimeSpan.FromMilliseconds(1))
                {
                    Status = Status with { Messages = Records, LastMessageAt = item.At };
                    await Task.Delay(ahead, _timeProvider, cancellationToken);
                }
            }

            await sink.PublishAsync(item, cancellationToken);
        }

        Status = Status with { Connection = FeedConnection.Disconnected, Detail = "replayed to the end", Messages = Records };
    }

    public void Dispose()
    {
        foreach (var source in _sources)
        {
            source.Dispose();
        }
    }

    private bool TryEmitNextRecord()
    {
        if (_isEnded)
        {
            return false;
        }

        Advance();
        if (_current < 0)
        {
            _isEnded = true;
            return false;
        }

        _events.Clear();
        _nextEvent = 0;
        Records++;
        _clock.Reach(_sources[_current].Emit(_events), _sources[_current].IsBars);
        return true;
    }

    /// <summary>Moves to the source whose record comes next; the last one stays while it is the earliest, which saves the queue in long stretches.</summary>
    private void Advance()
    {
        if (_current >= 0 && _sources[_current].MoveNext())
        {
            var next = (_sources[_current].At.UnixMicroseconds, _current);
            if (!_waiting.TryPeek(out _, out var earliest) || next.CompareTo(earliest) < 0)
            {
                return;
            }

            _current = _waiting.EnqueueDequeue(_current, next);
            return;
        }

        if (!_waiting.TryDequeue(out _current, out _))
        {
            _current = -1;
        }
    }
}
