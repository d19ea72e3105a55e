using TradingDesk.Core.Domain;
using TradingDesk.Core.Ticks.Offsets;

namespace TradingDesk.Core.Ticks.Fusion;

/// <summary>
/// Merges the accepted ticks of one instrument's venues into one tape in the order of their instants (then venue, then arrival). Single-threaded; event time
/// only; allocates nothing per tick.
/// </summary>
/// <remarks>
/// <para><b>Release.</b> A tick goes out once both venues have passed its instant, or any tick or the clock has passed it by the window. With one venue it goes
/// out at once. Beyond <see cref="Capacity"/> waiting ticks the earliest goes out early.</para>
/// <para><b>Late ticks.</b> One that comes when a later one has gone out already is appended behind it, marked <see cref="FusedTick.IsLate"/> and counted in
/// <see cref="LateTicks"/>. Nothing is lost but repeats of the very same message among the waiting ticks (<see cref="DiscardReason.Duplicate"/>).</para>
/// </remarks>
public sealed class TickMerger : IHasState
{
    public const int Capacity = 4_096;

    private const long Never = long.MinValue;

    private readonly Venue _primary;
    private readonly bool _isSingle;
    private readonly long _window;
    private readonly DiscardCounters _discards;
    private readonly ITapeSink _sink;

    // Waiting ticks, earliest first, in [_head, _tail).
    private readonly Tick[] _waiting;
    private readonly long[] _passed = new long[4];
    private int _head;
    private int _tail;
    private long _latest = Never;
    private long _released = Never;

    /// <exception cref="System.ComponentModel.DataAnnotations.ValidationException">An option is out of range.</exception>
    public TickMerger(Instrument instrument, FusionOptions options, DiscardCounters discards, ITapeSink sink)
    {
        options.Validate();
        _primary = instrument.PrimaryVenue;
        _isSingle = instrument.SecondaryVenue is null;
        _window = options.ReorderWindow.Ticks / TimeSpan.TicksPerMicrosecond;
        (_discards, _sink) = (discards, sink);
        _waiting = new Tick[_isSingle ? 0 : Capacity];
        Array.Fill(_passed, Never);
    }

    /// <summary>Ticks that stand behind later ones.</summary>
    public long LateTicks { get; private set; }

    /// <summary>Ticks that went out early because too many waited.</summary>
    public long ForcedTicks { get; private set; }

    /// <summary>Ticks that wait.</summary>
    public int Waiting => _tail - _head;

    public void Add(in Tick tick, in VenueOffset offset)
    {
        var at = tick.OccurredAt.UnixMicroseconds;
        if (_isSingle || at < _released)
        {
            Emit(tick, offset);
            return;
        }

        ref var passed = ref _passed[(int)tick.Venue];
        passed = Math.Max(passed, at);
        _latest = Math.Max(_latest, at);
        if (Waiting == Capacity)
        {
            ForcedTicks++;
            Emit(_waiting[_head++], offset);
        }

        Insert(tick);
        Release(offset);
    }

    /// <summary>Event time has reached <paramref name="now"/>.</summary>
    public void OnClock(Timestamp now, in VenueOffset offset)
    {
        _latest = Math.Max(_latest, now.UnixMicroseconds);
        Release(offset);
    }

    /// <summary>Releases everything: the input has ended.</summary>
    public void Flush(in VenueOffset offset)
    {
        while (_head < _tail)
        {
            Emit(_waiting[_head++], offset);
        }
    }

    public void SaveState(StateWriter writer)
    {
        writer.Section("tickMerger", 1);
        writer.Write(_latest);
        writer.Write(_released);
        writer.Write(LateTicks);
        writer.Write(ForcedTicks);
        foreach (var passed in _passed)
        {
            writer.Write(passed);
        }

        writer.Write(Waiting);
        for (var i = _head; i < _tail; i++)
        {
            TickState.SaveOptional(writer, present: true, _waiting[i]);
        }
    }

    public void LoadState(StateReader reader)
    {
        reader.Section("tickMerger", 1);
        _latest = reader.ReadInt64();
        _released = reader.ReadInt64();
        LateTicks = reader.ReadInt64();
        ForcedTicks = reader.ReadInt64();
        for (var i = 0; i < _passed.Length; i++)
        {
            _passed[i] = reader.ReadInt64();
        }

        (_head, _tail) = (0, reader.ReadInt32());
        for (var i = 0; i < _tail; i++)
        {
            TickState.LoadOptional(reader, out _waiting[i]);
        }
    }

    private void Insert(in Tick tick)
    {
        if (_tail == _waiting.Length)
        {
            Array.Copy(_waiting, _head, _waiting, 0, Waiting);
            (_head, _tail) = (0, Waiting);
        }

        var place = _tail;
        while (place > _head && IsBefore(tick, _waiting[place - 1]))
        {
            place--;
        }

        for (var i = place - 1; i >= _head && _waiting[i].OccurredAt == tick.OccurredAt; i--)
        {
            if (IsSameMessage(_waiting[i], tick))
            {
                _discards.Add(DiscardReason.Duplicate);
                return;
            }
        }

        Array.Copy(_waiting, place, _waiting, place + 1, _tail - place);
        _waiting[place] = tick;
        _tail++;
    }

    private void Release(in VenueOffset offset)
    {
        // Strictly: a venue may send more ticks of its latest instant.
        var both = Math.Min(_passed[(int)Venue.Binance], _passed[(int)Venue.Mt5]);
        var due = Math.Max(both, _latest == Never ? Never : _latest - _window);
        while (_head < _tail && _waiting[_head].OccurredAt.UnixMicroseconds < due)
        {
            Emit(_waiting[_head++], offset);
        }

        if (_head == _tail)
        {
            (_head, _tail) = (0, 0);
        }
    }

    private void Emit(in Tick tick, in VenueOffset offset)
    {
        var at = tick.OccurredAt.UnixMicroseconds;
        var isLate = at < _released;
        LateTicks += isLate ? 1 : 0;
        _released = Math.Max(_released, at);
        _sink.OnFused(new FusedTick(tick, OffsetOf(tick, offset), isLate));
    }

    private double OffsetOf(in Tick tick, in VenueOffset offset)
    {
        if (tick.Venue == _primary || !offset.IsApplied)
        {
            return 0;
        }

        var price = tick.Kind == TickKind.Quote ? tick.Mid : tick.Price;
        return offset.Convert(price, tick.Venue, _primary) - price;
    }

    private static bool IsBefore(in Tick left, in Tick right) =>
        left.OccurredAt < right.OccurredAt || (left.OccurredAt == right.OccurredAt && left.Venue < right.Venue);

    /// <summary>The whole message but its reception. Equal instants alone say nothing: venues send several ticks in one.</summary>
    private static bool IsSameMessage(in Tick left, in Tick right) =>
        left.Venue == right.Venue && left.Kind == right.Kind && left.Sequence == right.Sequence && left.Aggressor == right.Aggressor
        && left.Bid == right.Bid && left.Ask == right.Ask && left.Price == right.Price && left.Volume == right.Volume;
}
