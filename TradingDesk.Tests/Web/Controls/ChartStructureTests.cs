using Bunit;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Web.Components.Controls;

namespace TradingDesk.Tests.Web.Controls;

/// <summary>What the chart is given of the structure, and the legend that switches it.</summary>
public sealed class ChartStructureTests : DashboardContext
{
    private static readonly Timestamp Start = Timestamp.FromUnixSeconds(1_722_816_000);

    [Fact]
    public void Blocks_EndWhereTheyWereMitigated_InvalidatedAreLeftOut()
    {
        var chart = Map(new StructureReport("BTCUSD", "M5", "ready", [], [], [], [Block("active", null, null), Block("mitigated", 30, null), Block("breaker", null, 45), Block("invalidated", 30, 45)], [], [], [], []));

        Assert.Equal([("active", (long?)null), ("mitigated", At(30) - 1), ("breaker", At(45) - 1)], chart.Blocks.Select(block => (block.Status, block.End)));
        Assert.All(chart.Blocks, block => Assert.Equal(("bullish", 110.0, 100.0, At(0)), (block.Direction, block.Top, block.Bottom, block.Origin)));
    }

    [Fact]
    public void Gaps_EndWhereTheyWereTouched()
    {
        var gaps = new[] { new FairValueGapView("bearish", 110, 105, "open", Time(5), Time(15), FinalAt: null), new FairValueGapView("bullish", 104, 101, "mitigated", Time(5), Time(15), Time(40)) };
        var chart = Map(new StructureReport("BTCUSD", "M5", "ready", [], [], [], [], gaps, [], [], []));

        Assert.Equal([new ChartGap("bearish", 110, 105, At(5), null), new ChartGap("bullish", 104, 101, At(5), At(40) - 1)], chart.Gaps);
    }

    [Fact]
    public void Liquidity_HasADotWhereItWasSwept_FailedSweepsAreLeftOut()
    {
        var report = new StructureReport("BTCUSD", "M5", "ready", [], [], [], [], [], [Pool(null), Pool(50)], [], [])
        {
            Sweeps = [Sweep("known"), Sweep("confirmed"), Sweep("failed")],
        };
        var chart = Map(report);

        Assert.Equal([new ChartPool("high", 110, At(0), null), new ChartPool("high", 110, At(0), At(50) - 1)], chart.Pools);
        Assert.Equal([new ChartSweep("low", 98, At(20) - 1, false), new ChartSweep("low", 98, At(20) - 1, true)], chart.Sweeps);
    }

    [Fact]
    public void Periods_DayAndWeek_AreLinesFromTheirEnd()
    {
        var report = new StructureReport("BTCUSD", "M5", "ready", [], [], [], [], [], [], [], [])
        {
            Periods = [Period("fourHours", null), Period("day", 90), Period("week", null)],
        };

        Assert.Equal(
            [new ChartLevel("PDH", 120, At(60), At(90) - 1), new ChartLevel("PDL", 80, At(60), null), new ChartLevel("PWH", 120, At(60), null), new ChartLevel("PWL", 80, At(60), null)],
            Map(report).Levels);
    }

    [Fact]
    public void Layers_RoundTripThroughTheAddress()
    {
        var chosen = ChartLayer.Parse("gaps,blocks,nonsense,liquidity");

        Assert.Equal("blocks,gaps,liquidity", ChartLayer.Format(chosen));
        Assert.Contains("periods", ChartLayer.Parse(null));
        Assert.Empty(ChartLayer.Parse(""));
    }

    [Fact]
    public void Legend_EveryLayer_TellsWhetherItIsOnAndAsksForItsChange()
    {
        string? toggled = null;
        var chart = Render<CandleChart>(set => set
            .Add(p => p.Symbol, "BTCUSD").Add(p => p.Timeframe, "M5").Add(p => p.Layers, ChartLayer.Parse("blocks,liquidity")).Add(p => p.OnToggle, name => toggled = name));

        Assert.Equal(ChartLayer.All.Select(layer => layer.Label), chart.FindAll(".legend button").Select(button => button.TextContent.Trim()));
        Assert.Equal(["Order blocks", "Liquidity"], chart.FindAll(".legend button[aria-pressed=true]").Select(button => button.TextContent.Trim()));
        chart.Find(".layer-gaps").Click();
        Assert.Equal("gaps", toggled);
    }

    private static ChartStructure Map(StructureReport report) => ChartStructure.From(report, Timeframe.M5);

    private static OrderBlockView Block(string status, int? mitigated, int? broken) => new(
        "bullish", 110, 100, status, Time(0), Time(25), FinalAt: null, mitigated is { } m ? Time(m) : null, broken is { } b ? Time(b) : null, 60, 0.5, TriggerSuperseded: false);

    private static LiquidityView Pool(int? swept) => new("high", 110, 111, 109, swept is null ? "open" : "swept", Time(0), Time(25), FinalAt: null, swept is { } at ? Time(at) : null, 2);

    private static SweepView Sweep(string status) => new("low", "day", 100, 98, status, Time(0), Time(20), FinalAt: null, 0.5);

    private static PeriodView Period(string name, int? highBroken) => new(name, 120, 80, Time(0), Time(60), Time(60), highBroken is { } at ? Time(at) : null, LowBrokenAt: null);

    private static Timestamp Time(int minutes) => Start + TimeSpan.FromMinutes(minutes);

    private static long At(int minutes) => Time(minutes).UnixSeconds;
}
