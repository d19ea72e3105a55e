using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Simulation;

namespace TradingDesk.Tests.Feeds.Simulation;

/// <summary>That the market looks like one: over 30 days of three seeds.</summary>
public sealed class MarketStatisticsTests
{
    private static readonly SimulatedMarket[] Markets = [.. new long[] { 1, 2, 3 }.Select(seed => new SimulatedMarket(new SimulatorOptions { Seed = seed }))];
    private static readonly SimulatedBars[] Bars = [.. Markets.Select(market => new SimulatedBars(market))];

    [Theory]
    [InlineData(0, 0.010, 0.045, 45_000, 130_000)]
    [InlineData(1, 0.004, 0.020, 2_400, 4_400)]
    [InlineData(2, 0.003, 0.015, 165, 240)]
    public void DailyMoves_AreOfTheRightSize(int instrument, double least, double most, double lowest, double highest)
    {
        var changes = new List<double>();
        foreach (var (market, bars) in Markets.Zip(Bars))
        {
            var scale = market.Instruments[instrument].TicksPerUnit;
            var closes = Hours(market, bars, instrument).Chunk(24).Select(day => day[^1].Close / scale).ToArray();
            changes.AddRange(closes.Zip(closes.Skip(1), (a, b) => Math.Log(b / a)));
            Assert.All(closes, close => Assert.InRange(close, lowest, highest));
        }

        Assert.InRange(Math.Sqrt(changes.Average(c => c * c)), least, most);
    }

    [Fact]
    public void Regimes_BothDirectionsAndRanges_InEveryMarket()
    {
        foreach (var market in Markets)
        {
            for (var instrument = 0; instrument < 3; instrument++)
            {
                var kinds = Enumerable.Range(0, 720).Select(hour => market.RegimeAt(instrument, market.HistoryFrom + TimeSpan.FromHours(hour))).ToArray();
                Assert.True(kinds.Count(k => k == LatentRegimeKind.Bull) > 72);
                Assert.True(kinds.Count(k => k == LatentRegimeKind.Bear) > 72);
                Assert.Contains(LatentRegimeKind.Range, kinds);
            }
        }
    }

    [Fact]
    public void Sessions_LondonAndNewYork_MoveMoreThanAsia()
    {
        foreach (var instrument in new[] { 0, 1, 2 })
        {
            double busy = 0, quiet = 0;
            foreach (var (market, bars) in Markets.Zip(Bars))
            {
                foreach (var (bar, hour) in Hours(market, bars, instrument).Select((bar, i) => (bar, i % 24)).Where(b => b.bar.TickCount > 0))
                {
                    var range = (bar.High - bar.Low) / (double)bar.Close;
                    busy += hour is >= 12 and < 17 ? range : 0;
                    quiet += hour is >= 0 and < 5 ? range : 0;
                }
            }

            Assert.True(busy > 1.15 * quiet, $"instrument {instrument}: busy {busy:F3}, quiet {quiet:F3}");
        }
    }

    [Fact]
    public void Volatility_Clusters()
    {
        // Ranges of one hour tell about those of the same hour two and more hours later, after the daily profile is taken out.
        foreach (var (market, bars) in Markets.Zip(Bars))
        {
            var ranges = Hours(market, bars, 0).Select(bar => Math.Log((bar.High - bar.Low + 1) / (double)bar.Close)).ToArray();
            var profile = Enumerable.Range(0, 24).Select(h => ranges.Where((_, i) => i % 24 == h).Average()).ToArray();
            var rest = ranges.Select((r, i) => r - profile[i % 24]).ToArray();
            var variance = rest.Average(r => r * r);
            var lagged = rest.Zip(rest.Skip(1), (a, b) => a * b).Average() / variance;
            Assert.True(lagged > 0.12, $"autocorrelation {lagged:F3}");
        }
    }

