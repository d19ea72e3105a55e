namespace TradingDesk.Core.Feeds.Simulation.Protocol;

/// <summary>The frames of miniTicker, ticker and markPrice.</summary>
internal static class TickerFrames
{
    public static void Mini(BinanceFrameWriter writer, SimulatedInstrument spec, in SimulatedBar day, long at)
    {
        Open(writer, spec, "{\"e\":\"24hrMiniTicker\",\"E\":", at);
        Price(writer, spec, ",\"c\":\"", day.Close);
        Price(writer, spec, ",\"o\":\"", day.Open);
        Price(writer, spec, ",\"h\":\"", day.High);
        Price(writer, spec, ",\"l\":\"", day.Low);
        Volumes(writer, spec, day);
        writer.Text("}");
    }

    public static void Full(BinanceFrameWriter writer, SimulatedInstrument spec, in SimulatedBar day, SimulatedQuote? quote, long firstIndex, long minute, long at)
    {
        Open(writer, spec, "{\"e\":\"24hrTicker\",\"E\":", at);
        writer.Text(day.Close < day.Open ? ",\"p\":\"-" : ",\"p\":\"");
        writer.Price(spec, Math.Abs(day.Close - day.Open));
        writer.Text("\"");
        Price(writer, spec, ",\"w\":\"", day.Turnover / Math.Max(1, day.Volume));
        Price(writer, spec, ",\"c\":\"", day.Close);
        if (quote is { } best)
        {
            Price(writer, spec, ",\"b\":\"", best.BidTicks);
            Price(writer, spec, ",\"a\":\"", best.AskTicks);
        }

        Price(writer, spec, ",\"o\":\"", day.Open);
        Price(writer, spec, ",\"h\":\"", day.High);
        Price(writer, spec, ",\"l\":\"", day.Low);
        Volumes(writer, spec, day);
        writer.Text(",\"O\":");
        writer.Time((minute - 1_440) * 60_000_000);
        writer.Text(",\"C\":");
        writer.Time(at);
        writer.Text(",\"F\":");
        writer.Number(BinanceIds.FirstTradeId(firstIndex));
        writer.Text(",\"L\":");
        writer.Number(BinanceIds.LastTradeId(firstIndex + day.TickCount - 1));
        writer.Text(",\"n\":");
        writer.Number(BinanceIds.FirstTradeId(firstIndex + day.TickCount) - BinanceIds.FirstTradeId(firstIndex));
        writer.Text("}");
    }

    public static void Mark(BinanceFrameWriter writer, SimulatedInstrument spec, in SimulatedQuote quote, long at)
    {
        var middle = (quote.BidTicks + quote.AskTicks) / 2;
        Open(writer, spec, "{\"e\":\"markPriceUpdate\",\"E\":", at);
        Price(writer, spec, ",\"p\":\"", middle);
        Price(writer, spec, ",\"i\":\"", middle);
        const long FundingMicroseconds = 8 * 3_600_000_000L;
        writer.Text(",\"r\":\"0.00010000\",\"T\":");
        writer.Time(((at / FundingMicroseconds) + 1) * FundingMicroseconds);
        writer.Text("}");
    }

    private static void Open(BinanceFrameWriter writer, SimulatedInstrument spec, string start, long at)
    {
        writer.Text(start);
        writer.Time(BinanceFrameWriter.EventTime(at));
        writer.Symbol(spec);
    }

    private static void Price(BinanceFrameWriter writer, SimulatedInstrument spec, string name, long ticks)
    {
        writer.Text(name);
        writer.Price(spec, ticks);
        writer.Text("\"");
    }

    private static void Volumes(BinanceFrameWriter writer, SimulatedInstrument spec, in SimulatedBar day)
    {
        writer.Text(",\"v\":\"");
        writer.Quantity(spec, day.Volume);
        writer.Text("\",\"q\":\"");
        writer.Turnover(spec, day.Turnover);
        writer.Text("\"");
    }
}
