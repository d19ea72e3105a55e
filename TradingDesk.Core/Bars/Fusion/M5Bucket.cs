using TradingDesk.Core.Domain;
using TradingDesk.Core.Ticks;

namespace TradingDesk.Core.Bars.Fusion;

/// <summary>What the desk knew when the primary's M5 bar closed: ATR14(M5), session VWAP, volatility and the shift between the venues. It holds for every revision.</summary>
internal readonly record struct M5Context(double? Atr14, double? Vwap, VolatilityState? Volatility, PriceShift? Shift);

/// <summary>The minutes of both venues in one five-minute interval, and the last candle made of them.</summary>
internal sealed class M5Bucket(Timestamp openTime)
{
    private const int Minutes = 5;

    private readonly Bar?[] _primary = new Bar?[Minutes];
    private readonly Bar?[] _secondary = new Bar?[Minutes];

    public Timestamp OpenTime { get; } = openTime;

    public Timestamp CloseTime => new(OpenTime.UnixMicroseconds + Timeframe.M5.DurationMicroseconds());

    public M5Context Context { get; private set; }

    /// <summary>The primary's own M5 bar; <see langword="null"/> until it closed.</summary>
    public Bar? PrimaryBar { get; private set; }

    public bool IsSecondaryClosed { get; private set; }

    public M5Candle? Given { get; set; }

    /// <summary>True where the second venue can still add something.</summary>
    public bool WaitsForSecondary => Context.Shift is not null && !IsSecondaryClosed;

    /// <summary>Notes a closed minute; the newest version of it counts.</summary>
    public void AddMinute(in Bar minute, bool isPrimary) => (isPrimary ? _primary : _secondary)[PlaceOf(minute)] = minute;

    public void ClosePrimary(in Bar bar, M5Context context)
    {
        Context = context;
        PrimaryBar = bar;
    }

    public void CloseSecondary() => IsSecondaryClosed = true;

    /// <summary>The primary's candle; minutes without its ticks come from the second venue where that has closed, and so do those that it carried.</summary>
    public M5Leg PrimaryLeg(out int filled)
    {
        var bar = PrimaryBar ?? throw new InvalidOperationException("The primary's bar has not closed.");
        var usable = IsSecondaryClosed ? Context.Shift : null;
        var leg = default(M5Leg);
        filled = 0;
        for (var i = 0; i < Minutes; i++)
        {
            if (_primary[i] is { TickCount: > 0 } own)
            {
                leg = leg.Extend(own, null);
                filled += (own.Flags & BarFlags.Failover) != 0 ? 1 : 0;
            }
            else if (usable is { } shift && _secondary[i] is { TickCount: > 0 } other)
            {
                leg = leg.Extend(other, shift);
                filled++;
            }
            else if (_primary[i] is { } flat)
            {
                leg = leg.Extend(flat, null);
            }
        }

        leg = leg.HasPrice ? leg : leg.Extend(bar, null);
        return leg with { Volume = bar.Volume };
    }

    /// <summary>The second venue's candle in the primary's prices; without a price where it has not closed, had no tick or no shift is known.</summary>
    public M5Leg SecondaryLeg()
    {
        var leg = default(M5Leg);
        if (!IsSecondaryClosed || Context.Shift is not { } shift)
        {
            return leg;
        }

        foreach (var minute in _secondary)
        {
            if (minute is { TickCount: > 0 } ticked)
            {
                leg = leg.Extend(ticked, shift);
            }
        }

        return leg;
    }

    public void SaveState(StateWriter writer)
    {
        writer.Write(OpenTime);
        WriteMinutes(writer, _primary);
        WriteMinutes(writer, _secondary);
        WriteBar(writer, PrimaryBar);
        writer.Write(IsSecondaryClosed);
        writer.WriteOptional(Context.Atr14);
        writer.WriteOptional(Context.Vwap);
        writer.Write((byte)(Context.Volatility ?? 0));
        writer.WriteOptional(Context.Shift?.Factor);
        writer.WriteOptional(Context.Shift?.Addend);
        M5CandleState.Save(writer, Given);
    }

    public static M5Bucket LoadState(StateReader reader)
    {
        var bucket = new M5Bucket(reader.ReadTimestamp());
        ReadMinutes(reader, bucket._primary);
        ReadMinutes(reader, bucket._secondary);
        bucket.PrimaryBar = ReadBar(reader);
        bucket.IsSecondaryClosed = reader.ReadBoolean();
        var atr = reader.ReadOptionalDouble();
        var vwap = reader.ReadOptionalDouble();
        var volatility = (VolatilityState)reader.ReadByte();
        var factor = reader.ReadOptionalDouble();
        var addend = reader.ReadOptionalDouble();
        bucket.Context = new M5Context(atr, vwap, volatility == 0 ? null : volatility, factor is { } f && addend is { } a ? new PriceShift(f, a) : null);
        bucket.Given = M5CandleState.Load(reader);
        return bucket;
    }

    private int PlaceOf(in Bar minute)
    {
        var place = (minute.OpenTime - OpenTime).TotalMinutes;
        return minute.Timeframe == Timeframe.M1 && place is >= 0 and < Minutes
            ? (int)place
            : throw new ArgumentException($"A bar of {minute.Timeframe} at {minute.OpenTime} is no minute of the interval from {OpenTime}.", nameof(minute));
    }

    private static void WriteMinutes(StateWriter writer, Bar?[] minutes)
    {
        foreach (var minute in minutes)
        {
            WriteBar(writer, minute);
        }
    }

    private static void ReadMinutes(StateReader reader, Bar?[] minutes)
    {
        for (var i = 0; i < minutes.Length; i++)
        {
            minutes[i] = ReadBar(reader);
        }
    }

    private static void WriteBar(StateWriter writer, in Bar? bar)
    {
        writer.Write(bar.HasValue);
        if (bar is { } value)
        {
            writer.Write(value);
        }
    }

    private static Bar? ReadBar(StateReader reader) => reader.ReadBoolean() ? reader.ReadBar() : null;
}
