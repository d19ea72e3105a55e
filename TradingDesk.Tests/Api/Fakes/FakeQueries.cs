using System.Text.Json;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Execution;
using TradingDesk.Core.Storage;
using TradingDesk.Core.Ticks.Quality;
using TradingDesk.Core.Storage.Model;

namespace TradingDesk.Tests.Api.Fakes;

/// <summary>250 M1 bars and ticks of two venues before <see cref="FakeDesk.Start"/>, one decision, one order.</summary>
internal sealed class FakeQueries : IDeskQueries
{
    private const int Bars = 250;

    public string SqliteVersion => "3.46";

    public IReadOnlyList<Bar> GetBars(Symbol symbol, Timeframe timeframe, int limit, Timestamp? before = null, Timestamp? from = null) =>
        [.. Enumerable.Range(1, Bars).Select(back => BarAt(timeframe, timeframe.Floor(FakeDesk.Start) - (timeframe.Duration() * back)))
            .Where(bar => (before is not { } end || bar.OpenTime < end) && (from is not { } start || bar.OpenTime >= start))
            .Take(limit).Reverse()];

    public IReadOnlyDictionary<Timeframe, IReadOnlyList<Bar>> GetBars(Symbol symbol, IReadOnlyList<Timeframe> timeframes, int limit) =>
        timeframes.ToDictionary(timeframe => timeframe, timeframe => GetBars(symbol, timeframe, limit));

    public IReadOnlyList<TickAggregate> GetTicks(Symbol symbol, Timestamp from, Timestamp to, int limit) =>
        [.. Enumerable.Range(-3_600, 3_600).Select(second => FakeDesk.Start + TimeSpan.FromSeconds(second))
            .Where(second => second >= from && second < to)
            .SelectMany(second => new[] { "binance", "mt5" }.Select(venue => new TickAggregate(second, venue, 61_000, 61_001, 61_000.5, 1, 0)))
            .Take(limit)];

    public IReadOnlyList<OffsetPoint> GetOffsets(Symbol symbol, Timestamp from, Timestamp to, int limit) =>
        [.. Enumerable.Range(0, 1_440).Select(minute => FakeDesk.Start - TimeSpan.FromMinutes(1_440 - minute)).Where(at => at >= from && at < to)
            .Select(at => new OffsetPoint(at, "accepted", "accepted", Pairs: 300, Measured: -90.5, Band: 4.2, Atr: 40, Step: 0.1, DriftAtrPerHour: 0.2, "additive", InForce: -90.5, Confidence: 0.8))
            .TakeLast(limit)];

    public OffsetPoint? GetLastOffsetStep(Symbol symbol) => null;
    public IReadOnlyList<TickAggregate> GetTicks(Symbol symbol, Timeframe timeframe, double hoursBack, Timestamp now, int limit) =>
        [new TickAggregate(timeframe.Floor(now), "binance", 61_000, 61_001, 61_000.5, 1, 0)];

    public Outcome<DecisionList> GetDecisions(Symbol? symbol, string? verdict, Timestamp? from, Timestamp? to, int limit, string? cursor) => cursor is null or "1"
        ? new DecisionList([new DecisionSummary("T1", "BTCUSD", FakeDesk.Start, verdict ?? "hold", Shadow: false, "h1Bias not met", 0.4, [], "ab")], NextCursor: "1")
        : new Fault("INVALID_CURSOR", "Not a cursor of this list.") { Field = "cursor" };

    public DecisionTraceView? GetDecision(string traceId) => traceId == "T1"
        ? new DecisionTraceView("T1", "BTCUSD", FakeDesk.Start, "hold", Shadow: false, "h1Bias not met", "No trade.", [new GateView("h1Bias", Passed: false, 0.2, 0.5, "score", 0.3, "too weak")], [], new ConfidenceView(0.4, []), JsonSerializer.SerializeToElement(new { m1 = 1 }), Proposal: null, Risk: null, "ab")
        : null;

    public byte[]? GetCanonicalDecision(string traceId) => traceId == "T1" ? "{}"u8.ToArray() : null;

    public DecisionSummaryView SummariseDecisions(Symbol? symbol, Timestamp from, Timestamp to) => new(symbol?.Name, from, to, 3, 0, 0, 0, 3, 1, [new BlockingGate("m15Setup", 1, 1)], [], "Nothing was proposed.");

    public IReadOnlyList<ClosedTrade> GetTrades(Symbol? symbol, int limit) => [];

    public IReadOnlyList<Order> GetOrders(Symbol? symbol, int limit) =>
        [new Order("O1", new Symbol("BTCUSD"), Side.Buy, new Quantity(0.1m), ReduceOnly: false, PositionId: null, new Price(60_900m), new Price(61_300m), OrderState.Filled, "entry", "T1", FakeDesk.Start, FakeDesk.Start)];

    public IReadOnlyList<Fill> GetFills(Symbol? symbol, int limit) => [];

    public IReadOnlyList<M5CandleRow> GetM5Candles(Symbol symbol, int limit, Timestamp? before = null, Timestamp? from = null) =>
        [.. GetBars(symbol, Timeframe.M5, limit, before, from).Select(bar => M5At(bar.OpenTime))];

    public IReadOnlyList<QualityDayRow> GetQualityDays(Symbol symbol, int limit) =>
    [
        DerivedRows.Of(
            symbol,
            new QualityDay(Timeframe.D1.Floor(FakeDesk.Start), new QualityCounts { Messages = 1_000, Seconds = 3_600, [QualityFault.Crossed] = 10 }, DegradedSeconds: 60, PoorSeconds: 0, LowestScore: 0.8),
            new QualityOptions()),
    ];

    internal static M5CandleRow M5At(Timestamp open) => new()
    {
        Symbol = "BTCUSD",
        TimestampUtc = open,
        Revision = 2,
        Open = 61_000,
        High = 61_010,
        Low = 60_990,
        Close = 61_005,
        Volume = 12,
        Atr14 = 24.5,
        Vwap = 61_001.5,
        VolatilityState = "normal",
        Structure = "bullish",
        Sources = "binance+mt5",
    };

    public IReadOnlyList<M5CandleRow> GetM5Revisions(Symbol symbol, Timestamp timestamp) => [];

    public IReadOnlyList<DtmsActionRow> GetDtmsActions(string? positionId, Timestamp from, int limit) => [];

    private static Bar BarAt(Timeframe timeframe, Timestamp open) =>
        new(timeframe, open, open: 61_000.25, high: 61_001, low: 60_999, close: 61_000.5, volume: 3, buyVolume: 1, tickCount: 9, source: Venue.Binance, flags: BarFlags.Filled);
}
