using TradingDesk.Core.Analysis;
using TradingDesk.Core.Analysis.M1Filters;
using TradingDesk.Core.Analysis.OrderFlow;
using TradingDesk.Core.Analysis.Structure;
using TradingDesk.Core.Bars;
using TradingDesk.Core.Decisions;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds;
using TradingDesk.Core.Feeds.Books;
using TradingDesk.Core.Operations;
using TradingDesk.Core.Ticks;

namespace TradingDesk.Core.Pipeline;

/// <summary>
/// Everything of one symbol from tick to decision draft. Single-threaded: one worker owns it at a time. Depends on nothing of other symbols and nothing
/// of the account, so any number of lanes may run side by side and the result stays the same.
/// </summary>
internal sealed partial class SymbolLane : ITickSink, IBarSink, IEventSink<StructureEvent>, IHasState
{
    private readonly TickIntake _intake;
    private readonly TimeframeLadder _ladder;
    private readonly TimeframeAnalysis?[] _analyses = new TimeframeAnalysis?[TimeframeExtensions.All.Count];
    private readonly StructureLog?[] _logs = new StructureLog?[TimeframeExtensions.All.Count];
    private readonly long[] _barCounts = new long[TimeframeExtensions.All.Count];
    private readonly Queue<double> _recentCloses = new();
    private M1FilterSet _filters;
    private MultiTimeframeManager _manager;
    private SymbolSettings? _nextSettings;
    private LaneBuffer _output = new();
    private int _eventIndex;
    private Bar _pendingDecision;
    private bool _hasPendingDecision;
    private string? _feedInterruption;
    private Timeframe _updating;
    private bool _updatingHistory;

