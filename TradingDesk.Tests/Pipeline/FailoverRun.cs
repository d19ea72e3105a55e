using TradingDesk.Core.Bars.Fusion;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds;
using TradingDesk.Core.Feeds.Simulation;
using TradingDesk.Core.Journal;
using TradingDesk.Core.Pipeline;
using TradingDesk.Core.Pipeline.Replay;
using TradingDesk.Core.Storage;
using TradingDesk.Core.Ticks.Offsets;
using TradingDesk.Core.Ticks.Quality;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Pipeline;

/// <summary>The simulated market through a pipeline, with faults of whole venues; keeps what the journal would.</summary>
internal sealed class FailoverRun
{
    public const int Bitcoin = 0;
    public const int Gold = 1;

    public static readonly SimulatedMarket Market = new(new SimulatorOptions { Seed = 7 });

    private readonly MarketEvent[] _batch;
    private readonly Log _log = new();

    public FailoverRun(SimulatedMarket? market = null, int workers = 1, int batchSize = 512)
    {
        Simulated = market ?? Market;
        Source = new PipelineRun(Simulated.Options, market: Simulated);
        _batch = new MarketEvent[batchSize];
        Pipeline = new DeskPipeline(Source.Settings, new PipelineOptions { Workers = workers }, _log);
    }

    public SimulatedMarket Simulated { get; }

    public PipelineRun Source { get; }

    public DeskPipeline Pipeline { get; }

    public ReplayOutput Output => _log.Hashes;

    public IReadOnlyList<JournalEntry> Entries => _log.Entries;

    public IReadOnlyList<TickSecond> Seconds => _log.Seconds;

    public IEnumerable<M5Candle> Fused(int instrument) => _log.Fused.Where(item => item.InstrumentId == instrument).Select(item => item.Candle);

    public IEnumerable<QualityMinute> Quality(int instrument) => _log.Quality.Where(item => item.InstrumentId == instrument).Select(item => item.Minute);

    public IEnumerable<OffsetCalibration> Calibrations(int instrument) =>
        Entries.OfType<OffsetCalibratedEntry>().Where(e => e.Symbol == Source.Settings[instrument].Instrument.Symbol).Select(e => e.Calibration);

    public Bar[] M1(int instrument) => [.. Entries.OfType<BarClosedEntry>()
        .Where(e => e.Symbol == Source.Settings[instrument].Instrument.Symbol && e.Bar.Timeframe == Timeframe.M1).Select(e => e.Bar)];

    public string[] Notices(int instrument, string component) => [.. Entries.OfType<OperationsEntry>()
        .Where(e => e.Symbol == Source.Settings[instrument].Instrument.Symbol && e.Component == component).Select(e => e.Kind)];

    public Timestamp At(double seconds) => Simulated.StartAt + TimeSpan.FromSeconds(seconds);

    public FailoverRun LoadHistory(int days)
    {
        Feed(Source.History(days));
        return this;
    }

    public FailoverRun Run(int fromSeconds, int toSeconds, Func<IEnumerable<MarketEvent>, IEnumerable<MarketEvent>>? fault = null)
    {
        var events = Source.Events(TimeSpan.FromSeconds(fromSeconds), TimeSpan.FromSeconds(toSeconds));
        Feed(fault is null ? events : fault(events));
        return this;
    }

    /// <summary>
    /// The venue of one instrument is cut: the feed says so at once, nothing comes until it is back. Then what was missed comes, flagged, where it can be fetched;
    /// otherwise the gap is declared.
    /// </summary>
    public IEnumerable<MarketEvent> Cut(IEnumerable<MarketEvent> events, int instrument, Venue venue, double from, double to, bool refills)
    {
        var missed = new List<Tick>();
        var state = 0;
        foreach (var item in events)
        {
            if (state == 0 && item.At >= At(from))
            {
                state = 1;
                yield return MarketEvent.FromFeed(new FeedNotice(venue, instrument, FeedNoticeKind.Interrupted, "cut"), At(from));
            }

            if (state == 1 && item.At >= At(to))
            {
                state = 2;
                foreach (var tick in refills ? missed : [])
                {
                    yield return MarketEvent.FromTick(Backfilled(tick, At(to)));
                }

                if (!refills)
                {
                    yield return MarketEvent.FromFeed(new FeedNotice(venue, instrument, FeedNoticeKind.GapUnfilled, "back", At(from), At(to)), At(to));
                }

                yield return MarketEvent.FromFeed(new FeedNotice(venue, instrument, FeedNoticeKind.Live, "back"), At(to));
            }

            if (state == 1 && item.Kind == MarketEventKind.Tick && item.InstrumentId == instrument && item.Tick.Venue == venue)
            {
                missed.Add(item.Tick);
                continue;
            }

            yield return item;
        }
    }

    /// <summary>The venue of one instrument falls silent without a word.</summary>
    public IEnumerable<MarketEvent> Silence(IEnumerable<MarketEvent> events, int instrument, Venue venue, double from, double to) =>
        events.Where(item => item.Kind != MarketEventKind.Tick || item.InstrumentId != instrument || item.Tick.Venue != venue || item.At < At(from) || item.At >= At(to));

    public void Feed(IEnumerable<MarketEvent> events)
    {
        var count = 0;
        foreach (var item in events)
        {
            _batch[count++] = item;
            if (count == _batch.Length)
            {
                Pipeline.Process(_batch, count);
                count = 0;
            }
        }

        Pipeline.Process(_batch, count);
    }

    private static Tick Backfilled(in Tick tick, Timestamp receivedAt) => tick.Kind == TickKind.Quote
        ? Tick.Quote(tick.InstrumentId, tick.Venue, tick.OccurredAt, receivedAt, bid: tick.Bid, ask: tick.Ask, tick.Sequence, backfilled: true)
        : Tick.Trade(tick.InstrumentId, tick.Venue, tick.OccurredAt, receivedAt, price: tick.Price, volume: tick.Volume, aggressor: tick.Aggressor, tick.Sequence, backfilled: true);

    private sealed class Log : IPipelineOutput
    {
        public ReplayOutput Hashes { get; } = new();

        public List<JournalEntry> Entries { get; } = [];

        public List<TickSecond> Seconds { get; } = [];

        public List<(int InstrumentId, M5Candle Candle)> Fused { get; } = [];

        public List<(int InstrumentId, QualityMinute Minute)> Quality { get; } = [];

        public void OnEntry(JournalEntry entry)
        {
            Entries.Add(entry);
            Hashes.OnEntry(entry);
        }

        public void OnHistoryBar(int instrumentId, in Bar bar) => Hashes.OnHistoryBar(instrumentId, bar);

        public void OnTickSecond(in TickSecond row) => Seconds.Add(row);

        public void OnFused(int instrumentId, M5Candle candle)
        {
            Fused.Add((instrumentId, candle));
            Hashes.OnFused(instrumentId, candle);
        }

        public void OnQualityMinute(int instrumentId, QualityMinute minute) => Quality.Add((instrumentId, minute));

        public void OnDurable(Action continuation) => continuation();
    }
}
