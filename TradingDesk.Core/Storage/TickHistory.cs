using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Storage.Sqlite;
using TradingDesk.Core.Storage.Tables;

namespace TradingDesk.Core.Storage;

/// <summary>
/// Stored ticks by timeframe: of each interval and venue the last quote, and the volume traded. Whole minutes of a stretch that nothing can change any more are
/// kept, so that a day is put together from minutes and not from seconds. Thread-safe.
/// </summary>
internal sealed class TickHistory(DeskDatabase database)
{
    /// <summary>Stretches kept: two days of four symbols.</summary>
    private const int CachedStretches = 1_152;

    /// <summary>Venues that there are, and one.</summary>
    private const int VenueSlots = 4;

    private const string SelectStretch = $"""
        SELECT {TickTable.Columns} FROM unified_ticks WHERE symbol = ?1 AND second >= ?2 AND second < ?3 ORDER BY second, venue
        """;

    private const string SelectNewest = $"""
        SELECT {TickTable.Columns} FROM unified_ticks WHERE symbol = ?1 AND second >= ?2 AND second < ?3 ORDER BY second DESC, venue DESC LIMIT ?4
        """;

    private const string SelectAnyLater = "SELECT 1 FROM unified_ticks WHERE symbol = ?1 AND second >= ?2 LIMIT 1";
    private static readonly TimeSpan Stretch = TimeSpan.FromMinutes(10);

    /// <summary>A second of a quiet venue is written when its next tick comes; after this time, and with later rows there, nothing is under way any more.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(10);

    private readonly BoundedCache<(Symbol Symbol, long From), TickAggregate[]> _stretches = new(CachedStretches);

    /// <summary>The newest <paramref name="limit"/> of the rows in [from, to), oldest first.</summary>
    public IReadOnlyList<TickAggregate> Read(Symbol symbol, Timeframe timeframe, Timestamp from, Timestamp to, int limit) => database.Readers.Read(connection =>
    {
        if (timeframe == Timeframe.S1)
        {
            var seconds = ReadRows(connection.Use(SelectNewest).Bind(1, symbol).Bind(2, from).Bind(3, to).Bind(4, (long)limit));
            seconds.Reverse();
            return seconds;
        }

        var minutes = new List<TickAggregate>();
        var start = timeframe.Floor(from).UnixMicroseconds;
        var step = Stretch.Ticks / TimeSpan.TicksPerMicrosecond;
        for (var at = start - (start % step); at < to.UnixMicroseconds; at += step)
        {
            foreach (var minute in MinutesOf(connection, symbol, new Timestamp(at), to))
            {
                if (minute.Time.UnixMicroseconds >= start)
                {
                    minutes.Add(minute);
                }
            }
        }

        var rows = timeframe == Timeframe.M1 ? minutes : Combine(minutes, timeframe);
        return rows.Count > limit ? rows.GetRange(rows.Count - limit, limit) : rows;
    });

    /// <summary>The minutes of one stretch: from the cache, or made of seconds up to <paramref name="to"/>.</summary>
    private IReadOnlyList<TickAggregate> MinutesOf(RawConnection connection, Symbol symbol, Timestamp from, Timestamp to)
    {
        if (_stretches.TryGet((symbol, from.UnixMicroseconds), out var cached))
        {
            return cached;
        }

        var end = from + Stretch;
        TickAggregate[] minutes = [.. ReadMinutes(connection.Use(SelectStretch).Bind(1, symbol).Bind(2, from).Bind(3, end <= to ? end : to))];
        if (end + Settled <= to && HasLater(connection, symbol, end + Settled))
        {
            _stretches.Add((symbol, from.UnixMicroseconds), minutes);
        }

        return minutes;
    }

    private static bool HasLater(RawConnection connection, Symbol symbol, Timestamp second)
    {
        var row = connection.Use(SelectAnyLater).Bind(1, symbol).Bind(2, second);
        var found = row.Step();
        row.Reset();
        return found;
    }

    /// <summary>Rows in order of time to rows of a longer interval, in order of time and first appearance.</summary>
    private static List<TickAggregate> Combine(IReadOnlyList<TickAggregate> rows, Timeframe timeframe)
    {
        var combined = new List<TickAggregate>();
        var firstOfInterval = 0;
        var interval = long.MinValue;
        foreach (var row in rows)
        {
            var open = timeframe.Floor(row.Time);
            if (open.UnixMicroseconds != interval)
            {
                (interval, firstOfInterval) = (open.UnixMicroseconds, combined.Count);
            }

            var at = combined.FindIndex(firstOfInterval, other => other.Source == row.Source);
            if (at < 0)
            {
                combined.Add(row with { Time = open });
            }
            else
            {
                combined[at] = row with { Time = open, Volume = combined[at].Volume + row.Volume };
            }
        }

        return combined;
    }

    /// <summary>Seconds as they are read to minutes, in order of time and first appearance; nothing is allocated for a second.</summary>
    private static List<TickAggregate> ReadMinutes(Statement row)
    {
        var minutes = new List<TickAggregate>();
        Span<VenueMinute> venues = stackalloc VenueMinute[VenueSlots];
        var count = 0;
        var current = long.MinValue;
        while (row.Step())
        {
            var minute = Timeframe.M1.Floor(row.Time(0)).UnixMicroseconds;
            if (minute != current)
            {
                Flush(minutes, venues[..count], current);
                (current, count) = (minute, 0);
            }

            var venue = (Venue)row.Int(1);
            var at = 0;
            while (at < count && venues[at].Venue != venue)
            {
                at++;
            }

            var before = at < count ? venues[at].Volume : 0;
            count = Math.Max(count, at + 1);
            venues[at] = new VenueMinute(venue, row.Double(2), row.Double(3), before + row.Double(4), row.Double(5));
        }

        Flush(minutes, venues[..count], current);
        return minutes;
    }

    private static void Flush(List<TickAggregate> minutes, ReadOnlySpan<VenueMinute> venues, long minute)
    {
        foreach (ref readonly var venue in venues)
        {
            var mid = (venue.Bid + venue.Ask) * 0.5;
            minutes.Add(new TickAggregate(new Timestamp(minute), venue.Venue.ToName(), Bid: venue.Bid, Ask: venue.Ask, Mid: mid, Volume: venue.Volume, OffsetApplied: venue.OffsetApplied));
        }
    }

    private static List<TickAggregate> ReadRows(Statement row)
    {
        var rows = new List<TickAggregate>();
        while (row.Step())
        {
            rows.Add(TickTable.Read(row));
        }

        return rows;
    }

    /// <summary>A venue's last quote of a minute and its volume so far.</summary>
    private readonly record struct VenueMinute(Venue Venue, double Bid, double Ask, double Volume, double OffsetApplied);
}
