using System.Globalization;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Risk;

namespace TradingDesk.Core.Execution;

/// <summary>
/// A broker that fills against the quotes that the desk sees: buys at the ask, sells at the bid, the first quote after the latency, slippage against the
/// order, fees in the account's currency. Stops fill at the quote that passed them (gaps included), targets at their own price.
/// </summary>
public sealed class PaperBroker : IBroker
{
    private readonly PaperBrokerOptions _options;
    private readonly IReadOnlyDictionary<Symbol, Instrument> _instruments;
    private readonly List<Order> _working = [];
    private long _lastOrder;
    private long _lastFill;
    private long _lastPosition;

    public PaperBroker(PaperBrokerOptions options, IReadOnlyList<Instrument> instruments, Money initialBalance)
    {
        _options = options;
        _instruments = instruments.ToDictionary(i => i.Symbol);
        Book = new PositionBook(initialBalance);
    }

    public PositionBook Book { get; }

    /// <summary>Orders that wait for their fill.</summary>
    public IReadOnlyList<Order> Working => _working;

    /// <summary>True where a quote of this instrument could fill or close something.</summary>
    public bool HasInterest(Symbol symbol)
    {
        foreach (var order in _working)
        {
            if (order.Symbol == symbol)
            {
                return true;
            }
        }

        return Book.CountIn(symbol) > 0;
    }

    public int WorkingEntriesIn(Symbol? symbol)
    {
        var count = 0;
        foreach (var order in _working)
        {
            count += !order.ReduceOnly && (symbol is null || order.Symbol == symbol) ? 1 : 0;
        }

        return count;
    }

    /// <summary>Takes up what a former run left: working orders go on waiting, numbers go on counting.</summary>
    public void Restore(Money balance, IReadOnlyList<Position> positions, IReadOnlyList<Order> working, long lastOrder, long lastFill, long lastPosition)
    {
        Book.Restore(balance, positions);
        _working.Clear();
        _working.AddRange(working);
        (_lastOrder, _lastFill, _lastPosition) = (lastOrder, lastFill, lastPosition);
    }

    /// <summary>The id that the next order will get.</summary>
    public string NextOrderId => OrderId(_lastOrder + 1);

    public string Submit(ApprovedOrder order, Timestamp at, IExecutionSink sink)
    {
        var id = OrderId(++_lastOrder);
        var accepted = new Order(id, order.Symbol, order.Side, order.Quantity, order.ReduceOnly, order.PositionId, order.Stop, order.Target, OrderState.Accepted, order.Reason, order.TraceId, at, at);
        _working.Add(accepted);
        sink.OnOrder(accepted, at);
        return id;
    }

    public void CancelWorkingEntries(string reason, Timestamp at, IExecutionSink sink)
    {
        for (var i = _working.Count - 1; i >= 0; i--)
        {
            if (!_working[i].ReduceOnly)
            {
                sink.OnOrder(_working[i] with { State = OrderState.Cancelled, Reason = reason, UpdatedAt = at }, at);
                _working.RemoveAt(i);
            }
        }
    }

    /// <summary>Takes a quote of the instrument's primary venue: fills what waits, then checks stops and targets.</summary>
    public void OnQuote(Instrument instrument, double bid, double ask, Timestamp at, IExecutionSink sink)
    {
        var earliest = at - TimeSpan.FromMilliseconds(_options.LatencyMilliseconds);
        for (var i = 0; i < _working.Count;)
        {
            var order = _working[i];
            if (order.Symbol != instrument.Symbol || order.CreatedAt > earliest)
            {
                i++;
                continue;
            }

            _working.RemoveAt(i);
            Execute(order, instrument, bid, ask, at, sink);
        }

        for (var i = Book.Open.Count - 1; i >= 0; i--)
        {
            var position = Book.Open[i];
            if (position.Symbol == instrument.Symbol)
            {
                CheckExit(position, instrument, bid, ask, at, sink);
            }
        }
    }

