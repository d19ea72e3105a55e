using System.Text;
using System.Text.Json;
using TradingDesk.Core.Configuration;
using TradingDesk.Core.Domain;

namespace TradingDesk.Tests.Configuration;

public sealed class ConfigDocumentTests
{
    private static ConfigDocument Good => SymbolDefaults.Find(ConfigBench.Btc)!;

    [Fact]
    public void Parse_ManyFaults_NamesEveryOneWithItsPath()
    {
        var text = Encoding.UTF8.GetString(Good.ToFileBytes())
            .Replace("\"enabled\": true", "\"enabled\": \"yes\"", StringComparison.Ordinal)
            .Replace("\"priority\": 10", "\"priority\": 10.5", StringComparison.Ordinal)
            .Replace("\"m1Period\": 14", "\"m1Period\": 1", StringComparison.Ordinal)
            .Replace("\"riskPerTradeFraction\": 0.0025", "\"riskPerTradeFraction\": 0.5, \"riskPerTrade\": 1", StringComparison.Ordinal)
            .Replace("\"assetClass\": \"crypto\"", "\"assetClass\": \"stock\", \"assetClass\": \"fx\"", StringComparison.Ordinal)
            .Replace("\"tickSize\": 0.01,", "", StringComparison.Ordinal)
            .Replace("\"swingLength\": 5", "\"swingLength\": null", StringComparison.Ordinal);

        var faults = ConfigDocument.Parse(Encoding.UTF8.GetBytes(text)).Fault!.Causes;

        Assert.Equal(
            [
                "DUPLICATE_KEY assetClass", "MISSING tickSize", "UNKNOWN_KEY risk.riskPerTrade", "WRONG_VALUE assetClass", "WRONG_VALUE atr.m1Period", "WRONG_VALUE enabled",
                "WRONG_VALUE failover.enabled", "WRONG_VALUE priority", "WRONG_VALUE risk.riskPerTradeFraction", "WRONG_VALUE structure.swingLength",
            ],
            faults.Select(fault => $"{fault.Code} {fault.Field}").Order(StringComparer.Ordinal));
        Assert.Contains("a number from 0.0001 to 0.05, not 0.5", faults.Single(fault => fault.Field == "risk.riskPerTradeFraction").Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"spreadFilter":{"elevatedPips":1}}""", "spreadFilter.normalPips")]
    [InlineData("""{"spreadFilter":{"maxSpreadPips":21}}""", "spreadFilter.maxSpreadPips")]
    [InlineData("""{"binance":{"market":null}}""", "binance.market")]
    [InlineData("""{"primaryVenue":"mt5","mt5":null}""", "primaryVenue")]
    [InlineData("""{"secondaryVenue":"binance"}""", "secondaryVenue")]
    [InlineData("""{"mt5":null}""", "secondaryVenue")]
    [InlineData("""{"offset":{"intervalSeconds":400}}""", "offset.intervalSeconds")]
    [InlineData("""{"offset":{"minPairs":101}}""", "offset.minPairs")]
    [InlineData("""{"feed":{"quietAfterSeconds":61}}""", "feed.quietAfterSeconds")]
    [InlineData("""{"tickSize":0.005}""", "priceDecimals")]
    [InlineData("""{"minLots":101}""", "minLots")]
    [InlineData("""{"risk":{"hourlyLotLimit":3}}""", "risk.hourlyLotLimit")]
    public void Patch_ValuesThatContradictEachOther_AreRefused(string patch, string field)
    {
        var outcome = Good.Patch(JsonElement.Parse(patch));

        var fault = Assert.Single(outcome.Fault!.Causes);
        Assert.Equal("INCONSISTENT", fault.Code);
        Assert.Equal(field, fault.Field);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("3")]
    [InlineData("""{"risk":5}""")]
    [InlineData("""{"risk":[]}""")]
    [InlineData("""{"symbol":"btc"}""")]
    [InlineData("""{"symbol":"BTCUSD\n"}""")]
    [InlineData("""{"symbol":"\ud800"}""")]
    [InlineData("""{"\udfff":1}""")]
    [InlineData("""{"risk":{"\ud800x":1}}""")]
    [InlineData("""{"tickSize":1e999}""")]
    [InlineData("""{"tickSize":-0.01}""")]
    [InlineData("""{"":1}""")]
    public void Patch_Nonsense_IsAFault(string patch) => Assert.Equal("INVALID_CONFIG", Good.Patch(JsonElement.Parse(patch)).Fault?.Code);

    [Fact]
    public void Patch_NullKey_GoesBackToItsDefault()
    {
        var changed = Good.Patch(JsonElement.Parse("""{"decision":{"riskReward":5}}""")).Value;

        var back = changed.Patch(JsonElement.Parse("""{"decision":{"riskReward":null}}""")).Value;

        Assert.Equal(5, changed["decision.riskReward"].GetDouble());
        Assert.Equal(3, back["decision.riskReward"].GetDouble());
        Assert.Empty(Good.DiffTo(back));
    }

    [Fact]
    public void Parse_OtherOrderSpacesAndZeros_IsTheSameDocument()
    {
        var fields = Good.Json.EnumerateObject().Reverse();
        var text = "{" + string.Join(" ,\n", fields.Select(property => $"\"{property.Name}\":{property.Value.GetRawText()}")) + "}";
        text = text.Replace("0.0025", "2.50e-3", StringComparison.Ordinal).Replace("\"priority\":10", "\"priority\":10.0", StringComparison.Ordinal);

        var other = ConfigDocument.Parse(Encoding.UTF8.GetBytes(text)).Value;

        Assert.Equal(Good.Json.GetRawText(), other.Json.GetRawText());
        Assert.Empty(Good.DiffTo(other));
    }

    [Fact]
    public void DiffTo_RiskLimits_MarksOnlyLoosening()
    {
        var after = Good.Patch(JsonElement.Parse("""{"risk":{"maxOpenPositions":5,"maxLotsPerOrder":0.05},"structure":{"swingLength":9}}""")).Value;

        var diff = Good.DiffTo(after);

        Assert.Equal(["structure.swingLength False", "risk.maxOpenPositions True", "risk.maxLotsPerOrder False"], diff.Select(change => $"{change.Path} {change.LoosensRisk}"));
        Assert.Equal(["5", "9"], [diff[0].Before!.Value.GetRawText(), diff[0].After!.Value.GetRawText()]);
    }

    /// <summary>Damages a good document at random places: it is either refused or a valid document comes out; nothing throws, nothing is taken in part.</summary>
    [Fact]
    public void Parse_RandomlyDamagedText_IsRefusedOrValid()
    {
        const int Seed = 20_260_302;
        var random = new Random(Seed);
        var good = Good.ToFileBytes();
        var refused = 0;
        for (var round = 0; round < 3_000; round++)
        {
            var damaged = (byte[])good.Clone();
            for (var i = random.Next(1, 4); i > 0; i--)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            var outcome = ConfigDocument.Parse(damaged.AsSpan(0, random.Next(4) == 0 ? random.Next(damaged.Length) : damaged.Length));
            if (outcome.IsSuccess)
            {
                _ = new SymbolConfig(outcome.Value).ToInstrument(0);
            }
            else
            {
                Assert.NotEmpty(outcome.Fault.Causes);
                refused++;
            }
        }

        Assert.InRange(refused, 1_500, 3_000);
    }
}
