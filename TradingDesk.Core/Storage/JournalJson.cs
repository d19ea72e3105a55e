using System.Text.Json;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Decisions;
using TradingDesk.Core.Journal;

namespace TradingDesk.Core.Storage;

/// <summary>A journal entry as the event stream sends it; the live stream uses the same, so that a resumed client sees what a live one saw.</summary>
public static class JournalJson
{
    /// <summary>The event's type, one of <see cref="StreamTypes"/>.</summary>
    public static string TypeOf(JournalEntry entry) => entry switch
    {
        BarClosedEntry => StreamTypes.Bar,
        StructureEntry => StreamTypes.Structure,
        DecisionEntry => StreamTypes.Decision,
        OrderEntry => StreamTypes.Order,
        FillEntryRecord => StreamTypes.Fill,
        KillLevelEntry or ShadowModeEntry => StreamTypes.Risk,
        ConfigAppliedEntry => StreamTypes.Config,
        OffsetCalibratedEntry => StreamTypes.Offset,
        OperationsEntry => StreamTypes.Health,
        _ => throw new ArgumentOutOfRangeException(nameof(entry), entry.GetType().Name, "Unknown kind of journal entry."),
    };

    /// <summary>The event's data, an object of the contract.</summary>
    public static object DataOf(JournalEntry entry) => entry switch
    {
        BarClosedEntry bar => new BarData(bar.Symbol?.Name ?? throw NeedsSymbol(entry), bar.Bar.Timeframe.ToString(), bar.Bar.ToCandle()),
        StructureEntry structure => structure.ToData(),
        DecisionEntry decision => decision.Trace.ToSummary(),
        OrderEntry order => order.Order.ToData(),
        FillEntryRecord fill => fill.ToData(),
        KillLevelEntry kill => new RiskData(null, kill.ToView()),
        ShadowModeEntry shadow => new RiskData(shadow.ToView(), null),
        ConfigAppliedEntry config => new ConfigData(config.Symbol?.Name ?? throw NeedsSymbol(entry), config.Version, config.OccurredAt, config.By, config.Reason),
        OffsetCalibratedEntry offset => new OffsetData(offset.Symbol?.Name ?? throw NeedsSymbol(entry), offset.Calibration.ToPoint()),
        OperationsEntry operations => new OperationsData(operations.Component, operations.Kind, operations.Detail, operations.OccurredAt),
        _ => throw new ArgumentOutOfRangeException(nameof(entry), entry.GetType().Name, "Unknown kind of journal entry."),
    };

    /// <summary>What the journal stores: UTF-8 JSON of <see cref="DataOf"/>; of a decision only which one, since the ledger holds it.</summary>
    public static byte[] Serialize(JournalEntry entry)
    {
        if (entry is DecisionEntry { Trace: var trace })
        {
            return JsonSerializer.SerializeToUtf8Bytes(new StoredDecision(trace.TraceId, trace.Hash.ToString()), DeskJson.Options);
        }

        var data = DataOf(entry);
        return JsonSerializer.SerializeToUtf8Bytes(data, data.GetType(), DeskJson.Options);
    }

    /// <summary>The event for live subscribers.</summary>
    public static StreamItem ToStreamItem(JournalEntry entry)
    {
        var data = DataOf(entry);
        return new StreamItem(entry.Sequence, TypeOf(entry), entry.Symbol?.Name, entry.OccurredAt, JsonSerializer.SerializeToElement(data, data.GetType(), DeskJson.Options));
    }

    /// <summary>The event for a subscriber that resumes.</summary>
    public static StreamItem ToStreamItem(StoredJournalEntry entry)
    {
        using var document = JsonDocument.Parse(entry.Json);
        return new StreamItem(entry.Sequence, entry.Type, entry.Symbol, entry.OccurredAt, document.RootElement.Clone());
    }

    /// <summary>A stored decision's event data, from the ledger.</summary>
    internal static string DecisionData(DecisionTrace trace) => JsonSerializer.Serialize(trace.ToSummary(), DeskJson.Options);

    private static ArgumentException NeedsSymbol(JournalEntry entry) => new($"Journal entry {entry.Sequence} ({entry.GetType().Name}) needs a symbol.");

    private sealed record StoredDecision(string TraceId, string Sha256);
}
