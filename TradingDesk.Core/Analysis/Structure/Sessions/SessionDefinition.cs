using NodaTime;
using NodaTime.TimeZones;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Analysis.Structure.Sessions;

/// <summary>A trading session or kill zone: hours of a place's own clock, half-open, so that it moves with that place's daylight saving time.</summary>
public sealed class SessionDefinition
{
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
        var date = Instant.FromUnixTimeTicks(instant.UnixMicroseconds * TimeSpan.TicksPerMicrosecond).InZone(_zone).Date.PlusDays(-1);
        while (true)
        {
            var to = InstantOf(End > Start ? date : date.PlusDays(1), End);
            if (to > instant)
            {
                return (InstantOf(date, Start), to);
            }

            date = date.PlusDays(1);
        }
    }

    /// <summary>A local time that a change of the clock skips or repeats is moved forward or taken first, as NodaTime's lenient rule has it.</summary>
    private Timestamp InstantOf(LocalDate date, LocalTime time) => Timestamp.FromUnixMilliseconds(_zone.AtLeniently(date + time).ToInstant().ToUnixTimeMilliseconds());
}
