using System.Globalization;
using System.Text.Json;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Execution;
using TradingDesk.Core.Journal;
using TradingDesk.Core.Risk;
using TradingDesk.Core.Storage.Model;
using TradingDesk.Core.Storage.Sqlite;
using TradingDesk.Core.Storage.Tables;

namespace TradingDesk.Core.Storage;

/// <summary>Reads the state at the end of the journal. What guards money and cannot be read is taken at its safe side.</summary>
internal static class RecoveryState
{
    private const string SelectWorking = $"SELECT {OrderTable.Columns} FROM orders WHERE state = 1 ORDER BY sequence";
    private const string SelectNetPnlSince = "SELECT net_pnl FROM trades WHERE closed_at >= ?1";

    public static DeskRecoveryState Load(RawConnection connection)
    {
        var lastSequence = Number(connection, SystemStateKeys.LastSequence);
        var lastEventAt = SystemStateTable.ReadNumber(connection, SystemStateKeys.LastEventAt);
        return new DeskRecoveryState
        {
            LastSequence = lastSequence,
            LastEventAt = lastEventAt is { } microseconds ? new Timestamp(microseconds) : null,
            Balance = OptionalMoney(connection, SystemStateKeys.Balance),
            PeakBalance = OptionalMoney(connection, SystemStateKeys.PeakBalance),
            OpenPositions = PositionTable.ReadAll(connection),
            WorkingOrders = WorkingOrders(connection),
            LastOrderNumber = Number(connection, SystemStateKeys.LastOrderNumber),
            LastFillNumber = Number(connection, SystemStateKeys.LastFillNumber),
            LastPositionNumber = Number(connection, SystemStateKeys.LastPositionNumber),
            Offsets = OffsetTable.ReadLatest(connection),
            Kill = ReadKill(connection, lastSequence),
            Shadow = ReadShadow(connection, lastSequence),
            RealizedToday = lastEventAt is { } now ? RealizedSince(connection, Timeframe.D1.Floor(new Timestamp(now))) : Money.Zero,
        };
    }

    private static KillLevelEntry? ReadKill(RawConnection connection, long lastSequence)
    {
        var text = SystemStateTable.Read(connection, SystemStateKeys.Kill);
        return text is null ? null : TryParse<KillLevelEntry>(text, kill => Enum.IsDefined(kill.Level)) ?? new KillLevelEntry(
            KillLevel.StopNew, "desk", "The stored kill level could not be read; it counts as STOP_NEW.")
        {
            Sequence = lastSequence,
            OccurredAt = Timestamp.Epoch,
        };
    }

    private static ShadowModeEntry? ReadShadow(RawConnection connection, long lastSequence)
    {
        var text = SystemStateTable.Read(connection, SystemStateKeys.Shadow);
        return text is null ? null : TryParse<ShadowModeEntry>(text, shadow => shadow.Symbols is not null) ?? new ShadowModeEntry(
            Enabled: true, [], "desk", "The stored shadow mode could not be read; it counts as enabled for all symbols.")
        {
            Sequence = lastSequence,
            OccurredAt = Timestamp.Epoch,
        };
    }

    private static T? TryParse<T>(string json, Func<T, bool> isValid)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, DeskJson.Options) is { } value && isValid(value) ? value : null;
        }
        catch (JsonException)
        {
            return null; // The caller takes the safe side and says so.
        }
    }

    private static List<Order> WorkingOrders(RawConnection connection)
    {
        var orders = new List<Order>();
        var row = connection.Use(SelectWorking);
        while (row.Step())
        {
            orders.Add(OrderTable.Read(row));
        }

        return orders;
    }

    private static Money RealizedSince(RawConnection connection, Timestamp from)
    {
        var sum = 0m;
        var row = connection.Use(SelectNetPnlSince).Bind(1, from);
        while (row.Step())
        {
            sum += row.Decimal(0);
        }

        return new Money(sum);
    }

    private static long Number(RawConnection connection, string key) => SystemStateTable.ReadNumber(connection, key) ?? 0;

    private static Money? OptionalMoney(RawConnection connection, string key) =>
        SystemStateTable.Read(connection, key) is { } text ? new Money(decimal.Parse(text, CultureInfo.InvariantCulture)) : null;
}
