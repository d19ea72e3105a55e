using TradingDesk.Core.Domain;
using TradingDesk.Core.Journal;
using TradingDesk.Core.Storage.Sqlite;
using TradingDesk.Core.Ticks.Offsets;

namespace TradingDesk.Core.Storage.Tables;

/// <summary>How an <see cref="OffsetCalibratedEntry"/> stands in <c>offset_history</c>.</summary>
internal static class OffsetTable
{
    private const string Insert = """
        INSERT INTO offset_history (sequence, symbol, at, outcome, pairs, difference, band, atr, step, drift_atr_per_hour,
            kind, value, value_band, confidence, calibrated_at, lifetime_seconds, state)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)
        """;

    private const string SelectLatest = """
        SELECT symbol, kind, value, value_band, confidence, calibrated_at, lifetime_seconds, state FROM offset_history
        WHERE sequence IN (SELECT max(sequence) FROM offset_history GROUP BY symbol)
        """;

    public const string Columns = """
        at, outcome, pairs, difference, band, atr, step, drift_atr_per_hour, kind, value, value_band, confidence, calibrated_at, lifetime_seconds, state
        """;

    public static void Write(RawConnection connection, OffsetCalibratedEntry entry)
    {
        var c = entry.Calibration;
        var row = connection.Use(Insert);
        row.Bind(1, entry.Sequence).Bind(2, entry.RequiredSymbol()).Bind(3, c.At).Bind(4, (long)c.Outcome).Bind(5, (long)c.Pairs);
        row.Bind(6, c.Difference).Bind(7, c.Band).Bind(8, c.Atr).Bind(9, c.Step).Bind(10, c.DriftAtrPerHour);
        row.Bind(11, (long)c.InForce.Kind).Bind(12, c.InForce.Value).Bind(13, c.InForce.Band).Bind(14, c.InForce.CalibrationConfidence);
        row.Bind(15, c.InForce.CalibratedAt).Bind(16, c.InForce.Lifetime.TotalSeconds).Bind(17, (long)c.InForce.State);
        row.Run();
    }

    public static OffsetCalibration Read(Statement row) => new(
        row.Time(0),
        (OffsetOutcome)row.Int(1),
        Pairs: row.Int(2),
        Difference: row.OptionalDouble(3),
        Band: row.OptionalDouble(4),
        Atr: row.OptionalDouble(5),
        Step: row.OptionalDouble(6),
        DriftAtrPerHour: row.OptionalDouble(7),
        ReadOffset(row, 8));

    /// <summary>What was in force last, by symbol; symbols that never had an offset are not in it.</summary>
    public static Dictionary<Symbol, VenueOffset> ReadLatest(RawConnection connection)
    {
        var offsets = new Dictionary<Symbol, VenueOffset>();
        var row = connection.Use(SelectLatest);
        while (row.Step())
        {
            var offset = ReadOffset(row, 1);
            if (offset.HasValue)
            {
                offsets[row.Symbol(0)] = offset;
            }
        }

        return offsets;
    }

    private static VenueOffset ReadOffset(Statement row, int column) => new(
        (OffsetKind)row.Int(column),
        Value: row.Double(column + 1),
        Band: row.Double(column + 2),
        CalibrationConfidence: row.Double(column + 3),
        CalibratedAt: row.Time(column + 4),
        Lifetime: TimeSpan.FromSeconds(row.Double(column + 5)),
        (OffsetState)row.Int(column + 6));
}
