using System.Text.Json;
using TradingDesk.Core.Bars.Fusion;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Storage.Tables;

namespace TradingDesk.Core.Pipeline.Views;

/// <summary>Fused M5 candles in the contract's shapes, prices in the instrument's precision.</summary>
public static class M5Views
{
    public static M5CandleView Of(M5Candle candle, Instrument instrument) => Rounded(M5CandleTable.ViewOf(candle), instrument);

    /// <summary>Volumes, ATR and VWAP are measures and keep one digit more than a price.</summary>
    public static M5CandleView Rounded(M5CandleView view, Instrument instrument)
    {
        var digits = instrument.PriceDecimals;
        return view with
        {
            Open = Math.Round(view.Open, digits),
            High = Math.Round(view.High, digits),
            Low = Math.Round(view.Low, digits),
            Close = Math.Round(view.Close, digits),
            Atr14 = view.Atr14 is { } atr ? Math.Round(atr, digits + 1) : null,
            Vwap = view.Vwap is { } vwap ? Math.Round(vwap, digits + 1) : null,
        };
    }

    /// <summary>An event for live subscribers; it has no number, since a client reads the stored candles anew instead of resuming.</summary>
    public static StreamItem ToStreamItem(M5Candle candle, Instrument instrument)
    {
        var data = new M5FusedData(instrument.Symbol.Name, Of(candle, instrument));
        return new StreamItem(null, StreamTypes.M5Fused, instrument.Symbol.Name, candle.CloseTime, JsonSerializer.SerializeToElement(data, DeskJson.Options));
    }
}
