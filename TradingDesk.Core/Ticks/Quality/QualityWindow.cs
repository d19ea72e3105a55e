using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Ticks.Quality;

/// <summary>Counts over the last stretch of event time, in slots of a ninetieth of it (10 s of 15 minutes). Fixed memory.</summary>
internal sealed class QualityWindow
{
    private const int Slots = 90;

    private readonly QualityCounts[] _slots = [.. Enumerable.Range(0, Slots).Select(_ => new QualityCounts())];
    private readonly long _slotSeconds;
    private long _slot;

    public QualityWindow(TimeSpan length) => _slotSeconds = Math.Max(1, (long)(length.TotalSeconds / Slots));

    /// <summary>Sum of all slots.</summary>
    public QualityCounts Sum { get; } = new();

    /// <summary>Moves on to the slot of <paramref name="second"/> and forgets what has left the window.</summary>
    public void MoveTo(long second)
    {
        var slot = second / _slotSeconds;
        for (var next = Math.Max(_slot + 1, slot - Slots + 1); next <= slot; next++)
        {
            var old = _slots[next % Slots];
            Sum.Remove(old);
            old.Clear();
        }

        _slot = Math.Max(_slot, slot);
    }

    public void Add(QualityCounts counts)
    {
        _slots[_slot % Slots].Add(counts);
        Sum.Add(counts);
    }

    public void SaveState(StateWriter writer)
    {
        writer.Write(_slotSeconds);
        writer.Write(_slot);
        Sum.SaveState(writer);
        foreach (var slot in _slots)
        {
            slot.SaveState(writer);
        }
    }

    public void LoadState(StateReader reader)
    {
        if (reader.ReadInt64() != _slotSeconds)
        {
            throw new InvalidDataException("The saved quality window has another length.");
        }

        _slot = reader.ReadInt64();
        Sum.LoadState(reader);
        foreach (var slot in _slots)
        {
            slot.LoadState(reader);
        }
    }
}
