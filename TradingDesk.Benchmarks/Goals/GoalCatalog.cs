using TradingDesk.Benchmarks.Protocol;

namespace TradingDesk.Benchmarks.Goals;

/// <summary>All goals, in the order of the performance table.</summary>
internal static class GoalCatalog
{
    public static IReadOnlyList<IGoal> All { get; } =
    [
        new TrendIndicators(), new VwapIndicators(), new FiveIndicators(), new TicksToBars(), new StructureRecompute(), new StructureIncrement(), new FrameParsing(), new LoopbackIngest(), new TickToDecision(), new RowWriting(), new BarReading(), new BarMemory(), new Garbage(), new StoredStart(),
    ];
}
