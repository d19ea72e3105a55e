using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Bars;

/// <summary>
/// Builds the bars of one instrument: S1 and M1 from ticks, the longer ones from closed M1 bars only. Single-threaded; event time only.
/// </summary>
/// <remarks>
/// <para><b>Which ticks.</b> Those of <see cref="Instrument.PrimaryVenue"/> and of the kind that <see cref="Instrument.BarPrice"/> names; others pass unused.
/// Ticks must have been validated.</para>
/// <para><b>Failover.</b> While the primary is lost, quotes of the secondary may come by <see cref="OnCarried"/> at a price that the caller has turned into the
/// primary's: they count as ticks, without traded volume, and the bar says so (<see cref="BarFlags.Failover"/>, <see cref="Bar.Source"/>).</para>
/// <para><b>When a bar closes.</b> When the latest event time seen (ticks and clock) minus <see cref="BarOptions.AllowedLateness"/> reaches its end. Until
/// then ticks may come in any order. Afterwards a tick for it is counted as <see cref="DiscardReason.Late"/> and changes nothing. A tick that is too
/// late for its second only still counts in its minute (<see cref="LateForSecond"/>).</para>
/// <para><b>Order.</b> By close time; at one instant shortest first.</para>
/// <para><b>Quiet intervals.</b> A minute without a tick closes flat, flagged <see cref="BarFlags.Quiet"/>; a second without a tick has no bar. Nothing is
/// written during the weekly closure, nor before the first price.</para>
/// <para><b>Honesty.</b> A minute that began before the ladder saw its first event is flagged <see cref="BarFlags.Gap"/>, and so is a longer bar whose
/// first minutes are missing. A loaded M1 bar replaces what ticks had built for its minute.</para>
/// </remarks>
public sealed partial class TimeframeLadder : IHasState
{
    private const long Second = 1_000_000;
    private const long Minute = 60 * Second;
    private const long Never = long.MaxValue;
    private const long Unset = long.MinValue;

    /// <summary>Seconds that can be open at once: the longest lateness and room for a busy feed's disorder.</summary>
    private const int OpenSeconds = 64;

    private readonly Instrument _instrument;
    private readonly TickKind _kind;
    private readonly Venue _venue;
    private readonly BarOptions _options;
    private readonly DiscardCounters _discards;
    private readonly long _lateness;
    private readonly PendingBars _seconds = new(Timeframe.S1, OpenSeconds);
    private readonly PendingBars _minutes;
    private readonly BarAggregator[] _longer = [.. TimeframeExtensions.All.Where(t => t > Timeframe.M1).Select(t => new BarAggregator(t))];
    private readonly GapList _gaps = new();
    private readonly GapList _fills = new();

    /// <summary>Latest event time seen, of ticks and clock.</summary>
    private long _latest = Unset;

    /// <summary>First event time seen; minutes that opened earlier are incomplete.</summary>
    private long _watchedSince = Never;

    /// <summary>Open time of the first minute that has not closed.</summary>
    private long _minuteFrontier = Unset;

    /// <summary>Open time of the first second that has not closed.</summary>
    private long _secondFrontier = Unset;

    /// <summary>The event time at which something closes next; never while held.</summary>
    private long _nextClose = Never;

    private bool _held;
    private bool _anyClosed;
    private int _flatRun;
    private double _lastClose;

    // What the secondary venue carries, µs: everything after the one and before the other.
    private long _carriedFrom = Never;
    private long _carriedTo = Never;

    // Where the last tick went; the next one mostly goes there too.
    private long _hotSecond = Unset;
    private int _hotSecondPlace;
    private long _hotMinute = Unset;
    private int _hotMinutePlace;

