using TradingDesk.Core.Analysis.Structure;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Books;

namespace TradingDesk.Core.Analysis.OrderFlow;

/// <summary>What the book says.</summary>
/// <param name="At">The venue's instant of the summary.</param>
/// <param name="Imbalance5">(bids − asks) / (bids + asks) of the five best prices, −1 to 1.</param>
/// <param name="Imbalance20">The same of the twenty best.</param>
/// <param name="Side">Bullish where the bids of the five best exceed 1.3 × the asks, bearish where they are below 0.7 ×.</param>
/// <param name="IsExtreme">One side of the five best exceeds 1.5 × the other.</param>
/// <param name="Microprice">In quote currency per unit.</param>
/// <param name="HasBidVoid">A gap between bids of the twenty best exceeds twice their mean gap.</param>
/// <param name="HasAskVoid">The same among asks.</param>
/// <param name="FlowImbalance10s">Best-level order-flow imbalance of the last ten seconds, in base units.</param>
/// <param name="FlowImbalance60s">The same of the last sixty seconds.</param>
public readonly record struct BookReading(
    Timestamp At,
    double Imbalance5,
    double Imbalance20,
    Direction Side,
    bool IsExtreme,
    double Microprice,
    bool HasBidVoid,
    bool HasAskVoid,
    double FlowImbalance10s,
    double FlowImbalance60s);

/// <summary>Depth and order-flow imbalance from book summaries.</summary>
public sealed class BookTracker : IHasState
{
    private const double BullishRatio = 1.3;
    private const double BearishRatio = 0.7;
    private const double ExtremeRatio = 1.5;
    private const double VoidMultiple = 2;

    private readonly SecondSums _flow = new();

    /// <summary>The newest summary; <see langword="null"/> before the first.</summary>
    public BookSummary? Latest { get; private set; }

    public void OnBook(BookSummary book)
    {
        Latest = book;
        _flow.Add(book.At, book.OrderFlowImbalance, Math.Abs(book.OrderFlowImbalance));
    }

    /// <summary>The reading; <see langword="null"/> before the first summary. Windows end at its instant.</summary>
    public BookReading? Read()
    {
        if (Latest is not { } book)
        {
            return null;
        }

        var (bid, ask) = (book.Bid, book.Ask);
        var side = bid.Sum5 > BullishRatio * ask.Sum5 ? Direction.Bullish : bid.Sum5 < BearishRatio * ask.Sum5 ? Direction.Bearish : Direction.None;
        return new BookReading(
            book.At,
            book.Imbalance5,
            book.Imbalance20,
            side,
            bid.Sum5 > ExtremeRatio * ask.Sum5 || ask.Sum5 > ExtremeRatio * bid.Sum5,
            book.Microprice,
            bid.MaxGap > VoidMultiple * bid.MeanGap,
            ask.MaxGap > VoidMultiple * ask.MeanGap,
            _flow.Sum(_flow.Newest, 10).First,
            _flow.Sum(_flow.Newest, SecondSums.Seconds).First);
    }

    public void SaveState(StateWriter writer)
    {
        writer.Section("book", 1);
        _flow.SaveState(writer);
        writer.Write(Latest is not null);
        if (Latest is { } book)
        {
            writer.Write(book.InstrumentId);
            writer.Write((byte)book.Venue);
            writer.Write(book.At);
            Save(writer, book.Bid);
            Save(writer, book.Ask);
            writer.Write(book.OrderFlowImbalance);
            writer.Write(book.Updates);
        }
    }

    public void LoadState(StateReader reader)
    {
        reader.Section("book", 1);
        _flow.LoadState(reader);
        Latest = reader.ReadBoolean()
            ? new BookSummary(reader.ReadInt32(), (Venue)reader.ReadByte(), reader.ReadTimestamp(), LoadSide(reader), LoadSide(reader), reader.ReadDouble(), reader.ReadInt32())
            : null;
    }

    private static void Save(StateWriter writer, in BookSideSummary side)
    {
        writer.Write(side.Price);
        writer.Write(side.Size);
        writer.Write(side.Sum5);
        writer.Write(side.Sum20);
        writer.Write(side.Levels);
        writer.Write(side.MeanGap);
        writer.Write(side.MaxGap);
    }

    private static BookSideSummary LoadSide(StateReader reader) => new(
        Price: reader.ReadDouble(),
        Size: reader.ReadDouble(),
        Sum5: reader.ReadDouble(),
        Sum20: reader.ReadDouble(),
        Levels: reader.ReadInt32(),
        MeanGap: reader.ReadDouble(),
        MaxGap: reader.ReadDouble());
}
