using System.Globalization;
using TradingDesk.Core.Decisions;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Risk;

namespace TradingDesk.Core.Pipeline;

/// <content>What a sleep of the desk means to the account, and what the journal says of it.</content>
internal sealed partial class AccountStage
{
    private const string RecoveryComponent = "recovery";

    private readonly TimeSpan _maxBarAge;
    private bool _isBehind;

    /// <summary>Refuses where the prices that a proposal was made from are no longer those of now; <see langword="null"/> where they are.</summary>
    private (RiskAnswer Answer, ApprovedOrder? Order)? StaleAnswer(DecisionDraft draft, Timestamp at)
    {
        var age = at - draft.BarCloseTime;
        if (!_isBehind && age <= _maxBarAge)
        {
            return null;
        }

        var reason = _isBehind ? "the desk is behind what it receives" : string.Create(CultureInfo.InvariantCulture, $"the bar closed {age.TotalSeconds:0.#} s ago, limit {_maxBarAge.TotalSeconds:0.#} s");
        return (new RiskAnswer("refused", "STALE_DATA", _maxBarAge.TotalSeconds, age.TotalSeconds, reason, null, null), null);
    }

    private void OnBehind(BehindCommand behind, Timestamp at)
    {
        _isBehind = behind.IsBehind;
        var lag = behind.Lag.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture);
        Operations(null, "pipeline", behind.IsBehind ? "Behind" : "CaughtUp", behind.IsBehind ? $"events wait {lag} s; no entry until that is over" : "entries are allowed again", at);
    }

    /// <summary>An entry approved before the sleep was meant for the market of then: it is cancelled, however short the sleep. Positions stay; their exits see the first quote that comes.</summary>
    private void OnSlept(SleptCommand slept, Timestamp at)
    {
        var length = (slept.To - slept.From).TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture);
        Operations(null, RecoveryComponent, "Slept", $"from {slept.From} to {slept.To}, {length} s", at);
        Broker.CancelWorkingEntries($"the desk slept {length} s", at, this);
        Operations(null, RecoveryComponent, "Recovering", slept.IsShort ? "what was missed is fetched tick by tick" : "what was missed is fetched as bars", at);
    }

    public void OnRecovery(SymbolLane lane, in RecoveryCounts counts, Timestamp at)
    {
        var kind = counts.GapBars > 0 ? "Unfilled" : "Recovered";
        var detail = string.Create(CultureInfo.InvariantCulture, $"sleep from {counts.From} to {counts.To}: {counts.FilledBars} bars filled, {counts.FetchedTicks} ticks fetched");
        var reason = counts.GapBars > 0 ? string.Create(CultureInfo.InvariantCulture, $"; {counts.GapBars} bars lack ticks that the venue no longer gives") : "";
        Operations(lane.Instrument.Symbol, RecoveryComponent, kind, detail + reason, at);
    }
}
