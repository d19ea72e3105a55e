using System.Text.Json;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Pipeline.Replay;
using TradingDesk.Tests.Golden;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Pipeline.Replay;

public sealed class BarFileAnalysisTests
{
    [SharedDataFact(SmcReference.Bars)]
    public void Run_Parity_HasEveryFamilyOfTheReference()
    {
        var rows = BarFileAnalysis.Run(SharedData.Require(SmcReference.Bars), Timeframe.M15, swingLength: 5, parity: true).Value;

        Assert.Equal(
            [("bos", 676), ("choch", 453), ("fairValueGap", 5_020), ("liquidity", 498), ("orderBlock", 66), ("swing", 2_706)],
            rows.GroupBy(row => row.Kind).Where(group => group.Key is not ("fairValueGapJoined" or "previousHighLow" or "session" or "retracement")).Select(group => (group.Key, group.Count())).OrderBy(item => item.Key, StringComparer.Ordinal));
        Assert.All((string[])["fairValueGapJoined", "previousHighLow", "session", "retracement"], kind => Assert.Contains(rows, row => row.Kind == kind));
        Assert.Equal(rows.Select(row => row.OriginIndex).Order(), rows.Select(row => row.OriginIndex));
    }

    [SharedDataFact(SmcReference.Bars)]
    public void Run_Stream_PrintsAllFamiliesInTheOrderKnown()
    {
        var rows = BarFileAnalysis.Run(SharedData.Require(SmcReference.Bars), Timeframe.M15, swingLength: 5, parity: false).Value;

        Assert.Equal(
            ["bos", "choch", "fairValueGap", "liquidity", "liveBreak", "orderBlock", "period", "range", "session", "sweep", "swing"],
            rows.Select(row => row.Kind).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(rows.Select(row => row.KnownAtIndex).Order(), rows.Select(row => row.KnownAtIndex));
        var swing = JsonSerializer.Serialize(rows.First(row => row is { Kind: "swing", Status: "final" }), DeskJson.Options);
        Assert.Equal("""{"kind":"swing","direction":"bearish","level":0.97247,"originIndex":14,"originTime":"2022-10-10T03:30:00Z","knownAtIndex":24,"finalAtIndex":24,"status":"final","causeIndex":19}""", swing);
    }
}
