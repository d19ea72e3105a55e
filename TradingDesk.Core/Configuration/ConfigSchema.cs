using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace TradingDesk.Core.Configuration;

/// <summary>Every key of a symbol's configuration document (DOMAIN A2.4 and what the decision rule needs): unit, range, default, meaning.</summary>
public static class ConfigSchema
{
    /// <summary>All fields, in the order in which documents are written.</summary>
    public static IReadOnlyList<ConfigField> Fields { get; } =
    [
        Text("symbol", "^[A-Z0-9]{3,20}\\z", "The desk's name of the instrument.") with { IsFixed = true },
        Choice("assetClass", ["crypto", "metal", "fx"], "Kind of instrument.") with { IsFixed = true },
        Flag("enabled", "true", "Whether decisions are made for the symbol; bars and analysis go on without."),
        Integer("priority", "-", 1, 1_000, "100", "Order in lists and of processing; lower comes first."),

        Choice("primaryVenue", ["binance", "mt5"], "The venue whose ticks build the bars.") with { IsFixed = true },
        Choice("secondaryVenue", ["binance", "mt5"], "The venue that is compared with the primary and carries the bars while that is lost; null for none.") with { IsFixed = true, IsOptional = true },
        Text("binance.symbol", "^[A-Z0-9_]{3,24}\\z", "Binance's name of the instrument; null where Binance has none.") with { IsFixed = true, IsOptional = true },
        Choice("binance.market", ["spot", "usdm"], "Binance market: spot or USD-M futures.") with { IsFixed = true, IsOptional = true },
        Text("mt5.symbol", "^[A-Za-z0-9._#+-]{1,32}\\z", "The broker's name of the instrument in MetaTrader 5; null where it is not traded there.") with { IsFixed = true, IsOptional = true },

        Number("tickSize", "quote currency per unit", 0.00000001m, 1_000m, null, "Smallest price step.") with { IsFixed = true },
        Integer("priceDecimals", "digits", 0, 8, null, "Decimal places that prices are shown with.") with { IsFixed = true },
        Number("pipSize", "quote currency per unit", 0.00000001m, 1_000m, null, "The trader's pip; spreads are limited in pips.") with { IsFixed = true },
        Number("contractSize", "base units per lot", 0.00000001m, 1_000_000_000m, null, "Size of one lot.") with { IsFixed = true },
        Number("minLots", "lots", 0.00000001m, 1_000m, null, "Smallest tradable volume.") with { IsFixed = true },
        Number("maxLots", "lots", 0.00000001m, 1_000_000m, null, "Largest volume that the venue takes in one order.") with { IsFixed = true },
        Number("lotStep", "lots", 0.00000001m, 1_000m, null, "Volume step.") with { IsFixed = true },
        Number("accountPerQuote", "account currency per quote currency", 0.00000001m, 1_000_000m, null, "Conversion of profit and risk into the account's currency.") with { IsFixed = true },
        Flag("closesAtWeekend", null, "Whether the market is closed from Friday 22:00 to Sunday 22:00 UTC.") with { IsFixed = true },

        Choice("vwap.sessionAnchor", ["utcDay", "fxDay", "fxSessions", "usOpen", "firstBar"], "Where the session VWAP starts anew: 00:00 UTC, 22:00 UTC, at 22:00, 00:00, 08:00, 13:00 and 17:00 UTC, at 13:30 UTC, or never.", "utcDay"),
        Integer("vwap.sigmaWindowMinutes", "minutes", 10, 1_440, "60", "Window of the standard deviation around the VWAP."),
        Number("vwap.minVolume", "base units", 0m, 1_000_000m, "0.01", "Volume below which a bar is weighted by its tick count."),
        Integer("vwap.reclaimBars", "bars", 1, 60, "5", "M1 filter: how many bars back the cross of the VWAP may lie."),
        Number("vwap.maxDistanceSigma", "standard deviations", 0.01m, 10m, "0.15", "M1 filter: largest distance from the VWAP after a reclaim."),

        Integer("atr.m1Period", "bars", 2, 200, "14", "Wilder ATR on M1."),
        Integer("atr.m5Period", "bars", 2, 200, "14", "Wilder ATR on M5."),
        Integer("atr.m15Period", "bars", 2, 200, "14", "Wilder ATR on M15, the measure of stops."),
        Number("atr.maxRatio", "ATR(M1) / ATR(M5)", 0.05m, 2m, "0.45", "M1 filter: largest ratio of the two ATRs."),
        Number("atr.ratioMultiplier", "factor", 0.1m, 10m, "1", "Scales the ATR ratio before volatility states are read from it."),
        Number("atr.highVolatilityThreshold", "factor", 0.5m, 10m, "2", "ATR ratio from which volatility counts as high."),

        Number("delta.spikeThreshold", "factor", 0.1m, 20m, "1.5", "M1 filter: signed volume of a bar against its average."),
        Number("delta.minVolume", "base units", 0m, 1_000_000m, "0.01", "Average volume below which there is no verdict."),
        Integer("delta.lookbackPeriods", "bars", 5, 500, "20", "Bars in that average, the current one excluded."),

        Integer("microBos.barLookback", "bars", 1, 60, "5", "M1 filter: how recent the break must be."),
        Integer("microBos.swingLength", "bars", 1, 50, "3", "Bars on either side of the swings that it breaks."),
        Number("microBos.minAtrDisplacement", "ATR(M1)", 0m, 5m, "0.25", "How far the close must be beyond the broken level."),
        Integer("microBos.cooldownMs", "milliseconds", 0, 86_400_000, "300000", "Event time before the same direction counts again."),

        Number("spreadFilter.normalPips", "pips", 0.01m, 100_000m, "1.5", "Spread up to which conditions are normal."),
        Number("spreadFilter.elevatedPips", "pips", 0.01m, 100_000m, "3", "Spread up to which it is elevated."),
        Number("spreadFilter.highPips", "pips", 0.01m, 100_000m, "5", "Spread up to which it is high."),
        Number("spreadFilter.extremePips", "pips", 0.01m, 100_000m, "10", "Spread up to which it is extreme; beyond it no sample is used."),
        Number("spreadFilter.maxSpreadPips", "pips", 0.01m, 100_000m, "10", "Largest spread at which an entry is decided and sent.") with { Loosens = RiskDirection.Up },
        Integer("spreadFilter.windowSize", "samples", 5, 1_000, "20", "Window of the rolling median spread."),
        Number("spreadFilter.outlierMultiple", "factor", 1m, 100m, "2", "Samples above this multiple of the median do not enter the window."),
        Number("spreadFilter.maxMedianMultiple", "factor", 0.5m, 10m, "1.25", "M1 filter: spread against its rolling median."),

        Integer("structure.swingLength", "bars", 1, 50, "5", "Bars on either side that confirm a swing."),

        Choice("offset.kind", ["auto", "additive", "ratio"], "How the venues' prices are related; auto takes what varies less.", "auto"),
        Integer("offset.intervalSeconds", "seconds", 10, 600, "60", "Event time between calibrations."),
        Integer("offset.windowSeconds", "seconds", 60, 3_600, "300", "How far back pairs of quotes are used."),
        Number("offset.maxQuoteAgeSeconds", "seconds", 0.1m, 30m, "30", "Age of the other venue's quote above which there is no pair."),
        Integer("offset.minPairs", "pairs", 5, 1_000, "30", "Pairs that a calibration needs."),
        Integer("offset.fullConfidencePairs", "pairs", 5, 2_000, "100", "Pairs from which their number takes nothing off the confidence."),
        Number("offset.maxBandAtr", "ATR(M1)", 0.05m, 5m, "0.5", "Largest dispersion that is accepted.") with { Loosens = RiskDirection.Up },
        Number("offset.maxStepAtr", "ATR(M1)", 0.05m, 5m, "0.5", "Largest change that is accepted at once.") with { Loosens = RiskDirection.Up },
        Integer("offset.stepConfirmations", "calibrations", 2, 20, "3", "Agreeing calibrations in a row that a larger change needs."),
        Integer("offset.staleAfterIntervals", "intervals", 1, 60, "5", "Intervals without an accepted calibration after which the offset is stale.") with { Loosens = RiskDirection.Up },
        Number("offset.maxDriftAtrPerHour", "ATR(M1) per hour", 0.1m, 100m, "2", "Drift above which people are told."),

        Integer("fusion.reorderMs", "milliseconds", 0, 10_000, "250", "Event time that a tick waits for earlier ones of the other venue on the merged tape.") with { IsFixed = true },
        Flag("failover.enabled", "true", "Whether the secondary venue carries the bars while the primary is lost."),
        Integer("failover.afterSeconds", "seconds", 1, 600, "15", "How long the primary must be dead before."),
        Integer("failover.backAfterSeconds", "seconds", 1, 3_600, "60", "How long it must be live without a break before it carries them again."),

        Number("feed.ticksPerMinute", "ticks per minute", 0.01m, 100_000m, null, "Ticks that are expected; null learns them by venue and hour of the week.") with { IsOptional = true },
        Number("feed.quietAfterSeconds", "seconds", 1m, 600m, "15", "Silence from which a venue may count as quiet."),
        Number("feed.deadAfterSeconds", "seconds", 5m, 3_600m, "60", "Silence from which it may count as dead."),
        Number("feed.laggingAfterSeconds", "seconds", 0.1m, 60m, "5", "Mean delay from event to receipt from which ticks count as lagging."),
        Number("feed.heartbeatAfterSeconds", "seconds", 1m, 600m, "30", "Age up to which a heartbeat shows that a silent venue is alive."),
        Integer("feed.quietIntervals", "expected tick intervals", 1, 1_000, "20", "Silence below which a venue is not quiet, and three times which it is not dead."),
        Number("feed.hysteresisSeconds", "seconds", 0m, 60m, "3", "How long a change must last before it is announced."),

        Integer("decision.h1EmaPeriod", "bars", 2, 1_000, "200", "EMA that the H1 bias is held against."),
        Integer("decision.m15SetupBars", "M15 bars", 1, 500, "12", "How recent the M15 break must be."),
        Integer("decision.m5DirectionBars", "M5 bars", 1, 500, "36", "How recent the M5 break must be."),
        Number("decision.minM5Slope", "ATR(M5) per M5 bar", -5m, 5m, "-0.25", "Smallest slope of the fused M5 closes in the trade's direction; negative allows a lean against it. Null (in the file; a patch would take it for the default) leaves the gate out.") with { IsOptional = true },
        Integer("decision.minM1Filters", "filters", 1, 5, "3", "How many of the five M1 filters must pass."),
        Number("decision.minConfidence", "fraction", 0m, 1m, "0", "Confidence below which the desk holds."),
        Number("decision.stopAtrMultiple", "ATR(M15)", 0.1m, 20m, "2", "Distance of the stop, where the structure does not lie farther."),
        Number("decision.riskReward", "target / stop distance", 0.1m, 50m, "3", "Distance of the target."),
        Number("decision.sizeH4AndH1", "fraction", 0m, 1m, "1", "Size where H4 and H1 agree with the trade.") with { Loosens = RiskDirection.Up },
        Number("decision.sizeH1Only", "fraction", 0m, 1m, "0.75", "Size where H4 is neutral and H1 agrees.") with { Loosens = RiskDirection.Up },
        Number("decision.sizeM30AndM15", "fraction", 0m, 1m, "0.5", "Size where only M30 and M15 agree.") with { Loosens = RiskDirection.Up },
        Number("decision.sizeM5AndM1", "fraction", 0m, 1m, "0.25", "Size where only M5 and M1 agree.") with { Loosens = RiskDirection.Up },

        Number("risk.riskPerTradeFraction", "fraction of equity", 0.0001m, 0.05m, "0.0025", "Money between entry and stop.") with { Loosens = RiskDirection.Up },
        Integer("risk.maxOpenPositions", "positions", 0, 100, "4", "Open positions in the symbol.") with { Loosens = RiskDirection.Up },
        Number("risk.maxLotsPerOrder", "lots", 0m, 1_000_000m, "0.1", "Largest volume of one order.") with { Loosens = RiskDirection.Up },
        Number("risk.hourlyLotLimit", "lots", 0m, 1_000_000m, "0.5", "Volume opened in one hour.") with { Loosens = RiskDirection.Up },
        Number("risk.dailyLotLimit", "lots", 0m, 1_000_000m, "1", "Volume opened in one UTC day.") with { Loosens = RiskDirection.Up },
        Number("risk.maxDrawdownFraction", "fraction of equity", 0.001m, 0.5m, "0.03", "Drawdown of the symbol at which entries stop.") with { Loosens = RiskDirection.Up },
        Number("risk.circuitBreakerFraction", "fraction of equity", 0.001m, 0.5m, "0.015", "Loss of one day in the symbol that pauses it.") with { Loosens = RiskDirection.Up },
    ];

