using System.Globalization;

namespace TradingDesk.Tests.Processes;

/// <summary>
/// What the desk has acknowledged to its clients over all its lives: events of the stream, and answers to changes. After each restart the desk is held to it.
/// Thread-safe.
/// </summary>
internal sealed class Acknowledged
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<long, StreamEvent> _events = [];
    private readonly List<string> _faults = [];
    private readonly Dictionary<string, List<string>> _attempts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _states = new(StringComparer.Ordinal);

    public long LastSequence
    {
        get
        {
            lock (_gate)
            {
                return _events.Count == 0 ? 0 : _events.Keys.Last();
            }
        }
    }

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _events.Count;
            }
        }
    }

    /// <summary>What went wrong while receiving: a number that was skipped or came twice, a gap that the desk reported.</summary>
    public IReadOnlyList<string> Faults
    {
        get
        {
            lock (_gate)
            {
                return [.. _faults];
            }
        }
    }

    public IReadOnlyList<StreamEvent> EventsFrom(long sequence)
    {
        lock (_gate)
        {
            return [.. _events.Where(e => e.Key >= sequence).Select(e => e.Value)];
        }
    }

    /// <summary>Takes an event of a stream that was resumed behind <see cref="LastSequence"/>: its number must be the next one.</summary>
    public void Take(StreamEvent item)
    {
        lock (_gate)
        {
            if (item.Sequence is not { } sequence)
            {
                _faults.Add($"The stream said '{item.Type}' without an id: {item.Data}");
                return;
            }

            var last = _events.Count == 0 ? 0 : _events.Keys.Last();
            if (sequence != last + 1)
            {
                _faults.Add(string.Create(CultureInfo.InvariantCulture, $"Event {sequence} ({item.Type}) followed {last}."));
            }

            _events[sequence] = item;
        }
    }

    /// <summary>A change is on its way; nobody knows whether it takes effect until <see cref="Confirm"/>.</summary>
    public void Attempt(string what, string state)
    {
        lock (_gate)
        {
            if (!_attempts.TryGetValue(what, out var open))
            {
                _attempts[what] = open = [];
            }

            open.Add(state);
        }
    }

    /// <summary>The desk answered: the last attempted state holds.</summary>
    public void Confirm(string what)
    {
        lock (_gate)
        {
            _states[what] = _attempts[what][^1];
            _attempts[what].Clear();
        }
    }

    /// <summary>Compares a state after a restart with the last acknowledged one, or one that was attempted since; it is then the acknowledged one.</summary>
    public string? FindStateFault(string what, string found)
    {
        lock (_gate)
        {
            var isKnown = !_states.TryGetValue(what, out var state) || state == found || (_attempts.TryGetValue(what, out var open) && open.Contains(found, StringComparer.Ordinal));
            _states[what] = found;
            _attempts.Remove(what);
            return isKnown ? null : $"{what} was acknowledged as '{state}' and is '{found}'.";
        }
    }

    /// <summary>Compares what a desk says now with what was acknowledged from the same number on.</summary>
    public static IEnumerable<string> FindLosses(IReadOnlyList<StreamEvent> acknowledged, IReadOnlyList<StreamEvent> found)
    {
        var now = found.Where(e => e.Sequence is not null).GroupBy(e => e.Sequence!.Value).ToDictionary(g => g.Key, g => g.ToArray());
        foreach (var item in acknowledged)
        {
            var sequence = item.Sequence!.Value;
            if (!now.TryGetValue(sequence, out var same))
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"Event {sequence} ({item.Type}) was acknowledged and is lost.");
            }
            else if (same.Length > 1 || same[0] != item)
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"Event {sequence} was acknowledged as {item.Type} {item.Data} and is {same[0].Type} {same[0].Data} ({same.Length}).");
            }
        }
    }
}
