using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Context;
using TradingDesk.Core.Feeds.Mt5.Trading;

namespace TradingDesk.Core.Feeds.Mt5;

/// <summary>What all sessions of one bridge share.</summary>
internal sealed class BridgeContext
{
    /// <param name="clock">Event time: stamps what arrives.</param>
    /// <param name="timers">Drives deadlines and heartbeats; not scaled where event time is, because a socket is as fast as it is.</param>
    public BridgeContext(BridgeOptions options, BridgeSymbols symbols, IRawTap? tap, MarketContext world, TimeProvider clock, TimeProvider timers)
    {
        (Options, Symbols, Tap, World, Clock, Timers) = (options, symbols, tap, world, clock, timers);
        Requests = new BridgeRequests(options, timers);
        Descriptions = new BridgeDescriptions(symbols);
        Board = new BridgeBoard(symbols);
        Commands = new BridgeCommandBook(options, symbols, Descriptions, Board, clock, timers);
        Inbox = new BridgeInbox(this);
    }

    public BridgeOptions Options { get; }

    public BridgeSymbols Symbols { get; }

    public IRawTap? Tap { get; }

    /// <summary>Calendar and macro readings.</summary>
    public MarketContext World { get; }

    public TimeProvider Clock { get; }

    public TimeProvider Timers { get; }

    public BridgeCounters Counters { get; } = new();

    public BridgeRequests Requests { get; }

    public BridgeDescriptions Descriptions { get; }

    public BridgeBoard Board { get; }

    public BridgeCommandBook Commands { get; }

    public BridgeInbox Inbox { get; }
}
