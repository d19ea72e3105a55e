using TradingDesk.Core.Domain;
using TradingDesk.Core.Ticks;

namespace TradingDesk.Core.Bars.Fusion;

/// <summary>
/// Fuses the M5 candles of two venues into one per interval (DOMAIN A7, recommended form). Single-threaded; event time only.
/// </summary>
/// <remarks>
/// <para><b>When.</b> Once both venues' candles closed; with the primary alone when <see cref="M5BridgeOptions.Grace"/> after the end is over, or at once where no
/// shift between the venues is known. Never without the primary: its ladder closes in the end.</para>
/// <para><b>What.</b> The second venue's four prices are shifted first, by the shift known when the primary closed. Open is the primary's; high and low the extremes;
/// close 0.7 · primary + 0.3 · second, within them; volume the sum.</para>
/// <para><b>Micro gaps.</b> A minute without a tick of the primary is taken from the second venue, shifted; the candle counts such minutes.</para>
/// <para><b>Later knowledge</b> is a new revision, and only where it changes the content: the same bars again change nothing. ATR14, VWAP, volatility and shift are the
/// primary's at its close, so that the last revision does not depend on when the second venue came.</para>
/// </remarks>
public sealed class M5VolatilityBridge : IHasState
{
    /// <summary>Intervals kept open for late bars: longer than any hold of a ladder's minutes (5 h 20 min). Later ones are counted as late.</summary>
    private const int Capacity = 64;

    private readonly M5BridgeOptions _options;
    private readonly DiscardCounters _discards;
    private readonly M5Bucket?[] _buckets = new M5Bucket?[Capacity];
    private readonly M5Volatility _volatility;
    private readonly long _grace;
    private long _latest = long.MinValue;
    private long _nextDeadline = long.MaxValue;

    /// <exception cref="System.ComponentModel.DataAnnotations.ValidationException">An option is out of range.</exception>
    public M5VolatilityBridge(M5BridgeOptions options, DiscardCounters discards)
    {
        options.Validate();
        _options = options;
        _discards = discards;
        _volatility = new M5Volatility(options);
        _grace = options.Grace.Ticks / TimeSpan.TicksPerMicrosecond;
        Slope = new M5SlopeFilter(options.SlopeBars);
    }

    public M5SlopeFilter Slope { get; }

    /// <summary>The newest fused candle, in its last revision; <see langword="null"/> before the first.</summary>
    public M5Candle? Last { get; private set; }

    /// <summary>Event time reached <paramref name="eventTime"/>: gives out what has waited long enough.</summary>
    public void Advance(Timestamp eventTime, IM5CandleSink sink)
    {
        var at = eventTime.UnixMicroseconds;
        if (at <= _latest)
        {
            return;
        }

        _latest = at;
        if (at >= _nextDeadline)
        {
            GiveDue(sink);
        }
    }

    /// <summary>A closed M1 bar of one venue; goes into its interval and is used when that closes.</summary>
    public void OnMinute(in Bar minute, bool isPrimary, IM5CandleSink sink)
    {
        if (Find(Timeframe.M5.Floor(minute.OpenTime)) is { } bucket)
        {
            bucket.AddMinute(minute, isPrimary);
            Revise(bucket, sink);
        }
    }

    /// <summary>The primary's M5 bar closed; its minutes came before. Bars come in order.</summary>
    /// <param name="atr14">ATR14(M5), this bar included.</param>
    /// <param name="vwap">Session VWAP, this bar included.</param>
    /// <param name="shift">Between the venues, as known now; <see langword="null"/> where the second venue cannot be used.</param>
    public void OnPrimaryClosed(in Bar bar, double? atr14, double? vwap, PriceShift? shift, IM5CandleSink sink)
    {
        if ((bar.Flags & BarFlags.History) != 0)
        {
            // History warms up and is given to nobody: the second venue has none, and what an earlier run fused stays as it was.
            _volatility.Update(atr14);
            Slope.Update(bar.OpenTime, bar.Close, atr14);
            return;
        }

        if (Find(bar.OpenTime) is not { } bucket)
        {
            return;
        }

        if (bucket.PrimaryBar is not null)
        {
            bucket.ClosePrimary(bar, bucket.Context);
            Revise(bucket, sink);
            return;
        }

        bucket.ClosePrimary(bar, new M5Context(atr14, vwap, _volatility.Update(atr14), shift));
        if (bucket.WaitsForSecondary && _latest < DeadlineOf(bucket))
        {
            _nextDeadline = Math.Min(_nextDeadline, DeadlineOf(bucket));
            return;
        }

        Give(bucket, sink);
    }

    /// <summary>The second venue's M5 bar closed; its minutes came before.</summary>
    public void OnSecondaryClosed(in Bar bar, IM5CandleSink sink)
    {
        if (Find(bar.OpenTime) is not { } bucket)
        {
            return;
        }

        bucket.CloseSecondary();
        if (bucket.PrimaryBar is not null)
        {
            Give(bucket, sink);
        }
    }

