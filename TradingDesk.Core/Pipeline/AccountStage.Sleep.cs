using System.Globalization;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Pipeline;

/// <content>What a sleep of the desk means to the account, and what the journal says of it.</content>
internal sealed partial class AccountStage
{
    private const string RecoveryComponent = "recovery";

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
