using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Bars;

/// <content>How bars close.</content>
public sealed partial class TimeframeLadder
{
    /// <summary>Closes everything that ends at or before the latest event time minus the allowance.</summary>
    private void CloseDue(IBarSink sink)
    {
        if (!_held && _minuteFrontier != Unset)
        {
            var horizon = _latest - _lateness;
            CloseMinutesBefore(Floor(horizon, Minute), BarFlags.None, sink);
            CloseSeconds(horizon, sink);
        }

        ScheduleNextClose();
    }

    /// <summary>
    /// Closes the minutes up to <paramref name="end"/> (exclusive), those inside the weekly closure without a bar. <paramref name="flags"/> say where
    /// flat minutes come from, or that the minutes are given up.
    /// </summary>
    private void CloseMinutesBefore(long end, BarFlags flags, IBarSink sink)
    {
        while (_minuteFrontier < end)
        {
            var nextOpen = MarketHours.NextOpen(_instrument, new Timestamp(_minuteFrontier)).UnixMicroseconds;
            if (nextOpen > _minuteFrontier)
            {
                _minuteFrontier = Math.Min(nextOpen, end);
                CloseLonger(sink);
            }
            else
            {
                CloseSeconds(_minuteFrontier + Minute, sink);
                CloseMinute(flags, sink);
            }
        }
    }

    private void CloseMinute(BarFlags flags, IBarSink sink)
    {
        var open = new Timestamp(_minuteFrontier);
        var isLoaded = (flags & (BarFlags.History | BarFlags.Filled)) != 0;
        var isUnwatched = _minuteFrontier < _watchedSince && !isLoaded;
        if (isUnwatched || _gaps.Overlaps(open, new Timestamp(_minuteFrontier + Minute)))
        {
            flags |= BarFlags.Gap;
        }

        var filled = _fills.Overlaps(open, new Timestamp(_minuteFrontier + Minute)) ? BarFlags.Filled : BarFlags.None;
        if (_minutes.HasTicks(_minuteFrontier))
        {
            var bar = _minutes.At(_minuteFrontier).Close(Timeframe.M1, open, _instrument, (flags & BarFlags.Gap) | filled);
            _minutes.Clear(_minuteFrontier);
            FinishMinute(bar, isFlat: false, sink);
        }
        else if (_flatRun < _options.MaxFlatMinutes)
        {
            FinishMinute(FlatMinute(open, flags | BarFlags.Quiet | filled), isFlat: true, sink);
        }
        else
        {
            LeaveHole(sink);
        }
    }

    private Bar FlatMinute(Timestamp open, BarFlags flags)
    {
        var isCarried = open.UnixMicroseconds + Minute > _carriedFrom && open.UnixMicroseconds < _carriedTo;
        return FlatMinute(open, isCarried ? flags | BarFlags.Failover : flags, isCarried ? _instrument.SecondaryVenue ?? _venue : _venue);
    }

    private Bar FlatMinute(Timestamp open, BarFlags flags, Venue source) => new(
        Timeframe.M1,
        open,
        open: _lastClose,
        high: _lastClose,
        low: _lastClose,
        close: _lastClose,
        volume: 0,
        buyVolume: 0,
        tickCount: 0,
        source: source,
        flags: flags);

    /// <summary>Hands a closed minute out and into the longer bars, then those that end with it, shortest first.</summary>
    private void FinishMinute(in Bar bar, bool isFlat, IBarSink sink)
    {
        _flatRun = isFlat ? _flatRun + 1 : 0;
        _lastClose = bar.Close;
        foreach (var longer in _longer)
        {
            longer.Add(bar, startIsMissing: !longer.HasBar && StartIsMissing(longer.Timeframe, bar.OpenTime));
        }

        sink.OnBarClosed(bar);
        AdvanceFrontier(sink);
    }

    private void LeaveHole(IBarSink sink)
    {
        foreach (var longer in _longer)
        {
            if (longer.HasBar)
            {
                longer.MarkGap();
            }
        }

        AdvanceFrontier(sink);
    }

    private void AdvanceFrontier(IBarSink sink)
    {
        _minuteFrontier += Minute;
        _anyClosed = true;
        _hotSecond = Unset;
        CloseLonger(sink);
        _gaps.Forget(new Timestamp(_minuteFrontier));
        _fills.Forget(new Timestamp(_minuteFrontier));
    }

    private void CloseLonger(IBarSink sink)
    {
        foreach (var longer in _longer)
        {
            if (longer.HasBar && longer.CloseTime.UnixMicroseconds <= _minuteFrontier)
            {
                sink.OnBarClosed(longer.Close());
            }
        }
    }

    private bool StartIsMissing(Timeframe timeframe, Timestamp firstMinute) =>
        MarketHours.NextOpen(_instrument, timeframe.Floor(firstMinute)) < firstMinute;

    private void CloseSeconds(long horizon, IBarSink sink)
    {
        while (_seconds.Occupied > 0 && _seconds.Oldest + Second <= horizon)
        {
            var second = _seconds.Oldest;
            var open = new Timestamp(second);
            var isGap = _gaps.Overlaps(open, new Timestamp(second + Second));
            var bar = _seconds.At(second).Close(Timeframe.S1, open, _instrument, isGap ? BarFlags.Gap : BarFlags.None);
            _seconds.Clear(second);
            sink.OnBarClosed(bar);
        }

        _secondFrontier = Math.Max(_secondFrontier, Floor(horizon, Second));
        _hotSecond = Unset;
    }

    private void ScheduleNextClose()
    {
        if (_held || _minuteFrontier == Unset)
        {
            _nextClose = Never;
            return;
        }

        var firstSecond = Math.Min(_seconds.Oldest, _hotSecond == Unset ? Never : _hotSecond);
        var firstEnd = firstSecond == Never ? Never : firstSecond + Second;
        _nextClose = Math.Min(firstEnd, _minuteFrontier + Minute) + _lateness;
    }
}
