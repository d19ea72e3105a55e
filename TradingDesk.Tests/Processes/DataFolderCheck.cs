using System.Globalization;
using System.Text.Json;
using TradingDesk.Core.Bars;
using TradingDesk.Core.Configuration;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Journal;
using TradingDesk.Core.Pipeline;
using TradingDesk.Core.Storage;

namespace TradingDesk.Tests.Processes;

/// <summary>Looks through the data folder of a desk that does not run: what must hold there after any number of kills.</summary>
internal static class DataFolderCheck
{
    private static readonly TimeSpan Disorder = TimeSpan.FromSeconds(30);

    /// <param name="acknowledged">Events that clients have received.</param>
    /// <returns>What is wrong; empty where nothing is.</returns>
    public static IReadOnlyList<string> FindFaults(string folder, IReadOnlyList<StreamEvent> acknowledged)
    {
        using var database = DeskDatabase.Open(folder, new StorageOptions(), TimeProvider.System);
        var store = new SqliteJournalStore(database, new StorageHealth(database, TimeProvider.System));
        var queries = new DeskQueries(database);
        var journal = store.ReadAfter(0, int.MaxValue);
        var faults = new List<string>();
        faults.AddRange(CheckNumbers(journal, store.LoadRecoveryState().LastSequence));
        faults.AddRange(Acknowledged.FindLosses(acknowledged, [.. journal.Select(e => new StreamEvent(e.Sequence, e.Type, e.Json))]));
        faults.AddRange(CheckBars(journal, queries));
        faults.AddRange(CheckDecisions(journal));
        faults.AddRange(CheckAccount(journal, queries, store.LoadRecoveryState()));
        return faults;
    }

    /// <summary>Numbers run from 1 without gap; event time never steps back by more than feeds' disorder.</summary>
    private static IEnumerable<string> CheckNumbers(IReadOnlyList<StoredJournalEntry> journal, long last)
    {
        var latest = Timestamp.Epoch;
        for (var i = 0; i < journal.Count; i++)
        {
            var entry = journal[i];
            if (entry.Sequence != i + 1)
            {
                yield return Text($"Journal row {i + 1} has the number {entry.Sequence}.");
                yield break;
            }

            if (entry.OccurredAt < latest - Disorder)
            {
                yield return Text($"Event time steps back from {latest} to {entry.OccurredAt} at {entry.Sequence} ({entry.Type}).");
            }

            latest = Timestamp.Max(latest, entry.OccurredAt);
        }

        if (last != journal.Count)
        {
            yield return Text($"The journal has {journal.Count} rows and says that its last number is {last}.");
        }
    }

    /// <summary>Every journaled bar once and unchanged in the table of bars; M1 without a hole but the weekly closure.</summary>
    private static IEnumerable<string> CheckBars(IReadOnlyList<StoredJournalEntry> journal, DeskQueries queries)
    {
        var closed = journal.Where(e => e.Type == StreamTypes.Bar).Select(e => Read<BarData>(e)).ToArray();
        foreach (var twice in closed.GroupBy(b => (b.Symbol, b.Timeframe, b.Candle.OpenTime)).Where(g => g.Count() > 1))
        {
            yield return Text($"Bar {twice.Key} was closed {twice.Count()} times.");
        }

        foreach (var instrument in SymbolDefaults.All.Select((d, id) => new SymbolConfig(d).ToSettings(id).Instrument))
        {
            foreach (var timeframe in TimeframeExtensions.All.Where(t => t > Timeframe.S1))
            {
                var bars = queries.GetBars(instrument.Symbol, timeframe, int.MaxValue);
                var stored = bars.ToDictionary(b => b.OpenTime);
                foreach (var bar in closed.Where(b => b.Symbol == instrument.Symbol.Name && b.Timeframe == timeframe.ToString()))
                {
                    if (!stored.TryGetValue(bar.Candle.OpenTime, out var same) || CandleViews.Of(same, instrument: null) is var candle && !IsSame(candle, bar.Candle))
                    {
                        yield return Text($"{bar.Symbol} {bar.Timeframe} {bar.Candle} was journaled; stored is {(stored.ContainsKey(bar.Candle.OpenTime) ? CandleViews.Of(same, instrument: null) : null)}.");
                    }
                }

                foreach (var hole in timeframe == Timeframe.M1 ? FindHoles(instrument, bars) : [])
                {
                    yield return hole;
                }
            }
        }
    }

