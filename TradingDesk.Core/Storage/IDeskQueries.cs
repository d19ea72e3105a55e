using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Execution;
using TradingDesk.Core.Ticks.Quality;

namespace TradingDesk.Core.Storage;

/// <summary>A UTC day of an instrument's data quality, as it adds up so far.</summary>
public sealed record QualityDay(Timestamp Day, QualityCounts Counts, long DegradedSeconds, long PoorSeconds, double LowestScore);

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

    /// <summary>Newest first.</summary>
    /// <param name="cursor">From the previous page's <see cref="DecisionList.NextCursor"/>.</param>
    Outcome<DecisionList> GetDecisions(Symbol? symbol, string? verdict, Timestamp? from, Timestamp? to, int limit, string? cursor);

    DecisionTraceView? GetDecision(string traceId);

    /// <summary>Newest first.</summary>
    IReadOnlyList<ClosedTrade> GetTrades(Symbol? symbol, int limit);

    IReadOnlyList<Order> GetOrders(Symbol? symbol, int limit);

    IReadOnlyList<Fill> GetFills(Symbol? symbol, int limit);

    /// <summary>Fused M5 candles in their latest revision, oldest first; the newest <paramref name="limit"/> of [from, before).</summary>
    IReadOnlyList<M5CandleView> GetM5Candles(Symbol symbol, int limit, Timestamp? before = null, Timestamp? from = null);

    /// <summary>Data quality of the UTC days from <paramref name="from"/> on, newest first.</summary>
    IReadOnlyList<QualityDay> GetQualityDays(Symbol symbol, Timestamp from, int limit);

    /// <summary>Version of the SQLite library in use.</summary>
    string SqliteVersion { get; }
}
