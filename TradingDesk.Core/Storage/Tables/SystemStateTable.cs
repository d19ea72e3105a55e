using System.Globalization;
using TradingDesk.Core.Storage.Sqlite;

namespace TradingDesk.Core.Storage.Tables;

/// <summary>Reads and writes <c>system_state</c>.</summary>
internal static class SystemStateTable
{
    private const string Upsert = "INSERT INTO system_state (key, value) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = excluded.value";

    private const string UpsertLarger = """
        INSERT INTO system_state (key, value) VALUES (?1, ?2)
        ON CONFLICT DO UPDATE SET value = excluded.value WHERE CAST(excluded.value AS INTEGER) > CAST(system_state.value AS INTEGER)
        """;

    private const string InsertNew = "INSERT OR IGNORE INTO system_state (key, value) VALUES (?1, ?2)";

    private const string Select = "SELECT value FROM system_state WHERE key = ?1";

    public static void Write(RawConnection connection, string key, string value) => connection.Use(Upsert).Bind(1, key).Bind(2, value).Run();

    public static void Write(RawConnection connection, string key, long value) => Write(connection, key, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Keeps the larger of the stored and the given number.</summary>
    public static void Raise(RawConnection connection, string key, long value) =>
        connection.Use(UpsertLarger).Bind(1, key).Bind(2, value.ToString(CultureInfo.InvariantCulture)).Run();

    public static void WriteIfNew(RawConnection connection, string key, string value) => connection.Use(InsertNew).Bind(1, key).Bind(2, value).Run();

    public static string? Read(RawConnection connection, string key)
    {
        var row = connection.Use(Select).Bind(1, key);
        if (!row.Step())
        {
            return null;
        }

        var value = row.OptionalText(0);
        row.Reset();
        return value;
    }

    public static long? ReadNumber(RawConnection connection, string key) =>
        Read(connection, key) is { } text ? long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : null;
}
