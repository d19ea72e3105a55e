using System.Security.Cryptography;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Simulation;

namespace TradingDesk.Tests.Feeds.Simulation;

public sealed class SimulatedMarketTests
{
    private static readonly SimulatorOptions Options = new() { Seed = 3, HistoryDays = 10 };
    private static readonly SimulatedMarket Market = new(Options);
    private static readonly long StartMinute = Market.StartAt.UnixSeconds / 60;

    [Fact]
    public void Generate_SameSeed_SameTicks()
    {
        Assert.Equal(HashOf(new SimulatedMarket(Options), 200), HashOf(new SimulatedMarket(Options), 200));
    }

    [Fact]
    public void Generate_OtherSeed_OtherTicks()
    {
        Assert.NotEqual(HashOf(new SimulatedMarket(Options), 5), HashOf(new SimulatedMarket(new SimulatorOptions { Seed = 4, HistoryDays = 10 }), 5));
    }

    [Fact]
    public void Generate_AnyOrder_EqualsSequential()
    {
        var sequential = Enumerable.Range(0, 300).Select(i => HashOfMinute(Market, 0, StartMinute + i)).ToArray();
        var fresh = new SimulatedMarket(Options);
        foreach (var i in new[] { 299, 7, 150, 0, 151, 298, 8 })
        {
            Assert.Equal(sequential[i], HashOfMinute(fresh, 0, StartMinute + i));
        }
    }

    [Fact]
    public void Generate_ManyThreadsAtOnce_SameTicks()
    {
        var fresh = new SimulatedMarket(Options);
        var expected = Enumerable.Range(0, 400).Select(i => HashOfMinute(Market, 1, StartMinute + (i * 13))).ToArray();
        var actual = new string[expected.Length];
        Parallel.For(0, expected.Length, i => actual[i] = HashOfMinute(fresh, 1, StartMinute + (i * 13)));
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Generate_Minutes_IdsAreContiguousAndTimesOrdered()
    {
        var ticks = new MinuteTicks();
        long nextTrade = -1, nextQuote = -1;
        for (var minute = StartMinute; minute < StartMinute + 500; minute++)
        {
            Market.Generate(0, Venue.Binance, minute, ticks);
            Assert.True(nextTrade < 0 || nextTrade == ticks.FirstTradeIndex);
            Assert.True(nextQuote < 0 || nextQuote == ticks.FirstQuoteIndex);
            (nextTrade, nextQuote) = (ticks.FirstTradeIndex + ticks.Trades.Length, ticks.FirstQuoteIndex + ticks.Quotes.Length);
            Assert.True(ticks.Trades.Length > 0);
            AssertOrdered(ticks);
        }
    }

    [Fact]
    public void Generate_Trades_HitTheQuoteOfTheirInstant()
    {
        var ticks = new MinuteTicks();
        for (var minute = StartMinute; minute < StartMinute + 100; minute++)
        {
            Market.Generate(0, Venue.Binance, minute, ticks);
            foreach (var trade in ticks.Trades.ToArray())
            {
                var quote = ticks.Quotes.ToArray().Last(q => q.At <= trade.At);
                var beyond = trade.IsBuyerMaker ? quote.BidTicks - trade.PriceTicks : trade.PriceTicks - quote.AskTicks;
                Assert.InRange(beyond, 0, 2);
                Assert.True(quote.AskTicks > quote.BidTicks);
            }
        }
    }

    [Fact]
    public void DayOf_EqualsAggregationOfTicks()
    {
        var bars = new SimulatedBars(Market);
        var ticks = new MinuteTicks();
        var day = StartMinute / 1_440;
        for (var minute = day * 1_440; minute < (day + 1) * 1_440; minute += 37)
        {
            Market.Generate(0, Venue.Binance, minute, ticks);
            var trades = ticks.Trades.ToArray();
            var bar = bars.DayOf(0, Venue.Binance, day)[(int)(minute % 1_440)];
            Assert.Equal(trades[0].PriceTicks, bar.Open);
            Assert.Equal(trades.Max(t => t.PriceTicks), bar.High);
            Assert.Equal(trades.Min(t => t.PriceTicks), bar.Low);
            Assert.Equal(trades[^1].PriceTicks, bar.Close);
            Assert.Equal(trades.Sum(t => t.Quantity), bar.Volume);
            Assert.Equal(trades.Where(t => !t.IsBuyerMaker).Sum(t => t.PriceTicks * t.Quantity), bar.TakerBuyTurnover);
            Assert.Equal(trades.Length, bar.TickCount);
        }
    }

    [Fact]
    public void TickRate_DoesNotChangeTheTruth()
    {
        var busy = new SimulatedMarket(new SimulatorOptions { Seed = 3, HistoryDays = 10, TickRateFactor = 4 });
        Assert.Equal(Truth(Market), Truth(busy));
    }

    [Fact]
    public void TurningPoints_EachDegree_AlternateAndAreExtremesOfThePath()
    {
        var from = Market.StartAt - TimeSpan.FromDays(4);
        for (var instrument = 0; instrument < 3; instrument++)
        {
            var points = Market.TurningPoints(instrument, from, Market.StartAt);
            Assert.True(points.Count > 150, $"{points.Count} points");
            foreach (var degree in Enum.GetValues<LatentDegree>())
            {
                var sides = points.Where(p => p.Degree >= degree).Select(p => p.IsHigh).ToArray();
                Assert.All(sides.Zip(sides.Skip(1)), pair => Assert.NotEqual(pair.First, pair.Second));
            }

            foreach (var point in points)
            {
                Assert.Equal(point.Price, Market.LatentPriceAt(instrument, point.At), 6);
            }
        }
    }

    [Fact]
    public void Breaks_CrossTheirLevelThere_AndSweepsComeBack()
    {
        var from = Market.StartAt - TimeSpan.FromDays(9);
        for (var instrument = 0; instrument < 3; instrument++)
        {
            var breaks = Market.Breaks(instrument, from, Market.StartAt);
            Assert.True(breaks.Count > 100);
            foreach (var item in breaks.Where(b => b.At.ToUtcDateTime().DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)))
            {
                Assert.True(item.OriginAt < item.At);
            }

            var sweeps = Market.Sweeps(instrument, from, Market.StartAt);
            Assert.NotEmpty(sweeps);
            foreach (var sweep in sweeps)
            {
                var side = sweep.IsHigh ? 1 : -1;
                Assert.True((sweep.Extreme - sweep.Level) * side > 0);
                Assert.True((Market.LatentPriceAt(instrument, sweep.At + TimeSpan.FromSeconds(150)) - sweep.Level) * side < 0);
            }
        }
    }

