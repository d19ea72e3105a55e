using TradingDesk.Core.Analysis.Structure;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Journal;
using TradingDesk.Core.Pipeline.Views;
using TradingDesk.Core.Storage;
using TradingDesk.Tests.Analysis;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Pipeline.Views;

public sealed class StructureFoldTests
{
    [Fact]
    public void BoundedLog_WhatLives_IsThatOfTheWholeLog()
    {
        var market = MarketStructureTests.Create();
        var log = new StructureEventLog();
        foreach (var bar in TestBars.Walk(6_000, seed: 95, timeframe: Timeframe.M15))
        {
            market.Update(bar, log);
        }

        var (whole, bounded) = (Fold(log.Events), new StructureFold());
        bounded.Begin(market);
        log.Events.TakeLast(500).ToList().ForEach(item => bounded.Add(item));

        Assert.Equal(whole.Gaps.Where(item => item.Status == "open"), bounded.Gaps.Where(item => item.Status == "open"));
        Assert.Equal(whole.Blocks.Where(item => item.Status != "invalidated"), bounded.Blocks.Where(item => item.Status != "invalidated"));
        Assert.Equal(whole.Pools.Where(item => item.Status == "open"), bounded.Pools.Where(item => item.Status == "open"));
        Assert.All(whole.Blocks, item => Assert.True(item.KnownAt > item.OriginAt && item.Status is "active" or "mitigated" or "breaker" or "invalidated"));
        Assert.True(whole.Pools.Any(item => item.Touches > 2) && whole.Sweeps.Any(item => item.Status == "confirmed") && whole.Swings.Any(item => item.Label == "HH"));
    }

    [Fact]
    public void Data_EveryKindOfEvent_FillsExactlyOneFamily()
    {
        var log = new StructureEventLog();
        var market = MarketStructureTests.Create();
        foreach (var bar in TestBars.Walk(8_000, seed: 96, timeframe: Timeframe.M15))
        {
            market.Update(bar, log);
        }

        var seen = new HashSet<StructureEventKind>();
        foreach (var item in log.Events)
        {
            var data = new StructureEntry(Timeframe.M15, item) { Sequence = 1, OccurredAt = item.KnownAt, Symbol = new Symbol("BTCUSD") }.ToData();
            object?[] parts = [data.Swing, data.Break, data.LiveBreak, data.OrderBlock, data.FairValueGap, data.Liquidity, data.Sweep, data.Period, data.Session, data.Range];

            Assert.Single(parts, part => part is not null);
            seen.Add(item.Kind);
        }

        Assert.Equal(Enum.GetValues<StructureEventKind>().Length - 1, seen.Count);
    }

    private static StructureFold Fold(List<StructureEvent> events)
    {
        var fold = new StructureFold();
        events.ForEach(item => fold.Add(item));
        return fold;
    }
}
