using Microsoft.EntityFrameworkCore;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Storage.Model;

namespace TradingDesk.Core.Storage.Records;

/// <inheritdoc/>
/// <param name="clock">The wall clock: audit times are when people acted, whatever the speed of the desk's own clock.</param>
public sealed class AuditLog(DeskDatabase database, TimeProvider clock) : IAuditLog
{
    public Task<AuditEntry> WriteAsync(AuditRecord record, CancellationToken cancellationToken) => RecordWriter.WriteAsync(
        database,
        async context =>
        {
            var row = new AuditRow
            {
                At = Timestamp.Now(clock),
                Who = record.Who,
                What = record.What,
                Target = record.Target,
                Before = record.Before,
                After = record.After,
                From = record.From,
            };
            context.AuditLog.Add(row);
            await context.SaveChangesAsync(cancellationToken);
            return FromRow(row);
        },
        cancellationToken);

    public Task<IReadOnlyList<AuditEntry>> ReadAsync(int limit, long? beforeId, CancellationToken cancellationToken) => RecordWriter.ReadAsync<IReadOnlyList<AuditEntry>>(
        database,
        async context =>
        {
            var before = beforeId ?? long.MaxValue;
            var rows = await context.AuditLog.AsNoTracking().Where(row => row.Id < before).OrderByDescending(row => row.Id).Take(limit).ToListAsync(cancellationToken);
            return [.. rows.Select(FromRow)];
        },
        cancellationToken);

    private static AuditEntry FromRow(AuditRow row) => new(row.Id, row.At, new AuditRecord(row.Who, row.What, row.Target, row.Before, row.After, row.From));
}
