using TradingDesk.Core.Contract;
using TradingDesk.Core.Decisions;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Execution;
using TradingDesk.Core.Feeds;
using TradingDesk.Core.Journal;
using TradingDesk.Core.Risk;
using TradingDesk.Core.Ticks.Offsets;
using TradingDesk.Core.Ticks.Quality;

namespace TradingDesk.Core.Pipeline;

/// <summary>
/// Risk and execution over all symbols: takes the lanes' outputs in the desk's one order, asks the gate, drives the broker, numbers the journal.
/// The only place where fills feed back into risk, through <see cref="AccountSnapshot"/>.
/// </summary>
internal sealed partial class AccountStage : IExecutionSink, IHasState
{
    private readonly IReadOnlyList<SymbolLane> _lanes;
    private readonly AccountQuotes _quotes;
    private readonly DecisionTraceBuilder _traces = new();
    private readonly RiskGate _gate;
    private readonly IPipelineOutput _output;

    public AccountStage(IReadOnlyList<SymbolLane> lanes, PipelineOptions options, IPipelineOutput output)
    {
        _lanes = lanes;
        _output = output;
        _quotes = new AccountQuotes(lanes.Count);
        _gate = new RiskGate(options.Risk);
        Broker = new PaperBroker(options.PaperBroker, [.. lanes.Select(l => l.Instrument)], options.InitialBalance);
        State = new ControlState(options.Stage);
        Day = new DayResult(options.InitialBalance);
        LastDecisions = new DecisionTrace?[lanes.Count];
        DayLossLimitFraction = options.Risk.DayLossLimitFraction;
        Currency = options.Currency;
        _maxBarAge = options.MaxBarAge;
    }

    /// <summary>The latest trace of each instrument, by instrument id.</summary>
    public DecisionTrace?[] LastDecisions { get; }

    public double DayLossLimitFraction { get; }

    public string Currency { get; }

    public PaperBroker Broker { get; }

    public ControlState State { get; }

    public DayResult Day { get; }

    public long Sequence { get; private set; }

    /// <summary>Verdicts given so far, by <see cref="Verdict"/>.</summary>
    public long[] Decisions { get; } = new long[4];

    public Money Equity
    {
        get
        {
            var equity = Broker.Book.Balance;
            foreach (var position in Broker.Book.Open)
            {
                equity += Unrealized(position);
            }

            return equity;
        }
    }

    public Money Unrealized(Position position)
    {
        var lane = LaneOf(position.Symbol);
        var quote = _quotes[lane.Instrument.Id];
        return PositionBook.Unrealized(position, lane.Instrument, quote.Bid, quote.Ask).RoundToCents();
    }

    /// <summary>Takes up what a former run left.</summary>
    public void Restore(DeskRecoveryState recovery)
    {
        Sequence = recovery.LastSequence;
        State.Restore(recovery);
        Broker.Restore(recovery.Balance ?? Broker.Book.Balance, recovery.OpenPositions, recovery.WorkingOrders, recovery.LastOrderNumber, recovery.LastFillNumber, recovery.LastPositionNumber);
        Day.Restore(Broker.Book.Balance - recovery.RealizedToday);
    }

    /// <summary>For a replay that is interrupted and taken up again: kill level and shadow mode are the operator's and are not part of it.</summary>
    public void SaveState(StateWriter writer)
    {
        writer.Section(nameof(AccountStage), 2);
        writer.Write(_isBehind);
        writer.Write(Sequence);
        writer.Write(Day.Day);
        writer.Write(Day.StartEquity.Amount);
        foreach (var count in Decisions)
        {
            writer.Write(count);
        }

        for (var i = 0; i < _lanes.Count; i++)
        {
            writer.Write(_quotes[i].Bid);
            writer.Write(_quotes[i].Ask);
        }

        PaperBrokerState.Save(Broker, writer);
    }

    public void LoadState(StateReader reader)
    {
        reader.Section(nameof(AccountStage), 2);
        _isBehind = reader.ReadBoolean();
        Sequence = reader.ReadInt64();
        Day.Day = reader.ReadInt64();
        Day.Restore(new Money(reader.ReadDecimal()));
        for (var i = 0; i < Decisions.Length; i++)
        {
            Decisions[i] = reader.ReadInt64();
        }

        for (var i = 0; i < _lanes.Count; i++)
        {
            var bid = reader.ReadDouble();
            var ask = reader.ReadDouble();
            _quotes.Set(i, bid, ask);
        }

        PaperBrokerState.Load(Broker, reader);
    }

