using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace TradingDesk.Core.Storage.Records;

/// <summary>Units of work on the records that people make, through EF Core, in turn with the desk's other writers.</summary>
internal static class RecordWriter
{
    /// <summary>Runs a read-modify-write in one transaction that nobody else's can come between.</summary>
    /// <exception cref="IOException">The database did not take it; nothing was changed.</exception>
    public static async Task<T> WriteAsync<T>(DeskDatabase database, Func<DeskDbContext, Task<T>> work, CancellationToken cancellationToken)
    {
        using var turn = database.Writer.Gate.Enter(urgent: false);
        try
        {
            await using var context = await database.Contexts.CreateDbContextAsync(cancellationToken);
            await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
            var result = await work(context);
            await transaction.CommitAsync(cancellationToken);
            return result;
        }
        catch (Exception e) when (e is DbException or DbUpdateException)
        {
            throw new IOException($"The database did not take the change: {(e.InnerException ?? e).Message}", e);
        }
    }

    public static async Task<T> ReadAsync<T>(DeskDatabase database, Func<DeskDbContext, Task<T>> query, CancellationToken cancellationToken)
    {
        await using var context = await database.Contexts.CreateDbContextAsync(cancellationToken);
        return await query(context);
    }
}
