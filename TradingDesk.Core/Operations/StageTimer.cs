using TradingDesk.Core.Contract;

namespace TradingDesk.Core.Operations;

/// <summary>The stages whose times <c>/health</c> shows.</summary>
public enum DeskStage
{
    /// <summary>A tick from the queue through validation into the ring buffer.</summary>
    TickIngestion,

    /// <summary>A tick through the timeframe ladder.</summary>
    Bars,

    /// <summary>A closed bar through indicators and structure.</summary>
    Analysis,

    /// <summary>A closed M1 bar to its decision trace.</summary>
    Decision,

    /// <summary>A proposal to risk's answer.</summary>
    Risk,

    /// <summary>An approved order to its fill or rejection.</summary>
    Execution,

    /// <summary>A batch of journal entries until it is durable.</summary>
    JournalCommit,

    /// <summary>The M1-closing tick from its arrival in the queue to the decision.</summary>
    TickToDecision,
}

/// <summary>Times of the stages of one worker. One thread records; any thread may read.</summary>
/// <param name="clock">Real time: a stage's duration is never scaled.</param>
public sealed class StageTimer(TimeProvider clock)
{
    private static readonly DeskStage[] Stages = Enum.GetValues<DeskStage>();

    private readonly LatencyHistogram[] _histograms = [.. Stages.Select(_ => LatencyHistogram.ForNanoseconds())];
    private readonly double _nanosecondsPerTick = 1e9 / clock.TimestampFrequency;

    /// <summary>The mark to hand to <see cref="Stop"/>. Reading the clock costs more than the recording: time batches or a sample on the tick path.</summary>
    public long Start() => clock.GetTimestamp();

    public void Stop(DeskStage stage, long started) =>
        _histograms[(int)stage].Record((long)((clock.GetTimestamp() - started) * _nanosecondsPerTick));

    public void Record(DeskStage stage, TimeSpan elapsed) => _histograms[(int)stage].Record((long)elapsed.TotalNanoseconds);

    public HistogramSnapshot Snapshot(DeskStage stage) => _histograms[(int)stage].Snapshot();

    /// <summary>The times of several workers together, one row per stage that has run, in the order of <see cref="DeskStage"/>.</summary>
    public static IReadOnlyList<StageTiming> Combine(IReadOnlyList<StageTimer> timers)
    {
        var rows = new List<StageTiming>(Stages.Length);
        foreach (var stage in Stages)
        {
            var snapshots = timers.Select(timer => timer.Snapshot(stage)).Where(snapshot => snapshot.Count > 0).ToList();
            if (snapshots.Count > 0)
            {
                rows.Add(ToRow(NameOf(stage), snapshots.Aggregate((left, right) => left.Add(right))));
            }
        }

        return rows;
    }

    /// <summary>The name in JSON: <c>tickIngestion</c>.</summary>
    public static string NameOf(DeskStage stage)
    {
        var name = stage.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    private static StageTiming ToRow(string name, HistogramSnapshot snapshot) => new(
        name,
        snapshot.Count,
        P50Ms: ToMilliseconds(snapshot.ValueAt(50)!.Value),
        P95Ms: ToMilliseconds(snapshot.ValueAt(95)!.Value),
        P99Ms: ToMilliseconds(snapshot.ValueAt(99)!.Value),
        MaxMs: ToMilliseconds(snapshot.Max));

    private static double ToMilliseconds(long nanoseconds) => nanoseconds / 1e6;
}
