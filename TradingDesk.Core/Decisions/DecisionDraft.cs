using TradingDesk.Core.Analysis.M1Filters;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Decisions;

/// <summary>Confidence in 0…1 with the factors that it is the clamped product of: total = clamp01(base × (1 + boost) × alignment × volume).</summary>
public readonly record struct Confidence(double Total, double Base, double Boost, double Alignment, double Volume);

/// <summary>What the decision saw of one timeframe. Times are the epoch and prices 0 where there is nothing yet; the properties say <see langword="null"/>.</summary>
public readonly record struct TimeframeInput
{
    private readonly Timestamp _barCloseTime;
    private readonly Timestamp _liveBreakAt;
    private readonly double _close;
    private readonly double _atr;
    private readonly double _longEma;
    private readonly double _liveBreakLevel;

    /// <param name="barCloseTime">Close time of the last closed bar used; <see langword="null"/> where none is closed yet.</param>
    /// <param name="bias">H1's vote, elsewhere the structure's trend: +1, 0, −1.</param>
    public TimeframeInput(Timeframe timeframe, Timestamp? barCloseTime, int barsUsed, int bias, double? close, double? atr14, double? longEma, int liveBreakDirection, Timestamp? liveBreakAt, double? liveBreakLevel)
    {
        (Timeframe, BarsUsed, Bias, LiveBreakDirection) = (timeframe, barsUsed, (sbyte)bias, (sbyte)liveBreakDirection);
        (_barCloseTime, _liveBreakAt) = (barCloseTime.GetValueOrDefault(), liveBreakAt.GetValueOrDefault());
        (_close, _atr, _longEma, _liveBreakLevel) = (close.GetValueOrDefault(), atr14 ?? double.NaN, longEma.GetValueOrDefault(), liveBreakLevel.GetValueOrDefault());
    }

    public Timeframe Timeframe { get; }

    public sbyte Bias { get; }

    public sbyte LiveBreakDirection { get; }

    public int BarsUsed { get; }

    public Timestamp? BarCloseTime => BarsUsed > 0 ? _barCloseTime : null;

    public double? Close => BarsUsed > 0 ? _close : null;

    public double? Atr14 => double.IsNaN(_atr) ? null : _atr;

    public double? LongEma => _longEma > 0 ? _longEma : null;

    public Timestamp? LiveBreakAt => LiveBreakDirection != 0 ? _liveBreakAt : null;

    public double? LiveBreakLevel => LiveBreakDirection != 0 ? _liveBreakLevel : null;
}

/// <summary>What a proposal stands on. Stored by number: never renumber.</summary>
public enum ProposalBasis : byte
{
    /// <summary>H1 agrees and H4 does not oppose.</summary>
    H1 = 1,

    /// <summary>H4 and H1 agree.</summary>
    H4AndH1 = 2,
}

/// <summary>A trade that the rule wants. Only <c>MultiTimeframeManager</c> makes them.</summary>
/// <param name="Entry">Expected entry price: ask for buys, bid for sells.</param>
/// <param name="Stop">Protective stop price.</param>
/// <param name="Target">Target price.</param>
/// <param name="SizeFactor">Alignment scaling in 0…1 (DOMAIN A5).</param>
public sealed record TradeProposal(Symbol Symbol, Side Side, double Entry, double Stop, double Target, double SizeFactor, ProposalBasis Basis)
{
    public double RiskReward => Math.Abs(Target - Entry) / Math.Abs(Entry - Stop);

    /// <summary>One sentence for people.</summary>
    public string Reason => Basis == ProposalBasis.H4AndH1 ? "H4 and H1 agree" : "H1 agrees, H4 does not oppose";
}

/// <summary>What the rule says before risk was asked.</summary>
/// <param name="Side">The direction evaluated; <see langword="null"/> where neither H1 nor M5 nor M1 points anywhere.</param>
/// <param name="Filters">The five M1 filters for that direction; empty without one.</param>
/// <param name="IsCandidate">True where every gate but the M1 trigger passed: the setups over which the filters' pass rates are counted.</param>
/// <param name="Proposal">Set exactly where every gate passed.</param>
public sealed record DecisionDraft(
    Symbol Symbol,
    Timestamp BarCloseTime,
    Side? Side,
    IReadOnlyList<GateReading> Gates,
    IReadOnlyList<FilterReading> Filters,
    bool IsCandidate,
    Confidence Confidence,
    IReadOnlyList<TimeframeInput> Inputs,
    TradeProposal? Proposal)
{
    /// <summary>+1, −1, or 0 where there is no direction.</summary>
    public int Direction => Side is { } side ? (int)side : 0;
}
