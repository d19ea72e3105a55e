using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Simulation.Protocol;

/// <summary>Descriptions and tickers.</summary>
internal sealed partial class RestMarket
{
    private const long Day = 1_440;

    public HttpResponse ExchangeInfo(RestCall call, int spotWeight, int futuresWeight)
    {
        var writer = Writer(call);
        writer.Text("{\"timezone\":\"UTC\",\"serverTime\":");
        writer.Time(call.Now.UnixMicroseconds);
        writer.Text(",\"rateLimits\":[{\"rateLimitType\":\"REQUEST_WEIGHT\",\"interval\":\"MINUTE\",\"intervalNum\":1,\"limit\":");
        writer.Number(call.IsFuture ? futuresWeight : spotWeight);
        writer.Text("},{\"rateLimitType\":\"RAW_REQUESTS\",\"interval\":\"MINUTE\",\"intervalNum\":5,\"limit\":300000}],\"exchangeFilters\":[],\"symbols\":[");
        var isFirst = true;
        foreach (var instrument in Asked(call))
        {
            writer.Text(isFirst ? "" : ",");
            isFirst = false;
            WriteSymbol(writer, market.Instruments[instrument]);
        }

        writer.Text("]}");
        return Ok(writer);
    }

    public HttpResponse BookTicker(RestCall call) => ForEach(call, (writer, instrument) =>
    {
        var spec = market.Instruments[instrument];
        var (quote, _) = QuoteAt(instrument, Published(call));
        Named(writer, "{\"symbol\":\"", spec.BinanceSymbol!);
        NamedPrice(writer, ",\"bidPrice\":\"", spec, quote.BidTicks);
        NamedQuantity(writer, ",\"bidQty\":\"", spec, quote.BidQuantity);
        NamedPrice(writer, ",\"askPrice\":\"", spec, quote.AskTicks);
        NamedQuantity(writer, ",\"askQty\":\"", spec, quote.AskQuantity);
        CloseWithTime(writer, spec, quote.At);
    });

    public HttpResponse PriceTicker(RestCall call) => ForEach(call, (writer, instrument) =>
    {
        var spec = market.Instruments[instrument];
        Named(writer, "{\"symbol\":\"", spec.BinanceSymbol!);
        NamedPrice(writer, ",\"price\":\"", spec, new SimulatedKlines(market, bars).PriceBefore(instrument, Published(call)));
        CloseWithTime(writer, spec, Published(call));
    });

    public HttpResponse AveragePrice(RestCall call)
    {
        var instrument = call.Instrument(market);
        var spec = market.Instruments[instrument];
        var minute = Published(call) / 60_000_000;
        var bar = bars.Aggregate(instrument, Venue.Binance, minute - 5, minute);
        var writer = Writer(call);
        writer.Text("{\"mins\":5");
        NamedPrice(writer, ",\"price\":\"", spec, bar.Turnover / bar.Volume);
        writer.Text(",\"closeTime\":");
        writer.Time(minute * 60_000_000);
        writer.Text("}");
        return Ok(writer);
    }

    public HttpResponse DayTicker(RestCall call) => ForEach(call, (writer, instrument) =>
    {
        var spec = market.Instruments[instrument];
        var minute = Published(call) / 60_000_000;
        var bar = bars.Aggregate(instrument, Venue.Binance, minute - Day, minute);
        Named(writer, "{\"symbol\":\"", spec.BinanceSymbol!);
        writer.Text(",\"priceChange\":\"");
        writer.Text(bar.Close < bar.Open ? "-" : "");
        writer.Price(spec, Math.Abs(bar.Close - bar.Open));
        writer.Text("\"");
        NamedPrice(writer, ",\"weightedAvgPrice\":\"", spec, bar.Turnover / Math.Max(1, bar.Volume));
        NamedPrice(writer, ",\"lastPrice\":\"", spec, bar.Close);
        NamedPrice(writer, ",\"openPrice\":\"", spec, bar.Open);
        NamedPrice(writer, ",\"highPrice\":\"", spec, bar.High);
        NamedPrice(writer, ",\"lowPrice\":\"", spec, bar.Low);
        NamedQuantity(writer, ",\"volume\":\"", spec, bar.Volume);
        writer.Text(",\"quoteVolume\":\"");
        writer.Turnover(spec, bar.Turnover);
        writer.Text("\",\"openTime\":");
        writer.Time((minute - Day) * 60_000_000);
        writer.Text(",\"closeTime\":");
        writer.Time((minute * 60_000_000) - 1_000);
        var firstIndex = market.FirstTradeIndexOf(instrument, minute - Day);
        writer.Text(",\"firstId\":");
        writer.Number(BinanceIds.FirstTradeId(firstIndex));
        writer.Text(",\"lastId\":");
        writer.Number(BinanceIds.LastTradeId(firstIndex + bar.TickCount - 1));
        writer.Text(",\"count\":");
        writer.Number(BinanceIds.FirstTradeId(firstIndex + bar.TickCount) - BinanceIds.FirstTradeId(firstIndex));
        writer.Text("}");
    });

