using System.Collections.Frozen;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Operations;
using TradingDesk.Core.Storage;

namespace TradingDesk.Core.Configuration;

/// <summary>
/// Keeps the configuration documents: versions in the store, the newest also as <c>SYMBOL.json</c> files that people edit. Readers see immutable snapshots and
/// take no lock; changes go one at a time through a gate: validate, store durably, put in force, tell the listener, rewrite the file.
/// </summary>
public sealed class ConfigStore : IConfigStore, IHealthSource, IDisposable
{
    public const string FileAuthor = "file";

    private readonly IConfigVersionStore _versions;
    private readonly ConfigStoreOptions _options;
    private readonly TimeProvider _deskClock;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly FrozenDictionary<Symbol, ConfigFile> _files;
    private volatile FrozenDictionary<Symbol, ConfigInForce> _current;
    private volatile ComponentHealth _health;
    private IConfigListener? _listener;

    internal ConfigStore(
        IReadOnlyList<(ConfigInForce Config, ConfigFile File)> start, IConfigVersionStore versions, ConfigStoreOptions options, TimeProvider deskClock, ILogger logger)
    {
        _versions = versions;
        _options = options;
        _deskClock = deskClock;
        _logger = logger;
        _files = start.ToFrozenDictionary(item => item.Config.Config.Symbol, item => item.File);
        _current = start.ToFrozenDictionary(item => item.Config.Config.Symbol, item => item.Config);
        Symbols = [.. start.Select(item => item.Config.Config).OrderBy(config => config.Priority).ThenBy(config => config.Symbol).Select(config => config.Symbol)];
        _health = new ComponentHealth("config", HealthStatus.Healthy, Timestamp.Now(deskClock), Describe());
        RefreshHealth();
    }

    public IReadOnlyList<Symbol> Symbols { get; }

    /// <summary>Names who is told of new versions. Once, before anything changes.</summary>
    /// <exception cref="InvalidOperationException">There is a listener already.</exception>
    public void SetListener(IConfigListener listener)
    {
        if (Interlocked.CompareExchange(ref _listener, listener, null) is not null)
        {
            throw new InvalidOperationException("The configuration has a listener already.");
        }
    }

    public ConfigInForce? Find(Symbol symbol) => _current.GetValueOrDefault(symbol);

    public ConfigOverview GetOverview() => new([.. Symbols.Select(symbol => ToView(_current[symbol]))]);

    public ConfigView? GetView(Symbol symbol) => Find(symbol) is { } current ? ToView(current) : null;

    public IReadOnlyList<Fault> Validate(JsonElement document)
    {
        var parsed = ConfigDocument.Parse(document);
        return parsed.IsSuccess ? [] : parsed.Fault.Causes;
    }

