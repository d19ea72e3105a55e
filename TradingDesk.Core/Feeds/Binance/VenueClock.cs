using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Binance;

/// <summary>
/// Estimates the venue's time at the receipt of a frame that carries none, from the frames that do: the latest (event time − receive time) is the clock
/// offset less the latency of that moment, which is what a frame received right after it needs. Depends on frames and receive instants only, so a replay
/// of the tape gives the same instants as the live run.
/// </summary>
/// <remarks>A sample that differs by more than <see cref="MaxStep"/> is ignored until <see cref="SamplesToBelieve"/> in a row agree: one wrong event time
/// moves nothing, a clock that was set is followed.</remarks>
internal sealed class VenueClock
{
    public static readonly TimeSpan MaxStep = TimeSpan.FromSeconds(5);
    public const int SamplesToBelieve = 5;

    private long? _offsetMicroseconds;
    private long _candidateMicroseconds;
    private int _candidateCount;

    public bool IsKnown => _offsetMicroseconds is not null;

    /// <summary>Event time less receive time of the latest believed frame.</summary>
    public TimeSpan? Offset => _offsetMicroseconds is { } offset ? TimeSpan.FromMicroseconds(offset) : null;

    /// <summary>Takes a frame with an event time. False where the time is not believed.</summary>
    /// <param name="hasStepped">True where a jump of a clock has just been accepted: what was derived from the old offset no longer holds.</param>
    public bool Observe(Timestamp eventTime, Timestamp receivedAt, out bool hasStepped)
    {
        hasStepped = false;
        var sample = eventTime.UnixMicroseconds - receivedAt.UnixMicroseconds;
        if (_offsetMicroseconds is not { } offset || IsNear(sample, offset))
        {
            _offsetMicroseconds = sample;
            _candidateCount = 0;
            return true;
        }

        _candidateCount = _candidateCount > 0 && IsNear(sample, _candidateMicroseconds) ? _candidateCount + 1 : 1;
        _candidateMicroseconds = sample;
        if (_candidateCount < SamplesToBelieve)
        {
            return false;
        }

        _offsetMicroseconds = sample;
        _candidateCount = 0;
        hasStepped = true;
        return true;
    }

    /// <summary>The venue's time at a receive instant; the receive instant itself while no offset is known.</summary>
    public Timestamp VenueTimeAt(Timestamp receivedAt) => new(receivedAt.UnixMicroseconds + _offsetMicroseconds.GetValueOrDefault());

    private static bool IsNear(long left, long right) => Math.Abs(left - right) <= MaxStep.Ticks / TimeSpan.TicksPerMicrosecond;
}
