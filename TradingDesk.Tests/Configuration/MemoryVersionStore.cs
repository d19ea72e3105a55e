using TradingDesk.Core.Domain;
using TradingDesk.Core.Storage;

namespace TradingDesk.Tests.Configuration;

/// <summary>A version store in memory that can be told to fail.</summary>
internal sealed class MemoryVersionStore : IConfigVersionStore
{
    private readonly Lock _lock = new();
    private readonly List<StoredConfigVersion> _versions = [];

    public bool Fails { get; set; }

    public Task<IReadOnlyList<StoredConfigVersion>> LoadCurrentAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            IReadOnlyList<StoredConfigVersion> newest = [.. _versions.GroupBy(v => v.Symbol).Select(g => g.MaxBy(v => v.Version)!)];
            return Task.FromResult(newest);
        }
    }

    public Task<Outcome<StoredConfigVersion>> AppendAsync(StoredConfigVersion version, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (Fails)
            {
                throw new IOException("planted");
            }

            var current = _versions.Where(v => v.Symbol == version.Symbol).Select(v => v.Version).DefaultIfEmpty(0).Max();
            if (version.Version != current + 1)
            {
                return Task.FromResult<Outcome<StoredConfigVersion>>(new Fault("VERSION_CONFLICT", $"Version {current} is current."));
            }

            _versions.Add(version);
            return Task.FromResult<Outcome<StoredConfigVersion>>(version);
        }
    }

    public Task<StoredConfigVersion?> GetAsync(Symbol symbol, int version, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(_versions.Find(v => v.Symbol == symbol && v.Version == version));
        }
    }

    public Task<IReadOnlyList<StoredConfigVersion>> GetHistoryAsync(Symbol symbol, int limit, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            IReadOnlyList<StoredConfigVersion> newest = [.. _versions.Where(v => v.Symbol == symbol).OrderByDescending(v => v.Version).Take(limit)];
            return Task.FromResult(newest);
        }
    }
}
