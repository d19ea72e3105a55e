using FsCheck;
using FsCheck.Fluent;
using TradingDesk.Core.Bars;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Indicators;
using TradingDesk.Core.Ticks;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Bars;

/// <summary>Duplicates, disorder, lateness, clock jumps and bad prices (RELIABILITY T09, T10, T11), each with a planted bug that the check must catch.</summary>
public sealed class LadderDisorderTests
{
    private const int Seed = 90_909;

    private static readonly TickOptions TwoSeconds = new() { AllowedLateness = TimeSpan.FromSeconds(2) };

    [Fact]
    public void T09_DuplicatedShuffledAndLate_BarsEqualTheCleanRunAndCountersAreExact()
    {
        var clean = TickTape.Clean(40_000, Seed, perSecond: 20);
        var spoiled = Spoil(clean, out var duplicates, out var late);

        var expected = new LadderRun(latenessSeconds: 2).Validated(clean, TwoSeconds);
        var actual = new LadderRun(latenessSeconds: 2).Validated(spoiled, TwoSeconds);

        Assert.True(duplicates > 3_000 && late > 20, $"seed {Seed}: {duplicates} duplicates, {late} late");
        Sequences.AssertEqual(Longer(expected), Longer(actual));
        Assert.Equal(duplicates, actual.Discards[DiscardReason.Duplicate]);
        Assert.Equal(late, actual.Discards[DiscardReason.OutOfOrder]);
        Assert.Equal(duplicates + late, actual.Discards.Total);
    }

    [Fact]
    public void T09_LateTicksPastTheValidator_AreCountedByTheLadder()
    {
        var clean = TickTape.Clean(40_000, Seed, perSecond: 20);
        var late = clean.Where((_, i) => i > 30_000 && i % 100 == 0).Select(tick => TickTape.Trade(1, 1, sequence: tick.Sequence)).ToArray();
        var run = new LadderRun(latenessSeconds: 2).Ticks(clean);
        var before = run.Log.Bars.Count;

        run.Ticks(late);

        Assert.Equal(late.Length, run.Discards[DiscardReason.Late]);
        Assert.Equal(before, run.Log.Bars.Count);
    }