    /// <param name="acceptedTick">True where the event is a tick that its lane accepted.</param>
    public void Process(in MarketEvent item, bool acceptedTick)
    {
        Day.Advance(item.At, this);
        switch (item.Kind)
        {
            case MarketEventKind.Tick when acceptedTick && item.Tick.Kind == TickKind.Quote:
                OnQuote(item.Tick, item.At);
                break;
            case MarketEventKind.Feed when ((FeedNotice)item.Payload!).Kind != FeedNoticeKind.Heartbeat:
                var notice = (FeedNotice)item.Payload!;
                Operations(notice.InstrumentId < 0 ? null : _lanes[notice.InstrumentId].Instrument.Symbol, $"feeds.{notice.Venue.ToName()}", notice.Kind.ToString(), notice.Reason, item.At);
                break;
            case MarketEventKind.Command:
                OnCommand((DeskCommand)item.Payload!, item.InstrumentId, item.At);
                break;
            default:
                break;
        }
    }

    public void OnBar(SymbolLane lane, in Bar bar, Timestamp at)
    {
        if ((bar.Flags & BarFlags.History) != 0)
        {
            _output.OnHistoryBar(lane.Instrument.Id, bar);
            return;
        }

        _output.OnEntry(new BarClosedEntry(bar) { Sequence = ++Sequence, OccurredAt = at, Symbol = lane.Instrument.Symbol });
    }

    public void OnStructure(SymbolLane lane, in LaneOutput item, Timestamp at) =>
        _output.OnEntry(new StructureEntry(item.Timeframe, item.Structure) { Sequence = ++Sequence, OccurredAt = at, Symbol = lane.Instrument.Symbol });

    public void OnCalibration(SymbolLane lane, OffsetCalibration calibration, Timestamp at) =>
        _output.OnEntry(new OffsetCalibratedEntry(calibration) { Sequence = ++Sequence, OccurredAt = at, Symbol = lane.Instrument.Symbol });

    public void OnNotice(SymbolLane lane, LaneNotice notice, Timestamp at) => Operations(lane.Instrument.Symbol, notice.Component, notice.Kind, notice.Detail, at);

    /// <summary>A quote in the primary venue's stead: stops and targets go on working while that is lost.</summary>
    public void OnCarriedQuote(SymbolLane lane, in QuoteSnapshot quote, Timestamp at) => TakeQuote(lane, quote.Bid, quote.Ask, at);

    /// <param name="standing">How the venues' offset stood when the draft was made.</param>
    /// <param name="quality">The reading that the data gate saw: risk judges by the same.</param>
    public void OnDraft(SymbolLane lane, DecisionDraft draft, in OffsetStanding standing, QualityReading? quality, Timestamp at)
    {
        var symbol = lane.Instrument.Symbol;
        RiskAnswer? answer = null;
        ApprovedOrder? order = null;
        var shadow = State.IsShadow(symbol);
        if (draft.Proposal is { } proposal)
        {
            (answer, order) = StaleAnswer(draft, at) ?? AskRisk(lane, proposal, standing, quality, shadow, DecisionTrace.IdOf(symbol, draft.BarCloseTime));
        }

        var trace = _traces.Build(draft, shadow, answer);
        Decisions[(int)trace.Verdict]++;
        LastDecisions[lane.Instrument.Id] = trace;
        _output.OnEntry(new DecisionEntry(trace) { Sequence = ++Sequence, OccurredAt = at, Symbol = symbol });
        if (order is not null)
        {
            Broker.Submit(order, at, this);
        }
    }

    public void OnQuality(SymbolLane lane, QualityChange change, Timestamp at) =>
        Operations(lane.Instrument.Symbol, $"quality.{lane.Instrument.Symbol}", change.Now.State.ToString(), QualityWords.Of(change.Now), at);

    void IExecutionSink.OnOrder(Order order, Timestamp at) =>
        _output.OnEntry(new OrderEntry(order) { Sequence = ++Sequence, OccurredAt = at, Symbol = order.Symbol });

    void IExecutionSink.OnFill(Fill fill, Position? position, ClosedTrade? trade, Money balance, Timestamp at) =>
        _output.OnEntry(new FillEntryRecord(fill, position, trade, balance) { Sequence = ++Sequence, OccurredAt = at, Symbol = fill.Symbol });

    public void Operations(Symbol? symbol, string component, string kind, string detail, Timestamp at) =>
        _output.OnEntry(new OperationsEntry(component, kind, detail) { Sequence = ++Sequence, OccurredAt = at, Symbol = symbol });

