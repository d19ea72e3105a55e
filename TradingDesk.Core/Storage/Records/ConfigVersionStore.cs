using Microsoft.EntityFrameworkCore;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Storage.Model;

namespace TradingDesk.Core.Storage.Records;

/// <inheritdoc/>
public sealed class ConfigVersionStore(DeskDatabase database) : IConfigVersionStore
{
    public Task<IReadOnlyList<StoredConfigVersion>> LoadCurrentAsync(CancellationToken cancellationToken) => RecordWriter.ReadAsync<IReadOnlyList<StoredConfigVersion>>(
        database,
        async context =>
        {
            var rows = await context.ConfigVersions.AsNoTracking()
                .Where(row => row.Version == context.ConfigVersions.Where(other => other.Symbol == row.Symbol).Max(other => other.Version))
                .OrderBy(row => row.Symbol)
                .ToListAsync(cancellationToken);
            return [.. rows.Select(FromRow)];
        },
        cancellationToken);

    public Task<Outcome<StoredConfigVersion>> AppendAsync(StoredConfigVersion version, CancellationToken cancellationToken) => RecordWriter.WriteAsync<Outcome<StoredConfigVersion>>(
        database,
        async context =>
        {
            var current = await context.ConfigVersions.Where(row => row.Symbol == version.Symbol).MaxAsync(row => (int?)row.Version, cancellationToken) ?? 0;
            if (version.Version != current + 1)
            {
                return new Fault("VERSION_CONFLICT", $"Version {version.Version} was offered; the current version of {version.Symbol} is {current}.") { Field = "version" };
            }

            context.ConfigVersions.Add(new ConfigVersionRow
            {
                Symbol = version.Symbol,
                Version = version.Version,
                Document = version.Document,
                By = version.By,
                Reason = version.Reason,
                Since = version.Since,
                Diff = version.Diff,
            });
            await context.SaveChangesAsync(cancellationToken);
            return version;
        },
        cancellationToken);

    public Task<StoredConfigVersion?> GetAsync(Symbol symbol, int version, CancellationToken cancellationToken) => RecordWriter.ReadAsync(
        database,
        async context => await context.ConfigVersions.AsNoTracking().SingleOrDefaultAsync(row => row.Symbol == symbol && row.Version == version, cancellationToken) is { } row
            ? FromRow(row)
            : null,
        cancellationToken);

    public Task<IReadOnlyList<StoredConfigVersion>> GetHistoryAsync(Symbol symbol, int limit, CancellationToken cancellationToken) => RecordWriter.ReadAsync<IReadOnlyList<StoredConfigVersion>>(
        database,
        async context =>
        {
            var rows = await context.ConfigVersions.AsNoTracking().Where(row => row.Symbol == symbol).OrderByDescending(row => row.Version).Take(limit).ToListAsync(cancellationToken);
            return [.. rows.Select(FromRow)];
        },
        cancellationToken);

    private static StoredConfigVersion FromRow(ConfigVersionRow row) => new(row.Symbol, row.Version, row.Document, row.By, row.Reason, row.Since, row.Diff);
}
