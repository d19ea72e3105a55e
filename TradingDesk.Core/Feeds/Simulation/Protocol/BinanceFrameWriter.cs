using System.Buffers;
using System.Buffers.Text;

namespace TradingDesk.Core.Feeds.Simulation.Protocol;

/// <summary>
/// Writes market events as exactly the bytes that the server sends, spot or USD-M. Used by the server and by <see cref="SimulatedFrames"/>. Not
/// thread-safe: it owns one buffer.
/// </summary>
public sealed class BinanceFrameWriter
{
    private const int SpotDecimals = 8;

    private readonly SimulatedMarket _market;
    private readonly ArrayBufferWriter<byte> _buffer = new(4_096);

    public BinanceFrameWriter(SimulatedMarket market) => _market = market;

    /// <summary>What was written since <see cref="Clear"/>.</summary>
    public ReadOnlySpan<byte> Written => _buffer.WrittenSpan;

    /// <summary>The same, as memory that is valid until the next <see cref="Clear"/>.</summary>
    public ReadOnlyMemory<byte> WrittenMemory => _buffer.WrittenMemory;

    /// <summary>Time fields in microseconds instead of milliseconds (<c>timeUnit=MICROSECOND</c>).</summary>
    public bool IsMicroseconds { get; set; }

    /// <summary>Added to every event and trade time: the exchange's clock being wrong.</summary>
    public TimeSpan ClockSkew { get; set; }

    public void Clear() => _buffer.ResetWrittenCount();

    /// <summary>Opens the envelope of a combined stream; close it with <see cref="EndCombined"/>.</summary>
    public void BeginCombined(string stream)
    {
        Text("{\"stream\":\"");
        Text(stream);
        Text("\",\"data\":");
    }

    public void EndCombined() => Text("}");

    public void AggTrade(int instrument, in SimulatedTrade trade, long tradeIndex)
    {
        var spec = _market.Instruments[instrument];
        Text("{\"e\":\"aggTrade\",\"E\":");
        Time(EventTime(trade.At));
        Symbol(spec);
        Text(",\"a\":");
        Number(BinanceIds.AggregateId(tradeIndex));
        Text(",\"p\":\"");
        Price(spec, trade.PriceTicks);
        Text("\",\"q\":\"");
        Quantity(spec, trade.Quantity);
        if (spec.IsFuture)
        {
            Text("\",\"nq\":\"");
            Quantity(spec, trade.Quantity);
        }

        Text("\",\"f\":");
        Number(BinanceIds.FirstTradeId(tradeIndex));
        Text(",\"l\":");
        Number(BinanceIds.LastTradeId(tradeIndex));
        TradeTail(spec, trade);
    }

    /// <param name="part">0 or 1: which of the single trades in the aggregate.</param>
    public void Trade(int instrument, in SimulatedTrade trade, long tradeIndex, int part)
    {
        var spec = _market.Instruments[instrument];
        Text("{\"e\":\"trade\",\"E\":");
        Time(EventTime(trade.At));
        Symbol(spec);
        Text(",\"t\":");
        Number(BinanceIds.FirstTradeId(tradeIndex) + part);
        Text(",\"p\":\"");
        Price(spec, trade.PriceTicks);
        Text("\",\"q\":\"");
        Quantity(spec, BinanceIds.QuantityOfPart(trade.Quantity, tradeIndex, part));
        Text("\"");
        TradeTail(spec, trade);
    }

    public void BookTicker(int instrument, in SimulatedQuote quote, long quoteIndex)
    {
        var spec = _market.Instruments[instrument];
        Text(spec.IsFuture ? "{\"e\":\"bookTicker\",\"u\":" : "{\"u\":");
        Number(SyntheticBook.UpdateIdOf(quoteIndex));
        Symbol(spec);
        Text(",\"b\":\"");
        Price(spec, quote.BidTicks);
        Text("\",\"B\":\"");
        Quantity(spec, quote.BidQuantity);
        Text("\",\"a\":\"");
        Price(spec, quote.AskTicks);
        Text("\",\"A\":\"");
        Quantity(spec, quote.AskQuantity);
        Text("\"");
        if (spec.IsFuture)
        {
            Text(",\"T\":");
            Time(quote.At);
            Text(",\"E\":");
            Time(EventTime(quote.At));
        }

        Text("}");
    }

