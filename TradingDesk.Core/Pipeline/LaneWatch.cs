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
    /// <summary>Seconds between two looks at the offset for the venues' distance: it is a median over minutes and costs a sort.</summary>
    private const long OffsetSeconds = 10;

    /// <summary>Quotes older than this are not compared.</summary>
    private static readonly TimeSpan ComparableAge = TimeSpan.FromSeconds(5);

    private readonly Instrument _instrument;
    private readonly VenueQuotes _quotes;
    private readonly OffsetWindow _offset;
    private readonly SecondaryBars _secondary;
    private readonly M5VolatilityBridge _bridge;
    private readonly DataQualityMonitor _quality;
    private PriceShift? _shift;
    private double _band;
    private long _offsetReadAt;
    private LaneBuffer _output = new();
    private int _eventIndex;

    public LaneWatch(SymbolSettings settings, DiscardCounters discards, VenueQuotes quotes, OffsetWindow offset)
    {
        _instrument = settings.Instrument;
        (_quotes, _offset) = (quotes, offset);
        _secondary = new SecondaryBars(_instrument, settings.Bars, discards);
        _bridge = new M5VolatilityBridge(settings.M5Bridge, discards);
        _quality = new DataQualityMonitor(_instrument, settings.Quality, settings.NormalSpread);
    }

    /// <summary><see langword="null"/> before the first tick of the primary venue.</summary>
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
                _secondary.OnClock(item.At, this);
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

    public void OnAccepted(in Tick tick)
    {
        _quality.OnAccepted(tick);
        if (tick.Venue == _secondary.Venue)
        {
            _secondary.OnTick(tick, this);
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
            _bridge.OnPrimaryClosed(bar, m5.Atr14.Current, m5.Vwap.Current?.Vwap, OffsetShift.Read(_offset, bar.CloseTime)?.Shift, this);
        }
    }

    /// <summary>A closed bar of the second venue.</summary>
    void IBarSink.OnBarClosed(in Bar bar)
    {
        if (bar.Timeframe == Timeframe.M1)
        {
            _bridge.OnMinute(_secondary.Comparable(bar), isPrimary: false, this);
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
        writer.Section(nameof(LaneWatch), 1);
        _secondary.SaveState(writer);
        _bridge.SaveState(writer);
        _quality.SaveState(writer);
        writer.WriteOptional(_shift?.Factor);
        writer.WriteOptional(_shift?.Addend);
        writer.Write(_band);
        writer.Write(_offsetReadAt);
    }

    public void LoadState(StateReader reader)
    {
        reader.Section(nameof(LaneWatch), 1);
        _secondary.LoadState(reader);
        _bridge.LoadState(reader);
        _quality.LoadState(reader);
        var factor = reader.ReadOptionalDouble();
        var addend = reader.ReadOptionalDouble();
        _shift = factor is { } f && addend is { } a ? new PriceShift(f, a) : null;
        _band = reader.ReadDouble();
        _offsetReadAt = reader.ReadInt64();
    }

    private void PassTime(Timestamp at)
    {
        if (_quality.IsDue(at))
        {
            _quality.Advance(at, DistanceAt(at), this);
        }

        _bridge.Advance(at, this);
    }

    private void OnFeed(FeedNotice notice)
    {
        var isWhole = notice.Kind != FeedNoticeKind.Interrupted;
        if (notice.Venue == _instrument.PrimaryVenue)
        {
            _quality.IsInterrupted = !isWhole;
            return;
        }

        if (notice is { Kind: FeedNoticeKind.GapUnfilled, From: { } from, To: { } to })
        {
            _secondary.MarkGap(from, to);
        }

        if (isWhole)
        {
            _secondary.Release(this);
        }
        else
        {
            _secondary.Hold();
        }
    }

    private void OnFaults(FeedFaults faults)
    {
        if (faults.Venue == _instrument.PrimaryVenue)
        {
            _quality.OnFeedFaults(QualityFault.Duplicate, faults.Duplicates);
            _quality.OnFeedFaults(QualityFault.OutOfOrder, faults.OutOfOrder);
            _quality.OnFeedFaults(QualityFault.Inconsistent, faults.DifferingCandles);
        }
    }

    private VenueDistance? DistanceAt(Timestamp at)
    {
        if (at.UnixSeconds - _offsetReadAt >= OffsetSeconds)
        {
            _offsetReadAt = at.UnixSeconds;
            var read = OffsetShift.Read(_offset, at);
            (_shift, _band) = (read?.Shift, read?.Band ?? 0);
        }

        ref readonly var first = ref _quotes[_instrument.PrimaryVenue];
        ref readonly var second = ref _quotes[_secondary.Venue];
        var isComparable = first.Bid > 0 && second.Bid > 0 && at - first.LastReceivedAt <= ComparableAge && at - second.LastReceivedAt <= ComparableAge;
        return _shift is { } shift && isComparable
            ? new VenueDistance(Math.Abs(shift.ToPrimary((second.Bid + second.Ask) * 0.5) - ((first.Bid + first.Ask) * 0.5)), _band)
            : null;
    }
}

/// <summary>A change of an instrument's data quality.</summary>
internal sealed record QualityChange(QualityReading Before, QualityReading Now);
