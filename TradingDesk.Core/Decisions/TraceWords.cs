using System.Globalization;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Decisions;

/// <summary>A trace in plain words, for people and for ChatGPT.</summary>
public static class TraceWords
{
    /// <summary>One sentence: the first gate that failed, or what was done.</summary>
    public static string Reason(DecisionTrace trace)
    {
        if (trace.Verdict == Verdict.Refused)
        {
            return $"risk refused: {trace.Risk!.Reason}";
        }

        var draft = trace.Draft;
        if (draft.Proposal is { } proposal)
        {
            return proposal.Reason;
        }

        foreach (var gate in draft.Gates)
        {
            if (gate.Passed != true)
            {
                return $"{GateWords.Title(gate.Kind)}: {GateWords.Reason(gate, draft.Filters, draft.Direction)}";
            }
        }

        return "the stop distance could not be computed";
    }

    /// <summary>A few sentences: what was looked for, how far it got, what was proposed, what risk said.</summary>
    public static string Narrative(DecisionTrace trace)
    {
        var draft = trace.Draft;
        var passed = draft.Gates.Count(gate => gate.Passed == true);
        var head = string.Create(CultureInfo.InvariantCulture, $"{draft.Symbol.Name} at {draft.BarCloseTime.ToUtcDateTime():HH:mm} UTC: {trace.Verdict.ToName().ToUpperInvariant()}.");
        var looking = draft.Side is { } side
            ? string.Create(CultureInfo.InvariantCulture, $" Looking for a {(side == Side.Buy ? "buy" : "sell")}, {passed} of {draft.Gates.Count} gates passed.")
            : " No timeframe points anywhere yet.";
        if (draft.Proposal is not { } proposal)
        {
            return $"{head}{looking} {Reason(trace)}.";
        }

        var plan = string.Create(CultureInfo.InvariantCulture,
            $" Entry near {proposal.Entry:G9}, stop {proposal.Stop:G9}, target {proposal.Target:G9} ({proposal.RiskReward:0.0} R); {proposal.Reason}.");
        return $"{head}{looking}{plan} Risk: {trace.Risk?.Reason ?? "not asked"}.";
    }
}
