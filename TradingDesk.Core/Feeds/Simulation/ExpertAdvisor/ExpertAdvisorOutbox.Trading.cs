using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Mt5.Trading;
using TradingDesk.Core.Feeds.Simulation.ExpertAdvisor.Trading;

namespace TradingDesk.Core.Feeds.Simulation.ExpertAdvisor;

/// <summary>Lines about the account and its trades.</summary>
internal sealed partial class ExpertAdvisorOutbox
{
    /// <summary>Positions, orders and deals of one line of a listing.</summary>
    private const int ListedPerLine = 100;

    public void AddAccount(SimulatedTradeServer server)
    {
        var (equity, margin) = (server.Equity, server.Margin);
        Begin("acct");
        _json.WriteNumber("bal", decimal.Round(server.Balance, 2));
        _json.WriteNumber("eq", decimal.Round(equity, 2));
        _json.WriteNumber("margin", decimal.Round(margin, 2));
        _json.WriteNumber("free", decimal.Round(equity - margin, 2));
        _json.WriteNumber("credit", 0);
        _json.WriteBoolean("tradeAllowed", true);
        End();
    }

    /// <summary>Positions and orders, and the deals since an instant; in several lines where they are many.</summary>
    public void AddSnapshot(SimulatedTradeServer server, IReadOnlyList<BrokerSymbol> symbols, string? id, Timestamp? dealsFrom)
    {
        var deals = dealsFrom is { } from ? server.Deals.Where(deal => deal.At >= from).TakeLast(BridgeBoard.MaxDeals).ToList() : [];
        var lines = Math.Max(1, (Math.Max(Math.Max(server.Positions.Count, server.Orders.Count), deals.Count) + ListedPerLine - 1) / ListedPerLine);
        for (var line = 0; line < lines; line++)
        {
            Begin("snap");
            if (id is not null)
            {
                _json.WriteString("id", id);
            }

            _json.WriteBoolean("more", line < lines - 1);
            _json.WriteStartArray("pos");
            foreach (var position in server.Positions.Skip(line * ListedPerLine).Take(ListedPerLine))
            {
                WritePosition(server, position, symbols[position.Symbol].Name);
            }

            _json.WriteEndArray();
            _json.WriteStartArray("ord");
            foreach (var order in server.Orders.Skip(line * ListedPerLine).Take(ListedPerLine))
            {
                WriteOrder(order, symbols[order.Request.Symbol].Name);
            }

            _json.WriteEndArray();
            _json.WriteStartArray("deals");
            foreach (var deal in deals.Skip(line * ListedPerLine).Take(ListedPerLine))
            {
                _json.WriteStartObject();
                WriteDeal(deal, symbols[deal.Symbol].Name);
                _json.WriteEndObject();
            }

            _json.WriteEndArray();
            End();
        }
    }

    public void AddDeal(HeldDeal deal, BrokerSymbol symbol)
    {
        Begin("deal");
        WriteDeal(deal, symbol.Name);
        End();
    }

    public void AddAck(string id)
    {
        Begin("ack");
        _json.WriteString("id", id);
        End();
    }

    public void AddResult(string id, TradeReply reply, decimal bid, decimal ask, bool isRepeated)
    {
        Begin("res");
        _json.WriteString("id", id);
        _json.WriteBoolean("ok", BridgeRetcodes.RetryOf(reply.Retcode) == BridgeRetry.Nothing);
        _json.WriteNumber("rc", (int)reply.Retcode);
        WriteTicket("ord", reply.Order);
        WriteTicket("deal", reply.Deal);
        WriteTicket("pos", reply.Position);
        _json.WriteNumber("vol", reply.Lots);
        _json.WriteNumber("price", reply.Price);
        _json.WriteNumber("bid", bid);
        _json.WriteNumber("ask", ask);
        _json.WriteNumber("ms", 0);
        if (reply.Closed is { } closed)
        {
            _json.WriteNumber("n", closed);
            _json.WriteNumber("left", reply.Left ?? 0);
        }

        if (isRepeated)
        {
            _json.WriteBoolean("dup", true);
        }

        End();
    }

    private void WritePosition(SimulatedTradeServer server, HeldPosition position, string symbol)
    {
        _json.WriteStartObject();
        WriteTicket("id", position.Ticket);
        _json.WriteString("s", symbol);
        WriteSide(position.Side);
        _json.WriteNumber("vol", position.Lots);
        _json.WriteNumber("po", decimal.Round(position.OpenPrice, 8));
        _json.WriteNumber("sl", position.StopLoss);
        _json.WriteNumber("tp", position.TakeProfit);
        _json.WriteNumber("pr", decimal.Round(server.ProfitNow(position), 2));
        _json.WriteNumber("sw", decimal.Round(position.Swap, 2));
        WriteTime(position.OpenedAt);
        _json.WriteNumber("magic", position.Magic);
        _json.WriteString("c", position.Comment);
        _json.WriteEndObject();
    }

    private void WriteOrder(HeldOrder order, string symbol)
    {
        _json.WriteStartObject();
        WriteTicket("id", order.Ticket);
        _json.WriteString("s", symbol);
        WriteSide(order.Request.Side);
        _json.WriteString("type", order.Kind.ToString().ToLowerInvariant());
        _json.WriteNumber("vol", order.Request.Lots);
        _json.WriteNumber("price", order.Price);
        _json.WriteNumber("slimit", order.Kind == PendingKind.StopLimit ? order.StopLimit : 0);
        _json.WriteNumber("sl", order.Request.StopLoss);
        _json.WriteNumber("tp", order.Request.TakeProfit);
        WriteTime(order.PlacedAt);
        _json.WriteNumber("magic", order.Request.Magic);
        _json.WriteString("c", order.Request.Comment);
        _json.WriteEndObject();
    }

    private void WriteDeal(HeldDeal deal, string symbol)
    {
        WriteTicket("deal", deal.Ticket);
        WriteTicket("pos", deal.Position);
        WriteTicket("ord", deal.Order);
        _json.WriteString("s", symbol);
        WriteSide(deal.Side);
        _json.WriteString("entry", deal.Entry.ToString().ToLowerInvariant());
        _json.WriteNumber("vol", deal.Lots);
        _json.WriteNumber("price", deal.Price);
        _json.WriteNumber("pr", deal.Profit);
        _json.WriteNumber("com", deal.Commission);
        _json.WriteNumber("sw", deal.Swap);
        _json.WriteString("reason", deal.Reason switch
        {
            BridgeDealReason.StopLoss => "sl",
            BridgeDealReason.TakeProfit => "tp",
            BridgeDealReason.StopOut => "so",
            BridgeDealReason.Client => "client",
            _ => "expert",
        });
        _json.WriteNumber("magic", deal.Magic);
        _json.WriteString("c", deal.Comment);
        WriteTime(deal.At);
    }

    private void WriteTicket(string name, long ticket) => _json.WriteString(name, ticket.ToString(System.Globalization.CultureInfo.InvariantCulture));

    private void WriteSide(Side side) => _json.WriteString("side", side == Side.Buy ? "buy" : "sell");

    private void WriteTime(Timestamp at) => _json.WriteNumber("tm", serverClock.ToServer(at.UnixMilliseconds));
}
