using System.Text.Json;
using TradingDesk.Core.Configuration;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;

namespace TradingDesk.Tests.Api.Fakes;

/// <summary>One symbol whose document has one key, <c>limit</c>, from 0 to 10.</summary>
internal sealed class FakeConfigs : IConfigStore
{
    private readonly List<(int Version, double Limit)> _versions = [(1, 5)];

    public IReadOnlyList<Symbol> Symbols { get; } = [new Symbol("BTCUSD")];

    public ConfigInForce? Find(Symbol symbol) => null;

    public ConfigOverview GetOverview() => new([ViewOf(_versions[^1])]);

    public ConfigView? GetView(Symbol symbol) => symbol == Symbols[0] ? ViewOf(_versions[^1]) : null;

    public IReadOnlyList<Fault> Validate(JsonElement document) => [];

    public Task<Outcome<ConfigChangeResult>> ApplyAsync(Symbol symbol, JsonElement patch, string by, string reason, CancellationToken cancellationToken)
    {
        if (symbol != Symbols[0])
        {
            return Task.FromResult<Outcome<ConfigChangeResult>>(new Fault("UNKNOWN_SYMBOL", "The desk has no such symbol."));
        }

        var causes = patch.EnumerateObject().Where(member => member.Name != "limit").Select(_ => new Fault("UNKNOWN_KEY", "No such key.") { Field = "$.other" }).ToList();
        if (!patch.TryGetProperty("limit", out var limit) || limit.ValueKind != JsonValueKind.Number || !limit.TryGetDouble(out var value) || value is < 0 or > 10)
        {
            causes.Add(new Fault("OUT_OF_RANGE", "Must be from 0 to 10.") { Field = "limit" });
            value = 0;
        }

        if (causes.Count > 0)
        {
            return Task.FromResult<Outcome<ConfigChangeResult>>(new Fault("INVALID_CONFIG", "The document has faults.") { Causes = causes });
        }

        return Task.FromResult<Outcome<ConfigChangeResult>>(Add(value));
    }

    public Task<Outcome<ConfigChangeResult>> RollbackAsync(Symbol symbol, int version, string by, string reason, CancellationToken cancellationToken) =>
        Task.FromResult(symbol != Symbols[0] ? new Fault("UNKNOWN_SYMBOL", "The desk has no such symbol.")
            : _versions.FirstOrDefault(known => known.Version == version) is { Version: > 0 } found ? Add(found.Limit)
            : (Outcome<ConfigChangeResult>)new Fault("UNKNOWN_VERSION", "There is no such version."));

    public Task<ConfigHistory?> GetHistoryAsync(Symbol symbol, int limit, CancellationToken cancellationToken) => Task.FromResult(symbol == Symbols[0]
        ? new ConfigHistory(symbol.Name, [.. _versions.AsEnumerable().Reverse().Take(limit).Select(version => new ConfigVersion(version.Version, FakeDesk.Start, "desk", "start", []))])
        : null);

    private ConfigChangeResult Add(double limit)
    {
        var before = _versions[^1];
        _versions.Add((before.Version + 1, limit));
        return new ConfigChangeResult("BTCUSD", before.Version + 1, FakeDesk.Start, [new ConfigChange("limit", JsonSerializer.SerializeToElement(before.Limit), JsonSerializer.SerializeToElement(limit))]);
    }

    private static ConfigView ViewOf((int Version, double Limit) version) =>
        new("BTCUSD", version.Version, FakeDesk.Start, "desk", "start", JsonSerializer.SerializeToElement(new { limit = version.Limit }));
}
