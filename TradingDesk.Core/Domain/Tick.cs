namespace TradingDesk.Core.Domain;

/// <summary>What one market-data message says.</summary>
public enum TickKind : byte
{
    /// <summary>Best bid and ask.</summary>
    Quote = 1,

    /// <summary>A trade: price, volume, aggressor.</summary>
    Trade = 2,
}

/// <summary>
/// One price message of one venue, as received and parsed; not yet validated. A value type: nothing on the way from socket to bar allocates.
/// </summary>
public readonly record struct Tick
{
    private Tick(int instrumentId, Venue venue, TickKind kind, Timestamp occurredAt, Timestamp receivedAt, long sequence)
    {
        InstrumentId = instrumentId;
        Venue = venue;
        Kind = kind;
        OccurredAt = occurredAt;
        ReceivedAt = receivedAt;
        Sequence = sequence;
    }

    public int InstrumentId { get; }

    public Venue Venue { get; }

    public TickKind Kind { get; }

    /// <summary>For a trade: +1 the buyer was the aggressor, −1 the seller, 0 unknown. For a quote: 0.</summary>
    public sbyte Aggressor { get; private init; }

    /// <summary>True where the tick was fetched after a gap and not received live.</summary>
    public bool Backfilled { get; private init; }

    /// <summary>The venue's instant, in UTC. Where the venue gives none (Binance spot <c>bookTicker</c>) the feed's estimate of it.</summary>
    public Timestamp OccurredAt { get; }

    /// <summary>The instant at which the desk had it, by the desk's clock.</summary>
    public Timestamp ReceivedAt { get; }

    /// <summary>The venue's own running number within (instrument, kind): aggregate trade id, book update id; 0 where it has none.</summary>
    public long Sequence { get; }

    /// <summary>Best bid; only for quotes.</summary>
    public double Bid { get; private init; }

    /// <summary>Best ask; only for quotes.</summary>
    public double Ask { get; private init; }

    /// <summary>Trade price; only for trades.</summary>
    public double Price { get; private init; }

    /// <summary>Trade volume in base units; for quotes 0.</summary>
    public double Volume { get; private init; }

    public double Mid => (Bid + Ask) * 0.5;

    public double Spread => Ask - Bid;

    public static Tick Quote(int instrumentId, Venue venue, Timestamp occurredAt, Timestamp receivedAt, double bid, double ask, long sequence = 0, bool backfilled = false) =>
        new(instrumentId, venue, TickKind.Quote, occurredAt, receivedAt, sequence) { Bid = bid, Ask = ask, Backfilled = backfilled };

    public static Tick Trade(int instrumentId, Venue venue, Timestamp occurredAt, Timestamp receivedAt, double price, double volume, int aggressor, long sequence = 0, bool backfilled = false) =>
        new(instrumentId, venue, TickKind.Trade, occurredAt, receivedAt, sequence) { Price = price, Volume = volume, Aggressor = (sbyte)aggressor, Backfilled = backfilled };
}
