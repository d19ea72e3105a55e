using System.Diagnostics;
using TradingDesk.Core.Configuration;
using TradingDesk.Core.Decisions;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds;
using TradingDesk.Core.Feeds.Binance;
using TradingDesk.Core.Feeds.Mt5;
using TradingDesk.Core.Feeds.Replay;
using TradingDesk.Core.Storage.Tape;

namespace TradingDesk.Core.Pipeline.Replay;

/// <summary>Runs recorded input through the pipeline, as fast as it goes or at a pace, and sums it up.</summary>
public sealed class ReplaySession : IDisposable
{
    private const int BatchSize = 4_096;

    private readonly ReplayRequest _request;
    private readonly IReadOnlyList<SymbolSettings> _settings;
    private readonly ReplayFeed _feed;
    private readonly DiscardCounters _feedDiscards;
    private readonly DiscardCounters? _bridgeDiscards;
    private readonly IReadOnlyList<string> _files;
    private readonly IReadOnlyList<string> _history;
    private readonly ReplayInput? _input;

    private ReplaySession(ReplayRequest request, IReadOnlyList<SymbolSettings> settings, ReplayFeed feed, DiscardCounters feedDiscards, DiscardCounters? bridgeDiscards, IReadOnlyList<string> files, IReadOnlyList<string> history, ReplayInput? input)
    {
        (_request, _settings, _feed, _feedDiscards, _bridgeDiscards, _files, _history, _input) = (request, settings, feed, feedDiscards, bridgeDiscards, files, history, input);
    }

    /// <summary>Looks into the inputs. A single folder that is a tape is replayed as one; anything else as files.</summary>
    public static Outcome<ReplaySession> Open(ReplayRequest request, TimeProvider pace)
    {
        foreach (var path in request.Paths)
        {
            if (!File.Exists(path) && !Directory.Exists(path))
            {
                return new Fault("NO_INPUT", $"'{path}' does not exist.");
            }
        }

        return request.Paths is [var folder] && TapeReader.IsTape(folder) ? OpenTape(request, folder, pace) : OpenFiles(request, pace);
    }

    /// <param name="progress">Called now and then with the events so far and the event time.</param>
    public ReplaySummary Run(Action<long, Timestamp>? progress, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        using var bars = _request.BarsOut is { } folder ? new BarFiles(folder) : null;
        var output = new ReplayOutput { BarClosed = bars is null ? null : (symbol, bar) => bars.Write(symbol, bar) };
        var workers = _request.Workers == 0 ? Environment.ProcessorCount : _request.Workers;
        var pipeline = new DeskPipeline(_settings, new PipelineOptions { Workers = workers }, output);
        var seen = 0L;
        if (_request.Resume)
        {
            seen = ReplayState.Load(_request.StateFile!, pipeline, output);
        }
        else
        {
            PrimeFromArchive(pipeline);
            LoadHistory(pipeline);
        }

        output.HistoryBar = (id, bar) => bars?.Write(_settings[id].Instrument.Symbol, bar);
        var events = Pump(pipeline, seen, progress, cancellationToken);
        if (_request is { StopAfter: not null, StateFile: { } file })
        {
            ReplayState.Save(file, pipeline, output, events);
        }

        return Summarise(pipeline, output, events, Stopwatch.GetElapsedTime(started));
    }

    public void Dispose() => _feed.Dispose();

    private long Pump(DeskPipeline pipeline, long skip, Action<long, Timestamp>? progress, CancellationToken cancellationToken)
    {
        var batch = new MarketEvent[BatchSize];
        var count = 0;
        var events = 0L;
        var end = _request.StopAfter ?? long.MaxValue;
        while (events < end && _feed.TryReadNext(out var item))
        {
            events++;
            if (events <= skip)
            {
                continue;
            }

            batch[count++] = item;
            if (count == BatchSize)
            {
                cancellationToken.ThrowIfCancellationRequested();
                pipeline.Process(batch, count);
                progress?.Invoke(events, batch[count - 1].At);
                count = 0;
            }
        }

        pipeline.Process(batch, count);
        return events;
    }

    private void PrimeFromArchive(DeskPipeline pipeline)
    {
        foreach (var instrument in _input is null ? [] : _settings.Select(s => s.Instrument))
        {
            foreach (var bar in _input!.ArchivedBefore(instrument.Symbol).Where(bar => SymbolLane.AnalysedTimeframes.Contains(bar.Timeframe)))
            {
                pipeline.Prime(instrument.Id, bar);
            }
        }
    }

