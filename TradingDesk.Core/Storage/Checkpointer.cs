using System.Diagnostics;
using TradingDesk.Core.Storage.Sqlite;

namespace TradingDesk.Core.Storage;

/// <summary>
/// Moves the write-ahead log into the database now and then, on a connection of its own, beside readers and writer. Were it left to SQLite, whichever commit passes
/// the limit would pay for it: a journal commit too.
/// </summary>
internal sealed class Checkpointer(DeskDatabase database) : IDisposable
{
    private const long TransactionsBetween = 200;
    private static readonly TimeSpan LongestBetween = TimeSpan.FromSeconds(10);

    private readonly Stopwatch _sinceLast = Stopwatch.StartNew();
    private RawConnection? _connection;
    private long _transactionsAtLast;

    /// <summary>Checkpoints where enough was written or enough time has passed since the last. One that cannot finish, because a reader needs the log, does what it can.</summary>
    public void RunIfDue()
    {
        var transactions = database.Writer.Transactions;
        var written = transactions - _transactionsAtLast;
        if (written == 0 || (written < TransactionsBetween && _sinceLast.Elapsed < LongestBetween))
        {
            return;
        }

        _connection ??= new RawConnection(database.FilePath, database.Options.BusyTimeoutMs, cacheMiB: 1);
        _connection.Scalar("PRAGMA wal_checkpoint(PASSIVE)");
        _transactionsAtLast = transactions;
        _sinceLast.Restart();
    }

    public void Dispose() => _connection?.Dispose();
}
