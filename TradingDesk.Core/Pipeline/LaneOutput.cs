using TradingDesk.Core.Analysis.Structure;
using TradingDesk.Core.Bars.Fusion;
using TradingDesk.Core.Decisions;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Storage;
using TradingDesk.Core.Ticks.Quality;

namespace TradingDesk.Core.Pipeline;

internal enum LaneOutputKind : byte
{
    Bar,
    Structure,
    Draft,
    TickSecond,
    Fused,
    Quality,
    QualityMinute,
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

    /// <summary>What comes too seldom for a place of its own: see the factory methods.</summary>
    public object? Payload { get; private init; }

    public static LaneOutput OfFused(int eventIndex, M5Candle candle) => new(LaneOutputKind.Fused, eventIndex) { Payload = candle };

    public static LaneOutput OfQuality(int eventIndex, QualityChange change) => new(LaneOutputKind.Quality, eventIndex) { Payload = change };

    public static LaneOutput OfQualityMinute(int eventIndex, QualityMinute minute) => new(LaneOutputKind.QualityMinute, eventIndex) { Payload = minute };

    public static LaneOutput OfBar(int eventIndex, in Bar bar) => new(LaneOutputKind.Bar, eventIndex) { Bar = bar };

    public static LaneOutput OfStructure(int eventIndex, Timeframe timeframe, in StructureEvent item) => new(LaneOutputKind.Structure, eventIndex) { Timeframe = timeframe, Structure = item };

    public static LaneOutput OfDraft(int eventIndex, DecisionDraft draft) => new(LaneOutputKind.Draft, eventIndex) { Draft = draft };

    public static LaneOutput OfTickSecond(int eventIndex, in TickSecond row) => new(LaneOutputKind.TickSecond, eventIndex) { TickSecond = row };
}
