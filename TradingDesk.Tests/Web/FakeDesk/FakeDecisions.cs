using System.Text.Json;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;

namespace TradingDesk.Tests.Web.FakeDesk;

/// <summary>Generated traces: the shapes of the contract with numbers that hang together, not the desk's rule.</summary>
internal static class FakeDecisions
{
    private static readonly (string Name, double Threshold, string Unit, string Failed)[] Rules =
    [
        ("h4NotOpposed", 0, "bias", "H4 is against the direction"),
        ("h1Bias", 1, "bias", "H1 has no bias"),
        ("m15Setup", 0.5, "score", "no live break within 12 bars"),
        ("m5Direction", 1, "bias", "M5 does not go along"),
        ("m1Trigger", 3, "filters", "2 of 5 M1 filters pass"),
        ("spread", 2.5, "pips", "the spread is above its limit"),
        ("dataQuality", 0.9, "score", "ticks were missing in this bar"),
    ];

    public static DecisionTraceView Make(FakeSymbol symbol, Candle bar, Random random, bool shadow, bool trade)
    {
        var side = random.NextDouble() < 0.5 ? "buy" : "sell";
        var failed = trade ? -1 : Pick(random);
        var gates = Rules.Select((rule, index) => Gate(rule, index, failed, random)).ToList();
        var refused = trade && random.NextDouble() < 0.15;
        var verdict = !trade ? "hold" : refused ? "refused" : side;
        var reason = failed >= 0 ? $"{Words(Rules[failed].Name)}: {Rules[failed].Failed}"
            : refused ? "Risk said no: 2 positions are open, 2 are allowed" : $"{(side == "buy" ? "Bought" : "Sold")}: H1, M15 and M5 agree, 4 of 5 M1 filters pass";
        var distance = bar.Close * 0.002;
        var sign = side == "buy" ? 1 : -1;
        var proposal = trade
            ? new ProposalView(side, bar.Close, Math.Round(bar.Close - (sign * distance), symbol.Decimals), Math.Round(bar.Close + (sign * distance * 3), symbol.Decimals), 3, 0.75, "Stop 2 × ATR14 of M15, beyond the last swing.")
            : null;
        var risk = !trade ? null
            : refused ? new RiskAnswerView("refused", "MAX_OPEN_POSITIONS", 2, 2, "2 positions are open, 2 are allowed.", null, null)
            : shadow ? new RiskAnswerView("shadow", null, null, null, "Recorded, not sent: shadow mode is on.", 0.1m, null)
            : new RiskAnswerView("approved", null, null, null, "Within every limit.", 0.1m, $"O-{symbol.Name}-{bar.CloseTime.UnixSeconds}");
        var confidence = new ConfidenceView(trade ? 0.64 : 0.31, [new("h1", 0.9), new("m15", trade ? 0.85 : 0.42), new("m5", 0.92), new("m1", trade ? 0.91 : 0.88)]);
        return new DecisionTraceView(
            Id(symbol, bar), symbol.Name, bar.CloseTime, verdict, shadow && trade, reason, Narrative(symbol, bar, verdict, reason), gates, [], confidence,
            Inputs(symbol, bar), proposal, risk, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Id(symbol, bar)))));
    }

    public static DecisionSummary Summary(DecisionTraceView trace) =>
        new(trace.TraceId, trace.Symbol, trace.BarCloseTime, trace.Verdict, trace.Shadow, trace.Reason, trace.Confidence.Total, trace.Gates, trace.Sha256);

    public static FillView[] Fills(DecisionTraceView trace)
    {
        var (order, price, buy) = (trace.Risk!.OrderId!, (decimal)trace.Proposal!.Entry, trace.Verdict == "buy");
        var entry = new FillView($"{order}-1", order, $"P-{order}", trace.Symbol, trace.Verdict, "in", 0.1m, price, 0.35m, 0.02m, "entry", null, null, trace.TraceId, trace.BarCloseTime);
        return [entry, entry with { FillId = $"{order}-2", Side = buy ? "sell" : "buy", Entry = "out", Price = (decimal)trace.Proposal.Target, Reason = "target", RealizedPnl = 41.3m, RealizedR = 2.94, At = trace.BarCloseTime + TimeSpan.FromMinutes(10) }];
    }

    private static int Pick(Random random) => random.NextDouble() switch { < 0.1 => 1, < 0.62 => 2, < 0.8 => 3, < 0.95 => 4, < 0.98 => 5, _ => 6 };

    private static GateView Gate((string Name, double Threshold, string Unit, string Failed) rule, int index, int failed, Random random)
    {
        if (failed >= 0 && index > failed && index < 5 && random.NextDouble() < 0.25)
        {
            return new GateView(rule.Name, null, null, rule.Threshold, rule.Unit, null, "Not enough closed bars to tell.");
        }

        var passed = index != failed && (failed < 0 || index < failed || random.NextDouble() < 0.6);
        var under = rule.Name == "spread";
        var value = Math.Round(passed == under ? rule.Threshold * (0.4 + (0.5 * random.NextDouble())) : (rule.Threshold * 1.2) + random.NextDouble(), 2);
        var distance = passed ? 0 : Math.Round(Math.Abs(value - rule.Threshold), 2);
        return new GateView(rule.Name, passed, value, rule.Threshold, rule.Unit, distance, passed ? $"{Words(rule.Name)} holds." : Capital(rule.Failed) + ".");
    }

    private static string Narrative(FakeSymbol symbol, Candle bar, string verdict, string reason) =>
        $"At {bar.CloseTime.ToUtcDateTime():HH:mm} UTC {symbol.Name} closed its M1 bar at {bar.Close}. H4 leaves both directions open and H1 leans one way. " + verdict switch
        {
            "hold" => $"The desk did nothing: {reason}.",
            "refused" => $"Every gate passed, and the risk gate refused: {reason}.",
            _ => $"Every gate passed. {reason}. The stop lies beyond the last swing, the target at three times its distance.",
        };

    private static JsonElement Inputs(FakeSymbol symbol, Candle bar) => JsonSerializer.SerializeToElement(
        TimeframeExtensions.Decision.Select(timeframe => new
        {
            timeframe = timeframe.ToString(),
            barCloseTime = timeframe.Floor(bar.CloseTime).ToString(),
            barsUsed = 300,
            bias = 1,
            close = Math.Round(bar.Close, symbol.Decimals),
            atr14 = Math.Round(bar.Close * 0.0011, 4),
        }));

    private static string Id(FakeSymbol symbol, Candle bar) => $"{symbol.Name}-{bar.CloseTime.ToUtcDateTime():yyyyMMdd'T'HHmmss'Z'}";

    private static string Words(string name) => TradingDesk.Web.Components.Show.Words(name);

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