    internal void DepthUpdate(int instrument, long at, long firstId, long lastId, long previousId, List<BookLevel> bids, List<BookLevel> asks)
    {
        var spec = _market.Instruments[instrument];
        Text("{\"e\":\"depthUpdate\",\"E\":");
        Time(EventTime(at));
        if (spec.IsFuture)
        {
            Text(",\"T\":");
            Time(at);
        }

        Symbol(spec);
        Text(",\"U\":");
        Number(firstId);
        Text(",\"u\":");
        Number(lastId);
        if (spec.IsFuture)
        {
            Text(",\"pu\":");
            Number(previousId);
        }

        Text(",\"b\":");
        Levels(spec, bids, bids.Count);
        Text(",\"a\":");
        Levels(spec, asks, asks.Count);
        Text("}");
    }

    /// <summary>A partial book as streamed (futures name it like a diff) or, with <paramref name="at"/> null, as REST gives it.</summary>
    internal void PartialBook(int instrument, SyntheticBook book, int levels, long? at)
    {
        var spec = _market.Instruments[instrument];
        if (spec.IsFuture && at is { } instant)
        {
            Text("{\"e\":\"depthUpdate\",\"E\":");
            Time(EventTime(instant));
            Text(",\"T\":");
            Time(instant);
            Symbol(spec);
            Text(",\"U\":");
            Number(book.LastUpdateId);
            Text(",\"u\":");
            Number(book.LastUpdateId);
            Text(",\"pu\":");
            Number(book.LastUpdateId - 1);
        }
        else
        {
            Text("{\"lastUpdateId\":");
            Number(book.LastUpdateId);
        }

        Text(spec.IsFuture && at is not null ? ",\"b\":" : ",\"bids\":");
        Levels(spec, book.Bids, levels);
        Text(spec.IsFuture && at is not null ? ",\"a\":" : ",\"asks\":");
        Levels(spec, book.Asks, levels);
        Text("}");
    }

    internal void KlineEvent(int instrument, KlineInterval interval, in SimulatedKline kline, long at, bool isClosed)
    {
        var spec = _market.Instruments[instrument];
        var last = kline.FirstTradeIndex + kline.Bar.TickCount;
        Text("{\"e\":\"kline\",\"E\":");
        Time(EventTime(at));
        Symbol(spec);
        Text(",\"k\":{\"t\":");
        TimeExact(kline.OpenTime * 1_000);
        Text(",\"T\":");
        TimeExact(IsMicroseconds ? (kline.CloseTime * 1_000) + 999 : kline.CloseTime * 1_000);
        Symbol(spec);
        Text(",\"i\":\"");
        Text(interval.Name);
        Text("\",\"f\":");
        Number(kline.Bar.TickCount == 0 ? -1 : BinanceIds.FirstTradeId(kline.FirstTradeIndex));
        Text(",\"L\":");
        Number(kline.Bar.TickCount == 0 ? -1 : BinanceIds.LastTradeId(last - 1));
        Text(",\"o\":\"");
        Price(spec, kline.Bar.Open);
        Text("\",\"c\":\"");
        Price(spec, kline.Bar.Close);
        Text("\",\"h\":\"");
        Price(spec, kline.Bar.High);
        Text("\",\"l\":\"");
        Price(spec, kline.Bar.Low);
        Text("\",\"v\":\"");
        Quantity(spec, kline.Bar.Volume);
        Text("\",\"n\":");
        Number(BinanceIds.FirstTradeId(last) - BinanceIds.FirstTradeId(kline.FirstTradeIndex));
        Text(isClosed ? ",\"x\":true,\"q\":\"" : ",\"x\":false,\"q\":\"");
        Turnover(spec, kline.Bar.Turnover);
        Text("\",\"V\":\"");
        Quantity(spec, kline.Bar.TakerBuyVolume);
        Text("\",\"Q\":\"");
        Turnover(spec, kline.Bar.TakerBuyTurnover);
        Text("\",\"B\":\"0\"}}");
    }

