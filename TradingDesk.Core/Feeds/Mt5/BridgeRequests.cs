using System.Collections.Concurrent;
using System.Globalization;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Mt5;

/// <summary>The desk's open questions to the terminal. Asked from any thread, answered by the session's.</summary>
internal sealed class BridgeRequests(BridgeOptions options, TimeProvider timers)
{
    private const int MaxOpen = 64;
    private const int MaxBars = 200_000;

    private readonly ConcurrentDictionary<string, PendingBars> _open = new(StringComparer.Ordinal);
    private long _lastId;

    public static Fault Disconnected { get; } = new("MT5_DISCONNECTED", "No MetaTrader terminal is connected.");

    /// <summary>Sends a request for bars and waits for all of its answer; each part must come within the time-out.</summary>
    public async Task<Outcome<IReadOnlyList<Bar>>> AskAsync(Timeframe timeframe, Func<string, ValueTask> send, CancellationToken cancellationToken)
    {
        if (_open.Count >= MaxOpen)
        {
            return new Fault("MT5_BUSY", "Too many requests to the terminal are open.");
        }

        var id = string.Create(CultureInfo.InvariantCulture, $"bars-{Interlocked.Increment(ref _lastId)}");
        var pending = new PendingBars(timeframe);
        _open[id] = pending;
        try
        {
            await send(id);
            return await WaitAsync(pending, cancellationToken);
        }
        finally
        {
            _open.TryRemove(id, out _);
        }
    }

    /// <summary>The terminal refuses a request. False where there is none of this id.</summary>
    public bool Refuse(string id) =>
        _open.TryGetValue(id, out var pending) && pending.Completion.TrySetResult(new Fault("MT5_REFUSED", "The terminal refused the request."));

    /// <summary>Takes an answer from the decoder's line. Unasked answers are dropped.</summary>
    public void Take(BridgeDecoder decoder, Timestamp receivedAt)
    {
        var line = decoder.Line;
        if (line.Id is not { } id || !_open.TryGetValue(id, out var pending))
        {
            decoder.Discards.Add(DiscardReason.UnknownFrame);
            return;
        }

        foreach (ref readonly var raw in line.Bars)
        {
            if (decoder.TryConvert(raw, pending.Timeframe, receivedAt, BarFlags.History) is { } bar)
            {
                pending.Bars.Add(bar);
            }
        }

        pending.CountPart();
        if (line.More != true || pending.Bars.Count > MaxBars)
        {
            pending.Completion.TrySetResult(pending.Bars);
        }
    }

    /// <summary>The session ended: nobody answers any more.</summary>
    public void FailAll()
    {
        foreach (var pending in _open.Values)
        {
            pending.Completion.TrySetResult(Disconnected);
        }
    }

    private async Task<Outcome<IReadOnlyList<Bar>>> WaitAsync(PendingBars pending, CancellationToken cancellationToken)
    {
        var limit = TimeSpan.FromMilliseconds(options.RequestTimeoutMs);
        while (true)
        {
            var parts = pending.Parts;
            try
            {
                return await pending.Completion.Task.WaitAsync(limit, timers, cancellationToken);
            }
            catch (TimeoutException) when (pending.Parts != parts)
            {
                continue; // it is slow but not silent
            }
            catch (TimeoutException)
            {
                return new Fault("MT5_TIMEOUT", "The terminal did not answer in time.");
            }
        }
    }

    private sealed class PendingBars(Timeframe timeframe)
    {
        private int _parts;

        public Timeframe Timeframe { get; } = timeframe;

        public List<Bar> Bars { get; } = [];

        public int Parts => Volatile.Read(ref _parts);

        public TaskCompletionSource<Outcome<IReadOnlyList<Bar>>> Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void CountPart() => Interlocked.Increment(ref _parts);
    }
}