    private static readonly FrozenDictionary<string, ConfigField> ByPath = Fields.ToFrozenDictionary(field => field.Path, StringComparer.Ordinal);

    /// <summary>Names of the nested objects.</summary>
    public static IReadOnlySet<string> Groups { get; } =
        Fields.Where(field => field.Path.Contains('.')).Select(field => field.Path[..field.Path.IndexOf('.')]).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The field at a path, or <see langword="null"/> where the schema has none.</summary>
    public static ConfigField? Find(string path) => ByPath.GetValueOrDefault(path);

    private static ConfigField Text(string path, string pattern, string description) =>
        new(path, ConfigType.Text, "-", description) { Pattern = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)) };

    private static ConfigField Choice(string path, string[] choices, string description, string? value = null) =>
        new(path, ConfigType.Choice, "-", description) { Choices = choices, Default = value is null ? null : $"\"{value}\"" };

    private static ConfigField Flag(string path, string? value, string description) => new(path, ConfigType.Boolean, "-", description) { Default = value };

    private static ConfigField Integer(string path, string unit, int min, int max, string? value, string description) =>
        new(path, ConfigType.Integer, unit, description) { Min = min, Max = max, Default = value };

    private static ConfigField Number(string path, string unit, decimal min, decimal max, string? value, string description) =>
        new(path, ConfigType.Number, unit, description) { Min = min, Max = max, Default = value };
}
