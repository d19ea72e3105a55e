using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Mt5.Trading;

namespace TradingDesk.Core.Feeds.Simulation.ExpertAdvisor.Trading;

/// <summary>
/// The broker's side of trading: an account with positions, orders and deals, netting or hedging, filled at the quotes it is given. Prices in quote currency per unit,
/// volumes in lots, money in account currency. One thread.
/// </summary>
internal sealed partial class SimulatedTradeServer(SimulatedExpertAdvisorOptions options, IReadOnlyList<BrokerSymbol> symbols)
{
    private const int MaxDeals = 4_096;
    private const int MaxPositions = 200;
    private const decimal Leverage = 100m;

    private readonly decimal[] _bids = new decimal[symbols.Count];
    private readonly decimal[] _asks = new decimal[symbols.Count];
    private readonly List<HeldPosition> _positions = [];
    private readonly List<HeldOrder> _orders = [];
    private readonly List<HeldDeal> _deals = [];
    private long _lastTicket = 1_000;
    private long _lastServerDay = long.MinValue;
    private Timestamp _now;

    public bool IsHedging => options.MarginMode == BridgeMarginMode.Hedging;

    public IReadOnlyList<HeldPosition> Positions => _positions;

    public IReadOnlyList<HeldOrder> Orders => _orders;

    /// <summary>The newest deals, oldest first.</summary>
    public IReadOnlyList<HeldDeal> Deals => _deals;

    public bool IsEmpty => _positions.Count == 0 && _orders.Count == 0;

    /// <summary>Deals ever done.</summary>
    public long DealCount { get; private set; }

    public decimal Balance { get; private set; } = options.InitialBalance;

    public decimal Equity => Balance + _positions.Sum(position => ProfitOf(position, ExitPrice(position), position.Lots) + position.Swap);

    public decimal Margin => _positions.Sum(position => MarginOf(position.Symbol, position.Lots, position.OpenPrice));

    public decimal Bid(int symbol) => _bids[symbol];

    public decimal Ask(int symbol) => _asks[symbol];

    public decimal ProfitNow(HeldPosition position) => ProfitOf(position, ExitPrice(position), position.Lots);

    /// <summary>Sets the present quote without triggering anything.</summary>
    public void Quote(int symbol, decimal bid, decimal ask, Timestamp at) => (_bids[symbol], _asks[symbol], _now) = (bid, ask, Timestamp.Max(at, _now));

    public TradeReply Open(in TradeRequest request, decimal fraction, BridgeDealReason reason)
    {
        if (Invalid(request, ExecutionPrice(request.Symbol, request.Side)) is { } retcode)
        {
            return new TradeReply(retcode);
        }

        var lots = Math.Max(Math.Floor(request.Lots * fraction / symbols[request.Symbol].LotStep) * symbols[request.Symbol].LotStep, symbols[request.Symbol].MinLots);
        lots = Math.Min(lots, request.Lots);
        if (MarginOf(request.Symbol, lots, ExecutionPrice(request.Symbol, request.Side)) > Equity - Margin)
        {
            return new TradeReply(BridgeRetcode.NoMoney);
        }

        return Fill(request with { Lots = lots }, ++_lastTicket, reason) with { Retcode = lots < request.Lots ? BridgeRetcode.DonePartial : BridgeRetcode.Done };
    }

    public TradeReply Place(in TradeRequest request, PendingKind kind, decimal price, decimal stopLimit, Timestamp? until)
    {
        if (price <= 0 || (kind == PendingKind.StopLimit && stopLimit <= 0) || IsWrongSide(request, kind, price))
        {
            return new TradeReply(BridgeRetcode.InvalidPrice);
        }

        if (until <= _now)
        {
            return new TradeReply(BridgeRetcode.InvalidExpiration);
        }

        if (Invalid(request, kind == PendingKind.StopLimit ? stopLimit : price) is { } retcode)
        {
            return new TradeReply(retcode);
        }

        if (_orders.Count >= MaxPositions)
        {
            return new TradeReply(BridgeRetcode.LimitOrders);
        }

        var order = new HeldOrder { Ticket = ++_lastTicket, Request = request, Kind = kind, Price = price, StopLimit = stopLimit, PlacedAt = _now, Until = until };
        _orders.Add(order);
        return new TradeReply(BridgeRetcode.Placed) { Order = order.Ticket, Lots = request.Lots, Price = price };
    }

    public TradeReply Modify(long ticket, decimal stopLoss, decimal takeProfit)
    {
        if (_positions.Find(position => position.Ticket == ticket) is not { } position)
        {
            return new TradeReply(BridgeRetcode.PositionClosed);
        }

        if (position.StopLoss == stopLoss && position.TakeProfit == takeProfit)
        {
            return new TradeReply(BridgeRetcode.NoChanges);
        }

        if (!AreStopsValid(position.Symbol, position.Side, ExitPrice(position), stopLoss, takeProfit))
        {
            return new TradeReply(BridgeRetcode.InvalidStops);
        }

        (position.StopLoss, position.TakeProfit) = (stopLoss, takeProfit);
        return new TradeReply(BridgeRetcode.Done) { Position = ticket };
    }

