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
