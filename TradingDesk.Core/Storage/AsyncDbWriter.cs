using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Operations;
using TradingDesk.Core.Storage.Model;
using TradingDesk.Core.Storage.Sqlite;
using TradingDesk.Core.Storage.Tables;

namespace TradingDesk.Core.Storage;

/// <summary>
/// Writes bulk rows behind the desk's back: one thread, transactions of up to <see cref="StorageOptions.BatchRows"/> rows, prepared statements. It also checkpoints
/// the write-ahead log, so that no journal commit has to. A disk that is slow, full or locked makes it try again and report <c>degraded</c>;
/// meanwhile the oldest ticks give way, counted, and memory stays bounded.
/// </summary>
/// <remarks>Bars and records never give way. Where more than <see cref="StorageOptions.BarQueueRows"/> of them wait, the caller waits: only a bulk load of history on a stuck disk can see that.</remarks>
public sealed class AsyncDbWriter : IVolumeWriter, IHealthSource, IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(10);

    private readonly DeskDatabase _database;
    private readonly byte[][] _symbols;
    private readonly VolumeQueue _queue;
    private readonly Checkpointer _checkpointer;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Thread _thread;
    private readonly List<QueuedBar> _bars = [];
    private readonly List<object> _records = [];
    private readonly List<TickSecond> _ticks = [];
    private volatile ComponentHealth _health;
    private long _stopBy = long.MaxValue;
    private bool _isAbandoned;
    private long _rowsWritten;

    /// <param name="instruments">All instruments of the desk, in id order.</param>
    public AsyncDbWriter(DeskDatabase database, IReadOnlyList<Instrument> instruments, TimeProvider clock, ILogger<AsyncDbWriter>? logger = null)
    {
        _database = database;
        _symbols = [.. instruments.Select(instrument => Encoding.UTF8.GetBytes(instrument.Symbol.Name))];
        _queue = new VolumeQueue(database.Options.TickQueueRows, database.Options.BarQueueRows);
        _checkpointer = new Checkpointer(database);
        _clock = clock;
        _logger = logger ?? NullLogger<AsyncDbWriter>.Instance;
        _health = new ComponentHealth("storage.volume", "healthy", Timestamp.Now(clock), "Writing.");
        _thread = new Thread(Work) { IsBackground = true, Name = "volume-writer" };
        _thread.Start();
    }

    public int Depth
    {
        get
        {
            var (ticks, bars) = _queue.Depth;
            return ticks + bars;
        }
    }

    public int Capacity => _queue.TickCapacity + _queue.BarCapacity;

    public long Dropped => _queue.Dropped;

    /// <summary>Rows written since the start.</summary>
    public long RowsWritten => Interlocked.Read(ref _rowsWritten);

    /// <exception cref="InvalidOperationException">The writer is stopped.</exception>
    public void Write(in TickSecond row)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row.InstrumentId, (uint)_symbols.Length, nameof(row));
        _queue.Add(row);
    }

    /// <exception cref="InvalidOperationException">The writer is stopped.</exception>
    public void Write(int instrumentId, in Bar bar)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)instrumentId, (uint)_symbols.Length, nameof(instrumentId));
        _queue.Add(new QueuedBar(instrumentId, bar));
    }

    /// <exception cref="InvalidOperationException">The writer is stopped.</exception>
    public void Write(in M5CandleRow row) => _queue.AddRecord(row);

    /// <exception cref="InvalidOperationException">The writer is stopped.</exception>
    public void Write(in QualityDayRow row) => _queue.AddRecord(row);

    /// <summary>Waits until every row that was handed over before is on the disk or gave way; false where <paramref name="patience"/> was over first.</summary>
    public bool Flush(TimeSpan patience) => _queue.WaitUntilDone(patience);

    public IEnumerable<ComponentHealth> GetComponents() => [_health];

    public IEnumerable<QueueHealth> GetQueues()
    {
        var (ticks, bars) = _queue.Depth;
        return
        [
            new QueueHealth("dbWriter.ticks", ticks, _queue.TickCapacity, _queue.Dropped),
            new QueueHealth("dbWriter.bars", bars, _queue.BarCapacity, 0),
        ];
    }

    /// <summary>Writes what is queued and ends. What a stuck disk does not take within ten seconds is lost, counted and logged.</summary>
    public void Dispose()
    {
        Interlocked.Exchange(ref _stopBy, Stopwatch.GetTimestamp() + (long)(StopPatience.TotalSeconds * Stopwatch.Frequency));
        _queue.Close();
        _thread.Join();
        _checkpointer.Dispose();
    }

    private int BatchRows => _bars.Count + _records.Count + _ticks.Count;

    private void Work()
    {
        try
        {
            while (true)
            {
                _queue.WaitForRows(_database.Options.BatchRows, TimeSpan.FromMilliseconds(_database.Options.FlushIntervalMs));
                _queue.Take(_database.Options.BatchRows, _bars, _records, _ticks);
                if (BatchRows > 0)
                {
                    _queue.Done(_bars.Count + _records.Count, _ticks.Count, written: WriteBatch());
                    _bars.Clear();
                    _records.Clear();
                    _ticks.Clear();
                }
                else if (_queue.IsClosed)
                {
                    return;
                }

                Checkpoint();
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A bug. Whoever writes next is told; the desk shows it.
            _health = new ComponentHealth("storage.volume", "unhealthy", Timestamp.Now(_clock), $"Stopped by an error: {e.Message}");
            _logger.LogCritical(e, "The volume writer stopped.");
            _queue.Close(e);
        }
    }

    private void Checkpoint()
    {
        try
        {
            _checkpointer.RunIfDue();
        }
        catch (StorageException e)
        {
            ReportDegraded(e); // The next round tries again; until then the log grows.
        }
    }

    /// <summary>Tries until the batch is on the disk; false where the desk stops before that.</summary>
    private bool WriteBatch()
    {
        var pause = FirstPause;
        while (!_isAbandoned)
        {
            try
            {
                _database.Writer.Run(WriteStage.Volume, WriteRows);
                Interlocked.Add(ref _rowsWritten, BatchRows);
                ReportHealthy();
                return true;
            }
            catch (StorageException e)
            {
                ReportDegraded(e);
                if (Stopwatch.GetTimestamp() > Interlocked.Read(ref _stopBy))
                {
                    _logger.LogError(e, "The desk stops and {Count} rows could not be written.", Depth);
                    _isAbandoned = true;
                    return false;
                }

                _queue.Pause(pause);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }

        return false;
    }

    private void WriteRows(RawConnection connection)
    {
        foreach (ref readonly var row in CollectionsMarshal.AsSpan(_bars))
        {
            BarTable.Write(connection, _symbols[row.InstrumentId], row.Bar);
        }

        foreach (var record in _records)
        {
            WriteRecord(connection, record);
        }

        foreach (ref readonly var row in CollectionsMarshal.AsSpan(_ticks))
        {
            TickTable.Write(connection, _symbols[row.InstrumentId], row);
        }
    }

    private static void WriteRecord(RawConnection connection, object record)
    {
        switch (record)
        {
            case M5CandleRow candle:
                M5CandleTable.Write(connection, candle);
                break;
            case QualityDayRow day:
                QualityTable.Write(connection, day);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(record), record.GetType().Name, "No table for this row.");
        }
    }

    private void ReportHealthy()
    {
        if (_health.Status != "healthy")
        {
            _health = new ComponentHealth("storage.volume", "healthy", Timestamp.Now(_clock), "Writing again.");
            _logger.LogInformation("The volume writer is writing again.");
        }
    }

    private void ReportDegraded(StorageException e)
    {
        var since = _health.Status == "degraded" ? _health.Since : Timestamp.Now(_clock);
        if (_health.Status != "degraded")
        {
            _logger.LogWarning(e, "The volume writer cannot write; it tries again.");
        }

        _health = new ComponentHealth(
            "storage.volume", "degraded", since, string.Create(CultureInfo.InvariantCulture, $"{e.Message} {Depth} rows wait, {Dropped} gave way."));
    }
}
