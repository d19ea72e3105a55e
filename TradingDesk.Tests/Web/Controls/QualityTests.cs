using Bunit;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Web.Components.Controls;

namespace TradingDesk.Tests.Web.Controls;

public sealed class QualityTests : DashboardContext
{
    [Theory]
    [InlineData("good", false)]
    [InlineData("unknown", false)]
    [InlineData("degraded", true)]
    [InlineData("poor", true)]
    public void Tile_ShowsAChipOnlyWhereDataAreNotGood(string state, bool isShown)
    {
        var quality = new DataQualityView(state, 0.42, 0.65, "6 % of the messages were crossed quotes", Samples.Noon);

        var tile = Render<SymbolTile>(set => set.Add(p => p.Symbol, Samples.Symbol(Samples.State() with { DataQuality = quality })));

        var chips = tile.FindAll("[data-testid=quality]");
        Assert.Equal(isShown, chips.Count == 1);
        if (isShown)
        {
            Assert.Contains($"DATA {state.ToUpperInvariant()}", chips[0].TextContent, StringComparison.Ordinal);
            Assert.Contains("crossed quotes", chips[0].TextContent, StringComparison.Ordinal);
            Assert.Contains(state == "poor" ? "entries are blocked" : "still allowed", chips[0].TextContent, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Days_OneRowPerSymbolAndDay()
    {
        Client.Quality = symbol => new QualityReport(symbol, Samples.Good, [Day("2026-03-02", 0.97, poor: 61), Day("2026-03-01", 1, poor: 0)]);

        var panel = Render<QualityDays>(set => set.Add(p => p.Symbols, ["BTCUSD", "XAUUSD"]));

        panel.WaitForAssertion(() => Assert.Equal(4, panel.FindAll("tbody tr").Count));
        Assert.Contains("crossed 3", panel.FindAll("tbody tr")[0].TextContent, StringComparison.Ordinal);
        Assert.NotNull(panel.FindAll("tbody tr")[0].QuerySelector(".tone-bad"));
        Assert.Null(panel.FindAll("tbody tr")[1].QuerySelector(".tone-bad"));
    }

    [Fact]
    public void Days_None_SaysWhatWillFillIt()
    {
        Client.Quality = symbol => new QualityReport(symbol, Samples.Good, []);

        var panel = Render<QualityDays>(set => set.Add(p => p.Symbols, ["BTCUSD"]));

        panel.WaitForAssertion(() => Assert.Contains("first full minute", panel.Find(".panel-empty").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public void Days_Fault_SaysWhy()
    {
        Client.Quality = _ => new Fault("TIMEOUT", "The desk did not answer within 5 s.");

        var panel = Render<QualityDays>(set => set.Add(p => p.Symbols, ["BTCUSD"]));

        panel.WaitForAssertion(() => Assert.Contains("did not answer", panel.Find("[role=alert]").TextContent, StringComparison.Ordinal));
    }

    private static QualityDayView Day(string day, double score, long poor) =>
        new(day, score, LowestScore: 0.5, "because", Messages: 1_000, SecondsObserved: 3_600, SecondsDegraded: 0, poor, new Dictionary<string, long> { ["gap"] = 0, ["crossed"] = 3 });
}
