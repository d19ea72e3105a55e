using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds;
using TradingDesk.Core.Ticks.Fusion;

namespace TradingDesk.Core.Pipeline;

/// <content>Which venue's ticks go into the bars, and what happens to bars while a feed is interrupted.</content>
internal sealed partial class SymbolLane
{
    private void TakeIntoBar(in Tick tick)
    {
        var isCarried = Tape.Selector.Carries(tick.OccurredAt);
        if (tick.Venue == Instrument.PrimaryVenue)
        {
            if (!isCarried)
            {
                _lag.OnTick(tick);
                _ladder.OnTick(tick, this);
            }
            else if (tick.Kind == (Instrument.BarPrice == BarPrice.Bid ? TickKind.Quote : TickKind.Trade))
            {
                Discards.Add(_ladder.HasClosed(tick.OccurredAt) ? DiscardReason.Late : DiscardReason.NotCarrier);
            }
        }
        else if (isCarried && tick.Venue == Instrument.SecondaryVenue && tick.Kind == TickKind.Quote)
        {
            _ladder.OnCarried(tick, Tape.CarriedPrice(tick), this);
        }
    }

    private void Carry(CarryAction action, Timestamp now)
    {
        if (action == CarryAction.None)
        {
            return;
        }

        var selector = Tape.Selector;
        if (selector.CarriedFrom is { } from)
        {
            _ladder.SetCarried(from, selector.CarriedTo);
        }

        switch (action)
        {
            case CarryAction.Hold:
                _ladder.Hold();
                break;
            case CarryAction.Release:
                ReleaseUnlessInterrupted();
                break;
            case CarryAction.Begin:
                BeginCarrying(now);
                break;
            case CarryAction.Return:
                Announce("FailoverEnding", $"{Instrument.PrimaryVenue.ToName()} is steady again and carries the bars from {selector.CarriedTo} on");
                break;
            case CarryAction.Resume:
                Announce("FailoverGoesOn", $"{Instrument.PrimaryVenue.ToName()} was lost again");
                break;
            default:
                EndCarrying(action);
                break;
        }
    }

    /// <summary>The secondary takes over at the instant of the loss: what it has said since is put into the bars, in order, and they may close.</summary>
    private void BeginCarrying(Timestamp now)
    {
        var from = Tape.Selector.CarriedFrom!.Value;
        var secondary = Instrument.SecondaryVenue!.Value;
        Announce("FailoverBegun", $"{Instrument.PrimaryVenue.ToName()} is lost since {from}; {secondary.ToName()} carries the bars, corrected by the offset");
        Timestamp? first = null;
        foreach (var tick in Tape.SecondaryQuotesAfter(from))
        {
            first ??= tick.OccurredAt;
            _ladder.OnCarried(tick, Tape.CarriedPrice(tick), this);
        }

        if ((first ?? now) - from > Tape.Monitor(secondary).QuietLimit(now))
        {
            _ladder.MarkGap(from, first ?? now);
        }

        _ladder.Release(this);
    }

    private void EndCarrying(CarryAction action)
    {
        var to = Tape.Selector.CarriedTo!.Value;
        var secondary = Tape.Monitor(Instrument.SecondaryVenue!.Value);
        if (secondary.IsInterrupted && secondary.LatestOccurredAt is { } latest)
        {
            _ladder.MarkGap(latest, to);
        }

        Announce(
            action == CarryAction.End ? "FailoverEnded" : "FailoverGivenUp",
            action == CarryAction.End ? $"{Instrument.PrimaryVenue.ToName()} carries the bars again" : $"{Instrument.SecondaryVenue.Value.ToName()} can carry no longer; bars wait for {Instrument.PrimaryVenue.ToName()} from {to} on");
        if (Interruption is null)
        {
            ReleaseUnlessInterrupted();
        }
        else
        {
            _ladder.Hold();
        }
    }

    private void OnFeed(FeedNotice notice, Timestamp at)
    {
        Tape.OnNotice(notice, at);
        if (notice.Kind == FeedNoticeKind.Heartbeat)
        {
            return;
        }

        if (notice.Venue == Instrument.PrimaryVenue)
        {
            OnPrimaryNotice(notice);
        }
        else if (Tape.Selector.IsCarrying && notice.Venue == Instrument.SecondaryVenue)
        {
            OnCarrierNotice(notice);
        }
    }

    private void OnPrimaryNotice(FeedNotice notice)
    {
        if (notice.Kind == FeedNoticeKind.Interrupted)
        {
            _feedInterruption = notice.Reason;
            if (!Tape.Selector.IsCarrying)
            {
                _ladder.Hold();
            }

            return;
        }

        if (notice is { Kind: FeedNoticeKind.GapUnfilled, From: { } from, To: { } to })
        {
            MarkGap(from, to);
            return; // Live ends an interruption, not this.
        }

        _feedInterruption = null;
        if (!Tape.Selector.IsCarrying)
        {
            ReleaseUnlessInterrupted();
        }
    }

    /// <summary>While the secondary carries, its interruptions are what the primary's are otherwise.</summary>
    private void OnCarrierNotice(FeedNotice notice)
    {
        if (notice.Kind == FeedNoticeKind.Interrupted)
        {
            _ladder.Hold();
            return;
        }

        if (notice is { Kind: FeedNoticeKind.GapUnfilled, From: { } from, To: { } to })
        {
            _ladder.MarkGap(from, to);
            return;
        }

        if (!_sleep.IsRecovering)
        {
            _ladder.Release(this);
        }
    }

    /// <summary>What the primary misses is a gap only where the secondary did not carry.</summary>
    private void MarkGap(Timestamp from, Timestamp to)
    {
        var selector = Tape.Selector;
        if (selector.CarriedFrom is not { } carriedFrom || carriedFrom >= to || selector.CarriedTo <= from)
        {
            _ladder.MarkGap(from, to);
            return;
        }

        _ladder.MarkGap(from, carriedFrom);
        if (selector.CarriedTo is { } carriedTo)
        {
            _ladder.MarkGap(carriedTo, to);
        }
    }

    private void ReleaseUnlessInterrupted()
    {
        if (HistoryLoaded && Interruption is null)
        {
            _ladder.Release(this);
        }
    }

    private void Announce(string kind, string detail) => _output.Add(LaneOutput.OfNotice(_eventIndex, new LaneNotice("tape", kind, detail)));
}
