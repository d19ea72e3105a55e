using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Binance;

namespace TradingDesk.Core.Feeds.Replay;

/// <summary>One desk symbol of a replay and what its events come from.</summary>
/// <param name="VenueSymbol">The venue's name; empty for CSV files.</param>
public sealed record ReplaySymbol(Symbol Symbol, string VenueSymbol, Venue Venue);

/// <summary>The inputs of a replay: which files, which symbols. Opened first; the feed follows once the instruments of <see cref="Symbols"/> exist.</summary>
public sealed class ReplayInput
{
    /// <summary>Clock events stay this far behind event time, so that trades still under way are in before the second is over.</summary>
    public static readonly TimeSpan DefaultClockLag = TimeSpan.FromMilliseconds(250);

    /// <summary>Looked for in the names of CSV files, beside the configured symbols.</summary>
    private static readonly string[] WellKnown = ["BTCUSD", "ETHUSD", "XAUUSD", "GBPJPY", "EURUSD", "GBPUSD", "USDJPY"];

    private readonly Dictionary<(BinanceMarket Market, string VenueSymbol), Symbol> _names;
    private readonly Dictionary<string, Symbol> _csvNames;

    private ReplayInput(IReadOnlyList<ReplayFile> files, Dictionary<(BinanceMarket, string), Symbol> names, Dictionary<string, Symbol> csvNames)
    {
        Files = files;
        _names = names;
        _csvNames = csvNames;
        Symbols =
        [
            .. names.Select(n => new ReplaySymbol(n.Value, n.Key.Item2, Venue.Binance))
                .Concat(csvNames.Values.Distinct().Select(s => new ReplaySymbol(s, "", Venue.File))),
        ];
    }

    public IReadOnlyList<ReplayFile> Files { get; }

    /// <summary>
    /// Archived bars above M1 of one symbol that lie before its first archived M1 bar, each timeframe oldest first. They only warm their own timeframe's analysis;
    /// from the first M1 bar on the longer bars are made of M1 bars and the archived ones are not read.
    /// </summary>
    public IEnumerable<Bar> ArchivedBefore(Symbol symbol)
    {
        var files = Files.Where(file => file.Format == ReplayFormat.Archive && _csvNames[file.Path] == symbol).OrderBy(file => file.Path, StringComparer.Ordinal).ToArray();
        var first = files.Where(file => file.Timeframe == Timeframe.M1).SelectMany(file => ArchivedBars.Read(file.Path, Timeframe.M1)).Select(bar => (Timestamp?)bar.OpenTime).FirstOrDefault();
        return files.Where(file => file.Timeframe != Timeframe.M1)
            .SelectMany(file => ArchivedBars.Read(file.Path, file.Timeframe!.Value))
            .Where(bar => first is not { } start || bar.CloseTime <= start);
    }

    /// <summary>Every symbol that occurs, in the order of the files.</summary>
    public IReadOnlyList<ReplaySymbol> Symbols { get; }

    /// <summary>Looks into the files (folders: all <c>.csv</c>, <c>.gz</c>, <c>.txt</c>, <c>.frames</c> and <c>.jsonl</c> in them, by name) and names their symbols.</summary>
    /// <param name="paths">Files and folders.</param>
    /// <param name="mapping">Known names; a venue symbol that is not in it loses the T of a final USDT.</param>
    /// <param name="symbol">Names a single symbol for inputs that hold just one; <see langword="null"/> to take the names from the files.</param>
    public static Outcome<ReplayInput> Open(IReadOnlyList<string> paths, IEnumerable<BinanceSymbolOptions> mapping, Symbol? symbol = null)
    {
        var files = new List<ReplayFile>();
        foreach (var path in Expand(paths))
        {
            var file = ReplayInspector.Inspect(path);
            if (!file.IsSuccess)
            {
                return file.Fault;
            }

            files.Add(file.Value);
        }

        if (files.Count == 0)
        {
            return new Fault("NO_INPUT", "No file to replay was found.");
        }

        var known = mapping.ToList();
        var names = new Dictionary<(BinanceMarket, string), Symbol>();
        var csvNames = new Dictionary<string, Symbol>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            foreach (var venueSymbol in file.VenueSymbols)
            {
                names.TryAdd((file.Market, venueSymbol), NameOf(venueSymbol, file.Market, known));
            }

            if (file.Format == ReplayFormat.Archive && ArchivedBars.TryParseName(file.Path, out var archived, out _, out _))
            {
                csvNames[file.Path] = archived;
            }
            else if (file.Format == ReplayFormat.Csv)
            {
                if ((symbol ?? NameInFile(file.Path, known)) is not { } name)
                {
                    return new Fault("NO_SYMBOL", $"{Path.GetFileName(file.Path)} does not say whose prices it holds; give the symbol.") { Field = "symbol" };
                }

                csvNames[file.Path] = name;
            }
        }

