using System.Collections.Concurrent;
using TradingDesk.Core.Decisions;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds;
using TradingDesk.Core.Feeds.Simulation;
using TradingDesk.Core.Journal;
using TradingDesk.Core.Ticks.Quality;
using TradingDesk.Tests.Support;
using Xunit.Abstractions;

namespace TradingDesk.Tests.Pipeline;

/// <summary>Faults of the market on their way through the whole pipeline: decisions are blocked exactly while the data were poor.</summary>
public sealed class DataQualityPipelineTests(ITestOutputHelper output)
{
    private const string Symbol = "BTCUSD";
    private static readonly SimulatorOptions Simulator = new() { Seed = 7 };
    private static readonly SimulatedMarket Market = new(Simulator);

    /// <summary>Each run is played once.</summary>
    private static readonly ConcurrentDictionary<(string Fault, int Workers), Lazy<List<JournalEntry>>> Played = new();

    private static bool IsLong => Environment.GetEnvironmentVariable("TRADINGDESK_LONG") == "1";

    [Theory]
    [InlineData("crossed")]
    [InlineData("duplicates")]
    [InlineData("gap")]
    [InlineData("frozen")]
    public void Fault_BlocksExactlyWhilePoor(string fault)
    {
        var log = Play(fault, workers: 1);

        Assert.Null(FindFault(log));
        var blocked = Decisions(log).Count(IsBlocked);
        output.WriteLine($"{fault}: {string.Join(", ", Changes(log).Select(change => $"{change.OccurredAt} {change.Kind} ({change.Detail})"))}; {blocked} decisions blocked");
        Assert.Contains("Poor", Changes(log).Select(change => change.Kind));
        Assert.InRange(blocked, 5, 25);
        Assert.Equal("Good", Changes(log).Last().Kind);
        Assert.All(Decisions(log).TakeLast(5), decision => Assert.True(GateOf(decision).Passed));
    }

    [Fact]
    public void Fault_WithManyWorkersAndLargeBatches_BlocksTheSameDecisions()
    {
        var reference = Decisions(Play("crossed", workers: 1)).Select(decision => decision.Trace.Hash);

        var other = Decisions(Play("crossed", workers: 4)).Select(decision => decision.Trace.Hash);

        Assert.Equal(reference, other);
    }

    /// <summary>Planted: a gate that forgets one bad minute, and one that blocks a good one.</summary>
    [Fact]
    public void Control_OneGateTurnedRound_IsFound()
    {
        var log = Play("frozen", workers: 1);
        var blocked = log.FindIndex(entry => entry is DecisionEntry { Symbol.Name: Symbol } decision && IsBlocked(decision));
        var open = log.FindLastIndex(entry => entry is DecisionEntry { Symbol.Name: Symbol } decision && GateOf(decision).Passed == true);

        Assert.NotNull(FindFault(TurnRound(log, blocked, passed: true, GateNote.Complete)));
        Assert.NotNull(FindFault(TurnRound(log, open, passed: false, GateNote.QualityPoor)));
    }

    /// <summary>Eight hours every day, five days in the long run.</summary>
    [Fact]
    public void HealthyMarket_ScoreStaysHighAndNothingIsBlocked()
    {
        var log = new List<JournalEntry>();
        var run = new PipelineRun(Simulator, market: Market) { Entry = log.Add }.LoadHistory(2).Run(TimeSpan.Zero, IsLong ? TimeSpan.FromDays(5) : TimeSpan.FromHours(8));

        Assert.Equal(3, run.Quality.Select(item => item.InstrumentId).Distinct().Count());
        Assert.All(run.Quality, item => Assert.True(item.Minute.LowestScore > 0.95, $"{item}"));
        Assert.DoesNotContain(log.OfType<OperationsEntry>(), entry => entry.Component.StartsWith("quality.", StringComparison.Ordinal));
        Assert.DoesNotContain(log.OfType<DecisionEntry>(), IsBlocked);
    }

    private static List<JournalEntry> Play(string fault, int workers) =>
        Played.GetOrAdd((fault, workers), key => new Lazy<List<JournalEntry>>(() => PlayAnew(key.Fault, key.Workers))).Value;

    private static List<JournalEntry> PlayAnew(string fault, int workers)
    {
        var log = new List<JournalEntry>();
        var run = new PipelineRun(Simulator, workers, batchSize: 4_096, Market) { Entry = log.Add }.LoadHistory(2);
        var from = Market.StartAt + TimeSpan.FromMinutes(25);
        // Long enough to be poor, short enough to leave the window again.
        var faults = new MarketFaults(0, Venue.Binance, from, from + TimeSpan.FromMinutes(3));
        // Were the second venue well, it would carry the bars, and its data would be judged.
        var others = new MarketFaults(0, Venue.Mt5, from, from + TimeSpan.FromMinutes(3));
        run.Run(TimeSpan.Zero, TimeSpan.FromMinutes(55), events => fault switch
        {
            "crossed" => faults.Crossed(events, 0.9),
            "duplicates" => faults.Duplicated(events, 1),
            "gap" => others.Gap(faults.Gap(events)),
            "frozen" => others.Frozen(faults.Frozen(events)),
            _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "Unknown fault."),
        });
        return log;
    }

    /// <summary>The first decision that does not follow the state of its data, in words; <see langword="null"/> where all do.</summary>
    private static string? FindFault(IEnumerable<JournalEntry> log)
    {
        var isPoor = false;
        foreach (var entry in log)
        {
            if (entry is OperationsEntry { Component: $"quality.{Symbol}" } change)
            {
                isPoor = change.Kind == nameof(QualityState.Poor);
            }
            else if (entry is DecisionEntry { Symbol.Name: Symbol } decision)
            {
                var gate = GateOf(decision);
                var isImpaired = gate is { Passed: false, Value: 0 } && !IsBlocked(decision);
                if (!isImpaired && (IsBlocked(decision) != isPoor || gate.Passed != !isPoor || (isPoor && decision.Trace.Draft.Proposal is not null)))
                {
                    return $"{decision.Trace.TraceId}: {gate} while the data are {(isPoor ? "poor" : "not poor")}";
                }
            }
        }

        return null;
    }

    private static List<JournalEntry> TurnRound(List<JournalEntry> log, int index, bool passed, GateNote note)
    {
        var decision = (DecisionEntry)log[index];
        var trace = decision.Trace;
        var gates = trace.Draft.Gates.Select(gate => gate.Kind == GateKind.DataQuality ? new GateReading(gate.Kind, note, passed, gate.Value, gate.Threshold, gate.Distance) : gate).ToArray();
        var turned = new DecisionTrace(trace.Draft with { Gates = gates }, trace.Shadow, trace.Risk, trace.Hash);
        return [.. log.Select((entry, i) => i == index ? decision with { Trace = turned } : entry)];
    }

    private static IEnumerable<DecisionEntry> Decisions(IEnumerable<JournalEntry> log) => log.OfType<DecisionEntry>().Where(entry => entry.Symbol!.Value.Name == Symbol);

    private static IEnumerable<OperationsEntry> Changes(IEnumerable<JournalEntry> log) => log.OfType<OperationsEntry>().Where(entry => entry.Component == $"quality.{Symbol}");

    private static GateReading GateOf(DecisionEntry decision) => decision.Trace.Draft.Gates.Single(gate => gate.Kind == GateKind.DataQuality);

    private static bool IsBlocked(DecisionEntry decision) => GateOf(decision).Note == GateNote.QualityPoor;
}
