using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Execution;
using TradingDesk.Core.Feeds;
using TradingDesk.Core.Ticks.Offsets;
using TradingDesk.Core.Storage;
using TradingDesk.Core.Ticks.Quality;

namespace TradingDesk.Core.Pipeline;

/// <summary>An immutable picture of the desk, made by the pipeline's thread several times a second for readers on other threads.</summary>
internal sealed record DeskSnapshot(
    Timestamp At,
    IReadOnlyList<SymbolSnapshot> Symbols,
    AccountView Account,
    IReadOnlyList<PositionView> Positions,
    int WorkingEntries,
    IReadOnlyDictionary<string, long> Discards,
    IReadOnlyDictionary<string, long> Decisions);

internal sealed record SymbolSnapshot(
    Instrument Instrument,
    bool Enabled,
    long Ticks,
    Timestamp? LastTickAt,
    bool HistoryLoaded,
    FeedState FeedState,
    Venue? CarriedBy,
    IReadOnlyList<VenueSnapshot> Venues,
    OffsetSnapshot? Offset,
    IReadOnlyDictionary<string, long> Bars,
    double RetainedTickSeconds,
    long RetainedTickBytes,
    bool Conflating,
    IReadOnlyDictionary<string, Candle> Forming,
    LastDecision? LastDecision,
    IReadOnlyList<double> RecentCloses,
    QualityReading? Quality);

internal sealed record VenueSnapshot(Venue Venue, double Bid, double Ask, double LastTrade, Timestamp QuotedAt, Timestamp LastReceivedAt, long Ticks, FeedState State);

/// <summary>The offset in force, what it comes to at the present price, and how it drifts.</summary>
internal sealed record OffsetSnapshot(VenueOffset InForce, double? Difference, double? DriftAtrPerHour);

/// <summary>Makes snapshots. Runs on the pipeline's thread.</summary>
internal static class DeskSnapshotBuilder
{
    public static DeskSnapshot Build(DeskPipeline pipeline, Timestamp at)
    {
        var account = pipeline.Account;
        var discards = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var lane in pipeline.Lanes)
        {
            lane.Discards.AddTo(discards);
        }

        var equity = account.Equity;
        var day = equity - account.Day.StartEquity;
        return new DeskSnapshot(
            at,
            [.. pipeline.Lanes.Select(l => Build(l, account))],
            new AccountView(
                equity.RoundToCents().Amount,
                account.Broker.Book.Balance.RoundToCents().Amount,
                day.RoundToCents().Amount,
                account.Day.StartEquity.Amount > 0 ? (double)(day.Amount / account.Day.StartEquity.Amount) : 0,
                account.DayLossLimitFraction,
                account.Broker.Book.Open.Count,
                account.Currency),
            [.. account.Broker.Book.Open.Select(p => Build(p, account))],
            account.Broker.WorkingEntriesIn(null),
            discards,
            DecisionCounts(account));
    }

    private static SymbolSnapshot Build(SymbolLane lane, AccountStage account)
    {
        var bars = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var timeframe in TimeframeExtensions.All)
        {
            if (timeframe != Timeframe.S1)
            {
                bars[timeframe.ToString()] = lane.BarCounts[(int)timeframe];
            }
        }

        var forming = new Dictionary<string, Candle>(StringComparer.Ordinal);
        foreach (var timeframe in SymbolLane.AnalysedTimeframes)
        {
            if (lane.TryGetForming(timeframe, out var bar))
            {
                forming[timeframe.ToString()] = CandleViews.Of(bar, lane.Instrument);
            }
        }

        return new SymbolSnapshot(
            lane.Instrument,
            lane.Settings.Enabled,
            lane.TickCount,
            lane.LastTickAt,
            lane.HistoryLoaded,
            lane.Tape.Monitor(lane.Instrument.PrimaryVenue).State,
            lane.Tape.Selector.IsCarrying ? lane.Instrument.SecondaryVenue : null,
            [.. Venues(lane)],
            Offset(lane),
            bars,
            lane is { LastTickAt: { } newest } && lane.Tape.Ticks.OldestAt() is { } oldest ? Math.Max(0, (newest - oldest).TotalSeconds) : 0,
            lane.Tape.Ticks.AllocatedBytes,
            lane.IsConflating,
            forming,
            account.LastDecisions[lane.Instrument.Id]?.ToLastDecision(),
            [.. lane.RecentCloses],
            lane.Watch.Quality);
    }

    private static OffsetSnapshot? Offset(SymbolLane lane)
    {
        if (lane.Instrument.SecondaryVenue is null)
        {
            return null;
        }

        var calibrator = lane.Tape.Calibrator;
        var offset = calibrator.Current;
        double? difference = !offset.HasValue ? null : offset.Kind == OffsetKind.Additive ? offset.Value : calibrator.OtherMid > 0 ? offset.DifferenceAt(calibrator.OtherMid) : null;
        return new OffsetSnapshot(offset, difference, calibrator.Latest?.DriftAtrPerHour);
    }

    private static IEnumerable<VenueSnapshot> Venues(SymbolLane lane)
    {
        foreach (var venue in Enum.GetValues<Venue>())
        {
            var state = lane.Tape.Quotes[venue];
            if (state.Total > 0)
            {
                yield return new VenueSnapshot(venue, state.Bid, state.Ask, state.LastTrade, state.QuotedAt, state.LastReceivedAt, state.Total, lane.Tape.Monitor(venue).State);
            }
        }
    }

    private static PositionView Build(Position position, AccountStage account)
    {
        var pnl = account.Unrealized(position);
        var multiple = position.InitialRisk.Amount > 0 ? Math.Round(pnl.Amount / position.InitialRisk.Amount, 2) : 0;
        return new PositionView(position.PositionId, position.Symbol.Name, position.Side == Side.Buy ? "buy" : "sell", position.Quantity.Lots, position.EntryPrice.Value, position.Stop.Value, position.Target.Value, position.OpenedAt, pnl.Amount, multiple);
    }

    private static Dictionary<string, long> DecisionCounts(AccountStage account)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var verdict in Enum.GetValues<Decisions.Verdict>())
        {
            counts[Decisions.VerdictExtensions.ToName(verdict)] = account.Decisions[(int)verdict];
        }

        return counts;
    }
}
