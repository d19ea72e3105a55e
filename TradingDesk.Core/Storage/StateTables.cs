using System.Globalization;
using System.Text;
using System.Text.Json;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Journal;
using TradingDesk.Core.Storage.Model;
using TradingDesk.Core.Storage.Sqlite;
using TradingDesk.Core.Storage.Tables;

namespace TradingDesk.Core.Storage;

/// <summary>What each kind of journal entry means for the tables of state.</summary>
internal static class StateTables
{
    public static void Apply(RawConnection connection, JournalEntry entry)
    {
        switch (entry)
        {
            case BarClosedEntry bar:
                BarTable.Write(connection, Encoding.UTF8.GetBytes(bar.RequiredSymbol().Name), bar.Bar);
                break;
            case StructureEntry structure:
                StructureTable.Write(connection, structure);
                break;
            case DecisionEntry decision:
                TraceTable.Write(connection, decision.Trace);
                break;
            case OrderEntry order:
                OrderTable.Write(connection, order.Sequence, order.Order);
                RaiseNumber(connection, SystemStateKeys.LastOrderNumber, order.Order.OrderId);
                break;
            case FillEntryRecord fill:
                Apply(connection, fill);
                break;
            case KillLevelEntry kill:
                SystemStateTable.Write(connection, SystemStateKeys.Kill, Json(kill));
                break;
            case ShadowModeEntry shadow:
                SystemStateTable.Write(connection, SystemStateKeys.Shadow, Json(shadow));
                break;
            case OffsetCalibratedEntry offset:
                OffsetTable.Write(connection, offset);
                break;
            case ConfigAppliedEntry or OperationsEntry:
                break; // The journal row is all there is; configuration versions have a store of their own.
            default:
                throw new ArgumentOutOfRangeException(nameof(entry), entry.GetType().Name, "Unknown kind of journal entry.");
        }
    }

    private static void Apply(RawConnection connection, FillEntryRecord entry)
    {
        FillTable.Write(connection, entry.Sequence, entry.Fill);
        RaiseNumber(connection, SystemStateKeys.LastFillNumber, entry.Fill.FillId);
        RaiseNumber(connection, SystemStateKeys.LastPositionNumber, entry.Fill.PositionId);
        if (entry.Position is { } position)
        {
            PositionTable.Write(connection, position);
        }
        else
        {
            PositionTable.Remove(connection, entry.Fill.PositionId);
        }

        if (entry.Trade is { } trade)
        {
            TradeTable.Write(connection, entry.Sequence, trade);
        }

        SystemStateTable.Write(connection, SystemStateKeys.Balance, Text(entry.Balance));
        var peak = SystemStateTable.Read(connection, SystemStateKeys.PeakBalance);
        if (peak is null || entry.Balance.Amount > decimal.Parse(peak, CultureInfo.InvariantCulture))
        {
            SystemStateTable.Write(connection, SystemStateKeys.PeakBalance, Text(entry.Balance));
        }
    }

    /// <summary>The running number at the end of an id such as <c>O17</c>; an id without one raises nothing.</summary>
    internal static long RunningNumber(string id)
    {
        var start = id.Length;
        while (start > 0 && char.IsAsciiDigit(id[start - 1]))
        {
            start--;
        }

        return long.TryParse(id.AsSpan(start), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }

    private static void RaiseNumber(RawConnection connection, string key, string id) => SystemStateTable.Raise(connection, key, RunningNumber(id));

    private static string Text(Money money) => money.Amount.ToString(CultureInfo.InvariantCulture);

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, DeskJson.Options);
}