        return Check(new ReplayInput(files, names, csvNames), symbol);
    }

    /// <summary>Opens the files for reading, from their beginning.</summary>
    /// <param name="instrumentId">The desk's id of each of <see cref="Symbols"/>.</param>
    /// <param name="discards">Counts what is not passed on.</param>
    /// <param name="speed">As for <see cref="ReplayFeed"/>.</param>
    public ReplayFeed CreateFeed(Func<Symbol, int> instrumentId, DiscardCounters discards, double? speed, TimeProvider timeProvider, TimeSpan? clockLag = null)
    {
        var handlers = _names.Keys.Select(k => k.Market).Distinct().ToDictionary(market => market, market =>
        {
            BinanceSymbol[] symbols = [.. _names.Where(n => n.Key.Market == market).Select(n => new BinanceSymbol(instrumentId(n.Value), n.Key.VenueSymbol, market))];
            return (Symbols: symbols, Handler: new BinanceMessageHandler(symbols, discards));
        });
        var sources = Files.Where(file => file.Format != ReplayFormat.Archive || file.Timeframe == Timeframe.M1).Select(IReplaySource (file) =>
        {
            if (file.Format == ReplayFormat.Archive)
            {
                return new ArchiveSource(file.Path, instrumentId(_csvNames[file.Path]));
            }

            if (file.Format == ReplayFormat.Csv)
            {
                return new CsvSource(file.Path, file.Columns!, instrumentId(_csvNames[file.Path]), file.Timeframe ?? Timeframe.M1, discards);
            }

            var (symbols, handler) = handlers[file.Market];
            var unnamed = file.VenueSymbols.Count == 1 ? Array.FindIndex(symbols, s => s.VenueSymbol == file.VenueSymbols[0]) : -1;
            return new FrameSource(file.Path, handler, discards, unnamed);
        });
        return new ReplayFeed([.. sources], speed, clockLag ?? DefaultClockLag, timeProvider) { Handlers = [.. handlers.Values.Select(h => h.Handler)] };
    }

    private static IEnumerable<string> Expand(IReadOnlyList<string> paths) => paths.SelectMany<string, string>(path => Directory.Exists(path)
        ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".csv" or ".gz" or ".txt" or ".frames" or ".jsonl")
            .Order(StringComparer.Ordinal)
        : [path]);

    private static Outcome<ReplayInput> Check(ReplayInput input, Symbol? symbol)
    {
        var doubled = input._names.GroupBy(n => n.Value).FirstOrDefault(g => g.Count() > 1);
        if (doubled is not null)
        {
            return new Fault("TWO_MARKETS", $"{doubled.Key} comes from {string.Join(" and ", doubled.Select(d => $"{d.Key.Market} {d.Key.VenueSymbol}"))}; replay one of them.");
        }

        if (symbol is { } wanted && input._names.Count > 0)
        {
            if (input._names.Count > 1)
            {
                return new Fault("MANY_SYMBOLS", $"The input holds {input._names.Count} symbols; one name does not fit them all.") { Field = "symbol" };
            }

            return new ReplayInput(input.Files, new() { [input._names.Keys.First()] = wanted }, input._csvNames);
        }

        return input;
    }

    private static Symbol NameOf(string venueSymbol, BinanceMarket market, List<BinanceSymbolOptions> known)
    {
        var mapped = known.Find(k => k.VenueSymbol == venueSymbol && k.Market == market) ?? known.Find(k => k.VenueSymbol == venueSymbol);
        var name = mapped?.Symbol ?? (venueSymbol.EndsWith("USDT", StringComparison.Ordinal) ? venueSymbol[..^1] : venueSymbol);
        return new Symbol(name);
    }

    /// <summary>A known symbol that stands in the file's name, or a well-known one.</summary>
    private static Symbol? NameInFile(string path, List<BinanceSymbolOptions> known)
    {
        var name = Path.GetFileName(path).ToUpperInvariant();
        var found = known.Select(k => k.Symbol).Concat(WellKnown).FirstOrDefault(s => name.Contains(s, StringComparison.Ordinal));
        return found is null ? null : new Symbol(found);
    }
}
