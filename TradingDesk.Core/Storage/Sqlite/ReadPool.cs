using System.Collections.Concurrent;

namespace TradingDesk.Core.Storage.Sqlite;

/// <summary>Read connections that queries share. Each sees a consistent snapshot for as long as a query runs and never blocks the writer.</summary>
internal sealed class ReadPool(string path, StorageOptions options) : IDisposable
{
    private readonly ConcurrentBag<RawConnection> _idle = [];
    private readonly SemaphoreSlim _free = new(options.ReadConnections);

    /// <summary>Runs one query; waits while all connections are in use.</summary>
    public T Read<T>(Func<RawConnection, T> query)
    {
        _free.Wait();
        try
        {
            var connection = _idle.TryTake(out var idle) ? idle : Open();
            try
            {
                return query(connection);
            }
            catch
            {
                connection.RollbackIfOpen();
                throw;
            }
            finally
            {
                _idle.Add(connection);
            }
        }
        finally
        {
            _free.Release();
        }
    }

    /// <summary>As <see cref="Read{T}"/>, with one snapshot for several statements.</summary>
    public T ReadSnapshot<T>(Func<RawConnection, T> query) => Read(connection =>
    {
        connection.Use("BEGIN").Run();
        var result = query(connection);
        connection.Use("COMMIT").Run();
        return result;
    });

    public void Dispose()
    {
        while (_idle.TryTake(out var connection))
        {
            connection.Dispose();
        }

        _free.Dispose();
    }

    private RawConnection Open()
    {
        var connection = new RawConnection(path, options.BusyTimeoutMs, options.CacheMiB);
        connection.Execute("PRAGMA query_only = 1");
        return connection;
    }
}
