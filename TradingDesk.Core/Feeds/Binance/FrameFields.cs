using System.Runtime.InteropServices;

namespace TradingDesk.Core.Feeds.Binance;

/// <summary>Fields of an event object by wire name and type. One bit each says which were read; a name has a bit per type that it may have.</summary>
[Flags]
internal enum FrameField : uint
{
    None = 0,
    Event = 1 << 0,
    EventTime = 1 << 1,
    Symbol = 1 << 2,
    TransactionTime = 1 << 3,
    AskDecimal = 1 << 4,
    AskLevels = 1 << 5,
    AggregateId = 1 << 6,
    BidDecimal = 1 << 7,
    BidLevels = 1 << 8,
    BidQuantity = 1 << 9,
    AskQuantity = 1 << 10,
    Price = 1 << 11,
    Quantity = 1 << 12,
    FirstTradeId = 1 << 13,
    LastTradeId = 1 << 14,
    TradeId = 1 << 15,
    LastUpdateId = 1 << 16,
    FirstUpdateId = 1 << 17,
    PreviousUpdateId = 1 << 18,
    BuyerIsMaker = 1 << 19,
    Kline = 1 << 20,
    SnapshotId = 1 << 21,
    SnapshotBids = 1 << 22,
    SnapshotAsks = 1 << 23,

    /// <summary><c>result</c> of an acknowledged request.</summary>
    Result = 1 << 24,

    /// <summary><c>code</c> or <c>error</c> of a refused one.</summary>
    Error = 1 << 25,

    /// <summary>A list of fetched trades, good throughout.</summary>
    Trades = 1 << 26,

    /// <summary>A list of fetched candles, good throughout.</summary>
    Candles = 1 << 27,

    /// <summary>Some name was read twice.</summary>
    Repeated = 1u << 31,

    /// <summary>The three types of <c>a</c>.</summary>
    AnyA = AskDecimal | AskLevels | AggregateId,

    /// <summary>The two types of <c>b</c>.</summary>
    AnyB = BidDecimal | BidLevels,

    NeededByAggTrade = Event | EventTime | Symbol | AggregateId | Price | Quantity | FirstTradeId | LastTradeId | TransactionTime | BuyerIsMaker,
    NeededByTrade = Event | EventTime | Symbol | TradeId | Price | Quantity | TransactionTime | BuyerIsMaker,
    NeededByBookTicker = Symbol | LastUpdateId | BidDecimal | BidQuantity | AskDecimal | AskQuantity,
    NeededByDepthUpdate = Event | EventTime | Symbol | FirstUpdateId | LastUpdateId | BidLevels | AskLevels,
    NeededByKline = Event | EventTime | Symbol | Kline,
    NeededBySnapshot = SnapshotId | SnapshotBids | SnapshotAsks,
}

/// <summary>The fields of one event object as read, and what event they make. Both parsers fill it, so that what is required is said once.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct FrameFields
{
    public FrameField Present;

    /// <summary>The values read so far, the kind by <see cref="KindOf"/> and the symbol's slot among them.</summary>
    public BinanceFrame Values;

    /// <summary>The event of a name on the wire.</summary>
    public static BinanceFrameKind KindOf(ReadOnlySpan<byte> name) => name.Length switch
    {
        5 when name.SequenceEqual("trade"u8) => BinanceFrameKind.Trade,
        5 when name.SequenceEqual("kline"u8) => BinanceFrameKind.Kline,
        8 when name.SequenceEqual("aggTrade"u8) => BinanceFrameKind.AggTrade,
        10 when name.SequenceEqual("bookTicker"u8) => BinanceFrameKind.BookTicker,
        11 when name.SequenceEqual("depthUpdate"u8) => BinanceFrameKind.DepthUpdate,
        14 when name.SequenceEqual("serverShutdown"u8) => BinanceFrameKind.ServerShutdown,
        _ => BinanceFrameKind.Unknown,
    };

    public readonly bool Has(FrameField fields) => (Present & fields) == fields;

    /// <summary>Notes that a name was read; a second time marks the object as <see cref="FrameField.Repeated"/>.</summary>
    public void Add(FrameField bits, FrameField anyTypeOfTheName) =>
        Present |= (Present & anyTypeOfTheName) == 0 ? bits : FrameField.Repeated;

    /// <summary>Decides the kind and checks that everything that it needs is there once.</summary>
    public BinanceFrameKind ToFrame(out BinanceFrame frame)
    {
        Values.Kind = Has(FrameField.Event) ? Values.Kind : KindWithoutName();
        if (Has(FrameField.Repeated) || !Has(NeededBy(Values.Kind)))
        {
            Values.Kind = BinanceFrameKind.Malformed;
        }

        if (!Has(FrameField.Symbol))
        {
            Values.SymbolSlot = -1;
        }

        if (!Has(FrameField.PreviousUpdateId))
        {
            Values.PreviousUpdateId = -1;
        }

        frame = Values;
        return frame.Kind;
    }

    /// <summary>Spot <c>bookTicker</c> is the one event without a name; the others are answers to requests.</summary>
    private readonly BinanceFrameKind KindWithoutName() =>
        Has(FrameField.NeededByBookTicker) ? BinanceFrameKind.BookTicker
        : Has(FrameField.NeededBySnapshot) ? BinanceFrameKind.DepthSnapshot
        : Has(FrameField.Trades) ? BinanceFrameKind.AggTradeBatch
        : Has(FrameField.Candles) ? BinanceFrameKind.KlineBatch
        : Has(FrameField.Error) ? BinanceFrameKind.ErrorReply
        : Has(FrameField.Result) ? BinanceFrameKind.Reply
        : BinanceFrameKind.Unknown;

    private static FrameField NeededBy(BinanceFrameKind kind) => kind switch
    {
        BinanceFrameKind.AggTrade => FrameField.NeededByAggTrade,
        BinanceFrameKind.Trade => FrameField.NeededByTrade,
        BinanceFrameKind.BookTicker => FrameField.NeededByBookTicker,
        BinanceFrameKind.DepthUpdate => FrameField.NeededByDepthUpdate,
        BinanceFrameKind.Kline => FrameField.NeededByKline,
        _ => FrameField.None,
    };
}
