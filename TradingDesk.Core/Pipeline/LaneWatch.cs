using TradingDesk.Core.Analysis;
using TradingDesk.Core.Bars;
using TradingDesk.Core.Bars.Fusion;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds;
using TradingDesk.Core.Ticks;
using TradingDesk.Core.Ticks.Quality;

namespace TradingDesk.Core.Pipeline;

/// <summary>What a lane does with its second venue and with doubt: fuses M5 candles and judges the data. Owned by the lane and as single-threaded.</summary>
internal sealed class LaneWatch : IBarSink, IM5CandleSink, IQualitySink, IHasState
{
    /// <summary>Quotes older than this are not compared.</summary>
    private static readonly TimeSpan ComparableAge = TimeSpan.FromSeconds(5);

    private readonly Instrument _instrument;
    private readonly VenueTape _tape;
    private readonly SecondaryBars? _secondary;
    private readonly FeedLag _lag = new();
    private readonly M5VolatilityBridge _bridge;
    private readonly DataQualityMonitor _quality;
    private LaneBuffer _output = new();
    private int _eventIndex;

    public LaneWatch(SymbolSettings settings, DiscardCounters discards, VenueTape tape)
    {
        _instrument = settings.Instrument;
        _tape = tape;
        _secondary = _instrument.SecondaryVenue is { } venue ? new SecondaryBars(_instrument, venue, settings.Bars, discards) : null;
        _bridge = new M5VolatilityBridge(settings.M5Bridge, discards);
        _quality = new DataQualityMonitor(_instrument, settings.Quality, settings.NormalSpread);
    }

    /// <summary><see langword="null"/> before the first tick of the venue that carries the bars.</summary>
    public QualityReading? Quality => _quality.Reading;

    public M5SlopeFilter M5Slope => _bridge.Slope;

    public M5Candle? LastFused => _bridge.Last;

    public void Apply(SymbolSettings settings) => _quality.NormalSpread = settings.NormalSpread;

    /// <summary>Before the lane takes an event: its time passes first.</summary>
    public void Begin(in MarketEvent item, int eventIndex, LaneBuffer output)
    {
        (_eventIndex, _output) = (eventIndex, output);
        switch (item.Kind)
        {
            case MarketEventKind.Tick:
                PassTime(item.At);
                break;
            case MarketEventKind.Clock:
                PassTime(item.At);
                _secondary?.OnClock(item.At - _lag.Current, this);
                break;
            case MarketEventKind.Feed:
                PassTime(item.At);
                OnFeed((FeedNotice)item.Payload!);
                break;
            case MarketEventKind.FeedFaults:
                PassTime(item.At);
                OnFaults((FeedFaults)item.Payload!);
                break;
            default:
                // History and commands carry no market time.
                break;
        }
    }

    /// <summary>A tick that was believed, whether it goes on now, waits or gives way to a later one in a spike.</summary>
    public void OnAccepted(in Tick tick) => _quality.OnAccepted(tick);

    /// <summary>A believed tick that goes into the bars now.</summary>
    public void OnTaken(in Tick tick)
    {
        if (_secondary is { } secondary && tick.Venue == secondary.Venue)
        {
            _lag.OnTick(tick);
            secondary.OnTick(tick, this);
        }
    }

    public void OnRefused(in Tick tick, DiscardReason? reason) => _quality.OnRefused(tick, reason);

    /// <summary>A closed bar of the primary venue, after <paramref name="m5"/> has taken it.</summary>
    public void OnPrimaryBar(in Bar bar, TimeframeAnalysis m5)
    {
        if (bar.Timeframe == Timeframe.M1)
        {
            _bridge.OnMinute(bar, isPrimary: true, this);
        }
        else if (bar.Timeframe == Timeframe.M5)
        {
            _bridge.OnPrimaryClosed(bar, m5.Atr14.Current, m5.Vwap.Current?.Vwap, Shift(), this);
        }
    }

    /// <summary>A closed bar of the second venue.</summary>
    void IBarSink.OnBarClosed(in Bar bar)
    {
        if (bar.Timeframe == Timeframe.M1)
        {
            _bridge.OnMinute(_secondary!.Comparable(bar), isPrimary: false, this);
        }
        else if (bar.Timeframe == Timeframe.M5)
        {
            _bridge.OnSecondaryClosed(bar, this);
        }
    }