    /// <summary>A kline as REST gives it: an array of twelve.</summary>
    internal void KlineRow(int instrument, in SimulatedKline kline)
    {
        var spec = _market.Instruments[instrument];
        Text("[");
        TimeExact(kline.OpenTime * 1_000);
        foreach (var price in (ReadOnlySpan<int>)[kline.Bar.Open, kline.Bar.High, kline.Bar.Low, kline.Bar.Close])
        {
            Text(",\"");
            Price(spec, price);
            Text("\"");
        }

        Text(",\"");
        Quantity(spec, kline.Bar.Volume);
        Text("\",");
        TimeExact(IsMicroseconds ? (kline.CloseTime * 1_000) + 999 : kline.CloseTime * 1_000);
        Text(",\"");
        Turnover(spec, kline.Bar.Turnover);
        Text("\",");
        Number(BinanceIds.FirstTradeId(kline.FirstTradeIndex + kline.Bar.TickCount) - BinanceIds.FirstTradeId(kline.FirstTradeIndex));
        Text(",\"");
        Quantity(spec, kline.Bar.TakerBuyVolume);
        Text("\",\"");
        Turnover(spec, kline.Bar.TakerBuyTurnover);
        Text("\",\"0\"]");
    }

    /// <summary>An aggregate trade as REST gives it.</summary>
    internal void AggTradeRow(int instrument, in SimulatedTrade trade, long tradeIndex)
    {
        var spec = _market.Instruments[instrument];
        Text("{\"a\":");
        Number(BinanceIds.AggregateId(tradeIndex));
        Text(",\"p\":\"");
        Price(spec, trade.PriceTicks);
        Text("\",\"q\":\"");
        Quantity(spec, trade.Quantity);
        Text("\",\"f\":");
        Number(BinanceIds.FirstTradeId(tradeIndex));
        Text(",\"l\":");
        Number(BinanceIds.LastTradeId(tradeIndex));
        TradeTail(spec, trade);
    }

    internal void Text(string text)
    {
        var span = _buffer.GetSpan(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            span[i] = (byte)text[i];
        }

        _buffer.Advance(text.Length);
    }

    internal void Number(long value)
    {
        Utf8Formatter.TryFormat(value, _buffer.GetSpan(20), out var written);
        _buffer.Advance(written);
    }

    /// <summary>An instant of the exchange's (perhaps wrong) clock.</summary>
    internal void Time(long microseconds) => TimeExact(microseconds + (ClockSkew.Ticks / TimeSpan.TicksPerMicrosecond));

    internal void Price(SimulatedInstrument spec, long ticks) => Decimal(ticks, spec.PriceDecimals, spec.IsFuture ? spec.PriceDecimals : SpotDecimals);

    internal void Quantity(SimulatedInstrument spec, long steps) => Decimal(steps, spec.QuantityDecimals, spec.IsFuture ? spec.QuantityDecimals : SpotDecimals);

    internal void Turnover(SimulatedInstrument spec, long turnover)
    {
        var decimals = spec.PriceDecimals + spec.QuantityDecimals;
        Decimal(turnover, decimals, spec.IsFuture ? decimals : SpotDecimals);
    }

    internal void Symbol(SimulatedInstrument spec)
    {
        Text(",\"s\":\"");
        Text(spec.BinanceSymbol!);
        Text("\"");
    }

    /// <summary>Events leave the exchange a millisecond after they happen.</summary>
    internal static long EventTime(long at) => at + 1_000;

    private void TradeTail(SimulatedInstrument spec, in SimulatedTrade trade)
    {
        Text(",\"T\":");
        Time(trade.At);
        Text(trade.IsBuyerMaker ? ",\"m\":true" : ",\"m\":false");
        Text(spec.IsFuture ? "}" : ",\"M\":true}");
    }

    private void Levels(SimulatedInstrument spec, IReadOnlyList<BookLevel> levels, int count)
    {
        Text("[");
        for (var i = 0; i < Math.Min(count, levels.Count); i++)
        {
            Text(i == 0 ? "[\"" : ",[\"");
            Price(spec, levels[i].PriceTicks);
            Text("\",\"");
            Quantity(spec, levels[i].Quantity);
            Text("\"]");
        }

        Text("]");
    }

    private void TimeExact(long microseconds) => Number(IsMicroseconds ? microseconds : microseconds / 1_000);

    /// <summary>A whole number of 10^−<paramref name="decimals"/> with <paramref name="shown"/> decimal places.</summary>
    private void Decimal(long value, int decimals, int shown)
    {
        var scale = Scales[decimals];
        Number(value / scale);
        if (shown == 0)
        {
            return;
        }

        var fraction = value % scale * Scales[shown - decimals];
        var span = _buffer.GetSpan(shown + 1);
        span[0] = (byte)'.';
        for (var i = shown; i > 0; i--, fraction /= 10)
        {
            span[i] = (byte)('0' + (fraction % 10));
        }

        _buffer.Advance(shown + 1);
    }

    private static ReadOnlySpan<long> Scales =>
        [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000];
}
