using TradingDesk.Core.Bars.Fusion;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Ticks;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Bars.Fusion;

/// <summary>A bridge with minutes of two venues to feed it. Prices of the second venue are <see cref="Offset"/> above the primary's.</summary>
internal sealed class BridgeRun : IM5CandleSink
{
    public const double Offset = 25;
    public const double Atr = 10;
    public static readonly Timestamp Start = Timestamp.FromUnixSeconds(1_773_144_000);

    public BridgeRun(M5BridgeOptions? options = null) => Bridge = new M5VolatilityBridge(options ?? new M5BridgeOptions(), Discards);

    public DiscardCounters Discards { get; } = new();

    public M5VolatilityBridge Bridge { get; private set; }

    /// <summary>Everything given out, in order.</summary>
    public List<M5Candle> Given { get; } = [];

    /// <summary>The shift that the primary's close brings; <see langword="null"/> for none.</summary>
    public PriceShift? Shift { get; set; } = PriceShift.Additive(-Offset);

    public double? Atr14 { get; set; } = Atr;

    /// <summary>Last revision of each interval.</summary>
    public IReadOnlyDictionary<Timestamp, M5Candle> Final => Given.GroupBy(candle => candle.OpenTime).ToDictionary(group => group.Key, group => group.MaxBy(candle => candle.Revision)!);

    public static Bar Minute(int minute, double open, double high, double low, double close, bool primary, double volume = 2, int ticks = 4) => new(
        Timeframe.M1,
        Start + TimeSpan.FromMinutes(minute),
        open: open,
        high: high,
        low: low,
        close: close,
        volume: ticks == 0 ? 0 : volume,
        buyVolume: 0,
        tickCount: ticks,
        source: primary ? Venue.Binance : Venue.Mt5,
        flags: ticks == 0 ? BarFlags.Quiet : BarFlags.None);

    /// <summary>The five minutes of an interval and its M5 bar.</summary>
    public void Primary(int bucket, params Bar[] minutes) => Close(bucket, minutes, primary: true);

    public void Secondary(int bucket, params Bar[] minutes) => Close(bucket, minutes, primary: false);

    public void Clock(double seconds) => Bridge.Advance(Start + TimeSpan.FromSeconds(seconds), this);

    /// <summary>Goes on in a new bridge from the saved state.</summary>
    public void Reload() => Bridge = StateBytes.Load(new M5VolatilityBridge(new M5BridgeOptions(), Discards), StateBytes.Save(Bridge));

    /// <summary>Minutes of a walk: open, high, low, close around <paramref name="from"/> in steps of one.</summary>
    public static Bar[] Flat(int bucket, double price, bool primary, double volume = 2) =>
        [.. Enumerable.Range(bucket * 5, 5).Select(minute => Minute(minute, price, price + 1, price - 1, price, primary, volume))];

    void IM5CandleSink.OnFused(M5Candle candle) => Given.Add(candle);

    private void Close(int bucket, Bar[] minutes, bool primary)
    {
        foreach (var minute in minutes)
        {
            Bridge.OnMinute(minute, primary, this);
        }

        var bar = new Bar(
            Timeframe.M5,
            Start + TimeSpan.FromMinutes(5 * bucket),
            open: minutes[0].Open,
            high: minutes.Max(m => m.High),
            low: minutes.Min(m => m.Low),
            close: minutes[^1].Close,
            volume: minutes.Sum(m => m.Volume),
            buyVolume: 0,
            tickCount: minutes.Sum(m => m.TickCount),
            source: primary ? Venue.Binance : Venue.Mt5,
            flags: minutes.All(m => m.TickCount == 0) ? BarFlags.Quiet : BarFlags.None);
        if (primary)
        {
            Bridge.OnPrimaryClosed(bar, Atr14, minutes[^1].Close, Shift, this);
        }
        else
        {
            Bridge.OnSecondaryClosed(bar, this);
        }
    }
}
