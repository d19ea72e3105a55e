using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Storage;

/// <summary>One version of one symbol's configuration document.</summary>
/// <param name="Version">1, 2, 3, … per symbol.</param>
/// <param name="Document">The whole document, JSON.</param>
/// <param name="Since">From when on it is in force.</param>
/// <param name="Diff">Changes against the version before, JSON array as the contract's <c>ConfigChange</c>.</param>
public sealed record StoredConfigVersion(Symbol Symbol, int Version, string Document, string By, string Reason, Timestamp Since, string Diff);

/// <summary>Versions of configuration documents. Kept for ever; nothing updates or deletes them. Thread-safe.</summary>
public interface IConfigVersionStore
{
    /// <summary>The newest version of every symbol that has one.</summary>
    Task<IReadOnlyList<StoredConfigVersion>> LoadCurrentAsync(CancellationToken cancellationToken);

    /// <summary>Stores the next version; returns once it is durable.</summary>
    /// <returns>Fault <c>VERSION_CONFLICT</c> where it is not the current version plus one.</returns>
    Task<Outcome<StoredConfigVersion>> AppendAsync(StoredConfigVersion version, CancellationToken cancellationToken);

    Task<StoredConfigVersion?> GetAsync(Symbol symbol, int version, CancellationToken cancellationToken);

    /// <summary>Newest first.</summary>
    Task<IReadOnlyList<StoredConfigVersion>> GetHistoryAsync(Symbol symbol, int limit, CancellationToken cancellationToken);
}
