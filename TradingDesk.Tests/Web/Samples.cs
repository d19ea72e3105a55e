using System.Text.Json;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Web.Live;

namespace TradingDesk.Tests.Web;

/// <summary>Contract objects with values that tests look for.</summary>
internal static class Samples
{
    public static readonly Timestamp Noon = Timestamp.FromDateTimeOffset(new DateTimeOffset(2026, 3, 2, 12, 0, 0, TimeSpan.Zero));

    public static MarketState State(string reason = "M15 setup: no live break within 12 bars") => new(
        "ready", [], [new VenueQuote("binance", 61_685.99, 61_686.01, Noon, 0.2, "live", Primary: true), new VenueQuote("mt5", 61_592.1, 61_604.2, Noon, 3, "lagging", Primary: false)],
        new OffsetView(-93.6, 5.9, 12, "accepted", "additive", -93.6, 0.8), 1.2, "London", "normal", 0.4,
        [new TimeframeTrend("M1", "bearish", Noon, 50), new TimeframeTrend("H4", "bullish", Noon, 50)], [], [], "NFP in 2 h 10 m", 0.2,
        new LastDecision("BTCUSD-20260302T120000Z", Noon, "hold", reason, Shadow: false),
        [new PositionView("P-1", "BTCUSD", "buy", 0.1m, 61_500m, 61_240m, 62_280m, Noon, 10.92m, 0.42m)], [1, 2, 3], Good);

    public static DataQualityView Good => new("good", 1, 0.6, "nothing is wrong", Noon);

    public static SymbolModel Symbol(MarketState? state, Fault? fault = null) => new("BTCUSD", 2, state, null, state is null ? null : DateTimeOffset.UtcNow, fault, null);

    public static GateView Gate(string name, bool? passed) =>
        new(name, passed, passed is null ? null : 0.2, 0.5, "score", passed == false ? 0.3 : passed is null ? null : 0, $"{name} says so.");

    public static DecisionSummary Summary(int minute, string verdict, params GateView[] gates) =>
        new($"BTCUSD-{minute}", "BTCUSD", Noon + TimeSpan.FromMinutes(minute), verdict, Shadow: false, "because", 0.5, gates, "aa");

    public static DecisionTraceView Trace(string narrative = "The desk did nothing.") => new(
        "BTCUSD-1", "BTCUSD", Noon, "refused", Shadow: false, "Risk said no", narrative, [Gate("h1Bias", true), Gate("m15Setup", false), Gate("m5Direction", null)],
        [new M1FilterView("vwapReclaim", true, 0.08, 0.2, "σ from VWAP", "crossed the VWAP"), new M1FilterView("deltaSpike", false, 0.7, 1.5, "times the mean |delta|", "signed volume 0.70")],
        new ConfidenceView(0.62, [new ConfidencePart("h1", 0.9)]), JsonSerializer.SerializeToElement(new { M5 = new { barCloseTime = "2026-03-02T12:00:00Z", barsUsed = 300 } }),
        new ProposalView("buy", 100, 98, 106, 3, 0.75, "two ATR"), new RiskAnswerView("refused", "MAX_OPEN_POSITIONS", 2, 3, "Too many are open.", null, null), "abc123");

    public static DeskStatus Status(string kill = "NORMAL", bool shadow = false) => new(
        "simulated", 10, "paper", new ShadowModeView(shadow, [], Noon, "ann", "drill"),
        new KillSwitchView(kill, Noon, "ann", "drill", [new KillLevelEffect("FLATTEN", "Closes 2 positions.")]),
        new AccountView(10_214.5m, 10_000m, -150m, -0.015, 0.03, 2, "USD"), Noon, "healthy", [new SymbolStatus("BTCUSD", 2, Enabled: true)]);
}