    /// <summary>Minutes that are missing between the first and the last bar.</summary>
    public static IEnumerable<string> FindHoles(Instrument instrument, IReadOnlyList<Bar> bars)
    {
        for (var i = 1; i < bars.Count; i++)
        {
            var expected = MarketHours.NextOpen(instrument, bars[i - 1].CloseTime);
            if (bars[i].OpenTime != expected)
            {
                yield return Text($"{instrument.Symbol}: M1 bars are missing from {expected} to {bars[i].OpenTime}.");
            }
        }
    }

    /// <summary>One decision for each M1 bar that closed live, none twice, and no trade from a bar whose data are impaired.</summary>
    private static IEnumerable<string> CheckDecisions(IReadOnlyList<StoredJournalEntry> journal)
    {
        var decisions = journal.Where(e => e.Type == StreamTypes.Decision).Select(e => Read<DecisionSummary>(e)).ToArray();
        foreach (var twice in decisions.GroupBy(d => (d.Symbol, d.BarCloseTime)).Where(g => g.Count() > 1))
        {
            yield return Text($"{twice.Key} was decided {twice.Count()} times.");
        }

        var bars = journal.Where(e => e.Type == StreamTypes.Bar).Select(e => Read<BarData>(e)).Where(b => b.Timeframe == "M1").ToDictionary(b => (b.Symbol, b.Candle.CloseTime));
        foreach (var decision in decisions.DistinctBy(d => (d.Symbol, d.BarCloseTime)))
        {
            if (!bars.Remove((decision.Symbol, decision.BarCloseTime), out var bar))
            {
                yield return Text($"{decision.TraceId} was decided without a bar that closed.");
                continue;
            }

            var isWhole = !bar.Candle.Flags.Any(flag => flag is "gap" or "filled" or "history");
            var gate = decision.Gates.Single(g => g.Name == "dataQuality");
            var saidWhole = gate.Passed == true || gate.Reason.StartsWith("quality is poor", StringComparison.Ordinal);
            if (isWhole != saidWhole || (!isWhole && decision.Verdict is "buy" or "sell"))
            {
                yield return Text($"{decision.TraceId} is '{decision.Verdict}' and calls its data {(saidWhole ? "whole" : "impaired")}; the bar's flags are {string.Join(',', bar.Candle.Flags)}.");
            }
        }

        foreach (var (key, _) in bars)
        {
            yield return Text($"Bar {key} closed and was not decided.");
        }
    }

    /// <summary>Positions, trades and balance are what the fills in the journal made of them.</summary>
    private static IEnumerable<string> CheckAccount(IReadOnlyList<StoredJournalEntry> journal, DeskQueries queries, DeskRecoveryState state)
    {
        var fills = journal.Where(e => e.Type == StreamTypes.Fill).Select(e => Read<FillData>(e)).ToArray();
        var open = fills.Where(f => f.Entry == "in").Select(f => f.PositionId).Except(fills.Where(f => f.Entry == "out").Select(f => f.PositionId));
        if (!open.Order(StringComparer.Ordinal).SequenceEqual(state.OpenPositions.Select(p => p.PositionId).Order(StringComparer.Ordinal)))
        {
            yield return Text($"Open by the fills: {string.Join(',', open)}; stored: {string.Join(',', state.OpenPositions.Select(p => p.PositionId))}.");
        }

        var trades = queries.GetTrades(null, int.MaxValue);
        if (trades.Count != fills.Count(f => f.Entry == "out") || queries.GetFills(null, int.MaxValue).Count != fills.Length)
        {
            yield return Text($"{fills.Length} fills in the journal do not go with {trades.Count} trades.");
        }

        var expected = 10_000m + trades.Sum(t => t.NetPnl.Amount) - state.OpenPositions.Sum(p => p.FeesPaid.Amount);
        if (state.Balance is { } balance ? balance.Amount != expected : fills.Length > 0)
        {
            yield return Text($"The balance is {state.Balance}; trades and fees make {expected}.");
        }
    }

    /// <summary>Prices and counts; a bar may have become history since, and one that lacked ticks may have been fetched again after a restart.</summary>
    private static bool IsSame(Candle stored, Candle journaled) => HasSameContent(stored, journaled)
        || (journaled.Flags.Contains("gap", StringComparer.Ordinal) && stored.Flags.Contains("history", StringComparer.Ordinal));

    private static bool HasSameContent(Candle a, Candle b) =>
        (a.OpenTime, a.Open, a.High, a.Low, a.Close, a.Volume, a.Ticks, a.Source) == (b.OpenTime, b.Open, b.High, b.Low, b.Close, b.Volume, b.Ticks, b.Source);

    private static T Read<T>(StoredJournalEntry entry) => JsonSerializer.Deserialize<T>(entry.Json, DeskJson.Options)!;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