    /// <exception cref="System.ComponentModel.DataAnnotations.ValidationException">An option is out of range.</exception>
    public TimeframeLadder(Instrument instrument, BarOptions options, DiscardCounters discards)
    {
        options.Validate();
        _instrument = instrument;
        _kind = instrument.BarPrice == BarPrice.Bid ? TickKind.Quote : TickKind.Trade;
        _venue = instrument.PrimaryVenue;
        _options = options;
        _discards = discards;
        _lateness = options.AllowedLateness.Ticks / TimeSpan.TicksPerMicrosecond;
        _minutes = new PendingBars(Timeframe.M1, options.MaxHeldMinutes + 2);
    }

    /// <summary>Ticks that came too late for their second and still counted in their minute.</summary>
    public long LateForSecond { get; private set; }

    /// <summary>True while no bar may close.</summary>
    public bool IsHeld => _held;

    public void OnTick(in Tick tick, IBarSink sink)
    {
        if (tick.Kind != _kind || tick.Venue != _venue)
        {
            return;
        }

        Take(tick, _kind == TickKind.Quote ? tick.Bid : tick.Price, BarFlags.None, sink);
    }

    /// <summary>Takes a quote of the secondary venue while that carries the bars. Its bars are flagged <see cref="BarFlags.Failover"/>.</summary>
    /// <param name="price">What it says about the primary's bar price, quote currency per unit. It adds a tick and no traded volume.</param>
    public void OnCarried(in Tick quote, double price, IBarSink sink) => Take(quote, price, BarFlags.Failover, sink);

    /// <summary>The secondary venue carries the instants in (from, to); minutes of it without a tick are flagged, too.</summary>
    /// <param name="to"><see langword="null"/> while the end is open.</param>
    public void SetCarried(Timestamp from, Timestamp? to) => (_carriedFrom, _carriedTo) = (from.UnixMicroseconds, to?.UnixMicroseconds ?? Never);

    /// <summary>True where the minute of this instant has closed.</summary>
    public bool HasClosed(Timestamp at) => _anyClosed && Floor(at.UnixMicroseconds, Minute) < _minuteFrontier;

    private void Take(in Tick tick, double price, BarFlags flags, IBarSink sink)
    {
        var at = tick.OccurredAt.UnixMicroseconds;
        if (at > _latest)
        {
            _latest = at;
            if (at >= _nextClose)
            {
                CloseDue(sink);
            }
        }

        if ((ulong)(at - _hotSecond) >= Second && !TryFindPlace(at, sink))
        {
            return;
        }

        if (_hotSecond == Unset)
        {
            LateForSecond++;
        }
        else
        {
            _seconds.Add(_hotSecondPlace, _hotSecond, tick, price, flags);
        }

        _minutes.Add(_hotMinutePlace, _hotMinute, tick, price, flags);
    }

    /// <summary>Event time reached <paramref name="eventTime"/>: closes what is due though no tick came.</summary>
    public void OnClock(Timestamp eventTime, IBarSink sink)
    {
        var at = eventTime.UnixMicroseconds;
        _watchedSince = Math.Min(_watchedSince, at);
        if (at > _latest)
        {
            _latest = at;
            if (at >= _nextClose)
            {
                CloseDue(sink);
            }
        }
    }

    /// <summary>The feed is interrupted: no bar closes until <see cref="Release"/>, at most for <see cref="BarOptions.MaxHeldMinutes"/>.</summary>
    public void Hold()
    {
        _held = true;
        ScheduleNextClose();
    }

    /// <summary>Data flow again and what was missing has been delivered or marked: closes everything that is due.</summary>
    public void Release(IBarSink sink)
    {
        _held = false;
        CloseDue(sink);
    }

    /// <summary>Ticks in [from, to) are missing for good: bars over it that have not closed will be flagged <see cref="BarFlags.Gap"/>.</summary>
    public void MarkGap(Timestamp from, Timestamp to) => _gaps.Add(from, to);

    /// <summary>Ticks in [from, to) came after their time: bars over it that have not closed will be flagged <see cref="BarFlags.Filled"/>.</summary>
    public void MarkFilled(Timestamp from, Timestamp to) => _fills.Add(from, to);

