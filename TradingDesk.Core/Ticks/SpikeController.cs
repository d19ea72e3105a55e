using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Ticks;

/// <summary>
/// Thins out the quotes of one instrument while its ticks come faster than the options allow: of each venue only the last quote of a short interval goes on, the
/// others are counted as <see cref="DiscardReason.Conflated"/>. Trades always go on. Single-threaded; its clock is the ticks' reception, so a replay does the same.
/// </summary>
/// <remarks>
/// The last quote of an interval is known only when the interval is over: until then it waits here, for at most the interval and the time to the next event,
/// which is short while ticks come fast. What is received is observed first (<see cref="Observe"/>), then what has waited long enough is taken
/// (<see cref="TryRelease"/>), then the tick itself goes on or waits (<see cref="TryHold"/>).
/// </remarks>
public sealed class SpikeController : IHasState
{
    private const int VenueSlots = 4;

    private readonly DiscardCounters _discards;
    private readonly long _interval;
    private readonly long _startsAt;
    private readonly long _endsBelow;
    private readonly int[] _seconds;
    private readonly Tick[] _held = new Tick[VenueSlots];
    private readonly bool[] _hasHeld = new bool[VenueSlots];
    private long _second;
    private long _inWindow;

    /// <exception cref="System.ComponentModel.DataAnnotations.ValidationException">An option is out of range.</exception>
    public SpikeController(SpikeOptions options, DiscardCounters discards)
    {
        options.Validate();
        _discards = discards;
        _interval = options.ConflateMilliseconds * 1_000L;
        _startsAt = (long)options.TicksPerSecond * options.WindowSeconds;
        _endsBelow = (long)(_startsAt * options.ReleaseFraction);
        _seconds = new int[options.WindowSeconds];
    }

    /// <summary>True while quotes are conflated.</summary>
    public bool IsActive { get; private set; }

    /// <summary>Quotes that wait for the end of their interval.</summary>
    public int Held => _hasHeld.Count(held => held);

    /// <summary>Counts a tick that was received.</summary>
    public void Observe(in Tick tick)
    {
        Advance(tick.ReceivedAt);
        _seconds[_second % _seconds.Length]++;
        _inWindow++;
        IsActive |= _inWindow >= _startsAt;
    }

    /// <summary>Lets time pass without a tick.</summary>
    public void Advance(Timestamp now)
    {
        var second = Math.Max(_second, now.UnixSeconds);
        if (second == _second)
        {
            return;
        }

        var passed = Math.Min(second - _second, _seconds.Length);
        for (var i = 1; i <= passed; i++)
        {
            ref var oldest = ref _seconds[(second - passed + i) % _seconds.Length];
            _inWindow -= oldest;
            oldest = 0;
        }

        _second = second;
        IsActive &= _inWindow >= _endsBelow;
    }

    /// <summary>A quote that has waited until the end of its interval, or that need not wait any more; call until false.</summary>
    public bool TryRelease(Timestamp now, out Tick quote)
    {
        for (var venue = 0; venue < VenueSlots; venue++)
        {
            if (_hasHeld[venue] && (!IsActive || IntervalOf(now) != IntervalOf(_held[venue].ReceivedAt)))
            {
                _hasHeld[venue] = false;
                quote = _held[venue];
                return true;
            }
        }

        quote = default;
        return false;
    }

    /// <summary>True where the tick waits, in the place of the quote that waited before it; false where it is to be processed now.</summary>
    public bool TryHold(in Tick tick)
    {
        if (!IsActive || tick.Kind != TickKind.Quote)
        {
            return false;
        }

        if (_hasHeld[(int)tick.Venue])
        {
            _discards.Add(DiscardReason.Conflated);
        }

        _held[(int)tick.Venue] = tick;
        _hasHeld[(int)tick.Venue] = true;
        return true;
    }

    public void SaveState(StateWriter writer)
    {
        writer.Section(nameof(SpikeController), 1);
        writer.Write(IsActive);
        writer.Write(_second);
        writer.Write(_seconds.Length);
        foreach (var count in _seconds)
        {
            writer.Write(count);
        }

        for (var venue = 0; venue < VenueSlots; venue++)
        {
            TickState.SaveOptional(writer, _hasHeld[venue], _held[venue]);
        }
    }

    public void LoadState(StateReader reader)
    {
        reader.Section(nameof(SpikeController), 1);
        IsActive = reader.ReadBoolean();
        _second = reader.ReadInt64();
        if (reader.ReadInt32() != _seconds.Length)
        {
            throw new InvalidDataException("The saved spike controller has another window.");
        }

        _inWindow = 0;
        for (var i = 0; i < _seconds.Length; i++)
        {
            _seconds[i] = reader.ReadInt32();
            _inWindow += _seconds[i];
        }

        for (var venue = 0; venue < VenueSlots; venue++)
        {
            _hasHeld[venue] = TickState.LoadOptional(reader, out _held[venue]);
        }
    }

    private long IntervalOf(Timestamp at) => at.UnixMicroseconds / _interval;
}
