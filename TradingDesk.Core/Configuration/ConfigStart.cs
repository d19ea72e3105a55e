using System.Text;
using Microsoft.Extensions.Logging;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Storage;

namespace TradingDesk.Core.Configuration;

/// <summary>
/// Brings stored versions and files together when the desk starts. An empty data folder gets the built-in symbols; a file edited while the desk stood still becomes
/// a new version (this is also how fixed facts of an instrument change); a bad file leaves the stored version in force.
/// </summary>
public sealed class ConfigStart
{
    private const string FileExtension = ".json";

    private readonly string _folder;
    private readonly ConfigStoreOptions _options;
    private readonly IConfigVersionStore _versions;
    private readonly TimeProvider _deskClock;
    private readonly ILogger _logger;

    private ConfigStart(string folder, ConfigStoreOptions options, IConfigVersionStore versions, TimeProvider deskClock, ILogger logger)
    {
        _folder = folder;
        _options = options;
        _versions = versions;
        _deskClock = deskClock;
        _logger = logger;
    }

    /// <param name="folder">Folder of the <c>SYMBOL.json</c> files; made where it is missing.</param>
    /// <param name="deskClock">The desk's clock: instants of versions, bar boundaries.</param>
    /// <returns>Fault <c>INVALID_CONFIG</c> with every fault of every symbol for which there is no good document at all.</returns>
    /// <exception cref="IOException">The folder or the version store does not work.</exception>
    public static async Task<Outcome<ConfigStore>> OpenAsync(
        string folder, ConfigStoreOptions options, IConfigVersionStore versions, TimeProvider deskClock, ILogger<ConfigStore> logger, CancellationToken cancellationToken)
    {
        var start = new ConfigStart(folder, options, versions, deskClock, logger);
        return await start.RunAsync(cancellationToken);
    }

    private async Task<Outcome<ConfigStore>> RunAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(_folder);
        var faults = new List<Fault>();
        var stored = (await _versions.LoadCurrentAsync(cancellationToken)).ToDictionary(version => version.Symbol);
        var symbols = FindFiles(faults);
        symbols.UnionWith(stored.Keys);
        if (symbols.Count == 0)
        {
            symbols.UnionWith(SymbolDefaults.All.Select(document => new SymbolConfig(document).Symbol));
        }

        var configs = new List<(ConfigInForce, ConfigFile)>();
        foreach (var symbol in symbols)
        {
            var file = new ConfigFile(Path.Combine(_folder, symbol.Name + FileExtension), _options.MaxFileBytes);
            var config = await StartSymbolAsync(symbol, stored.GetValueOrDefault(symbol), file, cancellationToken);
            if (config.IsSuccess)
            {
                configs.Add((config.Value, file));
            }
            else
            {
                faults.AddRange(config.Fault.Causes.Select(cause => cause with { Message = $"{file.Name}: {cause.Message}" }));
            }
        }