    /// <summary>
    /// Takes a closed M1 bar from history or from a gap-fill, in order. Minutes left out before it close as flat bars with its origin flags. A bar whose
    /// minute has closed is counted as late. History may come after the first ticks only while the ladder is held: until the first bar closes, the past
    /// is open.
    /// </summary>
    /// <exception cref="ArgumentException">The bar is not an M1 bar.</exception>
    public void OnLoadedBar(in Bar bar, IBarSink sink)
    {
        if (bar.Timeframe != Timeframe.M1)
        {
            throw new ArgumentException("Only M1 bars are loaded; the longer ones are made of them.", nameof(bar));
        }

        var open = bar.OpenTime.UnixMicroseconds;
        if (!TryReachLoaded(open))
        {
            return;
        }

        CloseMinutesBefore(open, bar.Flags & (BarFlags.History | BarFlags.Filled), sink);
        CloseSeconds(open + Minute, sink);
        _minutes.Clear(open);
        _latest = Math.Max(_latest, open + Minute);
        FinishMinute(bar, isFlat: false, sink);
        CloseDue(sink);
    }

    /// <summary>Decides where a tick goes and remembers it; false where it goes nowhere (counted).</summary>
    private bool TryFindPlace(long at, IBarSink sink)
    {
        var minute = Floor(at, Minute);
        if (_watchedSince == Never || !_anyClosed)
        {
            _watchedSince = Math.Min(_watchedSince, at);
        }

        if (!TryReachMinute(minute))
        {
            return false;
        }

        if (_minutes.Occupied > 0 && minute - _minutes.Oldest >= _options.MaxHeldMinutes * Minute)
        {
            CloseMinutesBefore(minute - ((_options.MaxHeldMinutes - 1) * Minute), BarFlags.Gap, sink);
        }

        _hotMinute = minute;
        _hotMinutePlace = _minutes.PlaceOf(minute);
        FindSecond(Floor(at, Second), sink);
        ScheduleNextClose();
        return true;
    }

    /// <summary>True where the minute can still take ticks; counts the discard otherwise. Before the first close the frontier may move back.</summary>
    private bool TryReachMinute(long minute)
    {
        if (IsMarketClosed(minute))
        {
            return false;
        }

        if (_minuteFrontier == Unset)
        {
            _minuteFrontier = minute;
            _secondFrontier = minute - (OpenSeconds * Second);
        }
        else if (minute < _minuteFrontier)
        {
            if (_anyClosed || minute + Minute <= _latest - _lateness)
            {
                _discards.Add(DiscardReason.Late);
                return false;
            }

            _minuteFrontier = minute;
        }

        return true;
    }

    private bool TryReachLoaded(long minute)
    {
        if (IsMarketClosed(minute))
        {
            return false;
        }

        if (_minuteFrontier == Unset)
        {
            _secondFrontier = minute;
        }

        if (_minuteFrontier == Unset || (minute < _minuteFrontier && !_anyClosed))
        {
            _minuteFrontier = minute;
        }

        if (minute < _minuteFrontier)
        {
            _discards.Add(DiscardReason.Late);
            return false;
        }

        return true;
    }

    private bool IsMarketClosed(long minute)
    {
        var isClosed = MarketHours.IsClosed(_instrument, new Timestamp(minute));
        if (isClosed)
        {
            _discards.Add(DiscardReason.MarketClosed);
        }

        return isClosed;
    }

    private void FindSecond(long second, IBarSink sink)
    {
        if (!_held)
        {
            _secondFrontier = Math.Max(_secondFrontier, Floor(_latest - _lateness, Second));
        }

        if (second - _secondFrontier >= OpenSeconds * Second)
        {
            CloseSeconds(second - ((OpenSeconds - 1) * Second), sink);
        }

        if (second < _secondFrontier)
        {
            _hotSecond = Unset;
            return;
        }

        _hotSecond = second;
        _hotSecondPlace = _seconds.PlaceOf(second);
    }

    private static long Floor(long at, long step)
    {
        var remainder = at % step;
        return at - (remainder < 0 ? remainder + step : remainder);
    }
}