    private void LoadHistory(DeskPipeline pipeline)
    {
        var one = new MarketEvent[1];
        foreach (var file in _history)
        {
            if (!Symbol.TryParse(Path.GetFileName(file).Split('_')[0], out var symbol) || _settings.FirstOrDefault(s => s.Instrument.Symbol == symbol) is not { } settings)
            {
                continue;
            }

            foreach (var bar in HistoryFile.Read(file, settings.Instrument.PrimaryVenue))
            {
                one[0] = MarketEvent.FromBar(new LoadedBar(settings.Instrument.Id, bar), bar.CloseTime);
                pipeline.Process(one, 1);
            }
        }
    }

    private ReplaySummary Summarise(DeskPipeline pipeline, ReplayOutput output, long events, TimeSpan elapsed)
    {
        var discards = new SortedDictionary<string, long>(StringComparer.Ordinal);
        _feedDiscards.AddTo(discards);
        _bridgeDiscards?.AddTo(discards);
        var ticks = 0L;
        foreach (var lane in pipeline.Lanes)
        {
            lane.Discards.AddTo(discards);
            ticks += lane.TickCount;
        }

        var bars = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var timeframe in TimeframeExtensions.All)
        {
            if (timeframe != Timeframe.S1)
            {
                bars[timeframe.ToString()] = output.Bars[(int)timeframe];
            }
        }

        var decisions = Enum.GetValues<Verdict>().ToDictionary(v => v.ToName(), v => output.Verdicts[(int)v], StringComparer.Ordinal);
        var proposals = new Dictionary<string, long>(StringComparer.Ordinal) { ["buy"] = output.BuyProposals, ["sell"] = output.SellProposals };
        var seconds = elapsed.TotalSeconds;
        return new ReplaySummary(_files, events, ticks, bars, discards, decisions, proposals, output.Fills, output.TradeCount, output.DecisionHash, output.OutcomeHash, Math.Round(seconds, 3), Math.Round(ticks / seconds));
    }

    private static Outcome<ReplaySession> OpenFiles(ReplayRequest request, TimeProvider pace)
    {
        var mapping = SymbolDefaults.All.Select(d => new SymbolConfig(d)).Where(c => c.Binance is not null)
            .Select(c => new BinanceSymbolOptions { Symbol = c.Symbol.Name, VenueSymbol = c.Binance!.Symbol, Market = c.Binance.Market });
        var opened = ReplayInput.Open(request.Paths, mapping, request.Symbol);
        if (!opened.IsSuccess)
        {
            return opened.Fault;
        }

        var input = opened.Value;
        var settings = input.Symbols.Select((s, id) => ReplayInstruments.For(s.Symbol, id, s.Venue, QuotesOnly(input, s))).ToArray();
        var discards = new DiscardCounters();
        var feed = input.CreateFeed(symbol => Array.Find(settings, s => s.Instrument.Symbol == symbol)!.Instrument.Id, discards, request.Speed, pace);
        return new ReplaySession(request, settings, feed, discards, bridgeDiscards: null, [.. input.Files.Select(f => f.Path)], history: [], input);
    }

    private static bool QuotesOnly(ReplayInput input, ReplaySymbol symbol) =>
        symbol.Venue == Venue.File && input.Files.Where(f => f.Format == ReplayFormat.Csv).All(f => f.CsvKind == CsvKind.Quotes);

    private static Outcome<ReplaySession> OpenTape(ReplayRequest request, string folder, TimeProvider pace)
    {
        var configs = SymbolDefaults.All.Select(d => new SymbolConfig(d)).ToArray();
        var settings = configs.Select((c, id) => c.ToSettings(id)).ToArray();
        var discards = new DiscardCounters();
        var handlers = configs.Index().Where(c => c.Item.Binance is not null)
            .GroupBy(c => c.Item.Binance!.Market)
            .ToDictionary(g => g.Key, g => new BinanceMessageHandler([.. g.Select(c => new BinanceSymbol(c.Index, c.Item.Binance!.Symbol, g.Key))], discards));
        var bridge = new BridgeOptions();
        foreach (var config in configs.Where(c => c.Mt5Symbol is not null))
        {
            bridge.Symbols[config.Symbol.Name] = config.Mt5Symbol!;
        }

        var decoder = new Mt5TapeDecoder(bridge, [.. settings.Select(s => s.Instrument)]);
        var source = new TapeSource(TapeReader.Open(folder), handlers, decoder);
        var feed = new ReplayFeed([source], request.Speed, ReplayInput.DefaultClockLag, pace) { Handlers = [.. handlers.Values] };
        var history = Path.Combine(folder, HistoryFile.Folder);
        string[] files = Directory.Exists(history) ? [.. Directory.EnumerateFiles(history, "*.csv").Order(StringComparer.Ordinal)] : [];
        return new ReplaySession(request, settings, feed, discards, decoder.Discards, [folder], files, input: null);
    }
}
