using System.Security.Cryptography;
using System.Text.Json;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Analysis.M1Filters;
using TradingDesk.Core.Decisions;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Execution;
using TradingDesk.Core.Journal;
using TradingDesk.Core.Storage;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Storage;

/// <summary>A data folder of its own with an open database, and entries to put into it.</summary>
internal sealed class TestDesk : IDisposable
{
    public static readonly Symbol Btc = new("BTCUSD");
    public static readonly Symbol Gbp = new("GBPJPY");
    public static readonly Timestamp Start = Timestamp.FromDateTimeOffset(new DateTimeOffset(2024, 8, 9, 12, 0, 0, TimeSpan.Zero));

    public TestDesk(StorageOptions? options = null)
    {
        Folder = Directory.CreateTempSubdirectory("tradingdesk-storage-").FullName;
        Options = options ?? new StorageOptions();
        Open();
    }

    public string Folder { get; }

    public StorageOptions Options { get; }

    public ManualTimeProvider Clock { get; } = new(Start.ToDateTimeOffset());

    public DeskDatabase Database { get; private set; } = null!;

    public StorageHealth Health { get; private set; } = null!;

    public SqliteJournalStore Journal { get; private set; } = null!;

    public DeskQueries Queries { get; private set; } = null!;

    public void Open()
    {
        Database = DeskDatabase.Open(Folder, Options, Clock);
        Health = new StorageHealth(Database, TimeProvider.System);
        Journal = new SqliteJournalStore(Database, Health);
        Queries = new DeskQueries(Database);
    }

    public void Reopen()
    {
        Database.Dispose();
        Open();
    }

    public void Dispose()
    {
        Database.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    public static Bar Bar(int index, Timeframe timeframe = Timeframe.M1, double close = 100)
    {
        var open = new Timestamp(Start.UnixMicroseconds + (index * timeframe.DurationMicroseconds()));
        return new Bar(
            timeframe, timeframe.Floor(open), open: 100, high: Math.Max(100, close) + 1.5, low: Math.Min(100, close) - 1.25, close: close,
            volume: 10.125, buyVolume: 4.5, tickCount: 7, source: Venue.Binance, flags: index % 5 == 0 ? BarFlags.Filled | BarFlags.History : BarFlags.None);
    }

    public static BarClosedEntry BarEntry(long sequence, int index, Symbol? symbol = null) =>
        new(Bar(index)) { Sequence = sequence, OccurredAt = Bar(index).CloseTime, Symbol = symbol ?? Btc };

    public static DecisionEntry DecisionEntry(long sequence, int index, Verdict verdict = Verdict.Hold, Symbol? symbol = null)
    {
        var trace = Trace(symbol ?? Btc, Bar(index).CloseTime, verdict);
        return new DecisionEntry(trace) { Sequence = sequence, OccurredAt = trace.BarCloseTime, Symbol = trace.Symbol };
    }

    public static Order Order(string id, OrderState state = OrderState.Accepted, Symbol? symbol = null) => new(
        id, symbol ?? Btc, Side.Buy, new Quantity(0.12m), ReduceOnly: false, PositionId: null, Stop: new Price(99.50m), Target: new Price(103m), state, "m1 trigger",
        TraceId: "BTCUSD-x", CreatedAt: Start, UpdatedAt: Start + TimeSpan.FromSeconds(1));

    public static OrderEntry OrderEntry(long sequence, string id, OrderState state = OrderState.Accepted) =>
        new(Order(id, state)) { Sequence = sequence, OccurredAt = Start, Symbol = Btc };

    public static Position Position(string id, decimal lots = 0.12m) => new(
        id, Btc, Side.Buy, new Quantity(lots), new Price(100.25m), new Price(99.5m), new Price(103m), new Money(9.99m), new Money(0.012345m), "BTCUSD-x", Start);

    public static ClosedTrade Trade(string id, decimal netPnl, Timestamp closedAt) => new(
        id, Btc, Side.Buy, new Quantity(0.12m), new Price(100.25m), new Price(102.5m), new Money(netPnl + 0.5m), new Money(0.5m), new Money(netPnl), RMultiple: 1.75,
        ExitReason: "target", TraceId: "BTCUSD-x", OpenedAt: Start, ClosedAt: closedAt);

    public static FillEntryRecord FillEntry(long sequence, string fillId, Position? position, ClosedTrade? trade, decimal balance, string positionId = "P1", Timestamp? at = null)
    {
        var fill = new Fill(
            fillId, "O1", positionId, Btc, Side.Buy, trade is null ? Core.Execution.FillEntry.In : Core.Execution.FillEntry.Out, new Quantity(0.12m), new Price(100.25m),
            new Money(0.012345m), new Money(-0.01m), "m1 trigger", "BTCUSD-x", at ?? Start);
        return new FillEntryRecord(fill, position, trade, new Money(balance)) { Sequence = sequence, OccurredAt = at ?? Start, Symbol = Btc };
    }

    public static DecisionTrace Trace(Symbol symbol, Timestamp barCloseTime, Verdict verdict)
    {
        Side? side = verdict == Verdict.Sell ? Side.Sell : Side.Buy;
        GateReading[] gates =
        [
            new(GateKind.H4NotOpposed, GateNote.Trend, true, 1, 0, 0, 1),
            new(GateKind.M15Setup, GateNote.LastBreak, verdict == Verdict.Hold ? null : true, 14, 12, 2, 1, 1, 14),
        ];
        var proposal = verdict == Verdict.Hold ? null : new TradeProposal(symbol, side.Value, 100.5, 99.25, 104.25, 0.75, ProposalBasis.H1);
        var risk = verdict switch
        {
            Verdict.Hold => null,
            Verdict.Refused => new RiskAnswer("refused", "MAX_SPREAD", 3, 4.5, "spread 4.5 pips; \"quoted\" text & <tags>", null, null),
            _ => new RiskAnswer("approved", null, null, null, "approved 0.12 lots", 0.12m, "O1"),
        };
        FilterReading[] filters = [new(M1Filter.VwapReclaim, true, 0.125, 0.2), new(M1Filter.DeltaSpike, null, null, 1.5)];
        TimeframeInput[] inputs = [new(Timeframe.M1, barCloseTime, 12, 0, 100.5, null, null, -1, barCloseTime, 101.25), new(Timeframe.H4, null, 0, 0, null, null, null, 0, null, null)];
        var draft = new DecisionDraft(symbol, barCloseTime, side, gates, filters, IsCandidate: true, new Confidence(0.625, 0.5, 0.25, 1.25, 0.8), inputs, proposal);
        return new DecisionTraceBuilder().Build(draft, shadow: false, risk);
    }
}
