using System.Text;
using System.Text.Json;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Mt5.Trading;

/// <summary>Account, positions, orders, deals and results out of their JSON. Throws what <see cref="BridgeJson.IsSendersFault"/> names.</summary>
internal sealed class BridgeTradeReader(BridgeSymbols symbols)
{
    public static BridgeAccount ReadAccount(JsonElement json) => new(
        Balance: BridgeJson.Decimal(json, "bal"), Equity: BridgeJson.Decimal(json, "eq"), Margin: BridgeJson.Decimal(json, "margin"), FreeMargin: BridgeJson.Decimal(json, "free"),
        Credit: BridgeJson.DecimalOrZero(json, "credit"), IsTradeAllowed: json.GetProperty("tradeAllowed").GetBoolean());

    public BridgePosition ReadPosition(JsonElement json, ServerClock clock, Timestamp near)
    {
        var (name, symbol) = SymbolOf(json);
        return new BridgePosition(
            BridgeJson.Text(json, "id"), name, symbol, BridgeJson.Side(json), BridgeJson.Lots(json, "vol"), new Price(BridgeJson.Decimal(json, "po")),
            BridgeJson.OptionalPrice(json, "sl"), BridgeJson.OptionalPrice(json, "tp"), BridgeJson.DecimalOrZero(json, "pr"), BridgeJson.DecimalOrZero(json, "sw"),
            BridgeJson.Instant(json, "tm", clock, near), BridgeJson.LongOrZero(json, "magic"), BridgeJson.OptionalText(json, "c") ?? "");
    }

    public BridgeOrder ReadOrder(JsonElement json, ServerClock clock, Timestamp near)
    {
        var (name, symbol) = SymbolOf(json);
        return new BridgeOrder(
            BridgeJson.Text(json, "id"), name, symbol, KindOf(BridgeJson.Text(json, "type")), BridgeJson.Side(json), BridgeJson.Lots(json, "vol"),
            new Price(BridgeJson.Decimal(json, "price")), BridgeJson.OptionalPrice(json, "slimit"), BridgeJson.OptionalPrice(json, "sl"), BridgeJson.OptionalPrice(json, "tp"),
            BridgeJson.Instant(json, "tm", clock, near), BridgeJson.LongOrZero(json, "magic"), BridgeJson.OptionalText(json, "c") ?? "");
    }

    public BridgeDeal ReadDeal(JsonElement json, ServerClock clock, Timestamp near)
    {
        var (name, symbol) = SymbolOf(json);
        return new BridgeDeal(
            BridgeJson.Text(json, "deal"), BridgeJson.Text(json, "pos"), BridgeJson.Text(json, "ord"), name, symbol, BridgeJson.Side(json), EntryOf(BridgeJson.Text(json, "entry")),
            BridgeJson.Lots(json, "vol"), new Price(BridgeJson.Decimal(json, "price")), BridgeJson.DecimalOrZero(json, "pr"), BridgeJson.DecimalOrZero(json, "com"),
            BridgeJson.DecimalOrZero(json, "sw"), ReasonOf(BridgeJson.Text(json, "reason")), BridgeJson.LongOrZero(json, "magic"), BridgeJson.OptionalText(json, "c") ?? "",
            BridgeJson.Instant(json, "tm", clock, near));
    }

    public static BridgeResult ReadResult(JsonElement json, string id)
    {
        var retcode = (BridgeRetcode)json.GetProperty("rc").GetInt32();
        return new BridgeResult(id, BridgeRetcodes.StatusOf(retcode))
        {
            Retcode = retcode,
            Message = BridgeJson.OptionalText(json, "msg") ?? "",
            Order = TicketOf(json, "ord"),
            Deal = TicketOf(json, "deal"),
            Position = TicketOf(json, "pos"),
            Lots = json.TryGetProperty("vol", out _) ? BridgeJson.Lots(json, "vol") : null,
            Price = BridgeJson.OptionalPrice(json, "price"),
            Bid = BridgeJson.OptionalPrice(json, "bid"),
            Ask = BridgeJson.OptionalPrice(json, "ask"),
            ServerTook = json.TryGetProperty("ms", out _) ? TimeSpan.FromMilliseconds(Math.Clamp(BridgeJson.LongOrZero(json, "ms"), 0, 3_600_000)) : null,
            Closed = json.TryGetProperty("n", out var closed) ? closed.GetInt32() : null,
            Left = json.TryGetProperty("left", out var left) ? left.GetInt32() : null,
            IsRepeated = BridgeJson.Flag(json, "dup"),
        };
    }

    private static string? TicketOf(JsonElement json, string name) => BridgeJson.OptionalText(json, name) is { Length: > 0 } ticket && ticket != "0" ? ticket : null;

    private static PendingKind KindOf(string text) => text switch
    {
        "limit" => PendingKind.Limit,
        "stop" => PendingKind.Stop,
        "stoplimit" => PendingKind.StopLimit,
        _ => throw new FormatException($"'{text}' is no kind of order."),
    };

    private static BridgeDealEntry EntryOf(string text) => text switch
    {
        "in" => BridgeDealEntry.In,
        "out" => BridgeDealEntry.Out,
        "inout" => BridgeDealEntry.InOut,
        "outby" => BridgeDealEntry.OutBy,
        _ => throw new FormatException($"'{text}' is no entry."),
    };

    private static BridgeDealReason ReasonOf(string text) => text switch
    {
        "client" => BridgeDealReason.Client,
        "expert" => BridgeDealReason.Expert,
        "sl" => BridgeDealReason.StopLoss,
        "tp" => BridgeDealReason.TakeProfit,
        "so" => BridgeDealReason.StopOut,
        _ => BridgeDealReason.Other,
    };

    private (string Name, Symbol? Symbol) SymbolOf(JsonElement json)
    {
        var name = BridgeJson.Text(json, "s");
        var index = symbols.IndexOf(Encoding.UTF8.GetBytes(name));
        return (name, index < 0 ? null : symbols.Instruments[index].Symbol);
    }
}