    private static void AssertOrdered(MinuteTicks ticks)
    {
        for (var i = 1; i < ticks.Trades.Length; i++)
        {
            Assert.True(ticks.Trades[i].At >= ticks.Trades[i - 1].At);
        }

        for (var i = 1; i < ticks.Quotes.Length; i++)
        {
            Assert.True(ticks.Quotes[i].At >= ticks.Quotes[i - 1].At);
        }

        Assert.True(ticks.Trades[0].At / 60_000_000 == ticks.Minute && ticks.Trades[^1].At / 60_000_000 == ticks.Minute);
        Assert.True(ticks.Quotes[0].At / 60_000_000 == ticks.Minute && ticks.Quotes[^1].At / 60_000_000 == ticks.Minute);
    }

    private static string Truth(SimulatedMarket market) =>
        string.Join(' ', Enumerable.Range(0, 3).SelectMany(i => market.TurningPoints(i, market.HistoryFrom, market.StartAt)).Select(p => p.ToString()));

    private static string HashOf(SimulatedMarket market, int minutes) =>
        string.Concat(Enumerable.Range(0, minutes).SelectMany(m => Enumerable.Range(0, 3).Select(i => HashOfMinute(market, i, StartMinute + m))));

    private static string HashOfMinute(SimulatedMarket market, int instrument, long minute)
    {
        var ticks = new MinuteTicks();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var venue in new[] { Venue.Binance, Venue.Mt5 })
        {
            market.Generate(instrument, venue, minute, ticks);
            hash.AppendData(System.Runtime.InteropServices.MemoryMarshal.AsBytes(ticks.Quotes));
            foreach (var trade in ticks.Trades)
            {
                hash.AppendData(System.Text.Encoding.ASCII.GetBytes(trade.ToString()));
            }
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
