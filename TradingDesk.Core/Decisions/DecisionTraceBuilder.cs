using System.Globalization;
using System.Security.Cryptography;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Decisions;

/// <summary>Turns a draft and risk's answer into the trace that is kept: verdict, reason and narrative in words, canonical JSON, hash.</summary>
public sealed class DecisionTraceBuilder
{
    private readonly CanonicalJson _canonical = new();

    /// <param name="shadow">True where shadow mode holds the proposal back.</param>
    /// <param name="risk">Risk's answer; <see langword="null"/> where there was no proposal.</param>
    public DecisionTrace Build(DecisionDraft draft, bool shadow, RiskAnswer? risk)
    {
        var verdict = draft.Proposal is null ? Verdict.Hold
            : risk is { Answer: "refused" } ? Verdict.Refused
            : draft.Proposal.Side == Side.Buy ? Verdict.Buy : Verdict.Sell;
        var reason = ReasonFor(draft, verdict, risk);
        var trace = new DecisionTrace
        {
            TraceId = TraceIdOf(draft.Symbol, draft.BarCloseTime),
            Symbol = draft.Symbol,
            BarCloseTime = draft.BarCloseTime,
            Verdict = verdict,
            Shadow = shadow && draft.Proposal is not null,
            Reason = reason,
            Narrative = Narrate(draft, verdict, reason, risk),
            Gates = draft.Gates,
            Confidence = draft.Confidence,
            Inputs = draft.Inputs,
            Proposal = draft.Proposal,
            Risk = risk,
            CanonicalJson = default,
            Sha256 = string.Empty,
        };
        var json = _canonical.Write(trace);
        return trace with { CanonicalJson = json, Sha256 = Convert.ToHexStringLower(SHA256.HashData(json)) };
    }

    public static string TraceIdOf(Symbol symbol, Timestamp barCloseTime) =>
        string.Create(CultureInfo.InvariantCulture, $"{symbol.Name}-{barCloseTime.ToUtcDateTime():yyyyMMdd'T'HHmmss'Z'}");

    private static string ReasonFor(DecisionDraft draft, Verdict verdict, RiskAnswer? risk)
    {
        if (verdict == Verdict.Refused)
        {
            return $"risk refused: {risk!.Reason}";
        }

        if (draft.Proposal is { } proposal)
        {
            return proposal.Reason;
        }

        foreach (var gate in draft.Gates)
        {
            if (gate.Passed != true)
            {
                return $"{Title(gate.Name)}: {gate.Reason}";
            }
        }

        return "the stop distance could not be computed";
    }

    private static string Narrate(DecisionDraft draft, Verdict verdict, string reason, RiskAnswer? risk)
    {
        var passed = 0;
        foreach (var gate in draft.Gates)
        {
            passed += gate.Passed == true ? 1 : 0;
        }

        var head = string.Create(CultureInfo.InvariantCulture, $"{draft.Symbol.Name} at {draft.BarCloseTime.ToUtcDateTime():HH:mm} UTC: {verdict.ToName().ToUpperInvariant()}.");
        var looking = draft.Side is { } side
            ? string.Create(CultureInfo.InvariantCulture, $" Looking for a {(side == Side.Buy ? "buy" : "sell")}, {passed} of {draft.Gates.Count} gates passed.")
            : " No timeframe points anywhere yet.";
        if (draft.Proposal is not { } proposal)
        {
            return $"{head}{looking} {reason}.";
        }

        var plan = string.Create(CultureInfo.InvariantCulture,
            $" Entry near {proposal.Entry:G9}, stop {proposal.Stop:G9}, target {proposal.Target:G9} ({proposal.RiskReward:0.0} R); {proposal.Reason}.");
        return $"{head}{looking}{plan} Risk: {risk?.Reason ?? "not asked"}.";
    }

    private static string Title(string gate) => gate switch
    {
        "dataQuality" => "data",
        "h4NotOpposed" => "H4",
        "h1Bias" => "H1 bias",
        "m15Setup" => "M15 setup",
        "m5Direction" => "M5 direction",
        "m1Trigger" => "M1 trigger",
        "m5Slope" => "M5 slope",
        _ => gate,
    };
}
