using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Simulation.ExpertAdvisor;

namespace TradingDesk.Tests.Feeds.Mt5;

/// <summary>A market that is a pure function of time: about twelve ticks a second and symbol, many of them sharing a millisecond.</summary>
internal sealed class FakeBroker : ISimulatedBroker
{
    private const long SlotMicroseconds = 100_000;

    public IReadOnlyList<BrokerSymbol> Symbols { get; init; } =
    [
        new("XAUUSDm", Digits: 2, ContractSize: 100, MinLots: 0.01m, MaxLots: 50, LotStep: 0.01m, ProfitCurrency: "USD", MarginCurrency: "XAU"),
        new("GBPJPYm", Digits: 3, ContractSize: 100_000, MinLots: 0.01m, MaxLots: 50, LotStep: 0.01m, ProfitCurrency: "JPY", MarginCurrency: "GBP", AccountPerProfit: 0.0067m),
    ];

    public void CopyTicks(int symbol, Timestamp from, Timestamp to, List<BrokerTick> ticks)
    {
        for (var slot = from.UnixMicroseconds / SlotMicroseconds; slot * SlotMicroseconds < to.UnixMicroseconds; slot++)
        {
            var bits = Hash(slot, symbol);
            var at = (slot * SlotMicroseconds) + (long)(bits % 90_000);
            for (var i = 0; i < (int)(bits >> 20 & 3); i++)
            {
                var when = new Timestamp(at + (i * 400));
                if (when >= from && when < to)
                {
                    ticks.Add(Quote(symbol, when, bits + (ulong)i));
                }
            }
        }
    }

    public void CopyBars(int symbol, Timeframe timeframe, Timestamp from, Timestamp to, List<BrokerBar> bars)
    {
        for (var open = timeframe.Floor(from); open < to; open += timeframe.Duration())
        {
            if (open >= from)
            {
                var price = Quote(symbol, open, Hash(open.UnixSeconds, symbol)).Bid;
                bars.Add(new BrokerBar(open, Open: price, High: price + 1, Low: price - 1, Close: price, TickVolume: 10, SpreadPoints: 2));
            }
        }
    }

    private static BrokerTick Quote(int symbol, Timestamp at, ulong bits)
    {
        var (anchor, step) = symbol == 0 ? (2_400.0, 0.01) : (195.0, 0.001);
        var bid = Math.Round(anchor + (step * (bits % 500)), 3);
        return new BrokerTick(at, bid, Math.Round(bid + (step * 20), 3));
    }

    private static ulong Hash(long slot, int symbol)
    {
        var value = (ulong)slot * 0x9E3779B97F4A7C15UL + (ulong)symbol * 0xD1342543DE82EF95UL;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }
}
