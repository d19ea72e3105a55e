using System.Globalization;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Operations;
using TradingDesk.Core.Storage.Sqlite;

namespace TradingDesk.Core.Storage;

/// <summary>Reports on the database and its journal: the SQLite in use, the size of the write-ahead log, how long commits take. Thread-safe.</summary>
public sealed class StorageHealth(DeskDatabase database, TimeProvider clock) : IHealthSource
{
    /// <summary>A commit that takes longer than this makes storage degraded while it lasts.</summary>
    private static readonly TimeSpan SlowCommit = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Timestamp _startedAt = Timestamp.Now(clock);
    private long _commits;
    private long _lastSequence;
    private TimeSpan _lastCommit;
    private TimeSpan _longestCommit;
    private long? _inProgressSince;
    private string? _failure;
    private Timestamp? _failingSince;

    /// <summary>How long the last commit took; <see langword="null"/> before the first.</summary>
    public TimeSpan? LastCommitDuration
    {
        get
        {
            lock (_lock)
            {
                return _commits == 0 ? null : _lastCommit;
            }
        }
    }

    public IEnumerable<ComponentHealth> GetComponents()
    {
        lock (_lock)
        {
            var waiting = _inProgressSince is { } started ? clock.GetElapsedTime(started) : TimeSpan.Zero;
            var (status, detail) = (_failure, waiting > SlowCommit) switch
            {
                ({ } failure, _) => ("degraded", $"The journal cannot be written: {failure}"),
                (_, true) => ("degraded", Text($"A journal commit has been waiting for {waiting.TotalSeconds:0.0} s.")),
                _ => ("healthy", Text(
                    $"SQLite {database.Library.Version}, WAL {database.WalBytes / 1048576.0:0.0} MiB, sequence {_lastSequence}, last commit {_lastCommit.TotalMilliseconds:0.00} ms, longest {_longestCommit.TotalMilliseconds:0.00} ms")),
            };
            return [new ComponentHealth("storage", status, _failingSince ?? _startedAt, detail)];
        }
    }

    internal CommitMeasure CommitStarted()
    {
        lock (_lock)
        {
            _inProgressSince = clock.GetTimestamp();
        }

        return new CommitMeasure(this);
    }

    private void Succeeded(long sequence)
    {
        lock (_lock)
        {
            _lastCommit = clock.GetElapsedTime(_inProgressSince ?? clock.GetTimestamp());
            _longestCommit = _lastCommit > _longestCommit ? _lastCommit : _longestCommit;
            _lastSequence = sequence;
            _commits++;
            _failure = null;
            _failingSince = null;
        }
    }

    private void Failed(StorageException failure)
    {
        lock (_lock)
        {
            _failure = failure.Message;
            _failingSince ??= Timestamp.Now(clock);
        }
    }

    private void Ended()
    {
        lock (_lock)
        {
            _inProgressSince = null;
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>Disposing it ends the measurement, whatever came of it.</summary>
    internal readonly struct CommitMeasure(StorageHealth health) : IDisposable
    {
        public void Succeeded(long sequence) => health.Succeeded(sequence);

        public void Failed(StorageException failure) => health.Failed(failure);

        public void Dispose() => health.Ended();
    }
}
