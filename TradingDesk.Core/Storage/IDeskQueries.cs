using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Execution;
using TradingDesk.Core.Storage.Model;

namespace TradingDesk.Core.Storage;

/// <summary>The one way to read stored data, for API, jobs and decisions alike. Thread-safe; cached where the answer cannot change.</summary>
public interface IDeskQueries
{
    /// <summary>Closed bars, oldest first.</summary>
    /// <param name="before">Only bars that open before this instant; <see langword="null"/> for the newest.</param>
    /// <param name="from">Only bars that open at or after this instant.</param>
    IReadOnlyList<Bar> GetBars(Symbol symbol, Timeframe timeframe, int limit, Timestamp? before = null, Timestamp? from = null);

    /// <summary>The newest <paramref name="limit"/> closed bars of each timeframe, in one call.</summary>
    IReadOnlyDictionary<Timeframe, IReadOnlyList<Bar>> GetBars(Symbol symbol, IReadOnlyList<Timeframe> timeframes, int limit);

    /// <summary>One row per second and venue, oldest first.</summary>
    IReadOnlyList<TickAggregate> GetTicks(Symbol symbol, Timestamp from, Timestamp to, int limit);

    /// <summary>Calibrations of the offset between the venues in [from, to), the newest <paramref name="limit"/> of them, oldest first.</summary>
    IReadOnlyList<OffsetPoint> GetOffsets(Symbol symbol, Timestamp from, Timestamp to, int limit);

    /// <summary>The latest accepted step of the offset; <see langword="null"/> where there was none.</summary>
    OffsetPoint? GetLastOffsetStep(Symbol symbol);
    /// <summary>
    /// Ticks of the last <paramref name="hoursBack"/> hours by timeframe: of each interval and venue the last quote, and the volume traded in it; the newest
    /// <paramref name="limit"/> rows, oldest first. The newest interval may be unfinished.
    /// </summary>
    /// <param name="hoursBack">Above 0; the interval that holds the beginning is given whole.</param>
    /// <param name="now">The desk's clock.</param>
    IReadOnlyList<TickAggregate> GetTicks(Symbol symbol, Timeframe timeframe, double hoursBack, Timestamp now, int limit);

    /// <summary>Newest first.</summary>
    /// <param name="cursor">From the previous page's <see cref="DecisionList.NextCursor"/>.</param>
    Outcome<DecisionList> GetDecisions(Symbol? symbol, string? verdict, Timestamp? from, Timestamp? to, int limit, string? cursor);

    DecisionTraceView? GetDecision(string traceId);

    /// <summary>The bytes that the trace's hash is over, computed from the stored trace; <see langword="null"/> where the desk keeps no such decision.</summary>
    byte[]? GetCanonicalDecision(string traceId);

    /// <summary>Why the desk traded or did not between two instants; for one symbol or all.</summary>
    DecisionSummaryView SummariseDecisions(Symbol? symbol, Timestamp from, Timestamp to);

    /// <summary>Newest first.</summary>
    IReadOnlyList<ClosedTrade> GetTrades(Symbol? symbol, int limit);

    IReadOnlyList<Order> GetOrders(Symbol? symbol, int limit);

    IReadOnlyList<Fill> GetFills(Symbol? symbol, int limit);

    /// <summary>Fused M5 candles in their newest revision, oldest candle first.</summary>
    /// <param name="before">Only candles that open before this instant; <see langword="null"/> for the newest.</param>
    /// <param name="from">Only candles that open at or after this instant.</param>
    IReadOnlyList<M5CandleRow> GetM5Candles(Symbol symbol, int limit, Timestamp? before = null, Timestamp? from = null);

    /// <summary>Every revision of the fused candle that opens at <paramref name="timestamp"/>, first revision first.</summary>
    IReadOnlyList<M5CandleRow> GetM5Revisions(Symbol symbol, Timestamp timestamp);

    /// <summary>Data quality by UTC day, newest first.</summary>
    IReadOnlyList<QualityDayRow> GetQualityDays(Symbol symbol, int limit);

    /// <summary>Steps of defensive management since <paramref name="from"/>, newest first.</summary>
    /// <param name="positionId">The desk's position id or the broker's ticket; <see langword="null"/> for all.</param>
    IReadOnlyList<DtmsActionRow> GetDtmsActions(string? positionId, Timestamp from, int limit);

    /// <summary>Version of the SQLite library in use.</summary>
    string SqliteVersion { get; }
}