    [Fact]
    public void Weekend_BrokerIsClosedAndOpensWithAGap_BinanceTradesOn()
    {
        var market = Markets[0];
        var gaps = market.Gaps(2, market.HistoryFrom, market.StartAt);
        Assert.InRange(gaps.Count, 3, 5);
        var ticks = new MinuteTicks();
        foreach (var gap in gaps)
        {
            Assert.Equal((DayOfWeek.Friday, 22), (gap.ClosedAt.ToUtcDateTime().DayOfWeek, gap.ClosedAt.ToUtcDateTime().Hour));
            for (var hour = 1; hour < 48; hour += 5)
            {
                var minute = (gap.ClosedAt.UnixSeconds / 60) + (hour * 60);
                market.Generate(2, Venue.Mt5, minute, ticks);
                Assert.Equal(0, ticks.Quotes.Length);
                market.Generate(1, Venue.Mt5, minute, ticks);
                Assert.Equal(0, ticks.Quotes.Length);
                market.Generate(1, Venue.Binance, minute, ticks);
                Assert.True(ticks.Trades.Length > 0);
                market.Generate(0, Venue.Mt5, minute, ticks);
                Assert.True(ticks.Quotes.Length > 0);
            }
        }

        Assert.Contains(gaps, gap => Math.Abs(gap.Jump) > 0.05);
    }

    [Fact]
    public void Basis_BetweenVenues_IsNearItsMeanAndMovesSlowly()
    {
        var market = Markets[0];
        var (binance, broker) = (new MinuteTicks(), new MinuteTicks());
        var basis = new List<double>();
        for (var minute = market.StartAt.UnixSeconds / 60; minute < (market.StartAt.UnixSeconds / 60) + 2_880; minute += 10)
        {
            market.Generate(0, Venue.Binance, minute, binance);
            market.Generate(0, Venue.Mt5, minute, broker);
            basis.Add((Middle(broker) - Middle(binance)) / 100);
        }

        Assert.InRange(basis.Average(), -110, -70);
        Assert.InRange(Math.Sqrt(basis.Zip(basis.Skip(1), (a, b) => (a - b) * (a - b)).Average()), 0.5, 25);
    }

    [Fact]
    public void Noise_IsSmallAgainstMicroLegs()
    {
        var market = Markets[0];
        var legs = market.TurningPoints(0, market.StartAt, market.StartAt + TimeSpan.FromDays(2));
        var amplitude = legs.Zip(legs.Skip(1), (a, b) => Math.Abs(a.Price - b.Price)).Average();
        var ticks = new MinuteTicks();
        double sum = 0;
        var count = 0;
        for (var minute = market.StartAt.UnixSeconds / 60; minute < (market.StartAt.UnixSeconds / 60) + 600; minute += 7)
        {
            market.Generate(0, Venue.Binance, minute, ticks);
            foreach (var quote in ticks.Quotes)
            {
                var difference = ((quote.BidTicks + quote.AskTicks) / 200.0) - market.LatentPriceAt(0, new Timestamp(quote.At));
                sum += difference * difference;
                count++;
            }
        }

        Assert.True(Math.Sqrt(sum / count) < 0.25 * amplitude, $"noise and basis {Math.Sqrt(sum / count):F1}, micro leg {amplitude:F1}");
    }

    private static double Middle(MinuteTicks ticks)
    {
        double sum = 0;
        foreach (var quote in ticks.Quotes)
        {
            sum += (quote.BidTicks + quote.AskTicks) * 0.5;
        }

        return sum / ticks.Quotes.Length;
    }

    private static IEnumerable<SimulatedBar> Hours(SimulatedMarket market, SimulatedBars bars, int instrument)
    {
        var venue = instrument == 2 ? Venue.Mt5 : Venue.Binance;
        SimulatedBar last = default;
        for (var minute = market.HistoryFrom.UnixSeconds / 60; minute + 60 <= market.StartAt.UnixSeconds / 60; minute += 60)
        {
            var bar = bars.Aggregate(instrument, venue, minute, minute + 60);
            if (bar.TickCount == 0)
            {
                bar = last with { Open = last.Close, High = last.Close, Low = last.Close };
            }

            last = bar;
            yield return bar;
        }
    }
}
