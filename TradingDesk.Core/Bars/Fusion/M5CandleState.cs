using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Bars.Fusion;

/// <summary>Writes a fused candle exactly and reads it back.</summary>
internal static class M5CandleState
{
    private const int NoStructure = 2;

    public static void Save(StateWriter writer, M5Candle? candle)
    {
        writer.Write(candle is not null);
        if (candle is null)
        {
            return;
        }

        writer.Write(candle.OpenTime);
        writer.Write(candle.Open);
        writer.Write(candle.High);
        writer.Write(candle.Low);
        writer.Write(candle.Close);
        writer.Write(candle.Volume);
        writer.WriteOptional(candle.Atr14);
        writer.WriteOptional(candle.Vwap);
        writer.Write((byte)(candle.Volatility ?? 0));
        writer.Write(candle.Structure is { } structure ? (int)structure : NoStructure);
        writer.Write((byte)candle.Sources);
        writer.Write(candle.FilledMinutes);
        writer.Write(candle.Revision);
    }

    public static M5Candle? Load(StateReader reader) => reader.ReadBoolean()
        ? new M5Candle
        {
            OpenTime = reader.ReadTimestamp(),
            Open = reader.ReadDouble(),
            High = reader.ReadDouble(),
            Low = reader.ReadDouble(),
            Close = reader.ReadDouble(),
            Volume = reader.ReadDouble(),
            Atr14 = reader.ReadOptionalDouble(),
            Vwap = reader.ReadOptionalDouble(),
            Volatility = reader.ReadByte() is > 0 and var volatility ? (VolatilityState)volatility : null,
            Structure = reader.ReadInt32() is not NoStructure and var structure ? (M5Structure)structure : null,
            Sources = (M5Sources)reader.ReadByte(),
            FilledMinutes = reader.ReadInt32(),
            Revision = reader.ReadInt32(),
        }
        : null;
}
