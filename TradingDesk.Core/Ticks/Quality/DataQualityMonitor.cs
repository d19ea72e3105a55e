using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Ticks.Quality;

/// <summary>The second venue against the primary, after the shift: how far apart, and the offset's band (σ); both in quote currency per unit.</summary>
public readonly record struct VenueDistance(double Distance, double Band);

/// <summary>One minute's observations, for the record of the day.</summary>
/// <param name="Day">Start of the UTC day.</param>
public sealed record QualityMinute(Timestamp Day, QualityCounts Counts, int DegradedSeconds, int PoorSeconds, double LowestScore);

/// <summary>Takes what the monitor has to say.</summary>
public interface IQualitySink
{
    void OnQualityChanged(QualityReading before, QualityReading now);

    void OnQualityMinute(QualityMinute minute);
}

/// <summary>
/// Watches the ticks of the venue that carries an instrument's bars, counts what is wrong and says second by second how far they can be trusted. Single-threaded; the only clock is
/// the events' reception (<c>MarketEvent.At</c>), so that a message that claims to be from the future does not move it.
/// </summary>
/// <remarks>States with hysteresis: a worse one begins below its threshold, and ends above it by <see cref="QualityOptions.RecoveryMargin"/>. Nothing is judged before the first tick.</remarks>
public sealed class DataQualityMonitor : IHasState
{
    private readonly Instrument _instrument;
    private readonly QualityOptions _options;
    private readonly QualityWindow _window;
    private readonly WatchedVenue[] _venues;
    private readonly QualityCounts _pending = new();
    private readonly QualityCounts _minute = new();
    private QualityReading _reading;
    private long _second = long.MinValue;
    private Venue _watched;
    private int _degradedSeconds;
    private int _poorSeconds;
    private double _lowest = 1;

    /// <param name="normalSpread">A spread up to this is never blown out, in quote currency per unit; 0 where none is known.</param>
    /// <exception cref="System.ComponentModel.DataAnnotations.ValidationException">An option is out of range.</exception>
    public DataQualityMonitor(Instrument instrument, QualityOptions options, double normalSpread)
    {
        options.Validate();
        _instrument = instrument;
        _options = options;
        _window = new QualityWindow(options.Window);
        _venues = [.. Enum.GetValues<Venue>().Select(_ => new WatchedVenue(options))];
        _watched = instrument.PrimaryVenue;
        NormalSpread = normalSpread;
        _reading = new QualityReading(QualityState.Good, new QualityScore(1, null, 0), options.PoorBelow, Timestamp.Epoch);
    }

    /// <summary>The present reading; <see langword="null"/> before the first tick of the watched venue.</summary>
    public QualityReading? Reading => _second == long.MinValue ? null : _reading;

    /// <summary>A spread up to this is never blown out, in quote currency per unit.</summary>
    public double NormalSpread { get; set; }

    /// <summary>From here on the data of this venue are judged: it carries the bars. At the start it is the primary.</summary>
    public void Watch(Venue venue) => _watched = venue;

    /// <summary>A venue's feed says that it is interrupted, or no longer.</summary>
    public void SetInterrupted(Venue venue, bool isInterrupted) => Of(venue).IsInterrupted = isInterrupted;

    /// <summary>A tick that was believed. Those of the venue that is not watched only keep its silence and spread known.</summary>
    public void OnAccepted(in Tick tick)
    {
        Of(tick.Venue).OnTick(tick);
        if (tick.Venue != _watched)
        {
            return;
        }

        Begin(tick);
        if (tick.Kind == TickKind.Trade && tick.Volume == 0)
        {
            _pending[QualityFault.ZeroVolume]++;
        }
    }

    /// <summary>A tick that was not believed. What was fetched after a gap may overlap what is known: its duplicates say nothing.</summary>
    /// <param name="reason"><see langword="null"/> for a jump that waits for its confirmation.</param>
    public void OnRefused(in Tick tick, DiscardReason? reason)
    {
        if (tick.Venue != _watched || tick.Backfilled)
        {
            return;
        }

        Begin(tick);
        if (FaultOf(reason) is { } fault)
        {
            _pending[fault]++;
        }
    }

    /// <summary>What the watched venue's feed found out by itself before any tick reached the desk.</summary>
    public void OnFeedFaults(QualityFault fault, int count)
    {
        _pending[fault] += count;
        // A doubled message was seen, too; a differing candle is no message.
        _pending.Messages += fault == QualityFault.Inconsistent ? 0 : count;
    }

    /// <summary>True where a new second has begun and <see cref="Advance"/> has something to do.</summary>
    public bool IsDue(Timestamp at) => _second != long.MinValue && at.UnixSeconds > _second;

    /// <summary>Judges the seconds that have passed.</summary>
    /// <param name="at">Reception time of the event in hand.</param>
    /// <param name="venues">The two venues' distance now; <see langword="null"/> where it is not known.</param>
    public void Advance(Timestamp at, VenueDistance? venues, IQualitySink sink)
    {
        // A pause longer than the window leaves nothing of what was before.
        var second = Math.Max(_second + 1, at.UnixSeconds - (long)_options.Window.TotalSeconds);
        for (; second <= at.UnixSeconds; second++)
        {
            Judge(second, venues, sink);
        }
    }

