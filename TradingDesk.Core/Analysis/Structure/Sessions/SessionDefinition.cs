using NodaTime;
using NodaTime.TimeZones;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Analysis.Structure.Sessions;

/// <summary>A trading session or kill zone: hours of a place's own clock, half-open, so that it moves with that place's daylight saving time.</summary>
public sealed class SessionDefinition
{
    private const long Day = 86_400_000_000;

    private readonly DateTimeZone _zone;

    /// <param name="zone">IANA name such as <c>Europe/London</c>.</param>
    /// <param name="end">Exclusive; not after <paramref name="start"/> means the next day.</param>
    /// <exception cref="DateTimeZoneNotFoundException">There is no such zone.</exception>
    public SessionDefinition(StructureTag tag, string zone, LocalTime start, LocalTime end)
    {
        _zone = DateTimeZoneProviders.Tzdb[zone];
        Tag = tag;
        Start = start;
        End = end;
    }

    public StructureTag Tag { get; }

    public string Zone => _zone.Id;

    public LocalTime Start { get; }

    public LocalTime End { get; }

    /// <summary>The first occurrence [from, to) that ends after an instant.</summary>
    public (Timestamp From, Timestamp To) OccurrenceEndingAfter(Timestamp instant)
    {
        // The occurrence that began on the local day before, on this one, or on the next.
        var local = instant.UnixMicroseconds + OffsetAt(instant.UnixMicroseconds);
        var day = Timeframe.D1.Floor(new Timestamp(local)).UnixMicroseconds - Day;
        var overMidnight = End > Start ? 0 : Day;
        while (true)
        {
            var to = InstantOf(day + overMidnight + MicrosecondsOf(End));
            if (to > instant.UnixMicroseconds)
            {
                return (new Timestamp(InstantOf(day + MicrosecondsOf(Start))), new Timestamp(to));
            }

            day += Day;
        }
    }

    private static long MicrosecondsOf(LocalTime time) => time.TickOfDay / TimeSpan.TicksPerMicrosecond;

    /// <summary>Microseconds that the place's clock is ahead of UTC.</summary>
    private long OffsetAt(long unixMicroseconds) => _zone.GetUtcOffset(Instant.FromUnixTimeTicks(unixMicroseconds * TimeSpan.TicksPerMicrosecond)).Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>
    /// NodaTime's lenient rule without its allocations: a local time that a change of the clock repeats is taken the first time, one that it skips is moved
    /// on by what was skipped.
    /// </summary>
    private long InstantOf(long local)
    {
        var (before, after) = (OffsetAt(local - Day), OffsetAt(local + Day));
        return before == after || OffsetAt(local - before) == before || OffsetAt(local - after) != after ? local - before : local - after;
    }
}
