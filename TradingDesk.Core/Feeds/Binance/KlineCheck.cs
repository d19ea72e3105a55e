namespace TradingDesk.Core.Feeds.Binance;

/// <summary>
/// Compares Binance's own closed one-minute candles with the trades that were passed on. A difference means that trades were lost, doubled or misread. It is
/// a check and not a source of bars. Only minutes that were received whole are compared.
/// </summary>
public sealed class KlineCheck
{
    private const long MinuteMicroseconds = 60_000_000;

    /// <summary>How far into the next minute event time must be before a candle is compared: trades and candles come on different streams.</summary>
    private const long SettleMicroseconds = 1_000_000;

    private const double VolumeTolerance = 1e-9;

    private Minute _current;
    private Minute _previous;
    private BinanceKline _pending;
    private long _pendingOpen = -1;

    /// <summary>Closed candles that were compared.</summary>
    public long Compared { get; private set; }

    /// <summary>Candles that differed in price, volume or number of trades.</summary>
    public long Mismatches { get; private set; }

    /// <param name="timeMicroseconds">Trade time, Unix µs.</param>
    /// <param name="singleTrades">Trades in it: 1, or more for an aggregate.</param>
    public void AddTrade(long timeMicroseconds, double price, double quantity, long singleTrades)
    {
        Settle(timeMicroseconds);
        var open = timeMicroseconds - (timeMicroseconds % MinuteMicroseconds);
        if (open > _current.OpenTime)
        {
            _previous = _current;
            _current = new Minute { OpenTime = open, Open = price, High = price, Low = price, IsWhole = _previous.OpenTime > 0 };
        }

        ref var minute = ref open == _previous.OpenTime ? ref _previous : ref _current;
        if (open == minute.OpenTime)
        {
            minute.Add(price, quantity, singleTrades);
        }
    }

    /// <summary>Trades are missing before the next one: neither its minute nor the one of the last is whole.</summary>
    public void AddGap()
    {
        _current = default;
        _previous = default;
    }

    /// <param name="openMicroseconds">The candle's open time, Unix µs.</param>
    /// <param name="eventMicroseconds">The frame's event time, Unix µs.</param>
    public void AddKline(in BinanceKline kline, long openMicroseconds, long eventMicroseconds)
    {
        Settle(eventMicroseconds);
        if (kline.IsClosed && kline.IsOneMinute)
        {
            _pending = kline;
            _pendingOpen = openMicroseconds;
        }
    }

    private void Settle(long nowMicroseconds)
    {
        if (_pendingOpen < 0 || nowMicroseconds < _pendingOpen + MinuteMicroseconds + SettleMicroseconds)
        {
            return;
        }

        ref var minute = ref _pendingOpen == _previous.OpenTime ? ref _previous : ref _current;
        if (minute.OpenTime == _pendingOpen && minute.IsWhole)
        {
            Compared++;
            Mismatches += minute.Matches(_pending) ? 0 : 1;
        }

        _pendingOpen = -1;
    }

    private struct Minute
    {
        public long OpenTime;
        public double Open;
        public double High;
        public double Low;
        public bool IsWhole;
        private double _close;
        private double _volume;
        private long _trades;

        public void Add(double price, double quantity, long singleTrades)
        {
            High = Math.Max(High, price);
            Low = Math.Min(Low, price);
            _close = price;
            _volume += quantity;
            _trades += singleTrades;
        }

        public readonly bool Matches(in BinanceKline kline) =>
            Open.Equals(kline.Open) && High.Equals(kline.High) && Low.Equals(kline.Low) && _close.Equals(kline.Close)
            && _trades == kline.Trades && Math.Abs(_volume - kline.Volume) <= VolumeTolerance * Math.Max(1, kline.Volume);
    }
}
