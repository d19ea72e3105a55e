using TradingDesk.Core.Bars.Fusion;
using TradingDesk.Core.Domain;
using Xunit.Abstractions;

namespace TradingDesk.Tests.Bars.Fusion;

/// <summary>Generated: whenever and however often the second venue's bars come, the last revision of every interval is the same.</summary>
public sealed class M5BridgePropertyTests(ITestOutputHelper output)
{
    private const int Buckets = 24;

    private static readonly int Cases = Environment.GetEnvironmentVariable("TRADINGDESK_LONG") == "1" ? 20_000 : 200;

    [Fact]
    public void AnyArrivalAndRepetition_SameFinalRevisions()
    {
        for (var seed = 0; seed < Cases; seed++)
        {
            var market = new Market(seed);
            var punctual = Deliver(market, new Random(0), maxDelay: 0, repeat: false, reload: false);

            var disorderly = Deliver(market, new Random(seed), maxDelay: 6, repeat: true, reload: seed % 3 == 0);

            AssertSame(punctual, disorderly, seed);
        }

        output.WriteLine($"{Cases} cases, seeds 0 to {Cases - 1}");
    }

    /// <summary>Planted: a bridge whose candle remembers how it came differs.</summary>
    [Fact]
    public void Control_FirstRevisionsInsteadOfLast_AreFoundDifferent()
    {
        var differs = Enumerable.Range(0, 20).Any(seed =>
        {
            var market = new Market(seed);
            var punctual = Deliver(market, new Random(0), 0, repeat: false, reload: false).Given.Where(c => c.Revision == 1).Select(c => c.Close);
            var late = Deliver(market, new Random(seed), 6, repeat: false, reload: false).Given.Where(c => c.Revision == 1).OrderBy(c => c.OpenTime).Select(c => c.Close);
            return !punctual.SequenceEqual(late);
        });

        Assert.True(differs);
    }

    [Fact]
    public void EveryRevision_IsConsistentNumberedAndChangesSomething()
    {
        for (var seed = 0; seed < Cases; seed++)
        {
            var run = Deliver(new Market(seed), new Random(seed), maxDelay: 4, repeat: true, reload: false);
            foreach (var candle in run.Given)
            {
                Assert.True(candle.Low <= Math.Min(candle.Open, candle.Close) && Math.Max(candle.Open, candle.Close) <= candle.High, $"seed {seed}: {candle}");
                Assert.InRange(candle.FilledMinutes, 0, candle.Sources == M5Sources.Primary ? 0 : 5);
            }

            foreach (var revisions in run.Given.GroupBy(candle => candle.OpenTime).Select(group => group.ToList()))
            {
                Assert.Equal(Enumerable.Range(1, revisions.Count), revisions.Select(candle => candle.Revision));
                Assert.All(revisions.Zip(revisions.Skip(1)), pair => Assert.False(pair.First.HasContentOf(pair.Second), $"seed {seed}"));
            }
        }
    }

    private static BridgeRun Deliver(Market market, Random random, int maxDelay, bool repeat, bool reload)
    {
        var run = new BridgeRun();
        var secondary = Enumerable.Range(0, Buckets).GroupBy(bucket => bucket + random.Next(maxDelay + 1)).ToDictionary(group => group.Key, group => group.ToArray());
        for (var now = 0; now <= Buckets + maxDelay; now++)
        {
            var due = secondary.GetValueOrDefault(now, []);
            random.Shuffle(due);
            var before = due.Take(random.Next(due.Length + 1)).ToList();
            before.ForEach(bucket => run.Secondary(bucket, market.Secondary[bucket]));
            if (now < Buckets)
            {
                run.Shift = market.Shifts[now];
                run.Primary(now, market.Primary[now]);
            }

            foreach (var bucket in due.Except(before))
            {
                run.Clock(((now + 1) * 300) + random.Next(12));
                run.Secondary(bucket, market.Secondary[bucket]);
            }

            run.Clock(((now + 1) * 300) + 12);
            if (repeat && now < Buckets && random.Next(3) == 0)
            {
                run.Primary(now, market.Primary[now]);
                due.ToList().ForEach(bucket => run.Secondary(bucket, market.Secondary[bucket]));
            }

            if (reload && random.Next(4) == 0)
            {
                run.Reload();
            }
        }

        return run;
    }

    private static void AssertSame(BridgeRun expected, BridgeRun actual, int seed)
    {
        foreach (var (openTime, candle) in expected.Final)
        {
            Assert.True(candle.HasContentOf(actual.Final[openTime]), $"seed {seed}: {candle} and {actual.Final[openTime]}");
        }

        Assert.Equal(expected.Final.Count, actual.Final.Count);
        Assert.Equal(expected.Bridge.Slope.Slope, actual.Bridge.Slope.Slope);
    }

    /// <summary>Minutes of both venues, with quiet ones, and a shift that moves and is sometimes unknown.</summary>
    private sealed class Market
    {
        public Market(int seed)
        {
            var random = new Random(seed);
            var price = 1_000.0;
            for (var bucket = 0; bucket < Buckets; bucket++)
            {
                Shifts[bucket] = random.Next(8) == 0 ? null : Core.Ticks.PriceShift.Additive(-BridgeRun.Offset - random.Next(3));
                Primary[bucket] = new Bar[5];
                Secondary[bucket] = new Bar[5];
                for (var i = 0; i < 5; i++)
                {
                    var next = price + random.Next(-6, 7);
                    Primary[bucket][i] = Minute(random, (bucket * 5) + i, price, next, primary: true);
                    Secondary[bucket][i] = Minute(random, (bucket * 5) + i, price + BridgeRun.Offset, next + BridgeRun.Offset + random.Next(-2, 3), primary: false);
                    price = next;
                }
            }
        }

        public Bar[][] Primary { get; } = new Bar[Buckets][];

        public Bar[][] Secondary { get; } = new Bar[Buckets][];

        public Core.Ticks.PriceShift?[] Shifts { get; } = new Core.Ticks.PriceShift?[Buckets];

        private static Bar Minute(Random random, int minute, double open, double close, bool primary) => random.Next(6) == 0
            ? BridgeRun.Minute(minute, open, open, open, open, primary, ticks: 0)
            : BridgeRun.Minute(minute, open, Math.Max(open, close) + random.Next(3), Math.Min(open, close) - random.Next(3), close, primary, volume: random.Next(1, 9));
    }
}
