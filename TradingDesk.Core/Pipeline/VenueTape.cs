using System.Globalization;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds;
using TradingDesk.Core.Risk;
using TradingDesk.Core.Ticks;
using TradingDesk.Core.Ticks.Fusion;
using TradingDesk.Core.Ticks.Offsets;

namespace TradingDesk.Core.Pipeline;

/// <summary>
/// One instrument's venues side by side: their latest quotes, how each feed stands, the offset between them, the merged tape, and which of them carries the bars.
/// Takes accepted ticks only. Single-threaded, part of one <see cref="SymbolLane"/>.
/// </summary>
internal sealed class VenueTape : ITapeSink, IHasState
{
    private const double SpreadWeight = 1.0 / 64;

    private readonly Instrument _instrument;
    private readonly Venue _primary;
    private readonly Venue? _secondary;
    private readonly TickMerger _merger;
    private readonly TickSeconds _seconds = new();
    private readonly FeedMonitor[] _monitors;
    private LaneBuffer _output = new();
    private int _eventIndex;
    private double _spread;
    private bool _isDrifting;
    private OffsetOutcome _reportedOutcome;
    private OffsetState _reportedState;

    public VenueTape(SymbolSettings settings, int instruments, DiscardCounters discards)
    {
        _instrument = settings.Instrument;
        (_primary, _secondary) = (_instrument.PrimaryVenue, _instrument.SecondaryVenue);
        Ticks = new TickRingBuffer(_instrument, settings.TickBuffer, instruments);
        Calibrator = new OffsetCalibrator(settings.Offset);
        Selector = new VenueSelector(settings.Fusion);
        _merger = new TickMerger(_instrument, settings.Fusion, discards, this);
        _monitors = [.. Enum.GetValues<Venue>().Select(_ => new FeedMonitor(settings.Feed))];
    }

    public TickRingBuffer Ticks { get; }

    public VenueQuotes Quotes { get; } = new();

    public OffsetCalibrator Calibrator { get; }

    public VenueSelector Selector { get; }

    /// <summary>Ticks that stand on the tape behind later ones.</summary>
    public long LateTicks => _merger.LateTicks;

    /// <summary>What orders are held against: the primary's latest quote, or the secondary's corrected one while the primary is lost.</summary>
    public QuoteSnapshot Trading { get; private set; }

    public FeedMonitor Monitor(Venue venue) => _monitors[(int)venue - 1];

    /// <summary>Where what the next calls make goes.</summary>
    public void WriteTo(LaneBuffer output, int eventIndex) => (_output, _eventIndex) = (output, eventIndex);

    public void Apply(SymbolSettings settings)
    {
        Calibrator.Apply(settings.Offset);
        Selector.Apply(settings.Fusion);
        foreach (var monitor in _monitors)
        {
            monitor.Apply(settings.Feed);
        }
    }

    public void OnTick(in Tick tick)
    {
        Quotes.OnTick(tick);
        Monitor(tick.Venue).OnTick(tick);
        _merger.Add(tick, Calibrator.Current);
        if (tick.Kind != TickKind.Quote)
        {
            return;
        }

        if (tick.Venue == _primary)
        {
            Trading = new QuoteSnapshot(tick.Bid, tick.Ask);
            _spread = _spread == 0 ? tick.Spread : _spread + (SpreadWeight * (tick.Spread - _spread));
        }
        else if (tick.Venue == _secondary && Selector.IsPrimaryLost && Calibrator.Current.HasValue && !tick.Backfilled)
        {
            // Even a stale offset is better for a stop than no price at all; entries are refused meanwhile.
            var mid = Calibrator.Current.Convert(tick.Mid, tick.Venue, _primary);
            var half = Math.Max(tick.Spread, _spread) * 0.5;
            Trading = new QuoteSnapshot(mid - half, mid + half);
            _output.Add(LaneOutput.OfQuote(_eventIndex, Trading));
        }
    }

