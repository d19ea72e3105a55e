using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Mt5.Trading;

namespace TradingDesk.Core.Feeds.Simulation.ExpertAdvisor.Trading;

/// <summary>What the market does to the account: fills, stops, targets, swaps.</summary>
internal sealed partial class SimulatedTradeServer
{
    /// <summary>Takes a quote: stops and targets first, then waiting orders. A gap fills at its far side.</summary>
    public void OnQuote(int symbol, decimal bid, decimal ask, Timestamp at, long serverDay)
    {
        Quote(symbol, bid, ask, at);
        ChargeSwap(serverDay);
        foreach (var position in _positions.Where(position => position.Symbol == symbol).ToList())
        {
            var price = ExitPrice(position);
            var sign = position.Side.Sign();
            if (position.StopLoss > 0 && (price - position.StopLoss) * sign <= 0)
            {
                Reduce(position, position.Lots, price, ++_lastTicket, BridgeDealEntry.Out, BridgeDealReason.StopLoss, "sl");
            }
            else if (position.TakeProfit > 0 && (price - position.TakeProfit) * sign >= 0)
            {
                Reduce(position, position.Lots, price, ++_lastTicket, BridgeDealEntry.Out, BridgeDealReason.TakeProfit, "tp");
            }
        }

        foreach (var order in _orders.Where(order => order.Request.Symbol == symbol).ToList())
        {
            Trigger(order);
        }
    }

    private void Trigger(HeldOrder order)
    {
        if (order.Until <= _now)
        {
            _orders.Remove(order);
            return;
        }

        var distance = (ExecutionPrice(order.Request.Symbol, order.Request.Side) - order.Price) * order.Request.Side.Sign();
        if (order.Kind == PendingKind.Limit ? distance > 0 : distance < 0)
        {
            return;
        }

        if (order.Kind == PendingKind.StopLimit)
        {
            (order.Kind, order.Price) = (PendingKind.Limit, order.StopLimit);
            return;
        }

        _orders.Remove(order);
        Fill(order.Request, order.Ticket, BridgeDealReason.Expert);
    }

    /// <summary>At the server's midnight; three nights on Wednesday are the broker's custom and not played.</summary>
    private void ChargeSwap(long serverDay)
    {
        if (_lastServerDay != long.MinValue && serverDay > _lastServerDay)
        {
            foreach (var position in _positions)
            {
                position.Swap += (position.Side == Side.Buy ? options.SwapLongPerLot : options.SwapShortPerLot) * position.Lots * (serverDay - _lastServerDay);
            }
        }

        _lastServerDay = Math.Max(_lastServerDay, serverDay);
    }

    private TradeReply Fill(in TradeRequest request, long order, BridgeDealReason reason)
    {
        var price = ExecutionPrice(request.Symbol, request.Side);
        var (symbol, side) = (request.Symbol, request.Side);
        if (!IsHedging && _positions.Find(held => held.Symbol == symbol) is { } net)
        {
            return side == net.Side ? Increase(net, request, price, order, reason) : TurnOrReduce(net, request, price, order, reason);
        }

        var position = new HeldPosition
        {
            Ticket = order,
            Symbol = symbol,
            Side = side,
            Lots = request.Lots,
            OpenPrice = price,
            StopLoss = request.StopLoss,
            TakeProfit = request.TakeProfit,
            OpenedAt = _now,
            Magic = request.Magic,
            Comment = request.Comment,
        };
        _positions.Add(position);
        return Reply(AddDeal(position, side, BridgeDealEntry.In, request.Lots, price, profit: 0, swap: 0, order, reason, request.Magic, request.Comment));
    }

    private TradeReply Increase(HeldPosition net, in TradeRequest request, decimal price, long order, BridgeDealReason reason)
    {
        net.OpenPrice = ((net.OpenPrice * net.Lots) + (price * request.Lots)) / (net.Lots + request.Lots);
        net.Lots += request.Lots;
        (net.StopLoss, net.TakeProfit) = (request.StopLoss, request.TakeProfit);
        return Reply(AddDeal(net, request.Side, BridgeDealEntry.In, request.Lots, price, profit: 0, swap: 0, order, reason, request.Magic, request.Comment));
    }

    private TradeReply TurnOrReduce(HeldPosition net, in TradeRequest request, decimal price, long order, BridgeDealReason reason)
    {
        if (request.Lots <= net.Lots)
        {
            return Reply(Reduce(net, request.Lots, price, order, BridgeDealEntry.Out, reason, request.Comment));
        }

        var profit = ProfitOf(net, price, net.Lots);
        var swap = net.Swap;
        (net.Side, net.Lots, net.OpenPrice, net.Swap) = (request.Side, request.Lots - net.Lots, price, 0);
        (net.StopLoss, net.TakeProfit) = (request.StopLoss, request.TakeProfit);
        return Reply(AddDeal(net, request.Side, BridgeDealEntry.InOut, request.Lots, price, profit, swap, order, reason, request.Magic, request.Comment));
    }

    private HeldDeal Reduce(HeldPosition position, decimal lots, decimal price, long order, BridgeDealEntry entry, BridgeDealReason reason, string comment)
    {
        var swap = position.Swap * lots / position.Lots;
        var profit = ProfitOf(position, price, lots);
        var deal = AddDeal(position, position.Side.Opposite(), entry, lots, price, profit, swap, order, reason, position.Magic, comment);
        position.Swap -= swap;
        position.Lots -= lots;
        if (position.Lots == 0)
        {
            _positions.Remove(position);
        }

        return deal;
    }

    private HeldDeal AddDeal(
        HeldPosition position, Side side, BridgeDealEntry entry, decimal lots, decimal price, decimal profit, decimal swap, long order, BridgeDealReason reason, long magic, string comment)
    {
        var commission = decimal.Round(-options.CommissionPerLot * lots, 2);
        (profit, swap) = (decimal.Round(profit, 2), decimal.Round(swap, 2));
        var deal = new HeldDeal(++_lastTicket, position.Ticket, order, position.Symbol, side, entry, lots, price, profit, commission, swap, reason, magic, comment, _now);
        if (_deals.Count == MaxDeals)
        {
            _deals.RemoveAt(0);
        }

        _deals.Add(deal);
        DealCount++;
        Balance += profit + swap + commission;
        return deal;
    }

    private static TradeReply Reply(HeldDeal deal) => new(BridgeRetcode.Done) { Order = deal.Order, Deal = deal.Ticket, Position = deal.Position, Lots = deal.Lots, Price = deal.Price };
}
