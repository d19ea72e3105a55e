namespace TradingDesk.Core.Feeds.Simulation;

/// <summary>
/// A bar as the exact aggregation of simulated ticks: trades on Binance, bids at the broker. Prices in ticks, volumes in steps, turnover in
/// ticks × steps: whole numbers, so that every way of asking gives the same digits. <see cref="TickCount"/> 0 means that nothing happened.
/// </summary>
public record struct SimulatedBar
{
    public int Open { get; set; }

    public int High { get; set; }

    public int Low { get; set; }

    public int Close { get; set; }

    /// <summary>Aggregate trades on Binance, quotes at the broker (MetaTrader's tick volume).</summary>
    public int TickCount { get; set; }

    public long Volume { get; set; }

    public long TakerBuyVolume { get; set; }

    public long Turnover { get; set; }

    public long TakerBuyTurnover { get; set; }

    internal void AddTrade(in SimulatedTrade trade)
    {
        AddPrice((int)trade.PriceTicks);
        var turnover = checked(trade.PriceTicks * trade.Quantity);
        Volume += trade.Quantity;
        Turnover += turnover;
        if (!trade.IsBuyerMaker)
        {
            TakerBuyVolume += trade.Quantity;
            TakerBuyTurnover += turnover;
        }
    }

    internal void AddPrice(int ticks)
    {
        if (TickCount++ == 0)
        {
            Open = High = Low = ticks;
        }
        else if (ticks > High)
        {
            High = ticks;
        }
        else if (ticks < Low)
        {
            Low = ticks;
        }

        Close = ticks;
    }

    /// <summary>Puts a later bar behind this one.</summary>
    internal void AddBar(in SimulatedBar later)
    {
        if (later.TickCount == 0)
        {
            return;
        }

        if (TickCount == 0)
        {
            this = later;
            return;
        }

        High = Math.Max(High, later.High);
        Low = Math.Min(Low, later.Low);
        Close = later.Close;
        TickCount += later.TickCount;
        Volume += later.Volume;
        TakerBuyVolume += later.TakerBuyVolume;
        Turnover = checked(Turnover + later.Turnover);
        TakerBuyTurnover += later.TakerBuyTurnover;
    }
}
