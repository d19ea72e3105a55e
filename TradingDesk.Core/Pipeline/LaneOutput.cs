using TradingDesk.Core.Analysis.Structure;
using TradingDesk.Core.Decisions;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Storage;

namespace TradingDesk.Core.Pipeline;

internal enum LaneOutputKind : byte
{
    Bar,
    Structure,
    Draft,
    TickSecond,
    Recovery,
}

/// <summary>What a lane made of one event. <see cref="EventIndex"/> is the event's place in the batch, so that outputs of all lanes merge into one order.</summary>
internal readonly struct LaneOutput
{
    private LaneOutput(LaneOutputKind kind, int eventIndex)
    {
        Kind = kind;
        EventIndex = eventIndex;
    }

    public LaneOutputKind Kind { get; }

    public int EventIndex { get; }

    public Bar Bar { get; private init; }

    public Timeframe Timeframe { get; private init; }

    public StructureEvent Structure { get; private init; }

    public DecisionDraft? Draft { get; private init; }

    public TickSecond TickSecond { get; private init; }

    public RecoveryCounts Recovery { get; private init; }

    public static LaneOutput OfRecovery(int eventIndex, in RecoveryCounts counts) => new(LaneOutputKind.Recovery, eventIndex) { Recovery = counts };

    public static LaneOutput OfBar(int eventIndex, in Bar bar) => new(LaneOutputKind.Bar, eventIndex) { Bar = bar };

    public static LaneOutput OfStructure(int eventIndex, Timeframe timeframe, in StructureEvent item) => new(LaneOutputKind.Structure, eventIndex) { Timeframe = timeframe, Structure = item };

    public static LaneOutput OfDraft(int eventIndex, DecisionDraft draft) => new(LaneOutputKind.Draft, eventIndex) { Draft = draft };

    public static LaneOutput OfTickSecond(int eventIndex, in TickSecond row) => new(LaneOutputKind.TickSecond, eventIndex) { TickSecond = row };
}
