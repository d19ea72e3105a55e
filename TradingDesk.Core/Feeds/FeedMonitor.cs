using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds;

/// <summary>
/// Judges one venue's prices of one instrument: LIVE, QUIET, LAGGING, DEAD or CLOSED, by the market's hours, the expected tick rate, the age of the last sign of
/// life and the feed's notices. Single-threaded; event time only.
/// </summary>
/// <remarks>
/// With i = the expected interval between ticks, a venue is quiet after max(<see cref="FeedMonitorOptions.QuietAfter"/>, n·i) of silence and dead after
/// max(<see cref="FeedMonitorOptions.DeadAfter"/>, 3·n·i), both at most an hour; never dead while heartbeats come, always while its feed says that it is interrupted.
/// </remarks>
public sealed class FeedMonitor : IHasState
{
    private const double DelayWeight = 1.0 / 16;
    private static readonly TimeSpan LongestLimit = TimeSpan.FromHours(1);

    private readonly TickRate _rate = new();
    private double _delay;
    private Timestamp _heartbeatAt;
    private Timestamp _candidateSince;
    private FeedState _candidate = FeedState.Dead;

    /// <exception cref="System.ComponentModel.DataAnnotations.ValidationException">An option is out of range.</exception>
    public FeedMonitor(FeedMonitorOptions options)
    {
        options.Validate();
        Options = options;
    }

    public FeedMonitorOptions Options { get; private set; }

    /// <summary>The announced state. A venue that has sent nothing is dead.</summary>
    public FeedState State { get; private set; } = FeedState.Dead;

    /// <summary>True while the feed says that data are missing.</summary>
    public bool IsInterrupted { get; private set; }

    /// <summary>Reception of the last tick; <see langword="null"/> before the first.</summary>
    public Timestamp? LastTickAt { get; private set; }

    /// <summary>The venue's instant of its latest tick; <see langword="null"/> before the first.</summary>
    public Timestamp? LatestOccurredAt { get; private set; }

    /// <exception cref="System.ComponentModel.DataAnnotations.ValidationException">An option is out of range.</exception>
    public void Apply(FeedMonitorOptions options)
    {
        options.Validate();
        Options = options;
    }

    public void OnTick(in Tick tick)
    {
        LastTickAt = LastTickAt is { } last ? Timestamp.Max(last, tick.ReceivedAt) : tick.ReceivedAt;
        LatestOccurredAt = LatestOccurredAt is { } latest ? Timestamp.Max(latest, tick.OccurredAt) : tick.OccurredAt;
        if (!tick.Backfilled)
        {
            _rate.OnTick(tick.ReceivedAt);
            _delay += DelayWeight * ((tick.ReceivedAt - tick.OccurredAt).TotalSeconds - _delay);
        }
    }

    /// <summary>A sign of life without a price.</summary>
    public void OnHeartbeat(Timestamp at) => _heartbeatAt = Timestamp.Max(_heartbeatAt, at);

    public void OnInterrupted() => IsInterrupted = true;

    public void OnLive(Timestamp at)
    {
        IsInterrupted = false;
        OnHeartbeat(at);
    }

    /// <summary>Silence from which it counts as quiet.</summary>
    public TimeSpan QuietLimit(Timestamp now) => Limit(Options.QuietAfter, Options.QuietIntervals, now);

    /// <summary>Silence from which it counts as dead where no heartbeat comes.</summary>
    public TimeSpan DeadLimit(Timestamp now) => Limit(Options.DeadAfter, 3 * Options.QuietIntervals, now);

    /// <summary>The state by what is known at this instant, without hysteresis.</summary>
    public FeedState StateAt(Timestamp now, bool isMarketClosed)
    {
        if (isMarketClosed)
        {
            return FeedState.Closed;
        }

        if (IsInterrupted || LastTickAt is not { } last)
        {
            return FeedState.Dead;
        }

        var silence = now - last;
        if (silence >= DeadLimit(now) && now - _heartbeatAt > Options.HeartbeatAfter)
        {
            return FeedState.Dead;
        }

        return silence >= QuietLimit(now) ? FeedState.Quiet
            : _delay > Options.LaggingAfter.TotalSeconds ? FeedState.Lagging
            : FeedState.Live;
    }

    /// <summary>Announces what has lasted long enough.</summary>
    /// <returns>True where <see cref="State"/> has changed.</returns>
    public bool OnClock(Timestamp now, bool isMarketClosed)
    {
        var state = StateAt(now, isMarketClosed);
        if (state != _candidate)
        {
            (_candidate, _candidateSince) = (state, now);
        }

        var isCertain = state == FeedState.Closed || (state == FeedState.Dead && IsInterrupted);
        if (state == State || (!isCertain && now - _candidateSince < Options.Hysteresis))
        {
            return false;
        }

        State = state;
        return true;
    }

    public void SaveState(StateWriter writer)
    {
        writer.Section("feedMonitor", 1);
        writer.Write((byte)State);
        writer.Write((byte)_candidate);
        writer.Write(_candidateSince);
        writer.Write(IsInterrupted);
        writer.Write(LastTickAt.HasValue);
        writer.Write(LastTickAt.GetValueOrDefault());
        writer.Write(LatestOccurredAt.GetValueOrDefault());
        writer.Write(_heartbeatAt);
        writer.Write(_delay);
        _rate.SaveState(writer);
    }

    public void LoadState(StateReader reader)
    {
        reader.Section("feedMonitor", 1);
        State = (FeedState)reader.ReadByte();
        _candidate = (FeedState)reader.ReadByte();
        _candidateSince = reader.ReadTimestamp();
        IsInterrupted = reader.ReadBoolean();
        var hasTick = reader.ReadBoolean();
        var (received, occurred) = (reader.ReadTimestamp(), reader.ReadTimestamp());
        LastTickAt = hasTick ? received : null;
        LatestOccurredAt = hasTick ? occurred : null;
        _heartbeatAt = reader.ReadTimestamp();
        _delay = reader.ReadDouble();
        _rate.LoadState(reader);
    }

    private TimeSpan Limit(TimeSpan least, int intervals, Timestamp now)
    {
        var perMinute = Options.TicksPerMinute ?? _rate.At(now);
        var expected = perMinute > 0 ? TimeSpan.FromMinutes(Math.Min(intervals / perMinute, LongestLimit.TotalMinutes)) : TimeSpan.Zero;
        return expected > least ? expected : least;
    }
}
