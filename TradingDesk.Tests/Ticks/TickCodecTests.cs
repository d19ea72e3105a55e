using System.Globalization;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Ticks;
using TradingDesk.Tests.Support;
using Xunit.Abstractions;

namespace TradingDesk.Tests.Ticks;

/// <summary>The packing of ticks in memory: lossless whatever the tick, small for ticks as they come, and three hours of three busy symbols within the budget.</summary>
public sealed class TickCodecTests(ITestOutputHelper output)
{
    private const int Seed = 20261126;
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("TRADINGDESK_LONG") == "1";
    private static readonly int Count = IsLong ? 1_000_000 : 100_000;

    [Theory]
    [InlineData("0.01")]
    [InlineData("0.00001")]
    [InlineData("0.25")]
    [InlineData("1")]
    [InlineData("10")]
    public void Append_GeneratedTicks_AreReadBackBitForBit(string tickSize)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {Seed}, {Count} ticks"));
        Assert.Null(FindLoss(Stream(tickSize), tickSize, tick => tick));
    }

    /// <summary>Planted: a store that keeps prices as floats.</summary>
    [Fact]
    public void Append_PricesKeptAsFloats_IsCaught() => Assert.NotNull(FindLoss(
        Stream("0.01").Take(1_000), "0.01", tick => tick.Kind == TickKind.Quote
            ? Tick.Quote(0, tick.Venue, tick.OccurredAt, tick.ReceivedAt, (float)tick.Bid, tick.Ask, backfilled: tick.Backfilled)
            : tick));

    /// <summary>The requirement: three symbols at 200 ticks/s each, all venues counted, for three hours, under 100 MB. Every day the one of them that takes the most.</summary>
    [Fact]
    public void Append_ThreeHoursOfThreeBusySymbols_StayWithinHundredMegabytes()
    {
        const int PerSecond = 200;
        var options = new TickBufferOptions();
        var bytes = 0L;
        (string Tick, double Price)[] symbols = [("0.01", 61_234.57), ("0.01", 2_412.33), ("0.001", 191.417)];
        foreach (var (tickSize, price) in IsLong ? symbols : symbols[..1])
        {
            var buffer = new TickRingBuffer(WithTick(tickSize), options, symbols.Length);
            var stream = new TickStream(Seed, PerSecond, decimal.Parse(tickSize, CultureInfo.InvariantCulture), price);
            Tick tick = default;
            for (var i = 0; i < PerSecond * 3 * 3_600; i++)
            {
                tick = stream.Next();
                buffer.Append(tick);
            }

            bytes = Math.Max(bytes, buffer.CapacityBytes * symbols.Length);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"tick {tickSize}: {buffer.Count} ticks, {buffer.AllocatedBytes / 1e6:0.0} MB, {(double)buffer.AllocatedBytes / buffer.Count:0.00} B a tick, {tick.OccurredAt - buffer.OldestAt()!.Value}"));
            Assert.Equal(PerSecond * 3 * 3_600, buffer.Count);
        }

        Assert.InRange(bytes, 1, 100_000_000);
    }

    [Fact]
    public void Append_OnceItsBlocksAreMade_DoesNotAllocate()
    {
        var buffer = new TickRingBuffer(TestInstruments.Btc(), new TickBufferOptions { TotalMegabytes = 1 }, instruments: 10);
        var stream = new TickStream(Seed, 500);
        var ticks = Enumerable.Range(0, 30_000).Select(_ => stream.Next()).ToArray();
        Array.ForEach(ticks, tick => buffer.Append(tick));

        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (ref readonly var tick in ticks.AsSpan())
        {
            buffer.Append(tick);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static IEnumerable<Tick> Stream(string tickSize)
    {
        var stream = new TickStream(Seed, 200, decimal.Parse(tickSize, CultureInfo.InvariantCulture));
        for (var i = 0; i < Count; i++)
        {
            yield return stream.NextWild();
        }
    }

    /// <summary>The first tick that does not come back as it was; <see langword="null"/> where all do. What is evicted meanwhile must be the oldest.</summary>
    private static string? FindLoss(IEnumerable<Tick> ticks, string tickSize, Func<Tick, Tick> alter)
    {
        var buffer = new TickRingBuffer(WithTick(tickSize), new TickBufferOptions { TotalMegabytes = 8, Span = TimeSpan.FromDays(1) }, instruments: 1);
        var written = new List<Tick>();
        foreach (var tick in ticks)
        {
            buffer.Append(alter(tick));
            written.Add(tick);
        }

        // Instants here are anything, so eviction by age may have any extent; order and content are what counts.
        var read = buffer.Read(new Timestamp(long.MinValue), new Timestamp(long.MaxValue), int.MaxValue);
        Assert.True(read.Count > 0);
        for (var i = 1; i <= read.Count; i++)
        {
            // The one instant that the half-open range leaves out is not generated.
            if (!AreSame(written[^i], read[^i]))
            {
                return $"{written[^i]} came back as {read[^i]}";
            }
        }

        return null;
    }

    private static bool AreSame(in Tick a, in Tick b) =>
        (a.Venue, a.Kind, a.OccurredAt, a.ReceivedAt, a.Aggressor, a.Backfilled) == (b.Venue, b.Kind, b.OccurredAt, b.ReceivedAt, b.Aggressor, b.Backfilled)
        && Bits(a.Bid) == Bits(b.Bid) && Bits(a.Ask) == Bits(b.Ask) && Bits(a.Price) == Bits(b.Price) && Bits(a.Volume) == Bits(b.Volume);

    private static long Bits(double value) => BitConverter.DoubleToInt64Bits(value);

    private static Instrument WithTick(string tickSize)
    {
        var btc = TestInstruments.Btc();
        return new Instrument
        {
            Symbol = btc.Symbol,
            Id = 0,
            TickSize = decimal.Parse(tickSize, CultureInfo.InvariantCulture),
            PriceDecimals = btc.PriceDecimals,
            PipSize = btc.PipSize,
            ContractSize = btc.ContractSize,
            MinLots = btc.MinLots,
            MaxLots = btc.MaxLots,
            LotStep = btc.LotStep,
            AccountPerQuote = btc.AccountPerQuote,
            PrimaryVenue = btc.PrimaryVenue,
            ClosesAtWeekend = btc.ClosesAtWeekend,
        };
    }
}
