namespace TradingDesk.Core.Storage.Sqlite;

/// <summary>Who writes; also the name of the stage in <see cref="CrashPoint"/>.</summary>
internal enum WriteStage
{
    Journal,
    Volume,
    Record,
    Retention,
}

/// <summary>
/// The desk's one write connection: its page cache stays warm because nobody else's commits void it. Journal transactions are synchronous=FULL (a commit is on the
/// disk when it returns, power loss included); bulk rows are NORMAL (a power loss may take the last moments of them, never the file).
/// </summary>
internal sealed class SqliteWriter(string path, StorageOptions options) : IDisposable
{
    /// <summary>A safety net, in pages: the volume writer checkpoints long before.</summary>
    private const string Setup = "PRAGMA wal_autocheckpoint = 16384";

    private readonly RawConnection _connection = Open(path, options);
    private bool? _isFull;
    private long _transactions;

    public WriterGate Gate { get; } = new();

    /// <summary>Transactions committed since the start.</summary>
    public long Transactions => Interlocked.Read(ref _transactions);

    /// <summary>Runs <paramref name="work"/> in one transaction; where it throws, nothing of it remains.</summary>
    /// <exception cref="StorageException">Locked for longer than the busy timeout, disk full, and so on.</exception>
    public void Run(WriteStage stage, Action<RawConnection> work)
    {
        var stageName = NameOf(stage);
        using var turn = Gate.Enter(urgent: stage == WriteStage.Journal);
        try
        {
            SetDurability(full: stage == WriteStage.Journal);
            _connection.Use("BEGIN IMMEDIATE").Run();
            CrashPoint.Hit(stageName, "begun");
            work(_connection);
            CrashPoint.Hit(stageName, "before-commit");
            _connection.Use("COMMIT").Run();
        }
        catch
        {
            _connection.RollbackIfOpen();
            throw;
        }

        Interlocked.Increment(ref _transactions);
        CrashPoint.Hit(stageName, "after-commit");
    }

    /// <summary>Runs statements that must not stand in a transaction.</summary>
    public void Maintain(string sql)
    {
        using var turn = Gate.Enter(urgent: false);
        _connection.Execute(sql);
    }

    public void Dispose()
    {
        using var turn = Gate.Enter(urgent: true);
        _connection.Dispose();
    }

    private void SetDurability(bool full)
    {
        if (_isFull != full)
        {
            _connection.Execute(full ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
            _isFull = full;
        }
    }

    private static RawConnection Open(string path, StorageOptions options)
    {
        var connection = new RawConnection(path, options.BusyTimeoutMs, options.CacheMiB);
        try
        {
            connection.Execute(Setup);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static string NameOf(WriteStage stage) => stage switch
    {
        WriteStage.Journal => "journal",
        WriteStage.Volume => "volume",
        WriteStage.Record => "record",
        WriteStage.Retention => "retention",
        _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, "Unknown stage."),
    };
}
