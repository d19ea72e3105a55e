using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Binance;

namespace TradingDesk.Core.Feeds.Replay;

/// <summary>
/// Recorded frames through the adapter that serves the live sockets. Files of one market share a handler. A gap in a recording cannot be filled: it is
/// reported and passed over. The file is opened at the first record.
/// </summary>
internal sealed class FrameSource(string path, BinanceMessageHandler handler, DiscardCounters discards, int unnamedSlot) : IReplaySource
{
    private readonly byte[] _empty = [];
    private RecordedFrameReader? _reader;
    private byte[] _frame = new byte[16 * 1024];
    private int _length;
    private long _badLines;

    public Timestamp At { get; private set; }

    public bool IsBars => false;

    public bool MoveNext()
    {
        _reader ??= new RecordedFrameReader(path);
        var isThere = _reader.TryRead(out var receivedAt, out var frame);
        discards.Add(DiscardReason.Malformed, _reader.BadLines - _badLines);
        _badLines = _reader.BadLines;
        if (!isThere)
        {
            Dispose();
            return false;
        }

        At = receivedAt;
        Keep(frame);
        return true;
    }

    public Timestamp Emit(MarketEventBuffer output)
    {
        var frame = _frame.AsSpan(0, _length);
        var result = handler.Handle(frame, At, output, unnamedSlot);
        if (result.Action == FrameAction.TradeGap)
        {
            handler.GiveUpGap(result.Slot);
            handler.Handle(frame, At, output, unnamedSlot);
        }

        return handler.VenueTimeAt(At);
    }

    public void Dispose()
    {
        _reader?.Dispose();
        _frame = _empty;
        _length = 0;
    }

    /// <summary>The merge may read other files before this record's turn comes, so it is kept.</summary>
    private void Keep(ReadOnlySpan<byte> frame)
    {
        if (frame.Length > _frame.Length)
        {
            _frame = new byte[Math.Max(frame.Length, _frame.Length * 2)];
        }

        frame.CopyTo(_frame);
        _length = frame.Length;
    }
}