    void ITapeSink.OnFused(in FusedTick tick)
    {
        Ticks.Append(tick.Tick);
        if (_seconds.OnTick(tick, out var finished))
        {
            _output.Add(LaneOutput.OfTickSecond(_eventIndex, finished));
        }

        if (_secondary is not null && tick.Tick.Kind == TickKind.Quote)
        {
            Calibrator.OnQuote(tick.Tick);
        }
    }

    /// <summary>Event time has reached <paramref name="now"/>.</summary>
    /// <param name="atr">ATR14(M1), quote currency.</param>
    /// <param name="isReady">False while history loads.</param>
    public CarryAction OnClock(Timestamp now, double? atr, bool isReady)
    {
        _merger.OnClock(now, Calibrator.Current);
        var isClosed = MarketHours.IsClosed(_instrument, now);
        Announce(_primary, now, isClosed);
        if (_secondary is not { } secondary)
        {
            return CarryAction.None;
        }

        Announce(secondary, now, isClosed);
        if (Calibrator.OnClock(now, atr, isClosed))
        {
            Report(Calibrator.Latest!);
        }

        if (!isReady)
        {
            return CarryAction.None;
        }

        var primary = Monitor(_primary);
        var state = primary.StateAt(now, isClosed);
        var isDoubtful = state == FeedState.Quiet && primary.LastTickAt is { } last && now - last < primary.DeadLimit(now);
        var input = new CarryInput(state, Monitor(secondary).StateAt(now, isClosed), primary.LatestOccurredAt, isDoubtful, Calibrator.Current.IsUsable);
        return Selector.OnClock(now, input);
    }

    public void OnNotice(FeedNotice notice, Timestamp at)
    {
        var monitor = Monitor(notice.Venue);
        switch (notice.Kind)
        {
            case FeedNoticeKind.Interrupted:
                monitor.OnInterrupted();
                break;
            case FeedNoticeKind.Heartbeat:
                monitor.OnHeartbeat(at);
                break;
            default:
                monitor.OnLive(at);
                break;
        }
    }

    /// <summary>What a quote of the secondary says about the primary's bar price: the corrected mid, less half the primary's usual spread where bars are of bids.</summary>
    public double CarriedPrice(in Tick quote)
    {
        var mid = Calibrator.Current.Convert(quote.Mid, quote.Venue, _primary);
        return _instrument.BarPrice == BarPrice.Bid ? mid - (_spread * 0.5) : mid;
    }

    /// <summary>The secondary's quotes after an instant, as they stand on the tape; what waits for its place is put there first.</summary>
    public IEnumerable<Tick> SecondaryQuotesAfter(Timestamp from)
    {
        _merger.Flush(Calibrator.Current);
        return Ticks.Read(new Timestamp(from.UnixMicroseconds + 1), Timestamp.MaxValue, int.MaxValue).Where(tick => tick.Kind == TickKind.Quote && tick.Venue == _secondary);
    }

    /// <summary>What risk must know about prices, at <paramref name="now"/>.</summary>
    public OffsetStanding Standing(Timestamp now)
    {
        if (_secondary is not { } secondary)
        {
            return default;
        }

        var offset = Calibrator.Current;
        var isLost = Selector.IsCarrying || Selector.IsPrimaryLost;
        var since = Selector.IsCarrying ? Selector.CarriedFrom : Monitor(_primary).LatestOccurredAt;
        return new OffsetStanding(
            IsOtherVenue: secondary == VenueOffset.Execution,
            FailedOverSeconds: isLost ? Math.Max(0, (now - (since ?? now)).TotalSeconds) : null,
            offset.State,
            offset.AgeAt(now).TotalSeconds,
            offset.Lifetime.TotalSeconds,
            Step: offset.State == OffsetState.Stepping ? Calibrator.LatestStepSize : 0,
            LargestStep: Calibrator.LargestStep);
    }

