using TradingDesk.Core.Domain;
using TradingDesk.Core.Storage.Sqlite;
using TradingDesk.Core.Ticks.Quality;

namespace TradingDesk.Core.Storage.Tables;

/// <summary>How a day's <see cref="QualityCounts"/> stand in <c>quality_days</c>: one column per <see cref="QualityFault"/>, in its order.</summary>
internal static class QualityTable
{
    private const int FirstFault = 7;

    /// <summary>Minutes add up, so that a restart goes on where the day was.</summary>
    private const string Insert = """
        INSERT INTO quality_days (symbol, day, messages, seconds, degraded_seconds, poor_seconds, lowest_score, gap_seconds, silent_seconds, wide_spread_seconds,
            divergence_seconds, crossed, duplicate, out_of_order, stale, jump, clock, bad_price, zero_volume, inconsistent_minutes)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)
        ON CONFLICT DO UPDATE SET messages = messages + excluded.messages, seconds = seconds + excluded.seconds,
            degraded_seconds = degraded_seconds + excluded.degraded_seconds, poor_seconds = poor_seconds + excluded.poor_seconds,
            lowest_score = min(lowest_score, excluded.lowest_score), gap_seconds = gap_seconds + excluded.gap_seconds,
            silent_seconds = silent_seconds + excluded.silent_seconds, wide_spread_seconds = wide_spread_seconds + excluded.wide_spread_seconds,
            divergence_seconds = divergence_seconds + excluded.divergence_seconds, crossed = crossed + excluded.crossed, duplicate = duplicate + excluded.duplicate,
            out_of_order = out_of_order + excluded.out_of_order, stale = stale + excluded.stale, jump = jump + excluded.jump, clock = clock + excluded.clock,
            bad_price = bad_price + excluded.bad_price, zero_volume = zero_volume + excluded.zero_volume,
            inconsistent_minutes = inconsistent_minutes + excluded.inconsistent_minutes
        """;

    /// <summary>What <see cref="Read"/> reads, in its order.</summary>
    public const string Columns = """
        day, messages, seconds, degraded_seconds, poor_seconds, lowest_score, gap_seconds, silent_seconds, wide_spread_seconds, divergence_seconds, crossed, duplicate,
        out_of_order, stale, jump, clock, bad_price, zero_volume, inconsistent_minutes
        """;

    /// <param name="symbol">UTF-8.</param>
    public static void Write(RawConnection connection, ReadOnlySpan<byte> symbol, QualityMinute minute)
    {
        var row = connection.Use(Insert);
        row.BindUtf8(1, symbol).Bind(2, minute.Day).Bind(3, minute.Counts.Messages).Bind(4, minute.Counts.Seconds);
        row.Bind(5, (long)minute.DegradedSeconds).Bind(6, (long)minute.PoorSeconds).Bind(7, minute.LowestScore);
        foreach (var fault in QualityNames.Faults)
        {
            row.Bind(FirstFault + 1 + (int)fault, minute.Counts[fault]);
        }

        row.Run();
    }

    public static QualityDay Read(Statement row)
    {
        var counts = new QualityCounts { Messages = row.Long(1), Seconds = row.Long(2) };
        foreach (var fault in QualityNames.Faults)
        {
            counts[fault] = row.Long(FirstFault - 1 + (int)fault);
        }

        return new QualityDay(row.Time(0), counts, DegradedSeconds: row.Long(3), PoorSeconds: row.Long(4), LowestScore: row.Double(5));
    }
}