        return faults.Count > 0 ? ConfigFaults.Combine(faults) : new ConfigStore(configs, _versions, _options, _deskClock, _logger);
    }

    private SortedSet<Symbol> FindFiles(List<Fault> faults)
    {
        var symbols = new SortedSet<Symbol>();
        foreach (var path in Directory.EnumerateFiles(_folder, "*" + FileExtension))
        {
            if (Symbol.TryParse(Path.GetFileNameWithoutExtension(path), out var symbol))
            {
                symbols.Add(symbol);
            }
            else
            {
                faults.Add(new Fault("FILE_NAME", $"{Path.GetFileName(path)} is not named after a symbol (3 to 20 characters of A-Z and 0-9)."));
            }
        }

        return symbols;
    }

    private async Task<Outcome<ConfigInForce>> StartSymbolAsync(Symbol symbol, StoredConfigVersion? stored, ConfigFile file, CancellationToken cancellationToken)
    {
        var content = file.Read();
        file.MarkHandled(content);
        var edited = ParseFile(symbol, content);
        if (stored is null)
        {
            return await StartNewAsync(symbol, content, edited, file, cancellationToken);
        }

        var last = ConfigDocument.Parse(Encoding.UTF8.GetBytes(stored.Document));
        if (!last.IsSuccess)
        {
            return edited.IsSuccess
                ? await AppendAsync(symbol, stored.Version + 1, edited.Value, edited.Value.DiffFromNothing(), ConfigStore.FileAuthor, $"Version {stored.Version} no longer fits the schema.", cancellationToken)
                : last.Fault;
        }

        var current = new ConfigInForce(new SymbolConfig(last.Value), stored.Version, stored.Since, stored.By, stored.Reason);
        return await TakeEditAsync(current, content, edited, file, cancellationToken);
    }

    private async Task<Outcome<ConfigInForce>> StartNewAsync(
        Symbol symbol, Outcome<byte[]> content, Outcome<ConfigDocument> edited, ConfigFile file, CancellationToken cancellationToken)
    {
        var isMissing = content is { IsSuccess: true, Value.Length: 0 };
        if (!isMissing)
        {
            return edited.IsSuccess
                ? await AppendAsync(symbol, 1, edited.Value, edited.Value.DiffFromNothing(), ConfigStore.FileAuthor, "First start with this file.", cancellationToken)
                : edited.Fault;
        }

        if (SymbolDefaults.Find(symbol) is not { } defaults)
        {
            return ConfigFaults.Combine([new Fault("EMPTY", "The file is empty and the symbol is not built in.")]);
        }

        file.Write(defaults.ToFileBytes());
        return await AppendAsync(symbol, 1, defaults, defaults.DiffFromNothing(), "defaults", "First start.", cancellationToken);
    }

    private async Task<Outcome<ConfigInForce>> TakeEditAsync(
        ConfigInForce current, Outcome<byte[]> content, Outcome<ConfigDocument> edited, ConfigFile file, CancellationToken cancellationToken)
    {
        var document = current.Config.Document;
        if (content is { IsSuccess: true, Value.Length: 0 })
        {
            file.Write(document.ToFileBytes());
            return current;
        }

        if (!edited.IsSuccess)
        {
            return Refuse(current, file, edited.Fault);
        }

        var diff = document.DiffTo(edited.Value);
        if (diff.Count == 0)
        {
            return current;
        }

        if (await IsVersionBeforeAsync(current, edited.Value, cancellationToken))
        {
            _logger.LogWarning("{File} still holds the version before {Version}: the desk stopped before it was rewritten.", file.Name, current.Version);
            file.Write(document.ToFileBytes());
            return current;
        }

        if (!_options.FileMayLoosenRisk && ConfigGuards.FindLoosened(diff) is { } loosened)
        {
            return Refuse(current, file, loosened);
        }

        return await AppendAsync(current.Config.Symbol, current.Version + 1, edited.Value, diff, ConfigStore.FileAuthor, $"{file.Name} was edited while the desk was stopped.", cancellationToken);
    }

    private ConfigInForce Refuse(ConfigInForce current, ConfigFile file, Fault fault)
    {
        file.Fault = fault;
        _logger.LogError("{File} is refused, version {Version} stays in force: {Fault}", file.Name, current.Version, fault.Message);
        return current;
    }

    /// <summary>A crash between storing a version and rewriting the file leaves the file one version behind.</summary>
    private async Task<bool> IsVersionBeforeAsync(ConfigInForce current, ConfigDocument edited, CancellationToken cancellationToken)
    {
        var before = current.Version > 1 ? await _versions.GetAsync(current.Config.Symbol, current.Version - 1, cancellationToken) : null;
        return before is not null && string.Equals(before.Document, edited.Json.GetRawText(), StringComparison.Ordinal);
    }

    private async Task<Outcome<ConfigInForce>> AppendAsync(
        Symbol symbol, int version, ConfigDocument document, IReadOnlyList<ConfigChange> diff, string by, string reason, CancellationToken cancellationToken)
    {
        var since = Timestamp.Now(_deskClock);
        var stored = await _versions.AppendAsync(
            new StoredConfigVersion(symbol, version, document.Json.GetRawText(), by, reason, since, ConfigStore.SerializeDiff(diff)), cancellationToken);
        return stored.IsSuccess ? new ConfigInForce(new SymbolConfig(document), version, since, by, reason) : ConfigFaults.Combine([stored.Fault]);
    }

    private static Outcome<ConfigDocument> ParseFile(Symbol symbol, Outcome<byte[]> content)
    {
        if (!content.IsSuccess)
        {
            return ConfigFaults.Combine([content.Fault]);
        }

        var parsed = ConfigDocument.Parse(content.Value);
        if (parsed.IsSuccess && !parsed.Value["symbol"].ValueEquals(symbol.Name))
        {
            return ConfigFaults.Combine([new Fault("INCONSISTENT", $"symbol is {parsed.Value["symbol"]}, but the file is named {symbol}.") { Field = "symbol" }]);
        }

        return parsed;
    }
}
