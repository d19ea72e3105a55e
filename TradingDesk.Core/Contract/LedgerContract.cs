using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Contract;

/// <summary>How often one gate alone kept a trade from being proposed.</summary>
/// <param name="Blocked">Decisions in which it was the only gate that did not pass.</param>
/// <param name="Share">Of the decisions that one gate alone blocked, 0 to 1.</param>
public sealed record BlockingGate(string Gate, long Blocked, double Share);

/// <summary>A bar on which one gate was missing: how near it was.</summary>
public sealed record NearMiss(string TraceId, string Symbol, Timestamp BarCloseTime, string Gate, double? Value, double? Threshold, double? Distance, string Unit, string Reason);

/// <summary><c>GET /decision-traces/summary</c>: why the desk traded or did not, over a period.</summary>
/// <param name="Gates">Ranked, the gate that blocked most often first.</param>
/// <param name="NearMisses">The newest bars that one gate alone blocked.</param>
/// <param name="Narrative">The same in plain words.</param>
public sealed record DecisionSummaryView(
    string? Symbol,
    Timestamp From,
    Timestamp To,
    long Evaluated,
    long Buy,
    long Sell,
    long Refused,
    long Hold,
    long BlockedByOne,
    IReadOnlyList<BlockingGate> Gates,
    IReadOnlyList<NearMiss> NearMisses,
    string Narrative);

/// <summary>The five M1 filters for one direction.</summary>
/// <param name="Direction"><c>bullish</c> or <c>bearish</c>.</param>
/// <param name="Valid">True where at least the wanted number passes.</param>
public sealed record M1FilterSide(string Direction, int Passed, bool Valid, IReadOnlyList<M1FilterView> Filters);

/// <summary>How often a filter passed over candidate setups, since the desk started.</summary>
public sealed record M1FilterPassRate(string Name, long Passed, double? Fraction);

/// <summary><c>GET /api/enhanced/m1-filters/{symbol}</c>. Candidates are M1 bars on which every other gate of the rule passes.</summary>
/// <param name="Status"><c>ready</c>, or <c>warmingUp</c> while a filter cannot be told.</param>
/// <param name="ValidFraction">Share of candidates with enough filters passed, since the start; <see langword="null"/> before the first.</param>
/// <param name="RecentValidFraction">The same over the last 500.</param>
public sealed record M1FilterReport(
    string Symbol,
    string Status,
    Timestamp? BarCloseTime,
    int MinimumPassed,
    IReadOnlyList<M1FilterSide> Sides,
    long Candidates,
    double? ValidFraction,
    double? RecentValidFraction,
    IReadOnlyList<M1FilterPassRate> PassRates);