    [Fact]
    public void T09_Control_WithoutDuplicateCheck_IsCaught()
    {
        var clean = TickTape.Clean(10_000, Seed, perSecond: 20);
        var spoiled = Spoil(clean, out _, out _);

        // The planted bug: ticks go to the ladder unchecked, so duplicates count twice.
        var expected = new LadderRun(latenessSeconds: 2).Ticks(clean);
        var actual = new LadderRun(latenessSeconds: 2).Ticks(spoiled);

        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Sequences.AssertEqual(Longer(expected), Longer(actual)));
    }

    [Fact]
    public void T09_Control_AllowanceTooShort_IsCaught()
    {
        var clean = TickTape.Clean(10_000, Seed, perSecond: 20);
        var spoiled = Spoil(clean, out _, out _);
        var expected = new LadderRun(latenessSeconds: 2).Validated(clean, TwoSeconds);
        var actual = new LadderRun(latenessSeconds: 0).Validated(spoiled, TwoSeconds);

        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Sequences.AssertEqual(Longer(expected), Longer(actual)));
    }

    [Theory]
    [InlineData(-3_600)]
    [InlineData(3_600)]
    [InlineData(1)]
    public void T10_ClockJumps_NoBarClosesTwiceOrReopens(int jumpSeconds)
    {
        var ticks = TickTape.Clean(20_000, seed: 10);
        var run = new LadderRun();
        for (var i = 0; i < ticks.Length; i++)
        {
            var offset = i / 5_000 % 2 == 1 ? jumpSeconds : 0;
            run.Ladder.OnClock(ticks[i].OccurredAt + TimeSpan.FromSeconds(offset), run.Log);
            run.Ladder.OnTick(ticks[i], run.Log);
        }

        foreach (var timeframe in TimeframeExtensions.All)
        {
            var opens = run.Log.Of(timeframe).Select(bar => bar.OpenTime).ToArray();
            Assert.Equal(opens.Distinct().Order(), opens);
        }

        Assert.Equal(ticks.Length, run.M1.Sum(bar => bar.TickCount) + run.Discards[DiscardReason.Late] + PendingTicks(run));
    }

    [Fact]
    public void T11_BadPrices_AreAllQuarantinedAndIndicatorsUnchanged()
    {
        var clean = TickTape.Clean(20_000, seed: 11, perSecond: 20);
        var bad = BadPrices(clean).ToArray();
        var expected = new LadderRun().Validated(clean, new TickOptions());
        var actual = new LadderRun().Validated(bad, new TickOptions());

        Sequences.AssertEqual(expected.Log.Bars, actual.Log.Bars);
        Assert.Equal(bad.Length - clean.Length, actual.Discards.Total);
        Assert.Equal(Readings(expected), Readings(actual));
    }

    [Fact]
    public void T11_Control_WithoutValidator_IsCaught()
    {
        var clean = TickTape.Clean(20_000, seed: 11, perSecond: 20);

        // The planted bug: no validator. Zero and infinite prices cannot even become bars.
        Assert.ThrowsAny<Exception>(() => Sequences.AssertEqual(new LadderRun().Ticks(clean).Log.Bars, new LadderRun().Ticks(BadPrices(clean)).Log.Bars));
    }

    [Fact]
    public void Property_ChunkingOfTicks_NeverChangesBars() => Check.QuickThrowOnFailure(Prop.ForAll(
        Gen.Choose(1, int.MaxValue).ToArbitrary(),
        seed =>
        {
            var random = new Random(seed);
            var ticks = TickTape.Clean(1_500, seed, perSecond: 1 + random.Next(20));
            var whole = new LadderRun().Ticks(ticks);
            var cut = random.Next(ticks.Length);
            var first = new LadderRun().Ticks(ticks.Take(cut));
            var second = new LadderRun();
            StateBytes.Load(second.Ladder, StateBytes.Save(first.Ladder));
            second.Ticks(ticks.Skip(cut));
            return whole.Log.Bars.SequenceEqual(first.Log.Bars.Concat(second.Log.Bars));
        }));

    [Fact]
    public void Property_LongerBarsFromMinutes_EqualThoseFromTicksAndConserveVolume() => Check.QuickThrowOnFailure(Prop.ForAll(
        Gen.Choose(1, int.MaxValue).ToArbitrary(),
        seed =>
        {
            var ticks = TickTape.Clean(3_000, seed, perSecond: 2);
            var run = new LadderRun().Clock(0).Ticks(ticks);
            return run.Log.Of(Timeframe.M5).All(bar => FromTicks(bar, ticks)) && run.M1.All(bar => FromTicks(bar, ticks));
        }));

    /// <summary>10 % duplicated at once or a little later, 10 % shuffled within 2 s, 0.1 % sent again an hour late as new messages.</summary>
    private static Tick[] Spoil(Tick[] clean, out int duplicates, out int late)
    {
        var random = new Random(Seed);
        var arrivals = new List<(long At, int Order, Tick Tick)>();
        (duplicates, late) = (0, 0);
        var end = clean[^1].OccurredAt;
        foreach (var tick in clean)
        {
            var at = tick.OccurredAt.UnixMicroseconds + (random.Next(10) == 0 ? random.Next(1_900_000) : 0);
            arrivals.Add((at, arrivals.Count, tick));
            if (random.Next(10) == 0)
            {
                duplicates++;
                arrivals.Add((at + random.Next(50_000), arrivals.Count, tick));
            }

            var hourLater = tick.OccurredAt + TimeSpan.FromHours(1);
            if (random.Next(1_000) == 0 && tick.OccurredAt + TimeSpan.FromSeconds(10) < end)
            {
                late++;
                var lateAt = Math.Min(hourLater.UnixMicroseconds, end.UnixMicroseconds);
                var again = Tick.Trade(0, Venue.Binance, tick.OccurredAt, hourLater, price: tick.Price + 7, volume: 1, aggressor: 0, tick.Sequence + 1_000_000);
                arrivals.Add((lateAt, arrivals.Count, again));
            }
        }

        return [.. arrivals.OrderBy(item => item.At).ThenBy(item => item.Order).Select(item => item.Tick)];
    }

    private static IEnumerable<Tick> BadPrices(Tick[] clean)
    {
        double[] prices = [0, -1, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1e308, 1e-320 * 0];
        for (var i = 0; i < clean.Length; i++)
        {
            yield return clean[i];
            if (i % 50 == 0)
            {
                var at = clean[i].OccurredAt;
                yield return Tick.Trade(0, Venue.Binance, at, at, price: prices[i / 50 % prices.Length], volume: 1, aggressor: 0, sequence: 10_000_000 + i);
                yield return Tick.Trade(0, Venue.Binance, at, at, price: clean[i].Price * 1_000, volume: 1, aggressor: 0, sequence: 20_000_000 + i);
                yield return Tick.Trade(0, Venue.Binance, at, at, price: clean[i].Price, volume: double.NaN, aggressor: 0, sequence: 30_000_000 + i);
                yield return Tick.Quote(0, Venue.Binance, at, at, bid: 101, ask: 100, sequence: 40_000_000 + i);
            }
        }
    }

    private static List<string> Readings(LadderRun run)
    {
        var (atr, rsi, ema) = (new Atr(), new Rsi(), new Ema(20));
        return [.. run.M1.Select(bar => $"{atr.Update(bar):R} {rsi.Update(bar):R} {ema.Update(bar):R}")];
    }

    private static Bar[] Longer(LadderRun run) => [.. run.Log.Bars.Where(bar => bar.Timeframe >= Timeframe.M1)];

    private static int PendingTicks(LadderRun run) => run.Ladder.TryGetForming(Timeframe.M1, out var forming) ? forming.TickCount : 0;

    private static bool FromTicks(Bar bar, Tick[] ticks)
    {
        var inside = ticks.Where(tick => tick.OccurredAt >= bar.OpenTime && tick.OccurredAt < bar.CloseTime).ToArray();
        return bar.TickCount == inside.Length
            && Math.Abs(bar.Volume - inside.Sum(tick => tick.Volume)) < 1e-6
            && (inside.Length == 0 || (bar.High >= inside.Max(tick => tick.Price) && bar.Low <= inside.Min(tick => tick.Price) && bar.Close == inside[^1].Price));
    }
}
