using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Mt5;

/// <summary>What all sessions of one bridge share.</summary>
/// <param name="Clock">Event time: stamps what arrives.</param>
/// <param name="Timers">Drives deadlines and heartbeats; not scaled where event time is, because a socket is as fast as it is.</param>
internal sealed record BridgeContext(BridgeOptions Options, BridgeSymbols Symbols, IRawTap? Tap, TimeProvider Clock, TimeProvider Timers)
{
    public BridgeCounters Counters { get; } = new();

    public BridgeRequests Requests { get; } = new(Options, Timers);

    public BridgeDescriptions Descriptions { get; } = new(Symbols);
}

/// <summary>What the bridge has counted. Any thread.</summary>
internal sealed class BridgeCounters
{
    private long _messages;
    private long _lastMessageAt;
    private int _sessions;
    private int _refusedPeers;
    private int _oversizeLines;

    public long Messages => Volatile.Read(ref _messages);

    public int Sessions => Volatile.Read(ref _sessions);

    /// <summary>Peers that said no valid hello in time, or were too many.</summary>
    public int RefusedPeers => Volatile.Read(ref _refusedPeers);

    public int OversizeLines => Volatile.Read(ref _oversizeLines);

    public Timestamp? LastMessageAt => Messages == 0 ? null : new Timestamp(Volatile.Read(ref _lastMessageAt));

    public void CountMessage(Timestamp at)
    {
        Volatile.Write(ref _lastMessageAt, at.UnixMicroseconds);
        Interlocked.Increment(ref _messages);
    }


    public void CountSession() => Interlocked.Increment(ref _sessions);

    public void CountRefusedPeer() => Interlocked.Increment(ref _refusedPeers);

    public void CountOversizeLine() => Interlocked.Increment(ref _oversizeLines);
}
