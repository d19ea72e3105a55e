using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Mt5;

/// <summary>Ticks and bars.</summary>
internal sealed partial class BridgeDecoder
{
    /// <summary>Starts the ids of the requests that fill gaps: their bars go into the market's stream.</summary>
    public const string GapRequestPrefix = "gap-";

    private void TakeTicks(int symbol, Timestamp receivedAt, List<MarketEvent> output)
    {
        var state = _states[symbol];
        if (_line.More is { } more && (_line.Id == ReplayId || _isPartial))
        {
            TakeReplay(symbol, more, receivedAt, output);
        }
        else if (state.IsRecovering || _line.More is not null)
        {
            Discards.Add(DiscardReason.Duplicate, _line.Ticks.Length); // the replay that was asked for brings them again
        }
        else
        {
            TakeLive(state, receivedAt, output);
        }
    }

    private void TakeReplay(int symbol, bool more, Timestamp receivedAt, List<MarketEvent> output)
    {
        var state = _states[symbol];
        AnnounceUncovered(symbol, receivedAt, output);
        foreach (ref readonly var raw in _line.Ticks)
        {
            var isFirstEver = !state.HasLast;
            var utcMs = _clock.ToUtc(raw.ServerMs, isFirstEver ? receivedAt.UnixMilliseconds : state.LastUtcMs);
            if (utcMs < state.LastUtcMs || (utcMs == state.LastUtcMs && state.SkipAtLast > 0))
            {
                state.SkipAtLast -= utcMs == state.LastUtcMs && state.SkipAtLast < int.MaxValue ? 1 : 0;
                Discards.Add(DiscardReason.Duplicate);
                continue;
            }

            if (utcMs > state.LastUtcMs)
            {
                state.SkipAtLast = 0;
            }

            Publish(state, raw, utcMs, receivedAt, isBackfilled: !isFirstEver || !state.IsRecovering, output);
        }

        if (!more && state.IsRecovering)
        {
            state.EndRecovering();
            state.IsInterrupted = false;
            output.Add(Notice(symbol, FeedNoticeKind.Live, state.WasLive ? "caught up" : "first ticks", receivedAt));
            state.WasLive = true;
        }
    }

    /// <summary>The Expert Advisor started later than it was asked to: it replays less than its hello promised.</summary>
    private void AnnounceUncovered(int symbol, Timestamp receivedAt, List<MarketEvent> output)
    {
        var state = _states[symbol];
        if (!state.HasLast || _line.From is not { } fromServerMs)
        {
            return;
        }

        var from = _clock.ToUtc(fromServerMs, state.ResumeUtcMs);
        if (from > state.LastUtcMs + 1)
        {
            output.Add(Notice(symbol, FeedNoticeKind.GapUnfilled, "the terminal replays less than it said", receivedAt,
                Timestamp.FromUnixMilliseconds(state.LastUtcMs + 1), Timestamp.FromUnixMilliseconds(from)));
            state.SkipTo(from);
        }
    }

    private void TakeLive(BridgeSymbolState state, Timestamp receivedAt, List<MarketEvent> output)
    {
        var ticks = _line.Ticks;
        var receivedMs = receivedAt.UnixMilliseconds;
        var isOpen = !MarketHours.IsClosed(state.Instrument, receivedAt);
        if (ticks.Length > 0 && isOpen)
        {
            _clock.Sample(ticks[^1].ServerMs, receivedMs);
        }

        foreach (ref readonly var raw in ticks)
        {
            var utcMs = _clock.ToUtcLive(raw.ServerMs, receivedMs);
            if (isOpen)
            {
                _clock.Judge(utcMs, receivedMs);
            }

            Publish(state, raw, utcMs, receivedAt, isBackfilled: false, output);
        }
    }

    private void Publish(BridgeSymbolState state, in RawTick raw, long utcMs, Timestamp receivedAt, bool isBackfilled, List<MarketEvent> output)
    {
        var ageMs = receivedAt.UnixMilliseconds - utcMs;
        if (ageMs < -_maxTickAgeMs)
        {
            Discards.Add(DiscardReason.Future);
            return;
        }

        if (!isBackfilled && ageMs > _maxTickAgeMs)
        {
            if (ageMs > WrongClockMs)
            {
                Discards.Add(DiscardReason.Stale);
                return;
            }

            LateTicks++;
            isBackfilled = true; // the terminal was held up and sends what it could not: true prices, but not of now
        }

        state.Advance(utcMs);
        var tick = Tick.Quote(state.Instrument.Id, Venue.Mt5, Timestamp.FromUnixMilliseconds(utcMs), receivedAt, bid: raw.Bid, ask: raw.Ask, backfilled: isBackfilled);
        output.Add(MarketEvent.FromTick(tick));
    }

    private void KeepBrokerBar(int symbol, Timestamp receivedAt)
    {
        if (_line.Timeframe is { } timeframe && _line.Bars.Length == 1 && TryConvert(_line.Bars[0], timeframe, receivedAt, BarFlags.History) is { } bar)
        {
            _states[symbol].LatestBars[(int)timeframe] = bar;
        }
    }

    /// <summary>Bars of a gap go into the stream; other answers belong to whoever asked.</summary>
    private BridgeReaction TakeBars(Timestamp receivedAt, List<MarketEvent> output)
    {
        if (_line.Id is not { } id || !id.StartsWith(GapRequestPrefix, StringComparison.Ordinal))
        {
            return BridgeReaction.Answer;
        }

        if (_line.Symbol < 0)
        {
            Discards.Add(DiscardReason.UnknownFrame);
            return BridgeReaction.None;
        }

        var state = _states[_line.Symbol];
        foreach (ref readonly var raw in _line.Bars)
        {
            if (TryConvert(raw, Timeframe.M1, receivedAt, BarFlags.Filled) is { } bar && bar.CloseTime.UnixMilliseconds <= state.ResumeUtcMs)
            {
                output.Add(MarketEvent.FromBar(new LoadedBar(state.Instrument.Id, bar), receivedAt));
            }
        }

        return BridgeReaction.None;
    }

    /// <summary>A broker's bar in the desk's terms; <see langword="null"/> (counted) where its prices contradict each other.</summary>
    internal Bar? TryConvert(in RawBar raw, Timeframe timeframe, Timestamp receivedAt, BarFlags flags)
    {
        var isConsistent = raw.Low > 0 && double.IsFinite(raw.High) && raw.Low <= raw.Open && raw.Open <= raw.High && raw.Low <= raw.Close && raw.Close <= raw.High
            && raw.TickVolume is >= 0 and <= int.MaxValue;
        if (!isConsistent)
        {
            Discards.Add(DiscardReason.BadPrice);
            return null;
        }

        var openTime = Timestamp.FromUnixMilliseconds(_clock.ToUtc(raw.ServerSeconds * 1_000, receivedAt.UnixMilliseconds));
        return new Bar(timeframe, openTime, open: raw.Open, high: raw.High, low: raw.Low, close: raw.Close, volume: raw.TickVolume, buyVolume: 0,
            tickCount: (int)raw.TickVolume, source: Venue.Mt5, flags: flags);
    }
}
