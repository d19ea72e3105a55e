using TradingDesk.Core.Analysis.OrderFlow;
using TradingDesk.Core.Domain;

namespace TradingDesk.Tests.Analysis.OrderFlow;

/// <summary>The measures of order flow computed once over a whole list of ticks, the long way round.</summary>
internal static class BruteOrderFlow
{
    public static void Check(IReadOnlyList<Tick> ticks, OrderFlowReading reading)
    {
        var trades = Sign(ticks);
        var now = ticks.Where(t => t.Kind == TickKind.Trade).Max(t => (long?)t.OccurredAt.UnixSeconds);
        if (now is not { } newest)
        {
            Assert.Null(reading.Pressure);
            return;
        }

        double Sum(int seconds, int sign) => trades.Where(t => t.Sign == sign && t.Tick.OccurredAt.UnixSeconds > newest - seconds && t.Tick.OccurredAt.UnixSeconds <= newest).Sum(t => t.Tick.Volume);
        var pressure = reading.Pressure!.Value;
        Near(Sum(30, 1), pressure.Bought30s);
        Near(Sum(30, -1), pressure.Sold30s);
        Near((Sum(10, 1) + Sum(10, -1)) / 10, pressure.VolumeRate10s);
        Near((Sum(60, 1) + Sum(60, -1)) / 60, pressure.VolumeRate60s);

        CheckSpreads(ticks, trades, reading.Spread);
        CheckKyle(trades, reading.KyleLambda);
        CheckLarge(ticks, trades, reading.LargeTrades);
    }

    /// <summary>Delta of each closed minute from the ticks of that minute.</summary>
    public static void CheckDeltas(IReadOnlyList<Tick> ticks, IReadOnlyList<(Timestamp OpenTime, DeltaReading Reading)> deltas, bool inferredOnly)
    {
        var minutes = Sign(ticks).ToLookup(t => Timeframe.M1.Floor(t.Tick.OccurredAt));
        double cumulative = 0;
        foreach (var (openTime, reading) in deltas)
        {
            var expected = minutes[openTime].Sum(t => t.Sign * t.Tick.Volume);
            cumulative += expected;
            Near(expected, reading.Delta);
            Near(cumulative, reading.CumulativeDelta);
            Near(minutes[openTime].Sum(t => t.Tick.Volume), reading.Volume);
            Assert.True(!inferredOnly || !minutes[openTime].Any(t => t.Tick.Aggressor == 0) || reading.Source == DeltaSource.TickRule);
        }

        for (var i = DeltaTracker.BaselineBars; i < deltas.Count; i++)
        {
            Near(deltas.Skip(i - DeltaTracker.BaselineBars).Take(DeltaTracker.BaselineBars).Average(d => Math.Abs(d.Reading.Delta)), deltas[i].Reading.Baseline!.Value);
        }
    }

    /// <summary>Every trade with its side by Lee and Ready where the venue does not tell, and the mid before it in event time.</summary>
    public static List<(Tick Tick, int Sign, double Mid, int Index)> Sign(IReadOnlyList<Tick> ticks)
    {
        var signed = new List<(Tick, int, double, int)>();
        var (lastPrice, move) = (0.0, 0);
        for (var i = 0; i < ticks.Count; i++)
        {
            var tick = ticks[i];
            if (tick.Kind == TickKind.Quote)
            {
                continue;
            }

            var mid = 0.0;
            for (var k = i - 1; k >= 0 && mid == 0; k--)
            {
                mid = ticks[k].Kind == TickKind.Quote && ticks[k].OccurredAt < tick.OccurredAt ? (ticks[k].Bid + ticks[k].Ask) / 2 : 0;
            }

            if (lastPrice != 0 && tick.Price != lastPrice)
            {
                move = tick.Price > lastPrice ? 1 : -1;
            }

            lastPrice = tick.Price;
            var sign = tick.Aggressor != 0 ? tick.Aggressor : mid > 0 && tick.Price > mid ? 1 : mid > 0 && tick.Price < mid ? -1 : move;
            signed.Add((tick, sign, mid, i));
        }

        return signed;
    }

    private static void CheckSpreads(IReadOnlyList<Tick> ticks, List<(Tick Tick, int Sign, double Mid, int Index)> trades, SpreadReading reading)
    {
        var usable = trades.Where(t => t.Mid > 0 && t.Sign != 0).ToList();
        if (usable.Count == 0)
        {
            return;
        }

        Near(usable.TakeLast(SpreadTracker.Trades).Average(t => 20_000 * t.Sign * (t.Tick.Price - t.Mid) / t.Mid), reading.EffectiveBps!.Value);
        var quotes = ticks.Where(t => t.Kind == TickKind.Quote).ToList();
        var settled = new List<(double Realised, double Impact)>();
        foreach (var trade in usable.TakeLast(SpreadTracker.Trades * 8))
        {
            var due = trade.Tick.OccurredAt + TimeSpan.FromSeconds(5);
            if (quotes.Any(q => q.OccurredAt > due))
            {
                var later = quotes.Last(q => q.OccurredAt <= due).Mid;
                settled.Add((20_000 * trade.Sign * (trade.Tick.Price - later) / trade.Mid, 20_000 * trade.Sign * (later - trade.Mid) / trade.Mid));
            }
        }

        if (settled.Count >= SpreadTracker.Trades)
        {
            Near(settled.TakeLast(SpreadTracker.Trades).Average(s => s.Realised), reading.RealisedBps!.Value);
            Near(settled.TakeLast(SpreadTracker.Trades).Average(s => s.Impact), reading.ImpactBps!.Value);
        }
    }

    private static void CheckKyle(List<(Tick Tick, int Sign, double Mid, int Index)> trades, double? lambda)
    {
        var pairs = trades.Zip(trades.Skip(1), (a, b) => (Change: b.Tick.Price - a.Tick.Price, Signed: b.Sign * b.Tick.Volume, b.Sign)).Where(p => p.Sign != 0)
            .TakeLast(KyleLambda.Trades).ToList();
        if (pairs.Count < KyleLambda.MinTrades)
        {
            Assert.Null(lambda);
            return;
        }

        Near(pairs.Sum(p => p.Change * p.Signed) / pairs.Sum(p => p.Signed * p.Signed), lambda!.Value);
    }

    private static void CheckLarge(IReadOnlyList<Tick> ticks, List<(Tick Tick, int Sign, double Mid, int Index)> trades, IReadOnlyList<LargeTradeTier> tiers)
    {
        var now = ticks.Max(t => t.OccurredAt);
        Assert.Equal(LargeTrades.Tiers, tiers.Select(t => t.MinNotional));
        foreach (var tier in tiers)
        {
            var large = trades.Where(t => t.Tick.Price * t.Tick.Volume >= tier.MinNotional && t.Tick.OccurredAt > now - TimeSpan.FromSeconds(60)).ToList();
            Assert.Equal((large.Count(t => t.Sign > 0), large.Count(t => t.Sign < 0)), (tier.Bought, tier.Sold));
            Near(large.Where(t => t.Sign > 0).Sum(t => t.Tick.Price * t.Tick.Volume), tier.BoughtNotional);
            Near(large.Where(t => t.Sign < 0).Sum(t => t.Tick.Price * t.Tick.Volume), tier.SoldNotional);
        }
    }

    private static void Near(double expected, double actual) =>
        Assert.True(Math.Abs(expected - actual) <= 1e-8 * Math.Max(1, Math.Abs(expected)), $"Expected {expected:R}, got {actual:R}.");
}
