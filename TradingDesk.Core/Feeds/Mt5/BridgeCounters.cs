using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Mt5;

/// <summary>What the bridge has counted. Any thread.</summary>
internal sealed class BridgeCounters
{
    private long _messages;
    private long _lastMessageAt;
    private long _unreadable;
    private long _errors;
    private int _sessions;
    private int _refusedPeers;
    private int _oversizeLines;

    public long Messages => Volatile.Read(ref _messages);

    public int Sessions => Volatile.Read(ref _sessions);

    /// <summary>Peers that said no valid hello in time, or were too many.</summary>
    public int RefusedPeers => Volatile.Read(ref _refusedPeers);

    public int OversizeLines => Volatile.Read(ref _oversizeLines);

    /// <summary>Well-formed lines that lacked a field or had a wrong one.</summary>
    public long Unreadable => Volatile.Read(ref _unreadable);

    /// <summary>Errors that the terminal reported of no particular request.</summary>
    public long Errors => Volatile.Read(ref _errors);

    public Timestamp? LastMessageAt => Messages == 0 ? null : new Timestamp(Volatile.Read(ref _lastMessageAt));

    public void CountMessage(Timestamp at)
    {
        Volatile.Write(ref _lastMessageAt, at.UnixMicroseconds);
        Interlocked.Increment(ref _messages);
    }

    public void CountSession() => Interlocked.Increment(ref _sessions);

    public void CountRefusedPeer() => Interlocked.Increment(ref _refusedPeers);

    public void CountOversizeLine() => Interlocked.Increment(ref _oversizeLines);

    public void CountUnreadable() => Interlocked.Increment(ref _unreadable);

    public void CountError() => Interlocked.Increment(ref _errors);
}
