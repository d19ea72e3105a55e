using System.Text.Json;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Contract;

/// <summary>One gate's answer. <paramref name="Value"/> or <paramref name="Passed"/> is null where it could not be evaluated (then the gate counts as not passed).</summary>
public sealed record GateView(string Name, bool? Passed, double? Value, double? Threshold, string Unit, double? Distance, string Reason);

/// <summary>One of the five M1 filters; null where it could not be told (then it counts as not passed).</summary>
public sealed record M1FilterView(string Name, bool? Passed, double? Value, double Threshold, string Unit, string Reason);

public sealed record ConfidencePart(string Name, double Value);

public sealed record ConfidenceView(double Total, IReadOnlyList<ConfidencePart> Parts);

/// <summary>What the decision saw of one timeframe, closed bars only.</summary>
public sealed record TimeframeInputView(
    Timestamp? BarCloseTime, int BarsUsed, int Bias, double? Close, double? Atr14, double? Ema200, int LiveBreakDirection, Timestamp? LiveBreakAt, double? LiveBreakLevel);

public sealed record ProposalView(string Side, double Entry, double Stop, double Target, double RiskReward, double SizeFactor, string Reason);

/// <summary><paramref name="Verdict"/> is <c>approved</c>, <c>refused</c> or <c>shadow</c>.</summary>
public sealed record RiskAnswerView(string Verdict, string? Code, double? Limit, double? Actual, string Reason, decimal? Lots, string? OrderId);

/// <summary>A trace in a list. <paramref name="Verdict"/> is <c>buy</c>, <c>sell</c>, <c>hold</c> or <c>refused</c>.</summary>
public sealed record DecisionSummary(string TraceId, string Symbol, Timestamp BarCloseTime, string Verdict, bool Shadow, string Reason, double Confidence, IReadOnlyList<GateView> Gates, string Sha256);

public sealed record DecisionList(IReadOnlyList<DecisionSummary> Traces, string? NextCursor);

/// <summary><c>GET /decision-traces/{traceId}</c>. <paramref name="Sha256"/> is over the canonical JSON, which <c>?form=canonical</c> gives byte for byte.</summary>
public sealed record DecisionTraceView(
    string TraceId,
    string Symbol,
    Timestamp BarCloseTime,
    string Verdict,
    bool Shadow,
    string Reason,
    string Narrative,
    IReadOnlyList<GateView> Gates,
    IReadOnlyList<M1FilterView> M1Filters,
    ConfidenceView Confidence,
    JsonElement Inputs,
    ProposalView? Proposal,
    RiskAnswerView? Risk,
    string Sha256);
