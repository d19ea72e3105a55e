using System.Globalization;
using TradingDesk.Core.Bars.Fusion;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Storage.Sqlite;

namespace TradingDesk.Core.Storage.Tables;

/// <summary>How an <see cref="M5Candle"/> stands in <c>m5_candles</c>: in its latest revision.</summary>
internal static class M5CandleTable
{
    private const string Insert = """
        INSERT INTO m5_candles (symbol, timestamp_utc, open, high, low, close, volume, atr_14, vwap, volatility_state, structure, sources, revision)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
        ON CONFLICT DO UPDATE SET open = excluded.open, high = excluded.high, low = excluded.low, close = excluded.close, volume = excluded.volume,
            atr_14 = excluded.atr_14, vwap = excluded.vwap, volatility_state = excluded.volatility_state, structure = excluded.structure,
            sources = excluded.sources, revision = excluded.revision WHERE excluded.revision >= m5_candles.revision
        """;

    /// <summary>What <see cref="Read"/> reads, in its order.</summary>
    public const string Columns = "timestamp_utc, open, high, low, close, volume, atr_14, vwap, volatility_state, structure, sources, revision";

    private const string FilledMark = ";filled=";

    /// <param name="symbol">UTF-8.</param>
    public static void Write(RawConnection connection, ReadOnlySpan<byte> symbol, M5Candle candle)
    {
        var row = connection.Use(Insert);
        row.BindUtf8(1, symbol).Bind(2, candle.OpenTime).Bind(3, candle.Open).Bind(4, candle.High).Bind(5, candle.Low).Bind(6, candle.Close);
        row.Bind(7, candle.Volume);
        BindOptional(row, 8, candle.Atr14);
        BindOptional(row, 9, candle.Vwap);
        row.Bind(10, NameOf(candle.Volatility)).Bind(11, NameOf(candle.Structure)).Bind(12, SourcesOf(candle)).Bind(13, (long)candle.Revision);
        row.Run();
    }

    public static M5CandleView Read(Statement row)
    {
        var sources = row.Text(10).Split(FilledMark);
        var filled = sources.Length == 2 ? int.Parse(sources[1], NumberStyles.None, CultureInfo.InvariantCulture) : 0;
        var openTime = row.Time(0);
        return new M5CandleView(
            OpenTime: openTime,
            CloseTime: new Timestamp(openTime.UnixMicroseconds + Timeframe.M5.DurationMicroseconds()),
            Open: row.Double(1),
            High: row.Double(2),
            Low: row.Double(3),
            Close: row.Double(4),
            Volume: row.Double(5),
            Atr14: row.IsNull(6) ? null : row.Double(6),
            Vwap: row.IsNull(7) ? null : row.Double(7),
            VolatilityState: row.OptionalText(8),
            Structure: row.OptionalText(9),
            Sources: sources[0].Split('+'),
            FilledMinutes: filled,
            Revision: row.Int(11));
    }

    /// <summary>The same view of a candle in memory.</summary>
    public static M5CandleView ViewOf(M5Candle candle) => new(
        candle.OpenTime,
        candle.CloseTime,
        Open: candle.Open,
        High: candle.High,
        Low: candle.Low,
        Close: candle.Close,
        candle.Volume,
        candle.Atr14,
        candle.Vwap,
        NameOf(candle.Volatility),
        NameOf(candle.Structure),
        NamesOf(candle.Sources),
        candle.FilledMinutes,
        candle.Revision);

    private static void BindOptional(Statement row, int index, double? value)
    {
        if (value is { } known)
        {
            row.Bind(index, known);
        }
        else
        {
            row.Bind(index, (string?)null);
        }
    }

    private static string? NameOf(VolatilityState? state) => state?.ToString().ToUpperInvariant();

    private static string? NameOf(M5Structure? structure) => structure?.ToString().ToLowerInvariant();

    private static string[] NamesOf(M5Sources sources) => sources.HasFlag(M5Sources.Secondary) ? ["primary", "secondary"] : ["primary"];

    private static string SourcesOf(M5Candle candle)
    {
        var names = string.Join('+', NamesOf(candle.Sources));
        return candle.FilledMinutes == 0 ? names : string.Create(CultureInfo.InvariantCulture, $"{names}{FilledMark}{candle.FilledMinutes}");
    }
}
