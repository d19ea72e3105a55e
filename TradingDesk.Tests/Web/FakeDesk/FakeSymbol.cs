using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;

namespace TradingDesk.Tests.Web.FakeDesk;

/// <summary>One generated market: a seeded walk of M1 bars with a forming one. Not thread-safe: <see cref="FakeMarket"/> holds the lock.</summary>
internal sealed class FakeSymbol
{
    private const int HistoryMinutes = 3 * 24 * 60;

    private readonly Random _random;
    private readonly double _step;
    private double _drift;

    public FakeSymbol(string name, int decimals, double price, double step, int seed, bool secondVenue, Timestamp now)
    {
        Name = name;
        Decimals = decimals;
        Price = price;
        SecondVenue = secondVenue;
        _step = step;
        _random = new Random(seed);
        var minute = Timeframe.M1.Floor(now) - TimeSpan.FromMinutes(HistoryMinutes);
        for (var index = 0; index < HistoryMinutes; index++, minute += TimeSpan.FromMinutes(1))
        {
            Forming = Begin(minute);
            for (var step1 = 0; step1 < 6; step1++)
            {
                Move();
            }

            Minutes.Add(Forming with { Closed = true });
        }

        Forming = Begin(minute);
    }

    public string Name { get; }

    public int Decimals { get; }

    public bool SecondVenue { get; }

    public double Price { get; private set; }

    public List<Candle> Minutes { get; } = [];

    public Candle Forming { get; private set; } = null!;

    public double Spread => _step * 0.4;

    /// <summary>One step of the walk into the forming bar.</summary>
    public void Move()
    {
        _drift = (_drift * 0.985) + ((_random.NextDouble() - 0.5) * 0.12);
        Price = Math.Round(Price + ((_random.NextDouble() - 0.5 + _drift) * _step), Decimals);
        Forming = Forming with
        {
            Close = Price,
            High = Math.Max(Forming.High, Price),
            Low = Math.Min(Forming.Low, Price),
            Volume = Forming.Volume + 1,
            Ticks = Forming.Ticks + 1,
        };
    }

    /// <summary>Closes the forming bar and begins the next.</summary>
    public Candle CloseMinute()
    {
        var closed = Forming with { Closed = true };
        Minutes.Add(closed);
        Forming = Begin(closed.CloseTime);
        return closed;
    }

    /// <summary>All candles of a timeframe, oldest first, the forming one last.</summary>
    public IReadOnlyList<Candle> Candles(Timeframe timeframe) =>
    [
        .. Minutes.Append(Forming).GroupBy(candle => timeframe.Floor(candle.OpenTime)).Select(group => Join(group.Key, timeframe, [.. group])),
    ];

    /// <summary>The newest candle of a timeframe without walking through all of them.</summary>
    public Candle Newest(Timeframe timeframe)
    {
        var open = timeframe.Floor(Forming.OpenTime);
        return Join(open, timeframe, [.. Minutes.TakeLast(241).Where(candle => candle.OpenTime >= open), Forming]);
    }

    private static Candle Join(Timestamp open, Timeframe timeframe, List<Candle> parts) => new(
        open, open + timeframe.Duration(), parts[0].Open, parts.Max(part => part.High), parts.Min(part => part.Low), parts[^1].Close,
        parts.Sum(part => part.Volume), parts.Sum(part => part.Ticks), parts[^1].Closed && parts[^1].CloseTime == open + timeframe.Duration(), "binance", []);

    private Candle Begin(Timestamp open) => new(open, open + TimeSpan.FromMinutes(1), Price, Price, Price, Price, Volume: 0, Ticks: 0, Closed: false, "binance", []);
}
