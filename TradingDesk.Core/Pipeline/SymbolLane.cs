using TradingDesk.Core.Analysis;
using TradingDesk.Core.Analysis.Structure;
using TradingDesk.Core.Bars;
using TradingDesk.Core.Decisions;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds;
using TradingDesk.Core.Operations;
using TradingDesk.Core.Ticks;

namespace TradingDesk.Core.Pipeline;

/// <summary>
/// Everything of one symbol from tick to decision draft. Single-threaded: one worker owns it at a time. Depends on nothing of other symbols and nothing
/// of the account, so any number of lanes may run side by side and the result stays the same.
/// </summary>
internal sealed partial class SymbolLane : IBarSink, IEventSink<StructureEvent>, IHasState
{
    private readonly TickValidator _validator;
    private readonly TimeframeLadder _ladder;
    private readonly TimeframeAnalysis?[] _analyses = new TimeframeAnalysis?[TimeframeExtensions.All.Count];
    private readonly StructureLog?[] _logs = new StructureLog?[TimeframeExtensions.All.Count];
    private readonly long[] _barCounts = new long[TimeframeExtensions.All.Count];
    private readonly Queue<double> _recentCloses = new();
    private MultiTimeframeManager _manager;
    private SymbolSettings? _nextSettings;
    private LaneBuffer _output = new();
    private int _eventIndex;
    private Bar _pendingDecision;
    private bool _hasPendingDecision;
    private Timeframe _updating;
    private bool _updatingHistory;

    /// <param name="instruments">Number of instruments in the desk: they share the memory for ticks.</param>
    public SymbolLane(SymbolSettings settings, int instruments, bool waitForHistory)
    {
        Settings = settings;
        Instrument = settings.Instrument;
        Discards = new DiscardCounters();
        _validator = new TickValidator(Instrument, settings.Ticks, Discards);
        _ladder = new TimeframeLadder(Instrument, settings.Bars, Discards);
        Ticks = new TickRingBuffer(Instrument, settings.TickBuffer, instruments);
        _manager = new MultiTimeframeManager(settings.Decision);
        Watch = new LaneWatch(settings, Discards, Quotes, Offset);
        foreach (var timeframe in AnalysedTimeframes)
        {
            _analyses[(int)timeframe] = new TimeframeAnalysis(timeframe, settings.Structure, settings.VwapAnchor, settings.VwapSigmaWindowMinutes, settings.H1EmaPeriod);
            _logs[(int)timeframe] = new StructureLog(timeframe);
        }

        HistoryLoaded = !waitForHistory;
        if (waitForHistory)
        {
            _ladder.Hold();
        }
    }

    public static IReadOnlyList<Timeframe> AnalysedTimeframes => TimeframeExtensions.Decision;

    public Instrument Instrument { get; }

    public SymbolSettings Settings { get; private set; }

    /// <summary>Durations of bar analysis and decisions, in real time; they are shown and decide nothing.</summary>
    public StageTimer Timer { get; } = new(TimeProvider.System);

    public DiscardCounters Discards { get; }

    public TickRingBuffer Ticks { get; }

    public VenueQuotes Quotes { get; } = new();

    public OffsetWindow Offset { get; } = new();

    /// <summary>Fused M5 candles and data quality.</summary>
    public LaneWatch Watch { get; }

    public long TickCount { get; private set; }

    public Timestamp? LastTickAt { get; private set; }

    /// <summary>False while bars wait for history.</summary>
    public bool HistoryLoaded { get; private set; }

    /// <summary>Set while the primary venue's data are interrupted; the reason in words.</summary>
    public string? Interruption { get; private set; }

    public IReadOnlyList<long> BarCounts => _barCounts;

    /// <summary>Closes of the last 60 M1 bars, oldest first.</summary>
    public IReadOnlyCollection<double> RecentCloses => _recentCloses;

    public TimeframeAnalysis Analysis(Timeframe timeframe) =>
        _analyses[(int)timeframe] ?? throw new ArgumentOutOfRangeException(nameof(timeframe), timeframe, "Not an analysed timeframe.");

    public StructureLog Log(Timeframe timeframe) =>
        _logs[(int)timeframe] ?? throw new ArgumentOutOfRangeException(nameof(timeframe), timeframe, "Not an analysed timeframe.");

    public bool TryGetForming(Timeframe timeframe, out FormingBar bar) => _ladder.TryGetForming(timeframe, out bar);

    /// <summary>Takes one event.</summary>
    /// <returns>True where it was a tick that the validator accepted.</returns>
    public bool Process(in MarketEvent item, int eventIndex, LaneBuffer output)
    {
        _output = output;
        _eventIndex = eventIndex;
        var accepted = false;
        Watch.Begin(item, eventIndex, output);
        switch (item.Kind)
        {
            case MarketEventKind.Tick:
                accepted = OnTick(item.Tick);
                break;
            case MarketEventKind.Clock:
                _ladder.OnClock(item.At, this);
                break;
            case MarketEventKind.FeedFaults:
                break;
            case MarketEventKind.Feed:
                OnFeed((FeedNotice)item.Payload!);
                break;
            case MarketEventKind.LoadedBar:
                _ladder.OnLoadedBar(((LoadedBar)item.Payload!).Bar, this);
                break;
            case MarketEventKind.Command:
                OnCommand(item.Payload!, item.At);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(item), item.Kind, "Unknown event kind.");
        }

