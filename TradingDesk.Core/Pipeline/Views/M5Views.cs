using System.Text.Json;
using TradingDesk.Core.Bars.Fusion;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Storage;
using TradingDesk.Core.Storage.Model;

namespace TradingDesk.Core.Pipeline.Views;

/// <summary>Fused M5 candles in the contract's shapes, prices in the instrument's precision.</summary>
public static class M5Views
{
    public static M5CandleView Of(M5Candle candle, Instrument instrument) => Of(DerivedRows.Of(instrument, candle), instrument);

    /// <summary>Volumes, ATR and VWAP are measures and keep one digit more than a price.</summary>
    public static M5CandleView Of(M5CandleRow row, Instrument instrument)
    {
        var digits = instrument.PriceDecimals;
        return new M5CandleView(
            OpenTime: row.TimestampUtc,
            CloseTime: new Timestamp(row.TimestampUtc.UnixMicroseconds + Timeframe.M5.DurationMicroseconds()),
            Open: Math.Round(row.Open, digits),
            High: Math.Round(row.High, digits),
            Low: Math.Round(row.Low, digits),
            Close: Math.Round(row.Close, digits),
            Volume: row.Volume,
            Atr14: row.Atr14 is { } atr ? Math.Round(atr, digits + 1) : null,
            Vwap: row.Vwap is { } vwap ? Math.Round(vwap, digits + 1) : null,
            VolatilityState: row.VolatilityState?.ToUpperInvariant(),
            Structure: DerivedRows.StructureOf(row),
            Sources: DerivedRows.HasSecondary(row) ? ["primary", "secondary"] : ["primary"],
            FilledMinutes: DerivedRows.FilledMinutesOf(row),
            Revision: row.Revision);
    }

    /// <summary>An event for live subscribers; it has no number, since a client reads the stored candles anew instead of resuming.</summary>
    public static StreamItem ToStreamItem(M5Candle candle, Instrument instrument)
    {
        var data = new M5FusedData(instrument.Symbol.Name, Of(candle, instrument));
        return new StreamItem(null, StreamTypes.M5Fused, instrument.Symbol.Name, candle.CloseTime, JsonSerializer.SerializeToElement(data, DeskJson.Options));
    }
}
