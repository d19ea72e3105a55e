using TradingDesk.Core.Domain;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Ticks;

/// <summary>Generated ticks of one instrument on two venues, as the venues send them: quotes and trades, latency with jitter, prices on the grid.</summary>
internal sealed class TickStream(int seed, double ticksPerSecond, decimal tickSize = 0.01m, double price = 61_234.57)
{
    private readonly Random _random = new(seed);
    private readonly double _scale = (double)(1 / tickSize);
    private long _now = TestBars.Start.UnixMicroseconds;
    private long _bid = (long)Math.Round(price / (double)tickSize);
    private long _at;

    public Tick Next()
    {
        _now += 1 + (long)(-Math.Log(1 - _random.NextDouble()) / ticksPerSecond * 1e6);
        _bid += _random.Next(100) < 60 ? 0 : _random.Next(-300, 301);
        var mt5 = _random.Next(4) == 0;
        var received = new Timestamp(_now);

        // Binance says microseconds and is 20 to 60 ms away; MetaTrader says milliseconds.
        _at = Math.Max(_at, _now - 20_000 - _random.Next(40_000));
        var occurred = mt5 ? new Timestamp(_now / 1_000 * 1_000) : new Timestamp(_at);
        if (mt5)
        {
            return Tick.Quote(0, Venue.Mt5, occurred, received, (_bid - 700) / _scale, (_bid + 1_000) / _scale);
        }

        return _random.Next(2) == 0
            ? Tick.Quote(0, Venue.Binance, occurred, received, _bid / _scale, (_bid + 1) / _scale)
            : Tick.Trade(0, Venue.Binance, occurred, received, (_bid + _random.Next(2)) / _scale, _random.Next(1, 200_000) / 1e5, _random.Next(2) == 0 ? 1 : -1);
    }

    /// <summary>Anything a tick can hold, likely or not.</summary>
    public Tick NextWild()
    {
        var tick = Next();
        return _random.Next(12) switch
        {
            0 => Tick.Quote(0, Venue.Mt5, Instant(), Instant(), Number(), Number(), backfilled: true),
            1 => Tick.Trade(0, Venue.File, Instant(), Instant(), Number(), Number(), _random.Next(-1, 2), backfilled: true),
            2 => Tick.Trade(0, Venue.Binance, tick.OccurredAt, tick.ReceivedAt, tick.Bid + tick.Price, Number(), 0),
            3 => Tick.Quote(0, Venue.Binance, tick.OccurredAt, tick.ReceivedAt, tick.Bid + tick.Price, Number()),
            _ => tick,
        };
    }

    private Timestamp Instant() => _random.Next(3) switch
    {
        0 => new Timestamp(_random.NextInt64(long.MinValue, long.MaxValue)),
        1 => new Timestamp(_now + _random.Next(-10_000_000, 10_000_000)),
        _ => new Timestamp(_now),
    };

    private double Number() => _random.Next(6) switch
    {
        0 => BitConverter.Int64BitsToDouble(_random.NextInt64(long.MinValue, long.MaxValue)),
        1 => _random.NextDouble(),
        2 => 0.1 + 0.2,
        3 => -0.0,
        4 => double.NaN,
        _ => _random.Next(1, 1_000_000) / 1e8,
    };
}
