using TradingDesk.Benchmarks.Protocol;

namespace TradingDesk.Benchmarks.Goals;

/// <summary>All goals, in the order in which they run: memory first, because it is the process's and what ran before would be in it.</summary>
internal static class GoalCatalog
{
    public static IReadOnlyList<IGoal> All { get; } =
    [
        new BarMemory(), new TicksToBars(), new FrameParsing(), new LoopbackIngest(), new TickToDecision(), new RowWriting(), new BarReading(), new Garbage(), new StoredStart(),
    ];
}
