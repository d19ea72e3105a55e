using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Mt5.Trading;

/// <summary>How an account keeps positions (<c>ACCOUNT_MARGIN_MODE</c>).</summary>
public enum BridgeMarginMode : byte
{
    /// <summary>The Expert Advisor did not say: nothing may be opened.</summary>
    NotSaid,

    /// <summary>One position a symbol; an opposite deal reduces or turns it.</summary>
    Netting,

    /// <summary>Netting on an exchange.</summary>
    Exchange,

    /// <summary>Any number of positions a symbol, each closed by its ticket.</summary>
    Hedging,
}

/// <summary>Whose account it is.</summary>
public sealed record BridgeIdentity(string Login, string Server, bool IsDemo, BridgeMarginMode MarginMode, string Currency);

/// <summary>The account's money, in account currency.</summary>
public sealed record BridgeAccount(decimal Balance, decimal Equity, decimal Margin, decimal FreeMargin, decimal Credit, bool IsTradeAllowed);

/// <summary>An open position. <paramref name="Symbol"/> is <see langword="null"/> where the desk does not know the broker's symbol.</summary>
public sealed record BridgePosition(
    string Ticket, string BrokerSymbol, Symbol? Symbol, Side Side, Quantity Lots, Price OpenPrice, Price? StopLoss, Price? TakeProfit,
    decimal Profit, decimal Swap, Timestamp OpenedAt, long Magic, string Comment);

/// <summary>An order that waits.</summary>
public sealed record BridgeOrder(
    string Ticket, string BrokerSymbol, Symbol? Symbol, PendingKind Kind, Side Side, Quantity Lots, Price Price, Price? StopLimitPrice, Price? StopLoss, Price? TakeProfit,
    Timestamp PlacedAt, long Magic, string Comment);

/// <summary>What a deal did to its position.</summary>
public enum BridgeDealEntry : byte
{
    In,
    Out,

    /// <summary>Turned a netted position around.</summary>
    InOut,

    /// <summary>Closed by an opposite position.</summary>
    OutBy,
}

/// <summary>Who caused a deal.</summary>
public enum BridgeDealReason : byte
{
    /// <summary>Anything not listed.</summary>
    Other,

    /// <summary>A person at the terminal, the phone or the web.</summary>
    Client,
    Expert,
    StopLoss,
    TakeProfit,
    StopOut,
}

/// <summary>A deal. Money in account currency.</summary>
public sealed record BridgeDeal(
    string Ticket, string Position, string Order, string BrokerSymbol, Symbol? Symbol, Side Side, BridgeDealEntry Entry, Quantity Lots, Price Price,
    decimal Profit, decimal Commission, decimal Swap, BridgeDealReason Reason, long Magic, string Comment, Timestamp At);

/// <summary>The account at one instant. Immutable; a newer one takes its place.</summary>
/// <param name="IsConnected">False: the rest is what was known when the connection ended.</param>
/// <param name="AsOf">When positions and orders were received; <see langword="null"/> before the first time.</param>
/// <param name="Deals">The newest, at most 512, oldest first.</param>
public sealed record BridgeSnapshot(
    BridgeIdentity? Identity, BridgeAccount? Account, IReadOnlyList<BridgePosition> Positions, IReadOnlyList<BridgeOrder> Orders, IReadOnlyList<BridgeDeal> Deals,
    bool IsConnected, Timestamp? AsOf)
{
    public static BridgeSnapshot Empty { get; } = new(null, null, [], [], [], IsConnected: false, AsOf: null);
}

/// <summary>Something changed at the account.</summary>
public abstract record BridgeEvent(Timestamp At);

/// <summary>A deal, each once however often the terminal reports it; also those made by hand and by stops.</summary>
public sealed record BridgeDealEvent(Timestamp At, BridgeDeal Deal) : BridgeEvent(At);

/// <summary>Positions or orders were read anew.</summary>
public sealed record BridgePositionsEvent(Timestamp At, IReadOnlyList<BridgePosition> Positions, IReadOnlyList<BridgeOrder> Orders) : BridgeEvent(At);

public sealed record BridgeAccountEvent(Timestamp At, BridgeAccount Account) : BridgeEvent(At);

/// <summary>A session began (<paramref name="Identity"/>) or ended (<see langword="null"/>).</summary>
public sealed record BridgeLinkEvent(Timestamp At, BridgeIdentity? Identity) : BridgeEvent(At);

/// <summary>A command has its result, possibly long after the wait for it was given up.</summary>
public sealed record BridgeResultEvent(Timestamp At, BridgeResult Result) : BridgeEvent(At);