    public HttpResponse PremiumIndex(RestCall call) => ForEach(call, (writer, instrument) =>
    {
        var spec = market.Instruments[instrument];
        var (quote, _) = QuoteAt(instrument, Published(call));
        var middle = (quote.BidTicks + quote.AskTicks) / 2;
        Named(writer, "{\"symbol\":\"", spec.BinanceSymbol!);
        NamedPrice(writer, ",\"markPrice\":\"", spec, middle);
        NamedPrice(writer, ",\"indexPrice\":\"", spec, middle);
        writer.Text(",\"lastFundingRate\":\"0.00010000\",\"interestRate\":\"0.00010000\",\"nextFundingTime\":");
        const long FundingMicroseconds = 8 * 3_600_000_000L;
        writer.Time(((quote.At / FundingMicroseconds) + 1) * FundingMicroseconds);
        writer.Text(",\"time\":");
        writer.Time(call.Now.UnixMicroseconds);
        writer.Text("}");
    });

    /// <summary>One object for a symbol, an array without one.</summary>
    private HttpResponse ForEach(RestCall call, Action<BinanceFrameWriter, int> write)
    {
        var writer = Writer(call);
        if (call.Text("symbol") is { } symbol)
        {
            write(writer, call.Find(market, symbol));
            return Ok(writer);
        }

        writer.Text("[");
        var isFirst = true;
        foreach (var instrument in Asked(call))
        {
            writer.Text(isFirst ? "" : ",");
            isFirst = false;
            write(writer, instrument);
        }

        writer.Text("]");
        return Ok(writer);
    }

    private IEnumerable<int> Asked(RestCall call)
    {
        if (call.Text("symbol") is { } symbol)
        {
            return [call.Find(market, symbol)];
        }

        if (call.Text("symbols") is { } list)
        {
            return [.. list.Trim('[', ']').Split(',').Select(name => call.Find(market, name.Trim().Trim('"')))];
        }

        return Enumerable.Range(0, market.Instruments.Count).Where(i => market.Instruments[i].TradesOn(Venue.Binance) && market.Instruments[i].IsFuture == call.IsFuture);
    }

    private static void WriteSymbol(BinanceFrameWriter writer, SimulatedInstrument spec)
    {
        Named(writer, "{\"symbol\":\"", spec.BinanceSymbol!);
        writer.Text(",\"status\":\"TRADING\"");
        Named(writer, ",\"baseAsset\":\"", spec.BaseAsset);
        Named(writer, ",\"quoteAsset\":\"", spec.QuoteAsset);
        if (spec.IsFuture)
        {
            Named(writer, ",\"pair\":\"", spec.BinanceSymbol!);
            writer.Text(",\"contractType\":\"TRADIFI_PERPETUAL\",\"underlyingType\":\"COMMODITY\",\"marginAsset\":\"USDT\",\"pricePrecision\":");
            writer.Number(spec.PriceDecimals);
            writer.Text(",\"quantityPrecision\":");
            writer.Number(spec.QuantityDecimals);
            writer.Text(",\"orderTypes\":[\"LIMIT\",\"MARKET\"]");
        }
        else
        {
            writer.Text(",\"baseAssetPrecision\":8,\"quotePrecision\":8,\"quoteAssetPrecision\":8,\"orderTypes\":[\"LIMIT\",\"MARKET\"]"
                + ",\"isSpotTradingAllowed\":true,\"isMarginTradingAllowed\":false,\"permissions\":[],\"permissionSets\":[[\"SPOT\"]]");
        }

        NamedPrice(writer, ",\"filters\":[{\"filterType\":\"PRICE_FILTER\",\"minPrice\":\"", spec, 1);
        NamedPrice(writer, ",\"maxPrice\":\"", spec, 100_000_000);
        NamedPrice(writer, ",\"tickSize\":\"", spec, 1);
        NamedQuantity(writer, "},{\"filterType\":\"LOT_SIZE\",\"minQty\":\"", spec, 1);
        NamedQuantity(writer, ",\"maxQty\":\"", spec, 900_000_000);
        NamedQuantity(writer, ",\"stepSize\":\"", spec, 1);
        writer.Text(spec.IsFuture ? "},{\"filterType\":\"MIN_NOTIONAL\",\"notional\":\"5\"}]}" : "},{\"filterType\":\"NOTIONAL\",\"minNotional\":\"5.00000000\"}]}");
    }

    private static void CloseWithTime(BinanceFrameWriter writer, SimulatedInstrument spec, long at)
    {
        if (spec.IsFuture)
        {
            writer.Text(",\"time\":");
            writer.Time(at);
        }

        writer.Text("}");
    }

    private static void Named(BinanceFrameWriter writer, string name, string value)
    {
        writer.Text(name);
        writer.Text(value);
        writer.Text("\"");
    }

    private static void NamedPrice(BinanceFrameWriter writer, string name, SimulatedInstrument spec, long ticks)
    {
        writer.Text(name);
        writer.Price(spec, ticks);
        writer.Text("\"");
    }

    private static void NamedQuantity(BinanceFrameWriter writer, string name, SimulatedInstrument spec, long steps)
    {
        writer.Text(name);
        writer.Quantity(spec, steps);
        writer.Text("\"");
    }
}