    public void SaveState(StateWriter writer)
    {
        writer.Section(nameof(DataQualityMonitor), 2);
        writer.Write(_second);
        writer.Write((byte)_watched);
        writer.Write(_degradedSeconds);
        writer.Write(_poorSeconds);
        writer.Write(_lowest);
        writer.Write((byte)_reading.State);
        writer.Write(_reading.Since);
        foreach (var venue in _venues)
        {
            venue.SaveState(writer);
        }

        _pending.SaveState(writer);
        _minute.SaveState(writer);
        _window.SaveState(writer);
    }

    public void LoadState(StateReader reader)
    {
        reader.Section(nameof(DataQualityMonitor), 2);
        _second = reader.ReadInt64();
        _watched = (Venue)reader.ReadByte();
        _degradedSeconds = reader.ReadInt32();
        _poorSeconds = reader.ReadInt32();
        _lowest = reader.ReadDouble();
        var state = (QualityState)reader.ReadByte();
        var since = reader.ReadTimestamp();
        foreach (var venue in _venues)
        {
            venue.LoadState(reader);
        }

        _pending.LoadState(reader);
        _minute.LoadState(reader);
        _window.LoadState(reader);
        _reading = new QualityReading(state, QualityScore.Of(_window.Sum, _options), ThresholdIn(state), since);
    }

    private static QualityFault? FaultOf(DiscardReason? reason) => reason switch
    {
        null => QualityFault.Jump,
        DiscardReason.Crossed => QualityFault.Crossed,
        DiscardReason.Duplicate => QualityFault.Duplicate,
        DiscardReason.OutOfOrder => QualityFault.OutOfOrder,
        DiscardReason.Stale => QualityFault.Stale,
        DiscardReason.Future => QualityFault.Clock,
        DiscardReason.BadPrice => QualityFault.BadPrice,
        _ => null,
    };

    private void Begin(in Tick tick)
    {
        _pending.Messages++;
        if (_second == long.MinValue)
        {
            _second = tick.ReceivedAt.UnixSeconds;
            Of(tick.Venue).OnHeard(tick.ReceivedAt);
            _window.MoveTo(_second);
            _reading = _reading with { Since = tick.ReceivedAt };
        }
    }

    private void Judge(long second, VenueDistance? venues, IQualitySink sink)
    {
        _second = second;
        _window.MoveTo(second);
        var at = Timestamp.FromUnixSeconds(second);
        if (MarketHours.IsClosed(_instrument, at))
        {
            // The closure is no silence.
            foreach (var venue in _venues)
            {
                venue.OnHeard(at);
            }
        }
        else
        {
            CountSecond(at, venues);
        }

        _window.Add(_pending);
        _minute.Add(_pending);
        _pending.Clear();
        SetState(at, sink);
        if (second % 60 == 0)
        {
            FinishMinute(at, sink);
        }
    }

    private void CountSecond(Timestamp at, VenueDistance? venues)
    {
        _pending.Seconds++;
        var isBlownOut = false;
        foreach (var venue in _venues)
        {
            // Every venue keeps its usual spread, so that it is known when the venue is watched.
            var isWide = venue.IsHeardAt(at) && venue.IsSpreadBlownOut();
            isBlownOut |= isWide && venue == Of(_watched);
        }

        var watched = Of(_watched);
        if (watched.IsInterrupted)
        {
            _pending[QualityFault.Gap]++;
            return;
        }

        if (!watched.IsHeardAt(at))
        {
            _pending[QualityFault.Silent]++;
            return;
        }

        if (isBlownOut && watched.Spread > NormalSpread)
        {
            _pending[QualityFault.WideSpread]++;
        }

        if (venues is { } both && both.Distance > Math.Max(_options.DivergenceBands * both.Band, _options.SpreadMultiple * watched.UsualSpread))
        {
            _pending[QualityFault.Divergence]++;
        }
    }

    private WatchedVenue Of(Venue venue) => _venues[(int)venue - 1];

    private void SetState(Timestamp at, IQualitySink sink)
    {
        var before = _reading;
        var score = QualityScore.Of(_window.Sum, _options);
        var state = StateAfter(before.State, score.Value);
        _reading = new QualityReading(state, score, ThresholdIn(state), state == before.State ? before.Since : at);
        _degradedSeconds += state == QualityState.Degraded ? 1 : 0;
        _poorSeconds += state == QualityState.Poor ? 1 : 0;
        _lowest = Math.Min(_lowest, score.Value);
        if (state != before.State)
        {
            sink.OnQualityChanged(before, _reading);
        }
    }

    private QualityState StateAfter(QualityState before, double score)
    {
        var poor = _options.PoorBelow + (before == QualityState.Poor ? _options.RecoveryMargin : 0);
        var degraded = _options.DegradedBelow + (before >= QualityState.Degraded ? _options.RecoveryMargin : 0);
        return score < poor ? QualityState.Poor : score < degraded ? QualityState.Degraded : QualityState.Good;
    }

    /// <summary>The score at or above which entries are allowed.</summary>
    private double ThresholdIn(QualityState state) => _options.PoorBelow + (state == QualityState.Poor ? _options.RecoveryMargin : 0);

    private void FinishMinute(Timestamp end, IQualitySink sink)
    {
        if (_minute.Seconds == 0 && _minute.Messages == 0)
        {
            return;
        }

        // The minute ends here: it belongs to the day of its last second but one.
        var day = Timeframe.D1.Floor(end - TimeSpan.FromSeconds(1));
        sink.OnQualityMinute(new QualityMinute(day, _minute.Copy(), _degradedSeconds, _poorSeconds, _lowest));
        _minute.Clear();
        (_degradedSeconds, _poorSeconds, _lowest) = (0, 0, _reading.Score.Value);
    }
}
