using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Storage;

/// <summary>Somebody changed something, or tried to.</summary>
/// <param name="Who">User name, <c>key:NAME</c>, or <c>desk</c> for the program itself.</param>
/// <param name="What">The operation, for example <c>POST /shadow-mode</c> or <c>config.apply</c>.</param>
/// <param name="Target">What it was done to: a symbol, a key id; <see langword="null"/> for the whole desk.</param>
/// <param name="Before">State before, JSON; never a secret.</param>
/// <param name="After">State after, JSON; never a secret.</param>
/// <param name="From">Remote address, or <c>shell</c>.</param>
public sealed record AuditRecord(string Who, string What, string? Target, string? Before, string? After, string? From);

/// <param name="Id">Rises with every record.</param>
public sealed record AuditEntry(long Id, Timestamp At, AuditRecord Record);

/// <summary>The audit log. Kept for ever; nothing updates or deletes it.</summary>
public interface IAuditLog
{
    /// <summary>Returns once the record is durable.</summary>
    Task<AuditEntry> WriteAsync(AuditRecord record, CancellationToken cancellationToken);

    /// <summary>Newest first.</summary>
    /// <param name="beforeId">Only records with a smaller id, for paging.</param>
    Task<IReadOnlyList<AuditEntry>> ReadAsync(int limit, long? beforeId, CancellationToken cancellationToken);
}