    private (RiskAnswer Answer, ApprovedOrder? Order) AskRisk(SymbolLane lane, TradeProposal proposal, in OffsetStanding standing, QualityReading? quality, bool shadow, string traceId)
    {
        var symbol = lane.Instrument.Symbol;
        if (!lane.Settings.Enabled)
        {
            return (new RiskAnswer("refused", "SYMBOL_DISABLED", null, null, $"{symbol} is disabled in its configuration", null, null), null);
        }

        var open = Broker.Book.Open.Count + Broker.WorkingEntriesIn(null);
        var inSymbol = Broker.Book.CountIn(symbol) + Broker.WorkingEntriesIn(symbol);
        var account = new AccountSnapshot(Equity, Day.StartEquity, open, inSymbol, State.Kill.Level, State.StorageDegraded);
        var verdict = _gate.CheckEntry(proposal, lane.Instrument, account, _quotes[lane.Instrument.Id] with { Standing = standing, Quality = quality }, lane.Settings.Risk, traceId);
        if (!verdict.IsApproved)
        {
            var refusal = verdict.Refusal;
            return shadow
                ? (new RiskAnswer("shadow", refusal.Code, refusal.Limit, refusal.Actual, $"shadow mode: not sent; risk would have refused: {refusal.Reason}", null, null), null)
                : (new RiskAnswer("refused", refusal.Code, refusal.Limit, refusal.Actual, refusal.Reason, null, null), null);
        }

        var lots = verdict.Order.Quantity.Lots;
        return shadow
            ? (new RiskAnswer("shadow", null, null, null, $"shadow mode: {lots} lots not sent", lots, null), null)
            : (new RiskAnswer("approved", null, null, null, $"approved {lots} lots", lots, Broker.NextOrderId), verdict.Order);
    }

    private void OnQuote(in Tick tick, Timestamp at)
    {
        var lane = _lanes[tick.InstrumentId];
        if (tick.Venue == lane.Instrument.PrimaryVenue)
        {
            TakeQuote(lane, tick.Bid, tick.Ask, at);
        }
    }

    private void TakeQuote(SymbolLane lane, double bid, double ask, Timestamp at)
    {
        _quotes.Set(lane.Instrument.Id, bid, ask);
        if (Broker.HasInterest(lane.Instrument.Symbol))
        {
            Broker.OnQuote(lane.Instrument, bid, ask, at, this);
        }
    }

    private void OnCommand(DeskCommand command, int instrumentId, Timestamp at)
    {
        if (command is QueryCommand)
        {
            return;
        }

        Fault? fault = null;
        switch (command)
        {
            case SetShadowModeCommand shadow:
                _output.OnEntry(State.SetShadow(shadow, ++Sequence, at));
                break;
            case RaiseKillLevelCommand raise:
                fault = RaiseKill(raise, at);
                break;
            case ResetKillLevelCommand reset:
                _output.OnEntry(State.SetKill(KillLevel.Normal, reset.By, reset.Reason, ++Sequence, at));
                break;
            case ApplySettingsCommand apply:
                _output.OnEntry(new ConfigAppliedEntry(apply.Version, apply.By, apply.Reason) { Sequence = ++Sequence, OccurredAt = at, Symbol = apply.Settings.Instrument.Symbol });
                break;
            case ReportCommand report:
                Operations(null, report.Component, report.Kind, report.Detail, at);
                break;
            case SetStorageStateCommand storage:
                State.StorageDegraded = storage.Degraded;
                Operations(null, "storage", storage.Degraded ? "Degraded" : "Recovered", storage.Reason, at);
                break;
            case BehindCommand behind:
                OnBehind(behind, at);
                break;
            case SleptCommand slept:
                OnSlept(slept, at);
                break;
            case HistoryLoadedCommand:
                Operations(_lanes[instrumentId].Instrument.Symbol, "history", "Loaded", "history is loaded, bars may close", at);
                break;
            default:
                break;
        }

        var result = fault;
        _output.OnDurable(() => command.Completion.TrySetResult(result));
    }

    private Fault? RaiseKill(RaiseKillLevelCommand raise, Timestamp at)
    {
        if (raise.Level < State.Kill.Level)
        {
            return new Fault("NOT_MONOTONE", $"The kill switch is at {State.Kill.Level.ToName()}; only an admin's reset lowers it.");
        }

        _output.OnEntry(State.SetKill(raise.Level, raise.By, raise.Reason, ++Sequence, at));
        if (raise.Level >= KillLevel.Reduce)
        {
            Broker.CancelWorkingEntries($"kill switch {raise.Level.ToName()}", at, this);
        }

        if (raise.Level >= KillLevel.Flatten)
        {
            foreach (var position in Broker.Book.Open.ToArray())
            {
                var reduction = _gate.ApproveReduction(position.Symbol, position.Side, position.PositionId, position.Quantity, position.Quantity, $"kill switch {raise.Level.ToName()}");
                Broker.Submit(reduction, at, this);
            }
        }

        return null;
    }

    private SymbolLane LaneOf(Symbol symbol)
    {
        foreach (var lane in _lanes)
        {
            if (lane.Instrument.Symbol == symbol)
            {
                return lane;
            }
        }

        throw new InvalidOperationException($"{symbol} is not an instrument of this desk.");
    }
}
