using System.Globalization;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Decisions;

public enum Verdict : byte
{
    Hold = 0,
    Buy = 1,
    Sell = 2,

    /// <summary>The rule proposed a trade and the risk gate said no.</summary>
    Refused = 3,
}

public static class VerdictExtensions
{
    /// <summary>The name used in JSON: <c>buy</c>, <c>sell</c>, <c>hold</c>, <c>refused</c>.</summary>
    public static string ToName(this Verdict verdict) => verdict switch
    {
        Verdict.Hold => "hold",
        Verdict.Buy => "buy",
        Verdict.Sell => "sell",
        Verdict.Refused => "refused",
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, "Unknown verdict."),
    };
}

/// <summary>What risk said to a proposal.</summary>
/// <param name="Answer"><c>approved</c>, <c>refused</c> or <c>shadow</c>.</param>
/// <param name="Code">Refusal code such as <c>MAX_OPEN_POSITIONS</c>; <see langword="null"/> where approved.</param>
public sealed record RiskAnswer(string Answer, string? Code, double? Limit, double? Actual, string Reason, decimal? Lots, string? OrderId);

/// <summary>
/// Why the desk did or did not trade on one closed M1 bar. One is left for every evaluated bar, hold included. Holds numbers; the sentences are made
/// where somebody reads them (<see cref="TraceWords"/>), so that a trace costs little to make and to keep.
/// </summary>
public sealed class DecisionTrace
{
    private const string IdTime = "yyyyMMdd'T'HHmmss'Z'";

    /// <param name="shadow">True where shadow mode held the proposal back.</param>
    /// <param name="risk">Risk's answer; <see langword="null"/> where there was no proposal.</param>
    /// <param name="hash">SHA-256 of the canonical JSON.</param>
    internal DecisionTrace(DecisionDraft draft, bool shadow, RiskAnswer? risk, TraceHash hash)
    {
        (Draft, Risk, Hash) = (draft, risk, hash);
        Shadow = shadow && draft.Proposal is not null;
        Verdict = draft.Proposal is not { } proposal ? Verdict.Hold
            : risk is { Answer: "refused" } ? Verdict.Refused
            : proposal.Side == Side.Buy ? Verdict.Buy : Verdict.Sell;
    }

    /// <summary>What the rule said.</summary>
    public DecisionDraft Draft { get; }

    public Verdict Verdict { get; }

    public bool Shadow { get; }

    public RiskAnswer? Risk { get; }

    /// <summary>SHA-256 of <see cref="Decisions.CanonicalJson"/> of this trace.</summary>
    public TraceHash Hash { get; }

    public Symbol Symbol => Draft.Symbol;

    public Timestamp BarCloseTime => Draft.BarCloseTime;

    /// <summary><c>{symbol}-{bar close as yyyyMMddTHHmmssZ}</c>: one trace per symbol and bar.</summary>
    public string TraceId => IdOf(Symbol, BarCloseTime);

    /// <summary>Reads an id as <see cref="IdOf"/> writes it.</summary>
    public static bool TryParseId(string? id, out Symbol symbol, out Timestamp barCloseTime)
    {
        (symbol, barCloseTime) = (default, default);
        var dash = id?.LastIndexOf('-') ?? -1;
        if (dash < 1
            || !Symbol.TryParse(id![..dash], out symbol)
            || !DateTime.TryParseExact(id[(dash + 1)..], IdTime, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
        {
            return false;
        }

        barCloseTime = Timestamp.FromDateTimeOffset(new DateTimeOffset(time, TimeSpan.Zero));
        return true;
    }

    public static string IdOf(Symbol symbol, Timestamp barCloseTime) =>
        string.Create(CultureInfo.InvariantCulture, $"{symbol.Name}-{barCloseTime.ToUtcDateTime().ToString(IdTime, CultureInfo.InvariantCulture)}");
}
