using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Context;

/// <summary>What is known of the calendar at one instant.</summary>
/// <param name="Source">Where it came from: <c>mt5</c>, or <c>none</c>.</param>
/// <param name="AsOf">When it was last received; <see langword="null"/> before the first time.</param>
/// <param name="Events">By instant, then id.</param>
public sealed record CalendarState(string Source, Timestamp? AsOf, IReadOnlyList<EconomicEvent> Events)
{
    public static CalendarState Empty { get; } = new("none", null, []);

    /// <summary>A calendar older than a day tells nothing: whoever asks must take it as unknown, not as free of events.</summary>
    public bool IsStale(Timestamp now) => AsOf is not { } asOf || now - asOf > EconomicCalendar.StaleAfter;
}

/// <summary>The economic calendar: bounded, swapped as a whole, read by any thread.</summary>
public sealed class EconomicCalendar
{
    /// <summary>Events kept; the ones farthest in the past go first.</summary>
    public const int Capacity = 2_000;

    public static readonly TimeSpan StaleAfter = TimeSpan.FromHours(24);

    private readonly Lock _gate = new();
    private CalendarState _state = CalendarState.Empty;
    private long _version;

    public CalendarState State => Volatile.Read(ref _state);

    /// <summary>Grows with each change.</summary>
    public long Version => Volatile.Read(ref _version);

    /// <summary>Puts back what was stored. Only before anything was received.</summary>
    public void Restore(CalendarState stored)
    {
        lock (_gate)
        {
            if (_state.AsOf is null)
            {
                Volatile.Write(ref _state, stored with { Events = Ordered(stored.Events) });
            }
        }
    }

    /// <summary>Takes a source's complete list of [from, to): what it no longer lists there is gone, the rest stays.</summary>
    public void Replace(string source, Timestamp from, Timestamp to, IReadOnlyCollection<EconomicEvent> events, Timestamp at)
    {
        lock (_gate)
        {
            var ids = events.Select(item => item.Id).ToHashSet(StringComparer.Ordinal);
            var kept = _state.Source == source ? _state.Events.Where(item => (item.At < from || item.At >= to) && !ids.Contains(item.Id)) : [];
            Volatile.Write(ref _state, new CalendarState(source, at, Ordered(kept.Concat(events.DistinctBy(item => item.Id)))));
            _version++;
        }
    }

    private static EconomicEvent[] Ordered(IEnumerable<EconomicEvent> events)
    {
        var all = events.OrderBy(item => item.At).ThenBy(item => item.Id, StringComparer.Ordinal).ToArray();
        return all.Length <= Capacity ? all : all[^Capacity..];
    }
}
