using System.Text.Json;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Mt5.Trading;

/// <summary>Buys or sells at the market.</summary>
public sealed record OpenPosition : BridgeCommand
{
    /// <param name="id">Key of idempotency.</param>
    /// <param name="expiresAt">Latest instant, by the desk's clock.</param>
    /// <param name="symbol">The desk's name.</param>
    /// <param name="side">Direction.</param>
    /// <param name="lots">Volume in lots; positive.</param>
    /// <param name="stopLoss">Price, or none.</param>
    /// <param name="takeProfit">Price, or none.</param>
    /// <param name="deviationPoints">Largest difference from the quoted price, in points, 0 to 100,000; brokers with market execution ignore it.</param>
    /// <param name="magic">The strategy's number.</param>
    public OpenPosition(string id, Timestamp expiresAt, Symbol symbol, Side side, Quantity lots, Price? stopLoss, Price? takeProfit, int deviationPoints, long magic)
        : base(id, expiresAt) =>
        (Symbol, Side, Lots, StopLoss, TakeProfit, DeviationPoints, Magic) = (symbol, side, Positive(lots, nameof(lots)), stopLoss, takeProfit, Points(deviationPoints), magic);

    public Symbol Symbol { get; }

    public Side Side { get; }

    public Quantity Lots { get; }

    public Price? StopLoss { get; }

    public Price? TakeProfit { get; }

    public int DeviationPoints { get; }

    public long Magic { get; }

    internal override string Operation => "open";

    internal override Symbol? Traded => Symbol;

    internal override bool AddsRisk => true;

    internal override Quantity? WantedLots => Lots;

    internal override void WriteFields(Utf8JsonWriter json, BridgeSymbols symbols)
    {
        WriteSymbol(json, symbols, Symbol);
        WriteSide(json, Side);
        json.WriteString("type", "market");
        json.WriteNumber("vol", Lots.Lots);
        WriteStops(json, StopLoss, TakeProfit);
        json.WriteNumber("dev", DeviationPoints);
        json.WriteNumber("magic", Magic);
    }
}

/// <summary>Kinds of orders that wait.</summary>
public enum PendingKind
{
    Limit,
    Stop,

    /// <summary>A stop that becomes a limit order at <see cref="PlacePending.StopLimitPrice"/>.</summary>
    StopLimit,
}

/// <summary>Places an order that waits for its price.</summary>
public sealed record PlacePending : BridgeCommand
{
    /// <param name="id">Key of idempotency.</param>
    /// <param name="expiresAt">Latest instant for placing it, by the desk's clock.</param>
    /// <param name="symbol">The desk's name.</param>
    /// <param name="kind">Kind of order.</param>
    /// <param name="side">Direction.</param>
    /// <param name="lots">Volume in lots; positive.</param>
    /// <param name="price">Where it triggers.</param>
    /// <param name="stopLimitPrice">The limit of a stop-limit order; none for the others.</param>
    /// <param name="stopLoss">Price, or none.</param>
    /// <param name="takeProfit">Price, or none.</param>
    /// <param name="until">The broker removes it then; none: good till cancelled.</param>
    /// <param name="magic">The strategy's number.</param>
    /// <exception cref="ArgumentException">A stop-limit order without its limit, or another with one.</exception>
    public PlacePending(string id, Timestamp expiresAt, Symbol symbol, PendingKind kind, Side side, Quantity lots, Price price, Price? stopLimitPrice, Price? stopLoss, Price? takeProfit, Timestamp? until, long magic)
        : base(id, expiresAt)
    {
        if ((kind == PendingKind.StopLimit) != (stopLimitPrice is not null))
        {
            throw new ArgumentException("A stop-limit order has a limit price, and only such an order.", nameof(stopLimitPrice));
        }

        (Symbol, Kind, Side, Lots, Price, StopLimitPrice, StopLoss, TakeProfit, Until, Magic) =
            (symbol, kind, side, Positive(lots, nameof(lots)), price, stopLimitPrice, stopLoss, takeProfit, until, magic);
    }

    public Symbol Symbol { get; }

    public PendingKind Kind { get; }

    public Side Side { get; }

    public Quantity Lots { get; }

    public Price Price { get; }

    public Price? StopLimitPrice { get; }

    public Price? StopLoss { get; }

    public Price? TakeProfit { get; }

    public Timestamp? Until { get; }

    public long Magic { get; }

    internal override string Operation => "pending";

    internal override Symbol? Traded => Symbol;

    internal override bool AddsRisk => true;

    internal override Quantity? WantedLots => Lots;

    internal override void WriteFields(Utf8JsonWriter json, BridgeSymbols symbols)
    {
        WriteSymbol(json, symbols, Symbol);
        WriteSide(json, Side);
        json.WriteString("type", Kind.ToString().ToLowerInvariant());
        json.WriteNumber("vol", Lots.Lots);
        json.WriteNumber("price", Price.Value);
        json.WriteNumber("slimit", StopLimitPrice?.Value ?? 0m);
        WriteStops(json, StopLoss, TakeProfit);
        json.WriteNumber("until", Until?.UnixMilliseconds ?? 0);
        json.WriteNumber("magic", Magic);
    }
}
