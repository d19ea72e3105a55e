using System.Text.Json;
using TradingDesk.Core.Analysis.M1Filters;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Decisions;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Storage;

/// <summary>Decision traces as the HTTP contract shows them: the numbers of the trace with their sentences.</summary>
public static class TraceViews
{
    public static DecisionSummary ToSummary(this DecisionTrace trace) => new(
        trace.TraceId,
        trace.Symbol.Name,
        trace.BarCloseTime,
        trace.Verdict.ToName(),
        trace.Shadow,
        TraceWords.Reason(trace),
        trace.Draft.Confidence.Total,
        GatesOf(trace.Draft),
        trace.Hash.ToString());

    public static LastDecision ToLastDecision(this DecisionTrace trace) =>
        new(trace.TraceId, trace.BarCloseTime, trace.Verdict.ToName(), TraceWords.Reason(trace), trace.Shadow);

    public static DecisionTraceView ToView(this DecisionTrace trace)
    {
        var draft = trace.Draft;
        return new DecisionTraceView(
            trace.TraceId,
            trace.Symbol.Name,
            trace.BarCloseTime,
            trace.Verdict.ToName(),
            trace.Shadow,
            TraceWords.Reason(trace),
            TraceWords.Narrative(trace),
            GatesOf(draft),
            [.. draft.Filters.Select(ToView)],
            ToView(draft.Confidence),
            JsonSerializer.SerializeToElement(draft.Inputs.ToDictionary(input => input.Timeframe.ToString(), ToView), DeskJson.Options),
            draft.Proposal is { } p ? new ProposalView(p.Side.ToName(), p.Entry, p.Stop, p.Target, p.RiskReward, p.SizeFactor, p.Reason) : null,
            trace.Risk is { } r ? new RiskAnswerView(r.Answer, r.Code, r.Limit, r.Actual, r.Reason, r.Lots, r.OrderId) : null,
            trace.Hash.ToString());
    }

    public static M1FilterView ToView(FilterReading reading) => new(reading.Name, reading.Passed, reading.Value, reading.Threshold, reading.Unit, reading.Words);

    private static GateView[] GatesOf(DecisionDraft draft) => [.. draft.Gates.Select(gate => new GateView(
        GateWords.Name(gate.Kind), gate.Passed, gate.Value, gate.Threshold, GateWords.Unit(gate.Kind), gate.Distance, GateWords.Reason(gate, draft.Filters, draft.Direction)))];

    private static ConfidenceView ToView(Confidence confidence) => new(confidence.Total,
    [
        new ConfidencePart("base", confidence.Base),
        new ConfidencePart("boost", confidence.Boost),
        new ConfidencePart("alignment", confidence.Alignment),
        new ConfidencePart("volume", confidence.Volume),
    ]);

    private static TimeframeInputView ToView(TimeframeInput input) => new(
        input.BarCloseTime, input.BarsUsed, input.Bias, input.Close, input.Atr14, input.LongEma, input.LiveBreakDirection, input.LiveBreakAt, input.LiveBreakLevel);
}
