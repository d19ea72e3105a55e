using System.Text.Json;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Configuration;

/// <summary>A configuration that is in force, or will be from <see cref="Since"/> on. Immutable.</summary>
public sealed record ConfigInForce(SymbolConfig Config, int Version, Timestamp Since, string By, string Reason);

/// <summary>
/// The symbols' configuration documents: current, past, and the only way to change them. Thread-safe. A document is taken whole or not at all; a bad one is
/// refused with every fault named and the last good one stays in force.
/// </summary>
public interface IConfigStore
{
    /// <summary>Configured symbols, by priority and then by name.</summary>
    IReadOnlyList<Symbol> Symbols { get; }

    /// <summary>The newest version; <see langword="null"/> for a symbol that is not configured.</summary>
    ConfigInForce? Find(Symbol symbol);

    /// <summary><c>GET /config</c>.</summary>
    ConfigOverview GetOverview();

    /// <summary><c>GET /config/{symbol}</c>; <see langword="null"/> for a symbol that is not configured.</summary>
    ConfigView? GetView(Symbol symbol);

    /// <summary>Every fault of a whole document, each with the path at fault; empty where it is good.</summary>
    IReadOnlyList<Fault> Validate(JsonElement document);

    /// <summary>
    /// Changes a symbol's document. <paramref name="patch"/> is a JSON merge patch (RFC 7396), of which a whole document is a special case; a key set to
    /// <see langword="null"/> goes back to its default. Returns after the new version is durable; it takes effect at the next M1 close.
    /// </summary>
    /// <returns>
    /// Fault <c>UNKNOWN_SYMBOL</c>; <c>INVALID_CONFIG</c> with every fault in <see cref="Fault.Causes"/>; <c>NO_CHANGE</c> where the result equals what is in force;
    /// <c>VERSION_CONFLICT</c> where somebody else changed the store behind this desk.
    /// </returns>
    /// <exception cref="IOException">The version could not be stored; nothing has changed.</exception>
    Task<Outcome<ConfigChangeResult>> ApplyAsync(Symbol symbol, JsonElement patch, string by, string reason, CancellationToken cancellationToken);

    /// <summary>Makes the document of an earlier version the newest version. Faults as <see cref="ApplyAsync"/>, and <c>UNKNOWN_VERSION</c>.</summary>
    Task<Outcome<ConfigChangeResult>> RollbackAsync(Symbol symbol, int version, string by, string reason, CancellationToken cancellationToken);

    /// <summary>Newest first; <see langword="null"/> for a symbol that is not configured.</summary>
    Task<ConfigHistory?> GetHistoryAsync(Symbol symbol, int limit, CancellationToken cancellationToken);
}

/// <summary>Is told of every new version, after it is durable and in the order of versions. Must not block and must not call the store back.</summary>
public interface IConfigListener
{
    void OnConfigChanged(ConfigInForce config, IReadOnlyList<ConfigChange> diff);
}
