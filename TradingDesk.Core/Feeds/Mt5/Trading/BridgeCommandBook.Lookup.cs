using System.Globalization;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Mt5.Trading;

/// <summary>Reading the account, and what follows from it for commands without an answer.</summary>
internal sealed partial class BridgeCommandBook
{
    /// <summary>Room for clocks that differ and for answers that were on their way.</summary>
    private static readonly TimeSpan LookBack = TimeSpan.FromMinutes(2);

    /// <summary>Readings that the terminal never answers are given up when there are more.</summary>
    private const int MaxReadings = 64;

    private readonly Dictionary<string, Reading> _readings = new(StringComparer.Ordinal);
    private long _lastReading;

    /// <summary>Sends that ended in a broken connection.</summary>
    public int SendsBroken { get; private set; }

    /// <summary>Commands that were sent again under their id, after the account had been read.</summary>
    public int SentAgain { get; private set; }

    /// <summary>A session began and has said welcome: the account is read before anything else.</summary>
    public async Task LinkUpAsync(BridgeCommandLink link)
    {
        lock (_gate)
        {
            _link = link;
        }

        await ReadAccountAsync(link);
    }

    public void LinkDown()
    {
        lock (_gate)
        {
            _link = null;
            GiveUpReadings();
        }
    }

    private void GiveUpReadings()
    {
        foreach (var reading in _readings.Values)
        {
            reading.Completion.TrySetResult(false);
        }

        _readings.Clear();
    }

    /// <summary>Asks for positions, orders and deals. The task ends with whether the answer came whole.</summary>
    public async Task<Task<bool>> ReadAccountAsync(BridgeCommandLink link)
    {
        var reading = new Reading(timers.GetTimestamp());
        string id;
        Timestamp from;
        lock (_gate)
        {
            if (_readings.Count >= MaxReadings)
            {
                GiveUpReadings();
            }

            id = string.Create(CultureInfo.InvariantCulture, $"snap-{++_lastReading}");
            _readings[id] = reading;
            from = board.Snapshot.Deals is [.., var last] ? last.At : Timestamp.Now(clock);
            from = _open.Values.Select(open => open.SentAt).Append(from).Min() - LookBack;
        }

        await link.Connection.SendAsync(sequence => BridgeWire.RequestSnapshot(sequence, id, link.ToServerMs(from)), link.Ended);
        return reading.Completion.Task;
    }

    /// <summary>The account has been read completely, as asked for by <paramref name="id"/>: what has left its traces is settled, the rest goes out again. The session's thread.</summary>
    public async Task AccountReadAsync(string id)
    {
        List<OpenCommand> again = [];
        List<BridgeResult> found = [];
        BridgeCommandLink? link;
        Reading? reading;
        lock (_gate)
        {
            link = _link;
            if (!_readings.Remove(id, out reading) || link is null)
            {
                return;
            }

            foreach (var open in _open.Values.Where(open => open.Account == link.Account && open.SentTimestamp <= reading.AskedTimestamp))
            {
                if (BridgeEvidence.Find(open.Command, board.Snapshot) is { } result)
                {
                    found.Add(result);
                }
                else
                {
                    again.Add(open);
                }
            }
        }

        found.ForEach(result => Answer(result));
        foreach (var open in again)
        {
            SentAgain++;
            await TrySendAsync(link, open.Command);
        }

        reading.Completion.TrySetResult(true);
    }

    public async Task<Outcome<BridgeResult>> ResolveAsync(string id, CancellationToken cancellationToken)
    {
        BridgeCommandLink? link;
        OpenCommand? open;
        lock (_gate)
        {
            if (_done.TryGetValue(id, out var done) && done.Result.Status != BridgeStatus.Unknown)
            {
                return done.Result;
            }

            if (!_open.TryGetValue(id, out open) && done.Command is null)
            {
                return new Fault("UNKNOWN_ID", "No command of that id is remembered.");
            }

            link = _link;
        }

        if (link is null)
        {
            return BridgeRequests.Disconnected;
        }

        try
        {
            var reading = await ReadAccountAsync(link);
            if (!await reading.WaitAsync(TimeSpan.FromMilliseconds(options.CommandTimeoutMs), timers, cancellationToken))
            {
                return BridgeRequests.Disconnected;
            }
        }
        catch (Exception exception) when (exception is TimeoutException or IOException or ObjectDisposedException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return BridgeRequests.Disconnected;
        }

        return open is not null ? await WaitAsync(open, cancellationToken) : Reconsider(id);
    }

    /// <summary>Of an answer that left the outcome open: what the account shows now.</summary>
    private BridgeResult Reconsider(string id)
    {
        lock (_gate)
        {
            if (!_done.TryGetValue(id, out var done))
            {
                return new BridgeResult(id, BridgeStatus.Unknown) { Code = "FORGOTTEN", Message = "too many commands came after it" };
            }

            if (done.Result.Status == BridgeStatus.Unknown && BridgeEvidence.Find(done.Command, board.Snapshot) is { } found)
            {
                _done[id] = done = (done.Command, found with { AckAfter = done.Result.AckAfter });
            }

            return done.Result;
        }
    }

    /// <summary>A listing that was asked for. Commands sent after that are not judged by it.</summary>
    private sealed record Reading(long AskedTimestamp)
    {
        public TaskCompletionSource<bool> Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
