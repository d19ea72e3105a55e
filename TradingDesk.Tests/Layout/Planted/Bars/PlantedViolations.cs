using TradingDesk.Core.Decisions;
using TradingDesk.Core.Domain;

namespace TradingDesk.Tests.Layout.Planted.Bars;

// What the order forbids, in every form in which it can hide. The layout test must catch each of them.
internal sealed class UsesLaterStageInBody
{
    public static string Name() => Verdict.Buy.ToName();
}

internal sealed class UsesLaterStageInSignature
{
    public Verdict? Last { get; set; }
}

internal sealed class UsesLaterStageAsArgument
{
    public static int Count() => new List<GateReading>().Count;
}

internal sealed class UsesLaterStageInLambda
{
    public static Func<object, bool> Test { get; } = item => item is TradeProposal;
}

internal sealed class KeepsTheOrder
{
    public static long Length() => Timeframe.M1.DurationMicroseconds();
}
