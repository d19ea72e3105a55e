using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Contract;

/// <summary>Bars as candles of the contract, prices in the instrument's precision.</summary>
public static class CandleViews
{
    private static readonly BarFlags[] KnownFlags = [BarFlags.Quiet, BarFlags.Filled, BarFlags.Gap, BarFlags.History];

    public static Candle Of(in Bar bar, Instrument instrument)
    {
        var digits = instrument.PriceDecimals;
        var flags = bar.Flags;
        return new Candle(
            OpenTime: bar.OpenTime,
            CloseTime: bar.CloseTime,
            Open: Math.Round(bar.Open, digits),
            High: Math.Round(bar.High, digits),
            Low: Math.Round(bar.Low, digits),
            Close: Math.Round(bar.Close, digits),
            Volume: bar.Volume,
            Ticks: bar.TickCount,
            Closed: true,
            Source: bar.Source.ToName(),
            Flags: [.. KnownFlags.Where(flag => (flags & flag) != 0).Select(flag => flag.ToString().ToLowerInvariant())]);
    }

    public static Candle Of(in FormingBar bar, Instrument instrument)
    {
        var digits = instrument.PriceDecimals;
        return new Candle(
            OpenTime: bar.OpenTime,
            CloseTime: bar.CloseTime,
            Open: Math.Round(bar.Open, digits),
            High: Math.Round(bar.High, digits),
            Low: Math.Round(bar.Low, digits),
            Close: Math.Round(bar.Close, digits),
            Volume: bar.Volume,
            Ticks: bar.TickCount,
            Closed: false,
            Source: bar.Source.ToName(),
            Flags: []);
    }
}
