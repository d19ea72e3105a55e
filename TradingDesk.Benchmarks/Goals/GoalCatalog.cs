using TradingDesk.Benchmarks.Protocol;

namespace TradingDesk.Benchmarks.Goals;

/// <summary>All goals, in the order in which they run: memory first, because it is the process's and what ran before would be in it.</summary>
internal static class GoalCatalog
{
    public static IReadOnlyList<IGoal> All { get; } =
    [
        new BarMemory(), new TrendIndicators(), new VwapIndicators(), new FiveIndicators(), new TicksToBars(), new StructureRecompute(), new StructureIncrement(), new FrameParsing(), new LoopbackIngest(), new TickToDecision(), new RowWriting(), new BarReading(), new Garbage(), new StoredStart(),
    ];
}
