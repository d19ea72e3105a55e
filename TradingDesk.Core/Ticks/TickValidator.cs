using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Ticks;

/// <summary>
/// Decides which ticks of one instrument are believed. Single-threaded; knows no clock, only the two instants of each tick. Every refused tick is counted
/// under exactly one <see cref="DiscardReason"/>, the first that applies: bad price, crossed, duplicate, out of order, stale, future, outlier.
/// </summary>
/// <remarks>
/// A price that jumps is held back: <see cref="Accept"/> says no. Where the next tick of the venue confirms it, that one is accepted and the held one is
/// handed out by <see cref="TryTakeConfirmed"/>, to be processed before it; otherwise the held one is counted as <see cref="DiscardReason.Outlier"/>.
/// So accepted + taken + discarded + <see cref="Held"/> = seen, always.
/// </remarks>
public sealed class TickValidator : IHasState
{
    /// <summary>Above this a trade's volume (base units) is a fault of the message, and could not be summed exactly.</summary>
    private const double MaxVolume = 9e10;

    private readonly Instrument _instrument;
    private readonly TickOptions _options;
    private readonly DiscardCounters _discards;
    private readonly long _allowedLateness;
    private readonly long _staleAfter;
    private readonly long _maxFuture;
    private readonly VenueState[] _venues;
    private Tick _confirmed;
    private bool _hasConfirmed;

    /// <exception cref="System.ComponentModel.DataAnnotations.ValidationException">An option is out of range.</exception>
    public TickValidator(Instrument instrument, TickOptions options, DiscardCounters discards)
    {
        options.Validate();
        _instrument = instrument;
        _options = options;
        _discards = discards;
        _allowedLateness = Microseconds(options.AllowedLateness);
        _staleAfter = Microseconds(options.StaleAfter);
        _maxFuture = Microseconds(options.MaxFuture);
        _venues = [.. Enum.GetValues<Venue>().Select(_ => new VenueState(options))];
    }

    /// <summary>Jumps that wait for their confirmation.</summary>
    public int Held => _venues.Count(venue => venue.HasHeld);

    /// <summary>Why the last tick was refused; <see langword="null"/> where it was believed or is held back.</summary>
    public DiscardReason? LastRefusal { get; private set; }

    /// <returns>True where the tick is believed; otherwise it is counted or held back.</returns>
    public bool Accept(in Tick tick)
    {
        LastRefusal = null;
        DropUntaken();
        if (IsBadPrice(tick))
        {
            return Refuse(DiscardReason.BadPrice);
        }

        if (IsCrossed(tick))
        {
            return Refuse(DiscardReason.Crossed);
        }

        var venue = _venues[(int)tick.Venue - 1];
        var lane = tick.Kind == TickKind.Quote ? venue.Quotes : venue.Trades;
        if (!lane.Memory(_options).TryAdd(KeyOf(tick), tick.OccurredAt))
        {
            return Refuse(DiscardReason.Duplicate);
        }

        if (CheckTime(tick, lane) is { } reason)
        {
            return Refuse(reason);
        }

        lane.Latest = Math.Max(lane.Latest, tick.OccurredAt.UnixMicroseconds);
        return AcceptPrice(tick, venue);
    }

    /// <summary>The tick whose jump the tick just accepted has confirmed; it came earlier and is to be processed first.</summary>
    public bool TryTakeConfirmed(out Tick tick)
    {
        tick = _confirmed;
        var found = _hasConfirmed;
        _hasConfirmed = false;
        return found;
    }

    public void SaveState(StateWriter writer)
    {
        writer.Section("tickValidator", 1);
        writer.Write(_instrument.Symbol.Name);
        TickState.SaveOptional(writer, _hasConfirmed, _confirmed);
        foreach (var venue in _venues)
        {
            venue.SaveState(writer);
        }
    }

    public void LoadState(StateReader reader)
    {
        reader.Section("tickValidator", 1);
        var symbol = reader.ReadString();
        if (symbol != _instrument.Symbol.Name)
        {
            throw new InvalidDataException($"The saved validator is of {symbol}, not of {_instrument.Symbol}.");
        }

        _hasConfirmed = TickState.LoadOptional(reader, out _confirmed);
        foreach (var venue in _venues)
        {
            venue.LoadState(reader, _options);
        }
    }

