using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds;

namespace TradingDesk.Benchmarks.Data;

/// <summary>
/// A steady load for the pipeline: instruments take turns, each alternates quote and trade, event time runs at a stated step. Event <c>k</c> belongs to instrument
/// <c>k % Instruments</c>; the same seed gives the same events.
/// </summary>
internal sealed class MarketLoad(int instruments, TimeSpan step, int seed)
{
    private const double StartPrice = 60_000;
    private readonly Random _random = new(seed);
    private readonly double[] _prices = [.. Enumerable.Repeat(StartPrice, instruments)];
    private int _next;

    public int Instruments { get; } = instruments;

    /// <summary>Event time between two ticks of one instrument.</summary>
    public TimeSpan Step { get; } = step;

    public MarketEvent Next()
    {
        var instrument = _next % Instruments;
        var turn = _next / Instruments;
        _next++;
        ref var price = ref _prices[instrument];
        price = Math.Clamp(price + (_random.Next(-8, 9) * 0.5), StartPrice * 0.9, StartPrice * 1.1);
        var at = TickSeries.Start + (Step * turn);
        var tick = turn % 2 == 0
            ? Tick.Quote(instrument, Venue.Binance, at, at, bid: price - 0.05, ask: price + 0.05, sequence: turn + 1)
            : Tick.Trade(instrument, Venue.Binance, at, at, price: price, volume: 0.01 * (1 + (turn % 7)), aggressor: turn % 3 == 0 ? -1 : 1, sequence: turn + 1);
        return MarketEvent.FromTick(tick);
    }

    /// <summary>The number of the event at which the desk closes the instrument's bar: its first trade that is <paramref name="lateness"/> past the close.</summary>
    public int ClosingEvent(int instrument, Timestamp closeTime, TimeSpan lateness)
    {
        var due = closeTime + lateness - TickSeries.Start;
        var turn = (int)Math.Ceiling(due / Step);
        turn += turn % 2 == 0 ? 1 : 0;
        return (turn * Instruments) + instrument;
    }
}
