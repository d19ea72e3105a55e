using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Mt5.Trading;

namespace TradingDesk.Core.Feeds.Simulation.ExpertAdvisor.Trading;

/// <summary>The Expert Advisor's own hard limits, which hold whatever the desk asks for. They concern what opens, never what closes.</summary>
internal sealed class AdvisorLimits(SimulatedExpertAdvisorOptions options, SimulatedTradeServer server)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Queue<Timestamp> _orders = new();
    private long _day = long.MinValue;
    private decimal _equityAtStart;

    /// <summary>Why an order of <paramref name="lots"/> is refused, or <see langword="null"/>. One that is not refused counts.</summary>
    public (string Code, string Message)? Refuse(decimal lots, Timestamp now, bool isDeskSilent)
    {
        var day = now.UnixSeconds / 86_400;
        if (day != _day)
        {
            (_day, _equityAtStart) = (day, server.Equity);
        }

        while (_orders.TryPeek(out var oldest) && now - oldest >= Minute)
        {
            _orders.Dequeue();
        }

        (string, string)? refusal = isDeskSilent ? (BridgeRefusals.NotAllowed, "the desk was silent")
            : !options.IsDemo && !options.AllowReal ? (BridgeRefusals.NotAllowed, "real account")
            : lots > options.MaxLotsPerOrder ? (BridgeRefusals.Limit, "lots per order")
            : server.Positions.Sum(position => position.Lots) + server.Orders.Sum(order => order.Request.Lots) + lots > options.MaxTotalLots ? (BridgeRefusals.Limit, "total lots")
            : _orders.Count >= options.MaxOrdersPerMinute ? (BridgeRefusals.Limit, "orders per minute")
            : _equityAtStart - server.Equity >= options.MaxDailyLoss ? (BridgeRefusals.Limit, "daily loss")
            : null;
        if (refusal is null)
        {
            _orders.Enqueue(now);
        }

        return refusal;
    }
}
