using System.Text.Json;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Mt5.Trading;

/// <summary>Sets a position's stop and target; what is not given is removed.</summary>
public sealed record ModifyPosition : BridgeCommand
{
    public ModifyPosition(string id, Timestamp expiresAt, string position, Price? stopLoss, Price? takeProfit)
        : base(id, expiresAt) => (Position, StopLoss, TakeProfit) = (Ticket(position, nameof(position)), stopLoss, takeProfit);

    public string Position { get; }

    public Price? StopLoss { get; }

    public Price? TakeProfit { get; }

    internal override string Operation => "modify";

    internal override void WriteFields(Utf8JsonWriter json, BridgeSymbols symbols)
    {
        json.WriteString("pos", Position);
        WriteStops(json, StopLoss, TakeProfit);
    }
}

/// <summary>Closes a position or a part of it. On netting accounts the Expert Advisor reads the position's volume again first and never turns it around.</summary>
public sealed record ClosePosition : BridgeCommand
{
    /// <param name="id">Key of idempotency.</param>
    /// <param name="expiresAt">Latest instant, by the desk's clock.</param>
    /// <param name="position">The ticket.</param>
    /// <param name="lots">Volume to close; none for all.</param>
    /// <param name="deviationPoints">Largest difference from the quoted price, in points, 0 to 100,000.</param>
    public ClosePosition(string id, Timestamp expiresAt, string position, Quantity? lots, int deviationPoints)
        : base(id, expiresAt) =>
        (Position, Lots, DeviationPoints) = (Ticket(position, nameof(position)), lots is { } part ? Positive(part, nameof(lots)) : null, Points(deviationPoints));

    public string Position { get; }

    public Quantity? Lots { get; }

    public int DeviationPoints { get; }

    internal override string Operation => "close";

    internal override Quantity? WantedLots => Lots;

    internal override void WriteFields(Utf8JsonWriter json, BridgeSymbols symbols)
    {
        json.WriteString("pos", Position);
        json.WriteNumber("vol", Lots?.Lots ?? 0m);
        json.WriteNumber("dev", DeviationPoints);
    }
}

/// <summary>Closes a position by an opposite one. Hedging accounts only.</summary>
public sealed record CloseByPosition : BridgeCommand
{
    public CloseByPosition(string id, Timestamp expiresAt, string position, string by)
        : base(id, expiresAt) => (Position, By) = (Ticket(position, nameof(position)), Ticket(by, nameof(by)));

    public string Position { get; }

    public string By { get; }

    internal override string Operation => "closeby";

    internal override void WriteFields(Utf8JsonWriter json, BridgeSymbols symbols)
    {
        json.WriteString("pos", Position);
        json.WriteString("by", By);
    }
}

/// <summary>Removes an order that waits.</summary>
public sealed record CancelOrder : BridgeCommand
{
    public CancelOrder(string id, Timestamp expiresAt, string order)
        : base(id, expiresAt) => Order = Ticket(order, nameof(order));

    public string Order { get; }

    internal override string Operation => "cancel";

    internal override void WriteFields(Utf8JsonWriter json, BridgeSymbols symbols) => json.WriteString("ord", Order);
}

/// <summary>Changes an order that waits; all values are set.</summary>
public sealed record ModifyOrder : BridgeCommand
{
    public ModifyOrder(string id, Timestamp expiresAt, string order, Price price, Price? stopLimitPrice, Price? stopLoss, Price? takeProfit, Timestamp? until)
        : base(id, expiresAt) =>
        (Order, Price, StopLimitPrice, StopLoss, TakeProfit, Until) = (Ticket(order, nameof(order)), price, stopLimitPrice, stopLoss, takeProfit, until);

    public string Order { get; }

    public Price Price { get; }

    public Price? StopLimitPrice { get; }

    public Price? StopLoss { get; }

    public Price? TakeProfit { get; }

    public Timestamp? Until { get; }

    internal override string Operation => "modord";

    internal override void WriteFields(Utf8JsonWriter json, BridgeSymbols symbols)
    {
        json.WriteString("ord", Order);
        json.WriteNumber("price", Price.Value);
        json.WriteNumber("slimit", StopLimitPrice?.Value ?? 0m);
        WriteStops(json, StopLoss, TakeProfit);
        json.WriteNumber("until", Until?.UnixMilliseconds ?? 0);
    }
}

/// <summary>Closes every position, and removes every order, that fits. The Expert Advisor's limits do not hold it back.</summary>
public sealed record CloseAllPositions : BridgeCommand
{
    /// <param name="id">Key of idempotency.</param>
    /// <param name="expiresAt">Latest instant, by the desk's clock.</param>
    /// <param name="symbol">Only this one; none for all symbols of the terminal's list.</param>
    /// <param name="magic">Only of this strategy; none for all, those opened by hand included.</param>
    public CloseAllPositions(string id, Timestamp expiresAt, Symbol? symbol, long? magic)
        : base(id, expiresAt) => (Symbol, Magic) = (symbol, magic);

    public Symbol? Symbol { get; }

    public long? Magic { get; }

    internal override string Operation => "closeall";

    internal override Symbol? Traded => Symbol;

    internal override void WriteFields(Utf8JsonWriter json, BridgeSymbols symbols)
    {
        if (Symbol is { } symbol)
        {
            WriteSymbol(json, symbols, symbol);
        }

        if (Magic is { } magic)
        {
            json.WriteNumber("magic", magic);
        }
    }
}

/// <summary>Starts or stops a symbol's ticks and bars for the present session.</summary>
public sealed record SubscribeSymbol : BridgeCommand
{
    public SubscribeSymbol(string id, Timestamp expiresAt, Symbol symbol, bool isWanted)
        : base(id, expiresAt) => (Symbol, IsWanted) = (symbol, isWanted);

    public Symbol Symbol { get; }

    public bool IsWanted { get; }

    internal override string Operation => IsWanted ? "sub" : "unsub";

    internal override Symbol? Traded => Symbol;

    internal override void WriteFields(Utf8JsonWriter json, BridgeSymbols symbols) => WriteSymbol(json, symbols, Symbol);
}
