using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds;
using TradingDesk.Core.Feeds.Simulation;

namespace TradingDesk.Tests.Support;

/// <summary>The simulated market's ticks as pipeline events, without sockets: in order of time, with the clock each second.</summary>
internal sealed class SimulatedEvents(SimulatedMarket market, IReadOnlyList<Instrument> instruments)
{
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(5);

    /// <summary>M1 bars of each instrument's primary venue as history, oldest first, instrument by instrument.</summary>
    public IEnumerable<MarketEvent> History(Timestamp from, Timestamp to)
    {
        var buffer = new MinuteTicks();
        foreach (var instrument in instruments)
        {
            var index = market.IndexOf(instrument.Symbol);
            var scale = market.Instruments[index].TicksPerUnit;
            for (var minute = from.UnixSeconds / 60; minute < to.UnixSeconds / 60; minute++)
            {
                market.Generate(index, instrument.PrimaryVenue, minute, buffer);
                if (ToBar(instrument, minute, buffer, scale) is { } bar)
                {
                    yield return MarketEvent.FromBar(new LoadedBar(instrument.Id, bar), from);
                }
            }
        }
    }

    /// <summary>Ticks of [from, to), both whole minutes.</summary>
    public IEnumerable<MarketEvent> Ticks(Timestamp from, Timestamp to)
    {
        var buffer = new MinuteTicks();
        var events = new List<MarketEvent>();
        for (var minute = from.UnixSeconds / 60; minute < to.UnixSeconds / 60; minute++)
        {
            events.Clear();
            foreach (var instrument in instruments)
            {
                var index = market.IndexOf(instrument.Symbol);
                foreach (var venue in (Venue[])[Venue.Binance, Venue.Mt5])
                {
                    if (market.Instruments[index].TradesOn(venue))
                    {
                        market.Generate(index, venue, minute, buffer);
                        Append(events, instrument, venue, buffer, market.Instruments[index]);
                    }
                }
            }

            for (var second = 1; second <= 60; second++)
            {
                events.Add(MarketEvent.Clock(Timestamp.FromUnixSeconds((minute * 60) + second)));
            }

            // Stable: equal instants keep instrument and venue order.
            foreach (var item in events.OrderBy(e => e.At))
            {
                yield return item;
            }
        }
    }

    private static void Append(List<MarketEvent> events, Instrument instrument, Venue venue, MinuteTicks buffer, SimulatedInstrument simulated)
    {
        var scale = simulated.TicksPerUnit;
        var step = Math.Pow(10, simulated.QuantityDecimals);
        var sequence = buffer.FirstQuoteIndex;
        foreach (var quote in buffer.Quotes)
        {
            var at = new Timestamp(quote.At);
            events.Add(MarketEvent.FromTick(Tick.Quote(instrument.Id, venue, at, at + Latency, bid: quote.BidTicks / scale, ask: quote.AskTicks / scale, sequence: venue == Venue.Binance ? ++sequence : 0)));
        }

        sequence = buffer.FirstTradeIndex;
        foreach (var trade in buffer.Trades)
        {
            var at = new Timestamp(trade.At);
            events.Add(MarketEvent.FromTick(Tick.Trade(instrument.Id, venue, at, at + Latency, price: trade.PriceTicks / scale, volume: trade.Quantity / step, aggressor: trade.IsBuyerMaker ? -1 : 1, sequence: ++sequence)));
        }
    }

    private static Bar? ToBar(Instrument instrument, long minute, MinuteTicks buffer, double scale)
    {
        double open = 0, high = 0, low = double.MaxValue, close = 0, volume = 0;
        var count = 0;
        if (instrument.BarPrice == BarPrice.LastTrade)
        {
            foreach (var trade in buffer.Trades)
            {
                Take(trade.PriceTicks / scale, trade.Quantity);
            }
        }
        else
        {
            foreach (var quote in buffer.Quotes)
            {
                Take(quote.BidTicks / scale, 1);
            }
        }

        return count == 0
            ? null
            : new Bar(Timeframe.M1, Timestamp.FromUnixSeconds(minute * 60), open: open, high: high, low: low, close: close, volume: volume, buyVolume: 0, tickCount: count, source: instrument.PrimaryVenue, flags: BarFlags.History);

        void Take(double price, double quantity)
        {
            open = count == 0 ? price : open;
            high = Math.Max(high, price);
            low = Math.Min(low, price);
            close = price;
            volume += quantity;
            count++;
        }
    }
}
