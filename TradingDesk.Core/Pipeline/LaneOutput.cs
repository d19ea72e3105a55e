using TradingDesk.Core.Analysis.Structure;
using TradingDesk.Core.Bars.Fusion;
using TradingDesk.Core.Decisions;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Risk;
using TradingDesk.Core.Storage;
using TradingDesk.Core.Ticks.Offsets;
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
    Quote,
    Calibration,
    Notice,
    Recovery,
}

/// <summary>Something about an instrument's feeds that people should find later.</summary>
internal sealed record LaneNotice(string Component, string Kind, string Detail);

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

    /// <summary>With a draft: how the offset stood when it was made.</summary>
    public OffsetStanding Standing { get; private init; }

    /// <summary>With a draft: the data quality that its gate saw.</summary>
    public QualityReading? DraftQuality { get; private init; }

    public TickSecond TickSecond { get; private init; }

    /// <summary>What comes too seldom for a place of its own: see the factory methods.</summary>
    public object? Payload { get; private init; }

    public static LaneOutput OfFused(int eventIndex, M5Candle candle) => new(LaneOutputKind.Fused, eventIndex) { Payload = candle };

    public static LaneOutput OfQuality(int eventIndex, QualityChange change) => new(LaneOutputKind.Quality, eventIndex) { Payload = change };

    public static LaneOutput OfQualityMinute(int eventIndex, QualityMinute minute) => new(LaneOutputKind.QualityMinute, eventIndex) { Payload = minute };

    /// <summary>A corrected quote of the secondary venue in the primary's stead.</summary>
    public QuoteSnapshot Quote { get; private init; }

    public OffsetCalibration? Calibration { get; private init; }

    public LaneNotice? Notice { get; private init; }

    public RecoveryCounts Recovery { get; private init; }

    public static LaneOutput OfRecovery(int eventIndex, in RecoveryCounts counts) => new(LaneOutputKind.Recovery, eventIndex) { Recovery = counts };

    public static LaneOutput OfBar(int eventIndex, in Bar bar) => new(LaneOutputKind.Bar, eventIndex) { Bar = bar };

    public static LaneOutput OfStructure(int eventIndex, Timeframe timeframe, in StructureEvent item) => new(LaneOutputKind.Structure, eventIndex) { Timeframe = timeframe, Structure = item };

    public static LaneOutput OfDraft(int eventIndex, DecisionDraft draft, in OffsetStanding standing, QualityReading? quality) =>
        new(LaneOutputKind.Draft, eventIndex) { Draft = draft, Standing = standing, DraftQuality = quality };

    public static LaneOutput OfTickSecond(int eventIndex, in TickSecond row) => new(LaneOutputKind.TickSecond, eventIndex) { TickSecond = row };

    public static LaneOutput OfQuote(int eventIndex, in QuoteSnapshot quote) => new(LaneOutputKind.Quote, eventIndex) { Quote = quote };

    public static LaneOutput OfCalibration(int eventIndex, OffsetCalibration calibration) => new(LaneOutputKind.Calibration, eventIndex) { Calibration = calibration };

    public static LaneOutput OfNotice(int eventIndex, LaneNotice notice) => new(LaneOutputKind.Notice, eventIndex) { Notice = notice };
}
