using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Simulation.Protocol;

/// <summary>The answers of <see cref="RestApi"/>: each endpoint as one method, with what had left the exchange by the time of the call.</summary>
internal sealed partial class RestMarket(SimulatedMarket market, SimulatedBars bars, SimulatorFaults faults)
{
    public HttpResponse Time(RestCall call)
    {
        var writer = Writer(call);
        writer.Text("{\"serverTime\":");
        writer.Time(call.Now.UnixMicroseconds);
        writer.Text("}");
        return Ok(writer);
    }

    public HttpResponse Klines(RestCall call)
    {
        var instrument = call.Instrument(market);
        var interval = call.Interval();
        var limit = call.Limit(500, call.IsFuture ? 1_500 : 1_000);
        var latest = interval.Floor(call.Now.UnixMilliseconds);
        var earliest = interval.Ceiling(market.HistoryFrom.UnixMilliseconds);
        var from = call.Milliseconds("startTime");
        var last = Math.Min(latest, interval.Floor(call.Milliseconds("endTime") ?? latest));
        var first = Math.Max(earliest, from is { } start ? interval.Ceiling(start) : last - ((limit - 1) * interval.Milliseconds));

        var klines = new SimulatedKlines(market, bars);
        var writer = Writer(call);
        writer.Text("[");
        for (var i = 0; i < limit && first + (i * interval.Milliseconds) <= last; i++)
        {
            writer.Text(i == 0 ? "" : ",");
            writer.KlineRow(instrument, klines.Get(instrument, interval, first + (i * interval.Milliseconds), Published(call)));
        }

        writer.Text("]");
        return Ok(writer);
    }

    public HttpResponse AggTrades(RestCall call)
    {
        var instrument = call.Instrument(market);
        var limit = call.Limit(500, 1_000);
        var to = Math.Min(Published(call), call.Milliseconds("endTime") is { } end ? (end + 1) * 1_000 : long.MaxValue);
        var fromId = call.Number("fromId");
        var from = call.Milliseconds("startTime") * 1_000;
        var earliest = market.FirstTradeIndexOf(instrument, market.HistoryFrom.UnixSeconds / 60);
        var endIndex = IndexAt(instrument, to);
        var index = fromId is { } id ? Math.Max(earliest, BinanceIds.IndexOfAggregate(id))
            : from is { } start ? Math.Max(earliest, IndexAt(instrument, Math.Min(start, to)))
            : Math.Max(earliest, endIndex - limit);

        var writer = Writer(call);
        writer.Text("[");
        var isFirst = true;
        foreach (var (trade, at) in TradesBetween(instrument, index, Math.Min(endIndex, index + limit)))
        {
            writer.Text(isFirst ? "" : ",");
            isFirst = false;
            writer.AggTradeRow(instrument, trade, at);
        }

        writer.Text("]");
        return Ok(writer);
    }

    public HttpResponse Trades(RestCall call)
    {
        var instrument = call.Instrument(market);
        var spec = market.Instruments[instrument];
        var limit = call.Limit(500, 1_000);
        var endIndex = IndexAt(instrument, Published(call));
        var writer = Writer(call);
        writer.Text("[");
        var isFirst = true;
        foreach (var (trade, index) in TradesBetween(instrument, Math.Max(0, endIndex - limit), endIndex))
        {
            for (var part = 0; part < BinanceIds.PartsOf(index); part++)
            {
                var quantity = BinanceIds.QuantityOfPart(trade.Quantity, index, part);
                writer.Text(isFirst ? "{\"id\":" : ",{\"id\":");
                isFirst = false;
                writer.Number(BinanceIds.FirstTradeId(index) + part);
                writer.Text(",\"price\":\"");
                writer.Price(spec, trade.PriceTicks);
                writer.Text("\",\"qty\":\"");
                writer.Quantity(spec, quantity);
                writer.Text("\",\"quoteQty\":\"");
                writer.Turnover(spec, trade.PriceTicks * quantity);
                writer.Text("\",\"time\":");
                writer.Time(trade.At);
                writer.Text(trade.IsBuyerMaker ? ",\"isBuyerMaker\":true" : ",\"isBuyerMaker\":false");
                writer.Text(spec.IsFuture ? "}" : ",\"isBestMatch\":true}");
            }
        }

        writer.Text("]");
        return Ok(writer);
    }

    public HttpResponse Depth(RestCall call)
    {
        var instrument = call.Instrument(market);
        var limit = call.Limit(call.IsFuture ? 500 : 100, call.IsFuture ? 1_000 : 5_000);
        var (quote, index) = QuoteAt(instrument, Published(call));
        var book = new SyntheticBook();
        book.Set(quote, index, market.Instruments[instrument].BookGridTicks);
        var writer = Writer(call);
        writer.PartialBook(instrument, book, limit, at: null);
        return Ok(writer);
    }

    /// <summary>What happened before this instant (microseconds) has left the exchange.</summary>
    private static long Published(RestCall call) => call.Now.UnixMicroseconds - (BinanceFrameWriter.EventTime(0) - 1);

    /// <summary>The running number of the first trade at or after an instant.</summary>
    private long IndexAt(int instrument, long microseconds)
    {
        var ticks = new MinuteTicks();
        market.Generate(instrument, Venue.Binance, Math.Max(microseconds / 60_000_000, market.Origin.UnixSeconds / 60), ticks);
        var i = 0;
        while (i < ticks.Trades.Length && ticks.Trades[i].At < microseconds)
        {
            i++;
        }

        return ticks.FirstTradeIndex + i;
    }

    private IEnumerable<(SimulatedTrade Trade, long Index)> TradesBetween(int instrument, long index, long endIndex)
    {
        if (index >= endIndex)
        {
            yield break;
        }

        // Some minute at or after the last trade asked for bounds the search.
        var ticks = new MinuteTicks();
        var lastMinute = market.StartAt.UnixSeconds / 60;
        while (market.FirstTradeIndexOf(instrument, lastMinute) < endIndex)
        {
            lastMinute += 1_440;
        }

        var minute = market.MinuteOfTrade(instrument, index, lastMinute);
        while (index < endIndex)
        {
            market.Generate(instrument, Venue.Binance, minute++, ticks);
            for (var i = (int)(index - ticks.FirstTradeIndex); i < ticks.Trades.Length && index < endIndex; i++, index++)
            {
                yield return (ticks.Trades[i], index);
            }
        }
    }

    private (SimulatedQuote Quote, long Index) QuoteAt(int instrument, long microseconds)
    {
        var ticks = new MinuteTicks();
        for (var minute = microseconds / 60_000_000; ; minute--)
        {
            market.Generate(instrument, Venue.Binance, minute, ticks);
            for (var i = ticks.Quotes.Length - 1; i >= 0; i--)
            {
                if (ticks.Quotes[i].At < microseconds)
                {
                    return (ticks.Quotes[i], ticks.FirstQuoteIndex + i);
                }
            }
        }
    }

    private BinanceFrameWriter Writer(RestCall call) => new(market) { IsMicroseconds = call.IsMicroseconds, ClockSkew = faults.Settings.ClockSkew };

    private static HttpResponse Ok(BinanceFrameWriter writer) => new(200, writer.WrittenMemory);
}
