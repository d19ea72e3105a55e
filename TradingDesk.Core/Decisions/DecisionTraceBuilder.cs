namespace TradingDesk.Core.Decisions;

/// <summary>Turns a draft and risk's answer into the trace that is kept. One thread; its buffer is used again and again.</summary>
public sealed class DecisionTraceBuilder
{
    private readonly CanonicalJson _canonical = new();

    /// <param name="shadow">True where shadow mode holds the proposal back.</param>
    /// <param name="risk">Risk's answer; <see langword="null"/> where there was no proposal.</param>
    public DecisionTrace Build(DecisionDraft draft, bool shadow, RiskAnswer? risk)
    {
        var unhashed = new DecisionTrace(draft, shadow, risk, default);
        return new DecisionTrace(draft, shadow, risk, TraceHash.Of(_canonical.Write(unhashed)));
    }
}