    void IM5CandleSink.OnFused(M5Candle candle) => _output.Add(LaneOutput.OfFused(_eventIndex, candle));

    void IQualitySink.OnQualityChanged(QualityReading before, QualityReading now) => _output.Add(LaneOutput.OfQuality(_eventIndex, new QualityChange(before, now)));

    void IQualitySink.OnQualityMinute(QualityMinute minute) => _output.Add(LaneOutput.OfQualityMinute(_eventIndex, minute));

    public void SaveState(StateWriter writer)
    {
        writer.Section(nameof(LaneWatch), 2);
        _secondary?.SaveState(writer);
        _lag.SaveState(writer);
        _bridge.SaveState(writer);
        _quality.SaveState(writer);
    }

    public void LoadState(StateReader reader)
    {
        reader.Section(nameof(LaneWatch), 2);
        _secondary?.LoadState(reader);
        _lag.LoadState(reader);
        _bridge.LoadState(reader);
        _quality.LoadState(reader);
    }

    private void PassTime(Timestamp at)
    {
        if (_quality.IsDue(at))
        {
            _quality.Watch(Carrier);
            _quality.Advance(at, DistanceAt(at), this);
        }

        _bridge.Advance(at, this);
    }

    /// <summary>The venue that carries the bars: the one whose data decide.</summary>
    private Venue Carrier => _tape.Selector.IsCarrying && _instrument.SecondaryVenue is { } secondary ? secondary : _instrument.PrimaryVenue;

    private void OnFeed(FeedNotice notice)
    {
        if (notice.Kind is FeedNoticeKind.Live or FeedNoticeKind.Interrupted)
        {
            _quality.SetInterrupted(notice.Venue, notice.Kind == FeedNoticeKind.Interrupted);
        }

        if (_secondary is not { } secondary || notice.Venue != secondary.Venue)
        {
            return;
        }

        switch (notice.Kind)
        {
            case FeedNoticeKind.Interrupted:
                secondary.Hold();
                break;
            case FeedNoticeKind.GapUnfilled when notice is { From: { } from, To: { } to }:
                secondary.MarkGap(from, to);
                break;
            case FeedNoticeKind.Live:
                secondary.Release(this);
                break;
            default:
                // A heartbeat has no price.
                break;
        }
    }

    private void OnFaults(FeedFaults faults)
    {
        if (faults.Venue == Carrier)
        {
            _quality.OnFeedFaults(QualityFault.Duplicate, faults.Duplicates);
            _quality.OnFeedFaults(QualityFault.OutOfOrder, faults.OutOfOrder);
            _quality.OnFeedFaults(QualityFault.Inconsistent, faults.DifferingCandles);
        }
    }

    /// <summary>From the second venue to the primary; <see langword="null"/> where the offset is unknown, disputed or stale.</summary>
    private PriceShift? Shift() => _tape.Calibrator.Current is { IsUsable: true } offset ? offset.ShiftInto(_instrument.PrimaryVenue) : null;

    /// <summary>A step that waits for its confirmation is a distance, too: nothing but a stale offset is left out.</summary>
    private VenueDistance? DistanceAt(Timestamp at)
    {
        if (_secondary is not { } secondary || _tape.Calibrator.Current is not { IsApplied: true } offset)
        {
            return null;
        }

        ref readonly var first = ref _tape.Quotes[_instrument.PrimaryVenue];
        ref readonly var second = ref _tape.Quotes[secondary.Venue];
        var isComparable = first.Bid > 0 && second.Bid > 0 && at - first.LastReceivedAt <= ComparableAge && at - second.LastReceivedAt <= ComparableAge;
        return isComparable
            ? new VenueDistance(Math.Abs(offset.Convert((second.Bid + second.Ask) * 0.5, secondary.Venue, _instrument.PrimaryVenue) - ((first.Bid + first.Ask) * 0.5)), offset.Band)
            : null;
    }
}

/// <summary>A change of an instrument's data quality.</summary>
internal sealed record QualityChange(QualityReading Before, QualityReading Now);
