using TradingDesk.Core.Analysis;
using TradingDesk.Core.Analysis.M1Filters;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Decisions;

/// <summary>
/// The decision rule, evaluated once per symbol on each closed M1 bar. The only source of proposals. Pure: the same context gives the same draft.
/// </summary>
public sealed class MultiTimeframeManager(DecisionOptions options)
{
    public DecisionOptions Options { get; } = options;

    public DecisionDraft Evaluate(in DecisionContext context)
    {
        var h1 = EntryGates.ReadH1(context.H1);
        var direction = CandidateDirection(context, h1.Bias);
        var filters = ReadFilters(context, direction);
        var trigger = EntryGates.M1Trigger(filters, context.Filters.Options.MinimumPassed);
        var setup = EntryGates.M15Setup(context.M15, direction, Options);
        var flow = EntryGates.M5Direction(context.M5, direction, Options);
        var bias = EntryGates.H1Bias(h1, direction);
        var weight = Weight(bias, 0.3) + Weight(setup, 0.3) + Weight(flow, 0.2) + Weight(trigger, 0.2);
        var confidence = ConfidenceModel.Evaluate(context, direction, weight);
        GateReading[] slope = EntryGates.M5Slope(context.M5Slope, direction, Options) is { } steepness ? [steepness] : [];
        GateReading[] gates =
        [
            EntryGates.DataQuality(context.Bar, context.Quality),
            EntryGates.H4NotOpposed(context.H4, direction),
            bias,
            setup,
            flow,
            trigger,
            .. slope,
            EntryGates.Spread(context, Options),
            EntryGates.MinConfidence(confidence, Options),
        ];

        var side = direction == 0 ? (Side?)null : (Side)direction;
        var proposal = side is { } s && Array.TrueForAll(gates, static g => g.Passed == true) ? Propose(context, s) : null;
        return new DecisionDraft(
            context.Instrument.Symbol,
            context.Bar.CloseTime,
            side,
            gates,
            filters,
            Array.TrueForAll(gates, static g => g.Passed == true || g.Kind == GateKind.M1Trigger),
            confidence,
            [Input(context.H4, 0), Input(context.H1, h1.Bias), Input(context.M15, 0), Input(context.M5, 0), Input(context.M1, 0)],
            proposal);
    }

    /// <summary>The direction that the gates are held against: H1's bias; without one the latest M5, then M1 break, so that a hold still says how far it was from a trade.</summary>
    private static int CandidateDirection(in DecisionContext context, int bias)
    {
        if (bias != 0)
        {
            return bias;
        }

        return context.M5.Structure.LastLiveBreak is { } m5 ? (int)m5.Direction
            : context.M1.Structure.LastLiveBreak is { } m1 ? (int)m1.Direction
            : 0;
    }

    private static FilterReading[] ReadFilters(in DecisionContext context, int direction)
    {
        if (direction == 0)
        {
            return [];
        }

        var readings = context.Filters.Evaluate(direction, context.M5.Atr14.Current);
        return ((ReadOnlySpan<FilterReading>)readings).ToArray();
    }

    private static double Weight(in GateReading gate, double weight) => gate.Passed == true ? weight : 0;

    private TradeProposal? Propose(in DecisionContext context, Side side)
    {
        if (context.M15.Atr14.Current is not { } atr || !(atr > 0))
        {
            return null;
        }

        var sign = side.Sign();
        var entry = side == Side.Buy ? context.Ask : context.Bid;
        var stop = entry - (sign * Options.StopAtrMultiple * atr);
        // The structure that the trade stands on is M5's, which gave the direction: beyond its last final swing the idea is wrong.
        var structure = side == Side.Buy ? context.M5.Structure.LastFinalLow : context.M5.Structure.LastFinalHigh;
        if (structure is { } swing && sign * (entry - swing.Level) > 0 && sign * (stop - swing.Level) > 0)
        {
            stop = swing.Level;
        }

        var distance = Math.Abs(entry - stop);
        var target = entry + (sign * Options.RiskReward * distance);
        if (stop <= 0 || target <= 0)
        {
            return null;
        }

        var aligned = (int)context.H4.Structure.Trend == sign;
        return new TradeProposal(context.Instrument.Symbol, side, entry, stop, target, aligned ? Options.AlignedSizeFactor : Options.H1OnlySizeFactor, aligned ? ProposalBasis.H4AndH1 : ProposalBasis.H1);
    }

    private static TimeframeInput Input(TimeframeAnalysis analysis, int bias)
    {
        var live = analysis.Structure.LastLiveBreak;
        var any = analysis.BarsUsed > 0;
        return new TimeframeInput(
            analysis.Timeframe,
            any ? analysis.LastBar.CloseTime : null,
            analysis.BarsUsed,
            bias != 0 ? bias : (int)analysis.Structure.Trend,
            any ? analysis.LastBar.Close : null,
            analysis.Atr14.Current,
            analysis.LongEma.Current,
            live is { } b ? (int)b.Direction : 0,
            live?.KnownAt,
            live?.Level);
    }
}