    /// <param name="instruments">Number of instruments in the desk: they share the memory for ticks.</param>
    public SymbolLane(SymbolSettings settings, int instruments, bool waitForHistory)
    {
        Settings = settings;
        Instrument = settings.Instrument;
        Discards = new DiscardCounters();
        _intake = new TickIntake(Instrument, settings.Ticks, settings.Spike, Discards);
        _ladder = new TimeframeLadder(Instrument, settings.Bars, Discards);
        Tape = new VenueTape(settings, instruments, Discards);
        _manager = new MultiTimeframeManager(settings.Decision);
        _filters = new M1FilterSet(settings.M1Filters);
        OrderFlow = new OrderFlowAnalyzer(Instrument);
        Watch = new LaneWatch(settings, Discards, Tape);
        foreach (var timeframe in AnalysedTimeframes)
        {
            _analyses[(int)timeframe] = new TimeframeAnalysis(timeframe, settings.Structure, settings.VwapAnchor, settings.VwapSigmaWindowMinutes, settings.H1EmaPeriod, settings.Liquidity);
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

    public VenueTape Tape { get; }

    /// <summary>True while ticks come so fast that quotes are conflated.</summary>
    public bool IsConflating => _intake.IsConflating;

    /// <summary>How often the M1 filters pass over candidate setups.</summary>
    public PassRates FilterPassRates { get; } = new();

    public OrderFlowAnalyzer OrderFlow { get; }

    /// <summary>Fused M5 candles and data quality.</summary>
    public LaneWatch Watch { get; }

    public long TickCount { get; private set; }

    public Timestamp? LastTickAt { get; private set; }

    /// <summary>False while bars wait for history.</summary>
    public bool HistoryLoaded { get; private set; }

    /// <summary>Set while the primary venue's data are interrupted; the reason in words.</summary>
    public string? Interruption => _feedInterruption ?? (_sleep.IsRecovering ? WakeRecovery.Reason : null);

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
        Tape.WriteTo(output, eventIndex);
        var accepted = false;
        Watch.Begin(item, eventIndex, output);
        switch (item.Kind)
        {
            case MarketEventKind.Tick:
                accepted = OnTick(item.Tick);
                break;
            case MarketEventKind.Clock:
                _intake.Advance(item.At, this);
                Carry(Tape.OnClock(item.At, Analysis(Timeframe.M1).Atr14.Current, HistoryLoaded && !_sleep.IsRecovering), item.At);
                _ladder.OnClock(item.At - _lag.Current, this);
                break;
            case MarketEventKind.FeedFaults:
                break;
            case MarketEventKind.Feed:
                OnFeed((FeedNotice)item.Payload!, item.At);
                break;
            case MarketEventKind.LoadedBar:
                OnLoadedBar(((LoadedBar)item.Payload!).Bar);
                break;
            case MarketEventKind.Book:
                OrderFlow.OnBook((BookSummary)item.Payload!);
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
            OrderFlow.OnBar(bar);
        }

        _sleep.OnBar(bar);
        _barCounts[(int)bar.Timeframe]++;
        _output.Add(LaneOutput.OfBar(_eventIndex, bar));
        if (_analyses[(int)bar.Timeframe] is { } analysis)
        {
            _updating = bar.Timeframe;
            _updatingHistory = (bar.Flags & BarFlags.History) != 0;
            var started = Timer.Start();
            var atrBefore = analysis.Atr14.Current;
            analysis.Update(bar, this);
            if (bar.Timeframe == Timeframe.M1)
            {
                UpdateFilters(bar, analysis, atrBefore);
            }

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

    /// <summary>What a spike thins out is still accepted: stops and targets see each quote, because the account does not look here.</summary>
    private bool OnTick(in Tick tick)
    {
        var accepted = _intake.Accept(tick, this);
        if (accepted)
        {
            Watch.OnAccepted(tick);
        }
        else
        {
            Watch.OnRefused(tick, _intake.LastRefusal);
        }

        LastTickAt = accepted ? tick.ReceivedAt : LastTickAt;
        return accepted;
    }

    void ITickSink.Take(in Tick tick)
    {
        TickCount++;
        _sleep.OnTick(tick);
        if (tick.Venue == Instrument.PrimaryVenue)
        {
            OrderFlow.OnTick(tick);
        }

        Tape.OnTick(tick);
        Watch.OnTaken(tick);
        TakeIntoBar(tick);
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
                ReleaseUnlessInterrupted();
                break;
            case SleptCommand slept:
                OnSlept(slept);
                break;
            case RecoveredCommand recovered:
                OnRecovered(recovered);
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
            if (next.M1Filters != _filters.Options)
            {
                _filters = new M1FilterSet(next.M1Filters); // New windows: they fill from here on.
            }

            Tape.Apply(next);
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

    /// <summary>The M1 filters as they stand after the last closed bar.</summary>
    public FilterReadings ReadFilters(int direction) => _filters.Evaluate(direction, Analysis(Timeframe.M5).Atr14.Current);

    /// <summary>What the M1 filters look at, at the close of the bar. History has no quotes: the spread filter learns from live bars only.</summary>
    private void UpdateFilters(in Bar bar, TimeframeAnalysis m1, double? atrBefore)
    {
        ref readonly var quote = ref Tape.Quotes[Instrument.PrimaryVenue];
        var isLive = (bar.Flags & BarFlags.History) == 0 && quote is { Bid: > 0, Ask: > 0 };
        var delta = OrderFlow.Delta.Current is { } read && read.BarCloseTime == bar.CloseTime ? read.Delta : (double?)null;
        _filters.Update(new M1FilterInput(bar, m1.Vwap.Current, delta, atrBefore, m1.Atr14.Current, isLive ? quote.Ask - quote.Bid : null));
    }

    private void EvaluatePending()
    {
        if (!_hasPendingDecision)
        {
            return;
        }

        _hasPendingDecision = false;
        var quote = Tape.Trading;
        var context = new DecisionContext
        {
            Instrument = Instrument,
            Bar = _pendingDecision,
            M1 = Analysis(Timeframe.M1),
            M5 = Analysis(Timeframe.M5),
            M15 = Analysis(Timeframe.M15),
            H1 = Analysis(Timeframe.H1),
            H4 = Analysis(Timeframe.H4),
            Filters = _filters,
            Bid = quote.Bid,
            Ask = quote.Ask,
            M5Slope = Watch.M5Slope.Slope,
            Quality = Watch.Quality,
        };
        var started = Timer.Start();
        var draft = _manager.Evaluate(context);
        if (draft.IsCandidate)
        {
            FilterPassRates.Add(draft.Filters, draft.Proposal is not null);
        }

        _output.Add(LaneOutput.OfDraft(_eventIndex, draft, Tape.Standing(_pendingDecision.CloseTime), context.Quality));
        Timer.Stop(DeskStage.Decision, started);
    }
}
