using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Simulation.ExpertAdvisor;

/// <summary>A symbol as the simulated broker offers it. Prices in quote currency per unit, volumes in lots.</summary>
/// <param name="Name">The broker's name, such as <c>XAUUSDm</c>.</param>
/// <param name="AccountPerProfit">Account currency per unit of the profit currency; positive.</param>
public sealed record BrokerSymbol(string Name, int Digits, decimal ContractSize, decimal MinLots, decimal MaxLots, decimal LotStep, string ProfitCurrency, string MarginCurrency,
    decimal AccountPerProfit = 1m)
{
    /// <summary>The smallest price step.</summary>
    public decimal Point => new(1, 0, 0, isNegative: false, scale: (byte)Digits);
}

/// <summary>One quote of the broker; several may share a millisecond.</summary>
public readonly record struct BrokerTick(Timestamp At, double Bid, double Ask);

/// <summary>A bar of bid prices; <paramref name="TickVolume"/> counts its quotes.</summary>
public readonly record struct BrokerBar(Timestamp OpenTime, double Open, double High, double Low, double Close, int TickVolume, int SpreadPoints);

/// <summary>
/// What a terminal knows of its market, asked by instants in UTC. The same question always has the same answer. Called by one thread at a time;
/// asking for what lies beyond the present is the caller's mistake.
/// </summary>
public interface ISimulatedBroker
{
    IReadOnlyList<BrokerSymbol> Symbols { get; }

    /// <summary>Adds the ticks of [from, to) in their order.</summary>
    void CopyTicks(int symbol, Timestamp from, Timestamp to, List<BrokerTick> ticks);

    /// <summary>Adds the bars that open in [from, to), oldest first; intervals without a tick have none. Timeframes M1 to H1, on UTC boundaries.</summary>
    void CopyBars(int symbol, Timeframe timeframe, Timestamp from, Timestamp to, List<BrokerBar> bars);
}