    public void SaveState(StateWriter writer)
    {
        writer.Section(nameof(M5VolatilityBridge), 1);
        writer.Write(_latest);
        writer.Write(_nextDeadline);
        _volatility.SaveState(writer);
        Slope.SaveState(writer);
        M5CandleState.Save(writer, Last);
        foreach (var bucket in _buckets)
        {
            writer.Write(bucket is not null);
            bucket?.SaveState(writer);
        }
    }

    public void LoadState(StateReader reader)
    {
        reader.Section(nameof(M5VolatilityBridge), 1);
        _latest = reader.ReadInt64();
        _nextDeadline = reader.ReadInt64();
        _volatility.LoadState(reader);
        Slope.LoadState(reader);
        Last = M5CandleState.Load(reader);
        for (var i = 0; i < _buckets.Length; i++)
        {
            _buckets[i] = reader.ReadBoolean() ? M5Bucket.LoadState(reader) : null;
        }
    }

    private static int PlaceOf(Timestamp openTime) => (int)(openTime.UnixMicroseconds / Timeframe.M5.DurationMicroseconds() % Capacity);

    private long DeadlineOf(M5Bucket bucket) => bucket.CloseTime.UnixMicroseconds + _grace;

    /// <summary>The interval that opens at <paramref name="openTime"/>; <see langword="null"/> where a newer one has taken its place.</summary>
    private M5Bucket? Find(Timestamp openTime)
    {
        ref var place = ref _buckets[PlaceOf(openTime)];
        if (place is null || place.OpenTime < openTime)
        {
            place = new M5Bucket(openTime);
        }
        else if (place.OpenTime > openTime)
        {
            _discards.Add(DiscardReason.Late);
            return null;
        }

        return place;
    }

    private void GiveDue(IM5CandleSink sink)
    {
        _nextDeadline = long.MaxValue;
        foreach (var bucket in _buckets.Where(b => b is { PrimaryBar: not null, Given: null }).OrderBy(b => b!.OpenTime.UnixMicroseconds))
        {
            if (_latest >= DeadlineOf(bucket!))
            {
                Give(bucket!, sink);
            }
            else
            {
                _nextDeadline = Math.Min(_nextDeadline, DeadlineOf(bucket!));
            }
        }
    }

    private void Revise(M5Bucket bucket, IM5CandleSink sink)
    {
        if (bucket.Given is not null)
        {
            Give(bucket, sink);
        }
    }

    private void Give(M5Bucket bucket, IM5CandleSink sink)
    {
        var candle = Fuse(bucket);
        if (bucket.Given is { } given && candle.HasContentOf(given))
        {
            return;
        }

        bucket.Given = candle;
        Last = Last is null || candle.OpenTime >= Last.OpenTime ? candle : Last;
        Slope.Update(candle.OpenTime, candle.Close, candle.Atr14);
        sink.OnFused(candle);
    }

    private M5Candle Fuse(M5Bucket bucket)
    {
        var primary = bucket.PrimaryLeg(out var filled);
        var secondary = bucket.SecondaryLeg();
        var isFused = secondary.HasPrice;
        var high = isFused ? Math.Max(primary.High, secondary.High) : primary.High;
        var low = isFused ? Math.Min(primary.Low, secondary.Low) : primary.Low;
        var close = isFused ? (_options.PrimaryWeight * primary.Close) + ((1 - _options.PrimaryWeight) * secondary.Close) : primary.Close;
        // The mix lies between the two closes; rounding may carry it a hair outside.
        var fused = new M5Leg(primary.Open, high, low, Math.Clamp(close, low, high), primary.Volume + secondary.Volume);
        return new M5Candle
        {
            OpenTime = bucket.OpenTime,
            Open = fused.Open,
            High = fused.High,
            Low = fused.Low,
            Close = fused.Close,
            Volume = fused.Volume,
            Atr14 = bucket.Context.Atr14,
            Vwap = bucket.Context.Vwap,
            Volatility = bucket.Context.Volatility,
            Structure = VoteOf(bucket.Context.Atr14, primary, secondary, fused),
            Sources = isFused || filled > 0 ? M5Sources.Primary | M5Sources.Secondary : M5Sources.Primary,
            FilledMinutes = filled,
            Revision = (bucket.Given?.Revision ?? 0) + 1,
        };
    }

    /// <summary>Majority of the votes that are not neutral; a tie is neutral.</summary>
    private M5Structure? VoteOf(double? atr14, M5Leg primary, M5Leg secondary, M5Leg fused)
    {
        if (atr14 is not { } atr)
        {
            return null;
        }

        var smallest = _options.VoteAtr * atr;
        var sum = primary.Vote(smallest) + (secondary.HasPrice ? secondary.Vote(smallest) : 0) + fused.Vote(smallest);
        return (M5Structure)Math.Sign(sum);
    }
}
