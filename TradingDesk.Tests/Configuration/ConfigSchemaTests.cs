using System.Text.Json;
using TradingDesk.Core.Configuration;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Binance;
using TradingDesk.Core.Indicators;

namespace TradingDesk.Tests.Configuration;

public sealed class ConfigSchemaTests
{
    [Fact]
    public void Fields_All_AreDocumentedAndTheirDefaultsAreInRange()
    {
        foreach (var field in ConfigSchema.Fields)
        {
            Assert.False(string.IsNullOrWhiteSpace(field.Description), field.Path);
            Assert.False(string.IsNullOrWhiteSpace(field.Unit), field.Path);
            if (field.Type is ConfigType.Integer or ConfigType.Number)
            {
                Assert.True(field.Min < field.Max, field.Path);
                Assert.NotEqual("-", field.Type == ConfigType.Number ? field.Unit : "bars");
            }

            if (field.Default is { } json)
            {
                Assert.Null(field.FindFault(JsonElement.Parse(json)));
            }
        }
    }

    [Fact]
    public void Fields_Paths_AreUniqueCamelCaseAndGrouped()
    {
        Assert.Equal(ConfigSchema.Fields.Count, ConfigSchema.Fields.DistinctBy(field => field.Path).Count());
        Assert.All(ConfigSchema.Fields, field => Assert.Matches("^[a-z][A-Za-z0-9]*(\\.[a-z][A-Za-z0-9]*)?$", field.Path));

        // The writer opens a group once: its fields must stand together.
        var groups = ConfigSchema.Fields.Select(field => field.Path.Split('.')).Where(parts => parts.Length == 2).Select(parts => parts[0]).ToList();
        var runs = groups.Where((group, i) => i == 0 || groups[i - 1] != group).ToList();
        Assert.Equal(runs.Count, runs.Distinct().Count());
    }

    [Fact]
    public void RiskGroup_EveryLimit_SaysWhichWayLoosensIt() =>
        Assert.All(ConfigSchema.Fields.Where(field => field.Path.StartsWith("risk.", StringComparison.Ordinal)), field => Assert.NotEqual(RiskDirection.None, field.Loosens));

    [Theory]
    [InlineData("BTCUSD", Venue.Binance, false, 100, "0.01")]
    [InlineData("XAUUSD", Venue.Mt5, true, 50, "0.01")]
    [InlineData("GBPJPY", Venue.Mt5, true, 50, "0.001")]
    public void SymbolDefaults_BuiltIn_MakeInstruments(string name, Venue primary, bool closes, int maxLots, string tickSize)
    {
        var config = new SymbolConfig(SymbolDefaults.Find(new Symbol(name))!);
        var instrument = config.ToInstrument(id: 2);

        Assert.Equal(2, instrument.Id);
        Assert.Equal(name, instrument.Symbol.Name);
        Assert.Equal(primary, instrument.PrimaryVenue);
        Assert.Equal(closes, instrument.ClosesAtWeekend);
        Assert.Equal(maxLots, instrument.MaxLots.Lots);
        Assert.Equal(decimal.Parse(tickSize, System.Globalization.CultureInfo.InvariantCulture), instrument.TickSize);
        Assert.Equal(name != "GBPJPY", config.Binance is not null);
    }

    [Fact]
    public void SymbolDefaults_Values_AreThoseOfTheDesign()
    {
        var config = new SymbolConfig(SymbolDefaults.Find(new Symbol("XAUUSD"))!);

        Assert.Equal(new BinanceMapping("XAUUSDT", BinanceMarket.UsdM), config.Binance);
        Assert.Equal(TimeSpan.FromMinutes(120), config.Vwap.SigmaWindow);
        Assert.Equal(SessionAnchor.FxSessions, config.Vwap.Anchor);
        Assert.Equal(0.4, config.Atr.MaxRatio);
        Assert.Equal(1.3, config.Delta.SpikeThreshold);
        Assert.Equal(0.3, config.MicroBos.MinAtrDisplacement);
        Assert.Equal([1m, 2m, 4m, 8m], [config.SpreadFilter.NormalPips, config.SpreadFilter.ElevatedPips, config.SpreadFilter.HighPips, config.SpreadFilter.ExtremePips]);
        Assert.Equal(0.0025m, config.Risk.RiskPerTradeFraction);
        Assert.Equal(200, config.Decision.H1EmaPeriod);
        Assert.Equal(0.75, config.Decision.SizeH1Only);
    }
}