    private void Execute(Order order, Instrument instrument, double bid, double ask, Timestamp at, IExecutionSink sink)
    {
        var price = MarketPrice(instrument, order.Side, bid, ask, out var slippage);
        if (order.ReduceOnly)
        {
            if (Book.Find(order.PositionId!) is not { } position)
            {
                sink.OnOrder(order with { State = OrderState.Cancelled, Reason = "the position is closed already", UpdatedAt = at }, at);
                return;
            }

            Close(position, instrument, order, price, slippage, order.Reason, at, sink);
            return;
        }

        var fee = Fee(instrument, price, order.Quantity);
        var id = string.Create(CultureInfo.InvariantCulture, $"P{++_lastPosition}");
        var risk = instrument.ValueOf(Math.Abs(price - order.Stop!.Value), order.Quantity);
        var opened = new Position(id, order.Symbol, order.Side, order.Quantity, price, order.Stop!.Value, order.Target!.Value, risk, fee, order.TraceId, at);
        Book.Opened(opened);
        sink.OnOrder(order with { State = OrderState.Filled, UpdatedAt = at }, at);
        var cost = instrument.ValueOf(slippage, order.Quantity).RoundToCents();
        sink.OnFill(new Fill(NextFillId(), order.OrderId, id, order.Symbol, order.Side, FillEntry.In, order.Quantity, price, fee, cost, order.Reason, order.TraceId, at), opened, trade: null, Book.Balance, at);
    }

    private void CheckExit(Position position, Instrument instrument, double bid, double ask, Timestamp at, IExecutionSink sink)
    {
        var sign = position.Side.Sign();
        var quote = position.Side == Side.Buy ? bid : ask;
        var exitSide = position.Side.Opposite();
        if (sign * (quote - (double)position.Stop.Value) <= 0)
        {
            var price = MarketPrice(instrument, exitSide, bid, ask, out var slippage);
            Close(position, instrument, ExitOrder(position, "stop", at), price, slippage, "stop", at, sink);
        }
        else if (sign * (quote - (double)position.Target.Value) >= 0)
        {
            Close(position, instrument, ExitOrder(position, "target", at), position.Target, slippage: 0m, "target", at, sink);
        }
    }

    /// <summary>The order that a broker's server-side stop or target stands for; it is recorded only as filled.</summary>
    private Order ExitOrder(Position position, string reason, Timestamp at) =>
        new(OrderId(++_lastOrder), position.Symbol, position.Side.Opposite(), position.Quantity, ReduceOnly: true, position.PositionId, Stop: null, Target: null, OrderState.Accepted, reason, position.TraceId, at, at);

    private void Close(Position position, Instrument instrument, Order order, Price price, decimal slippage, string reason, Timestamp at, IExecutionSink sink)
    {
        var fee = Fee(instrument, price, position.Quantity);
        var trade = Book.Closed(position, instrument, price, fee, reason, at);
        sink.OnOrder(order with { State = OrderState.Filled, UpdatedAt = at }, at);
        var cost = instrument.ValueOf(slippage, position.Quantity).RoundToCents();
        sink.OnFill(new Fill(NextFillId(), order.OrderId, position.PositionId, position.Symbol, order.Side, FillEntry.Out, position.Quantity, price, fee, cost, reason, position.TraceId, at), position: null, trade, Book.Balance, at);
    }

    /// <summary>The price that a market order gets: the far side of the quote plus slippage, on the tick grid, rounded against the order.</summary>
    private Price MarketPrice(Instrument instrument, Side side, double bid, double ask, out decimal slippage)
    {
        var slip = Math.Max(0, ask - bid) * _options.SlippageSpreadFraction;
        var quote = side == Side.Buy ? ask : bid;
        var price = instrument.RoundToTick(quote + (side.Sign() * slip), side == Side.Buy ? RoundingDirection.Up : RoundingDirection.Down);
        slippage = Math.Abs(price.Value - (decimal)quote);
        return price;
    }

    private Money Fee(Instrument instrument, Price price, Quantity quantity) =>
        (instrument.ValueOf(price.Value, quantity) * (decimal)_options.FeeFractionOfNotional).RoundToCents();

    private static string OrderId(long number) => string.Create(CultureInfo.InvariantCulture, $"O{number}");

    private string NextFillId() => string.Create(CultureInfo.InvariantCulture, $"F{++_lastFill}");

    /// <summary>The running numbers given out so far: orders, fills, positions.</summary>
    public (long Order, long Fill, long Position) Numbers => (_lastOrder, _lastFill, _lastPosition);
}
