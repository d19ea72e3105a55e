using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Pipeline;

/// <content>What a sleep of the desk means to a symbol: no bar closes until its feed is whole again, and nothing over the sleep is traded.</content>
internal sealed partial class SymbolLane
{
    private readonly SleepState _sleep = new();
    private readonly FeedLag _lag = new();

    private void OnSlept(SleptCommand slept)
    {
        _sleep.Begin(slept);
        _ladder.MarkFilled(slept.From, slept.To);
        _ladder.Hold();
    }

    /// <summary>Each venue fills its own gaps with its own bars; only the primary one's are the symbol's.</summary>
    private void OnLoadedBar(in Bar bar)
    {
        if ((bar.Flags & BarFlags.Filled) != 0 && (bar.Flags & BarFlags.History) == 0 && bar.Source != Instrument.PrimaryVenue)
        {
            Discards.Add(DiscardReason.RedundantStream);
            return;
        }

        _ladder.OnLoadedBar(bar, this);
    }

    private void OnRecovered(RecoveredCommand recovered)
    {
        if (!_sleep.TryEnd(recovered.Wake))
        {
            return;
        }

        ReleaseUnlessInterrupted();
        _output.Add(LaneOutput.OfRecovery(_eventIndex, _sleep.Counts));
    }
}
