namespace TradingDesk.Core.Feeds.Binance;

internal enum FeedItemKind : byte
{
    Frames,

    /// <summary>A route's connection is up; its frames follow.</summary>
    RouteUp,

    /// <summary>A route has no connection any more.</summary>
    RouteDown,

    /// <summary>A fetched book snapshot, wrapped like a frame; or null where it could not be had.</summary>
    Snapshot,
}

/// <summary>What the receiving side hands to the handling side, in one order.</summary>
internal readonly record struct FeedItem(FeedItemKind Kind, StreamRoute? Route, FrameBatch? Batch, int Slot, byte[]? Body, string Reason)
{
    public static FeedItem Frames(StreamRoute route, FrameBatch batch) => new(FeedItemKind.Frames, route, batch, -1, null, "");

    public static FeedItem Up(StreamRoute route) => new(FeedItemKind.RouteUp, route, null, -1, null, "");

    public static FeedItem Down(StreamRoute route, string reason) => new(FeedItemKind.RouteDown, route, null, -1, null, reason);

    public static FeedItem Snapshot(int slot, byte[]? body) => new(FeedItemKind.Snapshot, null, null, slot, body, "");
}
