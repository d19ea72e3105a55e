namespace TradingDesk.Core.Feeds.Mt5.Trading;

/// <summary>What a trade server answers to a request (MetaTrader's <c>TRADE_RETCODE_*</c>). A code that is not here is kept as its number.</summary>
public enum BridgeRetcode
{
    Requote = 10004,
    Reject = 10006,
    Cancel = 10007,
    Placed = 10008,
    Done = 10009,
    DonePartial = 10010,
    Error = 10011,
    Timeout = 10012,
    Invalid = 10013,
    InvalidVolume = 10014,
    InvalidPrice = 10015,
    InvalidStops = 10016,
    TradeDisabled = 10017,
    MarketClosed = 10018,
    NoMoney = 10019,
    PriceChanged = 10020,
    PriceOff = 10021,
    InvalidExpiration = 10022,
    OrderChanged = 10023,
    TooManyRequests = 10024,
    NoChanges = 10025,
    ServerDisablesTrading = 10026,
    ClientDisablesTrading = 10027,
    Locked = 10028,
    Frozen = 10029,
    InvalidFill = 10030,
    Connection = 10031,
    OnlyReal = 10032,
    LimitOrders = 10033,
    LimitVolume = 10034,
    InvalidOrder = 10035,
    PositionClosed = 10036,
    InvalidCloseVolume = 10038,
    CloseOrderExists = 10039,
    LimitPositions = 10040,
    RejectCancel = 10041,
    LongOnly = 10042,
    ShortOnly = 10043,
    CloseOnly = 10044,
    FifoClose = 10045,
    HedgeProhibited = 10046,
}

/// <summary>What may be done after an answer.</summary>
public enum BridgeRetry
{
    /// <summary>The request was carried out: there is nothing to repeat.</summary>
    Nothing,

    /// <summary>The same request would fail again, or a person has to act first.</summary>
    Never,

    /// <summary>A new command with a fresh price, at most <see cref="BridgeRetcodes.MaxFreshPriceTries"/> in all, within the deviation.</summary>
    FreshPrice,

    /// <summary>A new command after a wait.</summary>
    BackOff,

    /// <summary>It may have been carried out: look at orders, positions and deals first.</summary>
    LookUpFirst,
}

/// <summary>The retry policy of every retcode, as data (from MetaTrader's documentation of the codes).</summary>
public static class BridgeRetcodes
{
    /// <summary>Tries of one intent in all where the price had moved.</summary>
    public const int MaxFreshPriceTries = 3;

    private static readonly Dictionary<BridgeRetcode, BridgeRetry> Policy = new()
    {
        [BridgeRetcode.Placed] = BridgeRetry.Nothing,
        [BridgeRetcode.Done] = BridgeRetry.Nothing,
        [BridgeRetcode.DonePartial] = BridgeRetry.Nothing,
        [BridgeRetcode.NoChanges] = BridgeRetry.Never,
        [BridgeRetcode.Requote] = BridgeRetry.FreshPrice,
        [BridgeRetcode.PriceChanged] = BridgeRetry.FreshPrice,
        [BridgeRetcode.PriceOff] = BridgeRetry.FreshPrice,
        [BridgeRetcode.TooManyRequests] = BridgeRetry.BackOff,
        [BridgeRetcode.Error] = BridgeRetry.LookUpFirst,
        [BridgeRetcode.Timeout] = BridgeRetry.LookUpFirst,
        [BridgeRetcode.Connection] = BridgeRetry.LookUpFirst,
        [BridgeRetcode.Locked] = BridgeRetry.LookUpFirst,
        [BridgeRetcode.OrderChanged] = BridgeRetry.LookUpFirst,
        [BridgeRetcode.CloseOrderExists] = BridgeRetry.LookUpFirst,
        [BridgeRetcode.PositionClosed] = BridgeRetry.LookUpFirst,
    };

    /// <summary>Known codes that are not listed are final refusals; a code that nobody knows may mean anything.</summary>
    public static BridgeRetry RetryOf(BridgeRetcode retcode) => Policy.TryGetValue(retcode, out var retry) ? retry
        : Enum.IsDefined(retcode) ? BridgeRetry.Never
        : BridgeRetry.LookUpFirst;

    /// <summary>What a retcode says of a request. <see cref="BridgeRetcode.Placed"/> is an order that waits, not a fill.</summary>
    public static BridgeStatus StatusOf(BridgeRetcode retcode) => retcode switch
    {
        BridgeRetcode.Done => BridgeStatus.Done,
        BridgeRetcode.DonePartial => BridgeStatus.Partial,
        BridgeRetcode.Placed => BridgeStatus.Placed,
        _ => RetryOf(retcode) == BridgeRetry.LookUpFirst && retcode is not (BridgeRetcode.PositionClosed or BridgeRetcode.CloseOrderExists or BridgeRetcode.OrderChanged)
            ? BridgeStatus.Unknown
            : BridgeStatus.Rejected,
    };
}