        EvaluatePending();
        return accepted;
    }

    /// <summary>Bars come shortest timeframe first; the decision waits until all that close at the same instant are in.</summary>
    void IBarSink.OnBarClosed(in Bar bar)
    {
        if (bar.Timeframe == Timeframe.S1)
        {
            return;
        }

        if (bar.Timeframe == Timeframe.M1)
        {
            EvaluatePending();
            ApplyNextSettings();
            Remember(bar.Close);
        }

        _barCounts[(int)bar.Timeframe]++;
        _output.Add(LaneOutput.OfBar(_eventIndex, bar));
        if (_analyses[(int)bar.Timeframe] is { } analysis)
        {
            _updating = bar.Timeframe;
            _updatingHistory = (bar.Flags & BarFlags.History) != 0;
            var started = Timer.Start();
            analysis.Update(bar, this);
            Timer.Stop(DeskStage.Analysis, started);
            if (analysis.Vwap.Current is { } vwap)
            {
                _logs[(int)bar.Timeframe]!.Add(bar.CloseTime, vwap);
            }
        }

        Watch.OnPrimaryBar(bar, Analysis(Timeframe.M5));
        if (bar.Timeframe == Timeframe.M1 && (bar.Flags & BarFlags.History) == 0)
        {
            _pendingDecision = bar;
            _hasPendingDecision = true;
        }
    }

    void IEventSink<StructureEvent>.Add(in StructureEvent item)
    {
        _logs[(int)_updating]!.Add(item);
        if (!_updatingHistory)
        {
            _output.Add(LaneOutput.OfStructure(_eventIndex, _updating, item));
        }
    }

    /// <summary>Feeds bars of a timeframe above M1 that lie before the first M1 bar of the history; they reach only that timeframe's analysis.</summary>
    public void Prime(in Bar bar)
    {
        _updating = bar.Timeframe;
        _updatingHistory = true;
        Analysis(bar.Timeframe).Update(bar, this);
    }

    private bool OnTick(in Tick tick)
    {
        if (!_validator.Accept(tick))
        {
            Watch.OnRefused(tick, _validator.LastRefusal);
            return false;
        }

        if (_validator.TryTakeConfirmed(out var held))
        {
            Take(held);
        }

        Take(tick);
        return true;
    }

    private void Take(in Tick tick)
    {
        TickCount++;
        LastTickAt = tick.ReceivedAt;
        Ticks.Append(tick);
        Watch.OnAccepted(tick);
        if (Quotes.OnTick(tick, out var finished))
        {
            _output.Add(LaneOutput.OfTickSecond(_eventIndex, finished));
        }

        if (tick.Venue == Instrument.PrimaryVenue)
        {
            if (tick.Kind == TickKind.Quote)
            {
                PairOffset(tick);
            }

            _ladder.OnTick(tick, this);
        }
    }

    private void PairOffset(in Tick primary)
    {
        var other = Instrument.PrimaryVenue == Venue.Mt5 ? Venue.Binance : Venue.Mt5;
        ref readonly var quote = ref Quotes[other];
        if (quote.Bid > 0)
        {
            Offset.OnPrimaryQuote(primary.Mid, primary.OccurredAt, (quote.Bid + quote.Ask) * 0.5, quote.QuotedAt);
        }
    }

    private void OnFeed(FeedNotice notice)
    {
        if (notice.Venue != Instrument.PrimaryVenue)
        {
            return;
        }

        switch (notice.Kind)
        {
            case FeedNoticeKind.Interrupted:
                Interruption = notice.Reason;
                _ladder.Hold();
                break;
            case FeedNoticeKind.GapUnfilled:
                if (notice is { From: { } from, To: { } to })
                {
                    _ladder.MarkGap(from, to);
                }

                ReleaseIfWhole();
                break;
            case FeedNoticeKind.Live:
                ReleaseIfWhole();
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(notice), notice.Kind, "Unknown notice.");
        }
    }

    private void ReleaseIfWhole()
    {
        Interruption = null;
        if (HistoryLoaded)
        {
            _ladder.Release(this);
        }
    }

    private void OnCommand(object command, Timestamp at)
    {
        switch (command)
        {
            case TimerCommand timer:
                // The close that the timer stands for, not the instant at which it happened to come: it must not close bars before their ticks have.
                _ladder.OnClock(timer.Timeframe.Floor(at), this);
                break;
            case HistoryLoadedCommand:
                HistoryLoaded = true;
                if (Interruption is null)
                {
                    _ladder.Release(this);
                }

                break;
            case ApplySettingsCommand apply:
                _nextSettings = apply.Settings;
                break;
            case QueryCommand query:
                query.Run(this);
                break;
            default:
                // Commands for the account stage pass through.
                break;
        }
    }

    private void ApplyNextSettings()
    {
        if (_nextSettings is { } next)
        {
            Settings = next;
            _manager = new MultiTimeframeManager(next.Decision);
            Watch.Apply(next);
            _nextSettings = null;
        }
    }

    private void Remember(double close)
    {
        if (_recentCloses.Count == 60)
        {
            _recentCloses.Dequeue();
        }

        _recentCloses.Enqueue(close);
    }

    private void EvaluatePending()
    {
        if (!_hasPendingDecision)
        {
            return;
        }

        _hasPendingDecision = false;
        ref readonly var quote = ref Quotes[Instrument.PrimaryVenue];
        var context = new DecisionContext
        {
            Instrument = Instrument,
            Bar = _pendingDecision,
            M1 = Analysis(Timeframe.M1),
            M5 = Analysis(Timeframe.M5),
            M15 = Analysis(Timeframe.M15),
            H1 = Analysis(Timeframe.H1),
            H4 = Analysis(Timeframe.H4),
            Bid = quote.Bid,
            Ask = quote.Ask,
            M5Slope = Watch.M5Slope.Slope,
            Quality = Watch.Quality,
        };
        var started = Timer.Start();
        _output.Add(LaneOutput.OfDraft(_eventIndex, _manager.Evaluate(context)));
        Timer.Stop(DeskStage.Decision, started);
    }
}
