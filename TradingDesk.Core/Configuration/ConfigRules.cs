using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Configuration;

/// <summary>What must hold between the values of one document.</summary>
internal static class ConfigRules
{
    private static readonly string[] SpreadTiers =
        ["spreadFilter.normalPips", "spreadFilter.elevatedPips", "spreadFilter.highPips", "spreadFilter.extremePips"];

    public static void Check(ConfigDocument document, List<Fault> faults)
    {
        for (var i = 1; i < SpreadTiers.Length; i++)
        {
            NotAbove(document, SpreadTiers[i - 1], SpreadTiers[i], faults);
        }

        NotAbove(document, "spreadFilter.maxSpreadPips", "spreadFilter.extremePips", faults);
        NotAbove(document, "minLots", "maxLots", faults);
        NotAbove(document, "lotStep", "minLots", faults);
        NotAbove(document, "tickSize", "pipSize", faults);
        NotAbove(document, "risk.maxLotsPerOrder", "maxLots", faults);
        NotAbove(document, "risk.hourlyLotLimit", "risk.dailyLotLimit", faults);
        NotAbove(document, "offset.intervalSeconds", "offset.windowSeconds", faults);
        NotAbove(document, "offset.minPairs", "offset.fullConfidencePairs", faults);
        NotAbove(document, "feed.quietAfterSeconds", "feed.deadAfterSeconds", faults);
        CheckTickSize(document, faults);
        CheckVenues(document, faults);
    }

    private static void NotAbove(ConfigDocument document, string lower, string upper, List<Fault> faults)
    {
        var (low, high) = (document[lower].GetDecimal(), document[upper].GetDecimal());
        if (low > high)
        {
            faults.Add(Inconsistent(lower, FormattableString.Invariant($"{lower} ({low}) must not be above {upper} ({high}).")));
        }
    }

    private static void CheckTickSize(ConfigDocument document, List<Fault> faults)
    {
        var tickSize = document["tickSize"].GetDecimal();
        var decimals = document["priceDecimals"].GetInt32();
        if (decimal.Round(tickSize, decimals) != tickSize)
        {
            faults.Add(Inconsistent("priceDecimals", FormattableString.Invariant($"priceDecimals ({decimals}) cannot show a tickSize of {tickSize}.")));
        }
    }

    private static void CheckVenues(ConfigDocument document, List<Fault> faults)
    {
        var (symbol, market) = (JsonText.Read(document["binance.symbol"]), JsonText.Read(document["binance.market"]));
        if (symbol is null != market is null)
        {
            faults.Add(Inconsistent("binance.market", "binance.symbol and binance.market must both be set or both be null."));
        }

        var primary = JsonText.Read(document["primaryVenue"])!;
        if (JsonText.Read(document[primary + ".symbol"]) is null)
        {
            faults.Add(Inconsistent("primaryVenue", $"primaryVenue is {primary}, but {primary}.symbol is null."));
            return;
        }

        if (JsonText.Read(document["secondaryVenue"]) is not { } secondary)
        {
            return;
        }

        if (secondary == primary)
        {
            faults.Add(Inconsistent("secondaryVenue", $"secondaryVenue is {secondary}, as primaryVenue is."));
        }
        else if (JsonText.Read(document[secondary + ".symbol"]) is null)
        {
            faults.Add(Inconsistent("secondaryVenue", $"secondaryVenue is {secondary}, but {secondary}.symbol is null."));
        }
    }

    private static Fault Inconsistent(string path, string message) => new("INCONSISTENT", message) { Field = path };
}
