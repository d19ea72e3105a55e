using TradingDesk.Core.Domain;
using TradingDesk.Core.Ticks;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Ticks;

public sealed class SpikeControllerTests
{
    private const int Seed = 20261126;
    private static readonly SpikeOptions Options = new() { TicksPerSecond = 100, WindowSeconds = 10 };

    [Fact]
    public void Observe_BelowTheRate_LetsEverythingThroughAtOnce()
    {
        var run = new Run(Options);
        run.Feed(ticksPerSecond: 90, seconds: 60);

        Assert.False(run.Spike.IsActive);
        Assert.Equal(run.In, run.Out);
        Assert.Equal(0, run.Discards.Total);
    }

    [Fact]
    public void Observe_AboveTheRate_KeepsEveryTradeAndTheLastQuoteOfEachInterval()
    {
        var run = new Run(Options);
        run.Feed(ticksPerSecond: 400, seconds: 60);
        run.Drain();

        Assert.True(run.Spike.IsActive);
        Assert.True(run.Discards[DiscardReason.Conflated] > run.In.Count / 4);
        Assert.Equal(run.In.Count, run.Out.Count + run.Discards[DiscardReason.Conflated]);
        Assert.Equal(run.In.Where(t => t.Kind == TickKind.Trade), run.Out.Where(t => t.Kind == TickKind.Trade));
        var lasts = run.In.Skip(run.ActiveFrom).Where(t => t.Kind == TickKind.Quote).GroupBy(t => (t.Venue, Interval(t))).Select(g => g.Last()).ToHashSet();
        Assert.True(lasts.SetEquals(run.Out.Where(t => t.Kind == TickKind.Quote).Except(run.In.Take(run.ActiveFrom))), "The last quote of each interval goes on, and no other.");
    }

    [Fact]
    public void Observe_RateFalls_EndsOnlyBelowTheLowerBound()
    {
        var run = new Run(Options);
        run.Feed(ticksPerSecond: 300, seconds: 20);
        run.Feed(ticksPerSecond: 90, seconds: 30);
        Assert.True(run.Spike.IsActive);
        run.Feed(ticksPerSecond: 50, seconds: 30);
        Assert.False(run.Spike.IsActive);
        run.Feed(ticksPerSecond: 90, seconds: 30);
        Assert.False(run.Spike.IsActive);
        Assert.Equal(0, run.Spike.Held);
    }

    [Fact]
    public void Advance_WithoutTicks_EndsTheSpikeAndReleasesWhatWaits()
    {
        var run = new Run(Options);
        run.Feed(ticksPerSecond: 400, seconds: 30);
        Assert.True(run.Spike.Held > 0);

        run.Spike.Advance(run.Now + TimeSpan.FromSeconds(30));
        run.Drain();

        Assert.False(run.Spike.IsActive);
        Assert.Equal(0, run.Spike.Held);
    }

    [Fact]
    public void SaveState_InTheMiddleOfASpike_GoesOnTheSame()
    {
        var whole = new Run(Options);
        whole.Feed(ticksPerSecond: 300, seconds: 20);
        var resumed = new Run(Options);
        using var stream = new MemoryStream();
        using (var writer = new StateWriter(stream))
        {
            whole.Spike.SaveState(writer);
        }

        stream.Position = 0;
        using (var reader = new StateReader(stream))
        {
            resumed.Spike.LoadState(reader);
        }

        var from = whole.Out.Count;
        var more = Run.Ticks(whole.Now, ticksPerSecond: 300, seconds: 20).ToArray();
        whole.Feed(more);
        resumed.Feed(more);

        Assert.Equal(whole.Out.Skip(from), resumed.Out);
    }

    /// <summary>Planted: options that conflate at any rate must not pass the first test's check.</summary>
    [Fact]
    public void Observe_ThresholdTooLow_IsSeenInTheOutput()
    {
        var run = new Run(new SpikeOptions { TicksPerSecond = 10, WindowSeconds = 10 });
        run.Feed(ticksPerSecond: 90, seconds: 60);

        Assert.NotEqual(run.In, run.Out);
    }

    private static long Interval(in Tick tick) => tick.ReceivedAt.UnixMilliseconds / 50;

    /// <summary>Ticks through a controller as a lane runs it.</summary>
    private sealed class Run
    {
        public Run(SpikeOptions options) => Spike = new SpikeController(options, Discards);

        public DiscardCounters Discards { get; } = new();

        public SpikeController Spike { get; }

        public List<Tick> In { get; } = [];

        public List<Tick> Out { get; } = [];

        public Timestamp Now { get; private set; } = TestBars.Start;

        /// <summary>Place of the first tick that found the controller active.</summary>
        public int ActiveFrom { get; private set; } = int.MaxValue;

        public static IEnumerable<Tick> Ticks(Timestamp from, int ticksPerSecond, int seconds)
        {
            var random = new Random(Seed);
            for (var i = 0; i < ticksPerSecond * seconds; i++)
            {
                var at = from + TimeSpan.FromSeconds((i + 1.0) / ticksPerSecond);
                yield return random.Next(3) switch
                {
                    0 => Tick.Trade(0, Venue.Binance, at, at, price: 100 + i, volume: 1, aggressor: 0),
                    1 => Tick.Quote(0, Venue.Binance, at, at, bid: 100 + i, ask: 101 + i),
                    _ => Tick.Quote(0, Venue.Mt5, at, at, bid: 100 + i, ask: 101 + i),
                };
            }
        }

        public void Feed(int ticksPerSecond, int seconds) => Feed(Ticks(Now, ticksPerSecond, seconds));

        public void Feed(IEnumerable<Tick> ticks)
        {
            foreach (var tick in ticks)
            {
                In.Add(tick);
                Now = tick.ReceivedAt;
                Spike.Observe(tick);
                Drain();
                if (!Spike.TryHold(tick))
                {
                    Out.Add(tick);
                }

                if (Spike.IsActive && ActiveFrom == int.MaxValue)
                {
                    ActiveFrom = In.Count - 1;
                }
            }
        }

        public void Drain()
        {
            while (Spike.TryRelease(Now, out var quote))
            {
                Out.Add(quote);
            }
        }
    }
}