    private static long Microseconds(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;

    private bool Refuse(DiscardReason reason)
    {
        LastRefusal = reason;
        _discards.Add(reason);
        return false;
    }

    private bool IsBadPrice(in Tick tick) => tick.Kind == TickKind.Quote
        ? !IsPrice(tick.Bid) || !IsPrice(tick.Ask)
        : !IsPrice(tick.Price) || !(tick.Volume >= 0 && tick.Volume <= MaxVolume);

    /// <summary>False for NaN, too: every comparison with it is.</summary>
    private bool IsPrice(double price) => price > 0 && price <= _options.MaxPrice;

    /// <summary>Binance's book never locks; a broker's quote may have no spread.</summary>
    private static bool IsCrossed(in Tick tick) =>
        tick.Kind == TickKind.Quote && (tick.Bid > tick.Ask || (tick.Bid == tick.Ask && tick.Venue == Venue.Binance));

    /// <summary>The venue's running number; where there is none, the content.</summary>
    private static ulong KeyOf(in Tick tick)
    {
        if (tick.Sequence != 0)
        {
            return (ulong)tick.Sequence;
        }

        var key = Mix((ulong)tick.OccurredAt.UnixMicroseconds, BitConverter.DoubleToUInt64Bits(tick.Bid + tick.Price));
        return Mix(Mix(key, BitConverter.DoubleToUInt64Bits(tick.Ask)), BitConverter.DoubleToUInt64Bits(tick.Volume) + (ulong)(tick.Aggressor + 1));
    }

    /// <summary>A step of a 64-bit hash (multiply and fold).</summary>
    private static ulong Mix(ulong left, ulong right)
    {
        var high = Math.BigMul(left ^ 0x9E37_79B9_7F4A_7C15, right ^ 0xD6E8_FEB8_6659_FD93, out ulong low);
        return high ^ low;
    }

    private DiscardReason? CheckTime(in Tick tick, Lane lane)
    {
        var occurred = tick.OccurredAt.UnixMicroseconds;
        var received = tick.ReceivedAt.UnixMicroseconds;
        if (!tick.Backfilled && lane.Latest != Lane.Nothing && occurred < lane.Latest - _allowedLateness)
        {
            return DiscardReason.OutOfOrder;
        }

        if (!tick.Backfilled && received - occurred > _staleAfter)
        {
            return DiscardReason.Stale;
        }

        return occurred - received > _maxFuture ? DiscardReason.Future : null;
    }

    private bool AcceptPrice(in Tick tick, VenueState venue)
    {
        var verdict = venue.Guard.Judge(tick.Kind == TickKind.Quote ? tick.Mid : tick.Price);
        if (verdict == PriceVerdict.Confirms)
        {
            _confirmed = venue.Held;
            _hasConfirmed = true;
            venue.HasHeld = false;
            return true;
        }

        if (venue.HasHeld)
        {
            venue.HasHeld = false;
            _discards.Add(DiscardReason.Outlier);
        }

        if (verdict == PriceVerdict.Jump)
        {
            venue.Held = tick;
            venue.HasHeld = true;
        }

        return verdict == PriceVerdict.Normal;
    }

    private void DropUntaken()
    {
        if (_hasConfirmed)
        {
            _hasConfirmed = false;
            _discards.Add(DiscardReason.Outlier);
        }
    }

    /// <summary>Quotes or trades of one venue: order and duplicates are theirs alone.</summary>
    private sealed class Lane
    {
        public const long Nothing = long.MinValue;

        private DuplicateMemory? _memory;

        /// <summary>Newest instant seen, µs.</summary>
        public long Latest { get; set; } = Nothing;

        /// <summary>Made when the lane's first tick comes: most venues send only one kind.</summary>
        public DuplicateMemory Memory(TickOptions options) => _memory ??= new DuplicateMemory(options.DuplicateMemory);

        public void SaveState(StateWriter writer)
        {
            writer.Write(Latest);
            writer.Write(_memory is not null);
            _memory?.SaveState(writer);
        }

        public void LoadState(StateReader reader, TickOptions options)
        {
            Latest = reader.ReadInt64();
            _memory = null;
            if (reader.ReadBoolean())
            {
                Memory(options).LoadState(reader);
            }
        }
    }

    private sealed class VenueState(TickOptions options)
    {
        public Lane Quotes { get; } = new();

        public Lane Trades { get; } = new();

        public OutlierGuard Guard { get; } = new(options);

        public Tick Held { get; set; }

        public bool HasHeld { get; set; }

        public void SaveState(StateWriter writer)
        {
            Quotes.SaveState(writer);
            Trades.SaveState(writer);
            Guard.SaveState(writer);
            TickState.SaveOptional(writer, HasHeld, Held);
        }

        public void LoadState(StateReader reader, TickOptions tickOptions)
        {
            Quotes.LoadState(reader, tickOptions);
            Trades.LoadState(reader, tickOptions);
            Guard.LoadState(reader);
            HasHeld = TickState.LoadOptional(reader, out var held);
            Held = held;
        }
    }
}
