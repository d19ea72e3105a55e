using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Simulation.Protocol;

/// <summary>A raw frame as the server would have sent it. <see cref="Message"/> is valid until the next one is asked for.</summary>
public readonly record struct SimulatedFrame(Timestamp ReceivedAt, string VenueSymbol, ReadOnlyMemory<byte> Message);

/// <summary>All Binance frames of a stretch of time, in order, without waiting: what <c>simulate</c> writes to a tape.</summary>
public sealed class SimulatedFrames
{
    /// <summary>Every frame arrives this long after its event, so that the order of receipt is the order of events.</summary>
    public static readonly TimeSpan Transport = TimeSpan.FromMilliseconds(3);

    private readonly SimulatedMarket _market;

    public SimulatedFrames(SimulatedMarket market) => _market = market;

    /// <summary>Diff books as well; the tape grows about sixfold.</summary>
    public bool IncludesDepth { get; init; }

    /// <summary>Combined-stream frames of <c>aggTrade</c> and <c>bookTicker</c> (and <c>depth@100ms</c>) with event time in [from, to).</summary>
    public IEnumerable<SimulatedFrame> Between(Timestamp from, Timestamp to)
    {
        var writer = new BinanceFrameWriter(_market);
        var cursors = new List<MarketCursor>();
        var books = new List<BookPublisher>();
        for (var i = 0; i < _market.Instruments.Count; i++)
        {
            if (_market.Instruments[i].TradesOn(Venue.Binance))
            {
                var cursor = new MarketCursor(_market, i, IncludesDepth);
                cursor.Seek(from.UnixMicroseconds);
                cursors.Add(cursor);
                books.Add(new BookPublisher(_market, i));
            }
        }

        while (true)
        {
            var next = Earliest(cursors);
            var cursor = cursors[next];
            if (cursor.At >= to.UnixMicroseconds)
            {
                yield break;
            }

            writer.Clear();
            if (Write(writer, cursor, books[next]))
            {
                var receivedAt = new Timestamp(BinanceFrameWriter.EventTime(cursor.At)) + Transport;
                yield return new SimulatedFrame(receivedAt, _market.Instruments[cursor.Instrument].BinanceSymbol!, writer.WrittenMemory);
            }

            cursor.MoveNext();
        }
    }

    internal static int Earliest(List<MarketCursor> cursors)
    {
        var earliest = 0;
        for (var i = 1; i < cursors.Count; i++)
        {
            if (cursors[i].At < cursors[earliest].At)
            {
                earliest = i;
            }
        }

        return earliest;
    }

    private bool Write(BinanceFrameWriter writer, MarketCursor cursor, BookPublisher book)
    {
        var names = StreamNames.Of(_market.Instruments[cursor.Instrument]);
        switch (cursor.Kind)
        {
            case CursorEvent.Quote:
                book.Add(cursor.Quote, cursor.QuoteIndex);
                writer.BeginCombined(names.BookTicker);
                writer.BookTicker(cursor.Instrument, cursor.Quote, cursor.QuoteIndex);
                break;
            case CursorEvent.Trade:
                writer.BeginCombined(names.AggTrade);
                writer.AggTrade(cursor.Instrument, cursor.Trade, cursor.TradeIndex);
                break;
            default:
                if (!book.TakeChanges(out var first, out var last, out var previous))
                {
                    return false;
                }

                writer.BeginCombined(names.Depth);
                writer.DepthUpdate(cursor.Instrument, cursor.At, first, last, previous, book.BidChanges, book.AskChanges);
                break;
        }

        writer.EndCombined();
        return true;
    }
}