    public async Task<Outcome<ConfigChangeResult>> ApplyAsync(Symbol symbol, JsonElement patch, string by, string reason, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (Find(symbol) is not { } current)
            {
                return UnknownSymbol(symbol);
            }

            var patched = current.Config.Document.Patch(patch);
            return patched.IsSuccess ? await PutInForceAsync(current, patched.Value, by, reason, cancellationToken) : patched.Fault;
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task<Outcome<ConfigChangeResult>> RollbackAsync(Symbol symbol, int version, string by, string reason, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (Find(symbol) is not { } current)
            {
                return UnknownSymbol(symbol);
            }

            if (await _versions.GetAsync(symbol, version, cancellationToken) is not { } stored)
            {
                return new Fault("UNKNOWN_VERSION", $"{symbol} has no configuration version {version}.") { Field = "version" };
            }

            var parsed = ConfigDocument.Parse(System.Text.Encoding.UTF8.GetBytes(stored.Document));
            return parsed.IsSuccess ? await PutInForceAsync(current, parsed.Value, by, reason, cancellationToken) : parsed.Fault;
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task<ConfigHistory?> GetHistoryAsync(Symbol symbol, int limit, CancellationToken cancellationToken)
    {
        if (Find(symbol) is null)
        {
            return null;
        }

        var stored = await _versions.GetHistoryAsync(symbol, limit, cancellationToken);
        return new ConfigHistory(symbol.Name, [.. stored.Select(ToVersion)]);
    }

    /// <summary>Looks at every file once: a changed one that stood still is validated and becomes a version, or is refused with its faults in health.</summary>
    /// <param name="clock">Real time, by which files settle; the desk's own clock may run faster.</param>
    public async Task CheckFilesAsync(TimeProvider clock, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            foreach (var (symbol, file) in _files)
            {
                await CheckFileAsync(_current[symbol], file, clock, cancellationToken);
            }

            RefreshHealth();
        }
        finally
        {
            _gate.Release();
        }
    }

    public IEnumerable<ComponentHealth> GetComponents() => [_health];

    public void Dispose() => _gate.Dispose();

    internal static string SerializeDiff(IReadOnlyList<ConfigChange> diff) => JsonSerializer.Serialize(diff, DeskJson.Options);

    private async Task CheckFileAsync(ConfigInForce current, ConfigFile file, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (file.IsStale)
        {
            file.Write(current.Config.Document.ToFileBytes());
        }

        if (file.TakeSettled(clock, _options.SettleFor) is not { } content)
        {
            return;
        }

        if (content is { IsSuccess: true, Value.Length: 0 })
        {
            _logger.LogWarning("{File} is missing or empty; writing version {Version} again.", file.Name, current.Version);
            file.Write(current.Config.Document.ToFileBytes());
            return;
        }

        file.Fault = await TakeFileAsync(current, file, content, cancellationToken);
        if (file.Fault is { } fault)
        {
            _logger.LogError("{File} is refused, version {Version} stays in force: {Fault}", file.Name, current.Version, fault.Message);
        }
    }

    private async Task<Fault?> TakeFileAsync(ConfigInForce current, ConfigFile file, Outcome<byte[]> content, CancellationToken cancellationToken)
    {
        if (!content.IsSuccess)
        {
            return content.Fault;
        }

        var parsed = ConfigDocument.Parse(content.Value);
        if (!parsed.IsSuccess)
        {
            return parsed.Fault;
        }

        if (!_options.FileMayLoosenRisk && ConfigGuards.FindLoosened(current.Config.Document.DiffTo(parsed.Value)) is { } loosened)
        {
            return loosened;
        }

        try
        {
            var outcome = await PutInForceAsync(current, parsed.Value, FileAuthor, $"{file.Name} was edited", cancellationToken);
            return outcome.IsSuccess || outcome.Fault.Code == "NO_CHANGE" ? null : outcome.Fault;
        }
        catch (IOException failure)
        {
            file.Retry();
            return new Fault("STORE_FAILED", $"The version could not be stored ({failure.GetType().Name}); it is tried again.");
        }
    }

    private async Task<Outcome<ConfigChangeResult>> PutInForceAsync(
        ConfigInForce current, ConfigDocument document, string by, string reason, CancellationToken cancellationToken)
    {
        var symbol = current.Config.Symbol;
        var diff = current.Config.Document.DiffTo(document);
        if (diff.Count == 0)
        {
            return new Fault("NO_CHANGE", $"The document equals version {current.Version}, which is in force.");
        }

        if (ConfigGuards.FindFixed(diff) is { } isFixed)
        {
            return isFixed;
        }

        var since = NextBarBoundary();
        var next = new ConfigInForce(new SymbolConfig(document), current.Version + 1, since, by, reason);
        var stored = await _versions.AppendAsync(
            new StoredConfigVersion(symbol, next.Version, document.Json.GetRawText(), by, reason, since, SerializeDiff(diff)), cancellationToken);
        if (!stored.IsSuccess)
        {
            return stored.Fault;
        }

        _current = _current.Select(pair => pair.Key == symbol ? KeyValuePair.Create(symbol, next) : pair).ToFrozenDictionary();
        _listener?.OnConfigChanged(next, diff);
        _files[symbol].Write(document.ToFileBytes());
        RefreshHealth();
        _logger.LogInformation("{Symbol}: configuration version {Version} by {By} takes effect at {Since}.", symbol, next.Version, by, since);
        return new ConfigChangeResult(symbol.Name, next.Version, since, diff);
    }

    private Timestamp NextBarBoundary() => Timeframe.M1.Floor(Timestamp.Now(_deskClock)) + Timeframe.M1.Duration();

    private void RefreshHealth()
    {
        var status = _files.Values.Any(file => file.Fault is not null) ? HealthStatus.Degraded : HealthStatus.Healthy;
        var since = status == _health.Status ? _health.Since : Timestamp.Now(_deskClock);
        _health = new ComponentHealth("config", status, since, Describe());
    }

    private string Describe() => string.Join("; ", Symbols.Select(symbol =>
        _files[symbol].Fault is { } fault
            ? $"{_files[symbol].Name} is refused, version {_current[symbol].Version} stays in force: {fault.Message}"
            : $"{symbol} version {_current[symbol].Version}"));

    private static Fault UnknownSymbol(Symbol symbol) => new("UNKNOWN_SYMBOL", $"{symbol} is not configured.") { Field = "symbol" };

    private static ConfigView ToView(ConfigInForce current) =>
        new(current.Config.Symbol.Name, current.Version, current.Since, current.By, current.Reason, current.Config.Document.Json);

    private static ConfigVersion ToVersion(StoredConfigVersion stored) => new(
        stored.Version, stored.Since, stored.By, stored.Reason, JsonSerializer.Deserialize<IReadOnlyList<ConfigChange>>(stored.Diff, DeskJson.Options) ?? []);
}