    public void SaveState(StateWriter writer)
    {
        writer.Section(nameof(VenueTape), 1);
        writer.Write(Trading.Bid);
        writer.Write(Trading.Ask);
        writer.Write(_spread);
        writer.Write(_isDrifting);
        writer.Write((byte)_reportedOutcome);
        writer.Write((byte)_reportedState);
        Quotes.SaveState(writer);
        _seconds.SaveState(writer);
        _merger.SaveState(writer);
        Calibrator.SaveState(writer);
        Selector.SaveState(writer);
        foreach (var monitor in _monitors)
        {
            monitor.SaveState(writer);
        }

        // A failover replays the secondary's ticks since the loss: as far back as one can still begin.
        Ticks.SaveTail(writer, _secondary is null ? TimeSpan.Zero : Calibrator.Options.Lifetime + Calibrator.Options.Interval + TimeSpan.FromMinutes(1));
    }

    public void LoadState(StateReader reader)
    {
        reader.Section(nameof(VenueTape), 1);
        Trading = new QuoteSnapshot(reader.ReadDouble(), reader.ReadDouble());
        _spread = reader.ReadDouble();
        _isDrifting = reader.ReadBoolean();
        _reportedOutcome = (OffsetOutcome)reader.ReadByte();
        _reportedState = (OffsetState)reader.ReadByte();
        Quotes.LoadState(reader);
        _seconds.LoadState(reader);
        _merger.LoadState(reader);
        Calibrator.LoadState(reader);
        Selector.LoadState(reader);
        foreach (var monitor in _monitors)
        {
            monitor.LoadState(reader);
        }

        Ticks.LoadTail(reader);
    }

    private void Announce(Venue venue, Timestamp now, bool isClosed)
    {
        var monitor = Monitor(venue);
        var before = monitor.State;
        if (monitor.OnClock(now, isClosed))
        {
            var silence = monitor.LastTickAt is { } last ? string.Create(CultureInfo.InvariantCulture, $"last tick {(now - last).TotalSeconds:0} s ago") : "no tick yet";
            _output.Add(LaneOutput.OfNotice(_eventIndex, new LaneNotice($"feeds.{venue.ToName()}", "FeedState", $"{before.ToName()} → {monitor.State.ToName()}; {silence}")));
        }
    }

    private void Report(OffsetCalibration calibration)
    {
        var outcome = calibration.Outcome;
        if (calibration.IsAccepted || outcome == OffsetOutcome.Step || outcome != _reportedOutcome || calibration.InForce.State != _reportedState)
        {
            _output.Add(LaneOutput.OfCalibration(_eventIndex, calibration));
        }

        if (outcome == OffsetOutcome.AcceptedStep || (outcome == OffsetOutcome.Step && _reportedOutcome != OffsetOutcome.Step))
        {
            var kind = outcome == OffsetOutcome.Step ? "OffsetStep" : "OffsetStepAccepted";
            var measured = string.Create(CultureInfo.InvariantCulture, $"measured {calibration.Difference:0.#####} ±{calibration.Band:0.#####}, {calibration.Step:+0.#####;-0.#####} against the value in force");
            _output.Add(LaneOutput.OfNotice(_eventIndex, new LaneNotice("offset", kind, measured)));
        }

        var isDrifting = Math.Abs(calibration.DriftAtrPerHour ?? 0) > Calibrator.Options.MaxDriftAtrPerHour;
        if (isDrifting && !_isDrifting)
        {
            _output.Add(LaneOutput.OfNotice(_eventIndex, new LaneNotice("offset", "OffsetDrift", string.Create(CultureInfo.InvariantCulture, $"drifts by {calibration.DriftAtrPerHour:0.0} ATR an hour"))));
        }

        (_reportedOutcome, _reportedState, _isDrifting) = (outcome, calibration.InForce.State, isDrifting);
    }
}