    /// <param name="lots">Zero for all.</param>
    public TradeReply Close(long ticket, decimal lots, decimal fraction, string comment)
    {
        if (_positions.Find(position => position.Ticket == ticket) is not { } position)
        {
            return new TradeReply(BridgeRetcode.PositionClosed);
        }

        var step = symbols[position.Symbol].LotStep;
        var wanted = lots == 0 ? position.Lots : lots;
        if (wanted > position.Lots || wanted % step != 0)
        {
            return new TradeReply(BridgeRetcode.InvalidCloseVolume);
        }

        var part = fraction < 1 ? Math.Max(Math.Floor(wanted * fraction / step) * step, step) : wanted;
        var deal = Reduce(position, part, ExitPrice(position), ++_lastTicket, BridgeDealEntry.Out, BridgeDealReason.Expert, comment);
        return new TradeReply(part < wanted ? BridgeRetcode.DonePartial : BridgeRetcode.Done)
        {
            Order = deal.Order,
            Deal = deal.Ticket,
            Position = ticket,
            Lots = part,
            Price = deal.Price,
        };
    }

    public TradeReply CloseBy(long ticket, long byTicket, string comment)
    {
        var (position, by) = (_positions.Find(held => held.Ticket == ticket), _positions.Find(held => held.Ticket == byTicket));
        if (!IsHedging || position is null || by is null || position.Symbol != by.Symbol || position.Side == by.Side)
        {
            return new TradeReply(IsHedging ? BridgeRetcode.PositionClosed : BridgeRetcode.HedgeProhibited);
        }

        var lots = Math.Min(position.Lots, by.Lots);
        var order = ++_lastTicket;
        var deal = Reduce(position, lots, by.OpenPrice, order, BridgeDealEntry.OutBy, BridgeDealReason.Expert, comment);
        Reduce(by, lots, by.OpenPrice, order, BridgeDealEntry.OutBy, BridgeDealReason.Expert, comment);
        return new TradeReply(BridgeRetcode.Done) { Order = order, Deal = deal.Ticket, Position = ticket, Lots = lots, Price = deal.Price };
    }

    public TradeReply Cancel(long ticket) => _orders.RemoveAll(order => order.Ticket == ticket) > 0
        ? new TradeReply(BridgeRetcode.Done) { Order = ticket }
        : new TradeReply(BridgeRetcode.InvalidOrder);

    public TradeReply ModifyOrder(long ticket, decimal price, decimal stopLimit, decimal stopLoss, decimal takeProfit, Timestamp? until)
    {
        if (_orders.Find(order => order.Ticket == ticket) is not { } order)
        {
            return new TradeReply(BridgeRetcode.InvalidOrder);
        }

        var request = order.Request with { StopLoss = stopLoss, TakeProfit = takeProfit };
        if (price <= 0 || IsWrongSide(request, order.Kind, price))
        {
            return new TradeReply(BridgeRetcode.InvalidPrice);
        }

        if (Invalid(request, order.Kind == PendingKind.StopLimit ? stopLimit : price) is { } retcode)
        {
            return new TradeReply(retcode);
        }

        (order.Request, order.Price, order.StopLimit, order.Until) = (request, price, stopLimit, until);
        return new TradeReply(BridgeRetcode.Done) { Order = ticket, Price = price };
    }

    public TradeReply CloseAll(int? symbol, long? magic, string comment)
    {
        var closed = _orders.RemoveAll(order => Fits(order.Request.Symbol, order.Request.Magic));
        foreach (var position in _positions.Where(position => Fits(position.Symbol, position.Magic)).ToList())
        {
            Reduce(position, position.Lots, ExitPrice(position), ++_lastTicket, BridgeDealEntry.Out, BridgeDealReason.Expert, comment);
            closed++;
        }

        return new TradeReply(BridgeRetcode.Done) { Closed = closed, Left = 0 };

        bool Fits(int itsSymbol, long itsMagic) => (symbol is null || symbol == itsSymbol) && (magic is null || magic == itsMagic);
    }

    private decimal ExecutionPrice(int symbol, Side side) => side == Side.Buy ? _asks[symbol] : _bids[symbol];

    private decimal ExitPrice(HeldPosition position) => ExecutionPrice(position.Symbol, position.Side.Opposite());

    private decimal MarginOf(int symbol, decimal lots, decimal price) => symbols[symbol].ContractSize * lots * price * symbols[symbol].AccountPerProfit / Leverage;

    private decimal ProfitOf(HeldPosition position, decimal price, decimal lots) =>
        (price - position.OpenPrice) * position.Side.Sign() * symbols[position.Symbol].ContractSize * lots * symbols[position.Symbol].AccountPerProfit;

    /// <summary>A limit order lies on the good side of the market, a stop on the bad one.</summary>
    private bool IsWrongSide(in TradeRequest request, PendingKind kind, decimal price)
    {
        var market = ExecutionPrice(request.Symbol, request.Side);
        var isAbove = price > market;
        return (request.Side == Side.Buy) == (kind == PendingKind.Limit) ? isAbove : !isAbove && price != market;
    }

    private BridgeRetcode? Invalid(in TradeRequest request, decimal entry)
    {
        var symbol = symbols[request.Symbol];
        return _bids[request.Symbol] <= 0 ? BridgeRetcode.PriceOff
            : request.Lots < symbol.MinLots || request.Lots > symbol.MaxLots || request.Lots % symbol.LotStep != 0 ? BridgeRetcode.InvalidVolume
            : !AreStopsValid(request.Symbol, request.Side, entry, request.StopLoss, request.TakeProfit) ? BridgeRetcode.InvalidStops
            : _positions.Count >= MaxPositions ? BridgeRetcode.LimitPositions
            : null;
    }

    private bool AreStopsValid(int symbol, Side side, decimal price, decimal stopLoss, decimal takeProfit)
    {
        var least = options.StopsLevelPoints * symbols[symbol].Point;
        var sign = side.Sign();
        return (stopLoss == 0 || (price - stopLoss) * sign >= least && (price - stopLoss) * sign > 0)
            && (takeProfit == 0 || (takeProfit - price) * sign >= least && (takeProfit - price) * sign > 0);
    }
}
