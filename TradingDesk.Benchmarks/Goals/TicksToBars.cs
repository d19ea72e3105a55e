using TradingDesk.Benchmarks.Data;
using TradingDesk.Benchmarks.Protocol;
using TradingDesk.Core.Bars;
using TradingDesk.Core.Domain;

namespace TradingDesk.Benchmarks.Goals;

/// <summary>G4: the timeframe ladder, with its rules for gaps and disorder, against a bare loop without any.</summary>
internal sealed class TicksToBars : IGoal
{
    private const int Ticks = 1_000_000;
    private const double MaxNanoseconds = 30;

    public string Id => "G4";

    public string Title => "tick to bars of five timeframes";

    public string Bar => "<= 30 ns per tick, 0 B";

    public GoalReport Run(GoalContext context)
    {
        var ticks = TickSeries.Make(Ticks, TimeSpan.FromMilliseconds(250), seed: 4);
        var instrument = Instruments.Make(1)[0].ToInstrument(0);
        if (FindDifference(instrument, ticks) is { } difference)
        {
            return GoalReport.NotEqual(difference);
        }

        var sink = new CountingSink();
        var bytes = Measure.BytesPerItem(Ticks, () => RunProduct(instrument, ticks, sink));
        var comparison = RatioProtocol.Compare(
            "ns/tick",
            new Contender("timeframe ladder", () => Measure.NanosecondsPerItem(Ticks, () => RunProduct(instrument, ticks, sink))),
            new Contender("bare loop", () => Measure.NanosecondsPerItem(Ticks, () => RunBare(ticks))));

        // A ladder is made per pass: its own few kilobytes are not the ticks' doing.
        var perTick = Math.Round(bytes, 1);
        return GoalReport.Measured(
            "open, high, low, close, volume and count of all M1, M5, M15, H1 and H4 bars equal an independent grouping",
            [comparison.Product, comparison.Peer, comparison.Ratio, Figure.Single("allocated", "B/tick", perTick)],
            [new BarCheck($"median {ReportWriter.Show(comparison.Product.Median)} ns <= {MaxNanoseconds} ns", comparison.Product.Median <= MaxNanoseconds), new BarCheck($"{perTick} B/tick", perTick == 0)],
            "The ladder builds S1, M30 and D1 as well; the bare loop knows neither gaps nor late ticks nor quiet minutes.",
            "Quoted peers on the same shape of input: LEAN 100.6 ns, Skender 519 ns for five timeframes.");
    }

    private static void RunProduct(Instrument instrument, Tick[] ticks, IBarSink sink)
    {
        var ladder = new TimeframeLadder(instrument, new BarOptions(), new DiscardCounters());
        foreach (ref readonly var tick in ticks.AsSpan())
        {
            ladder.OnTick(tick, sink);
        }

        ladder.OnClock(ticks[^1].OccurredAt + TimeSpan.FromSeconds(2), sink);
    }

    private static void RunBare(Tick[] ticks)
    {
        Span<BareBar> bars = stackalloc BareBar[5];
        ReadOnlySpan<long> lengths = [60_000_000, 300_000_000, 900_000_000, 3_600_000_000, 14_400_000_000];
        long closed = 0;
        foreach (ref readonly var tick in ticks.AsSpan())
        {
            var at = tick.OccurredAt.UnixMicroseconds;
            for (var i = 0; i < 5; i++)
            {
                ref var bar = ref bars[i];
                if (at >= bar.End)
                {
                    closed++;
                    bar = new BareBar { End = at - (at % lengths[i]) + lengths[i], Open = tick.Price, High = tick.Price, Low = tick.Price };
                }

                bar.High = Math.Max(bar.High, tick.Price);
                bar.Low = Math.Min(bar.Low, tick.Price);
                bar.Close = tick.Price;
                bar.Volume += tick.Volume;
                bar.Count++;
            }
        }

        GC.KeepAlive(closed);
    }

    private static string? FindDifference(Instrument instrument, Tick[] ticks)
    {
        var sink = new KeepingSink();
        RunProduct(instrument, ticks, sink);
        foreach (var timeframe in TimeframeExtensions.Decision)
        {
            var groups = ticks.GroupBy(tick => timeframe.Floor(tick.OccurredAt)).ToDictionary(group => group.Key, group => group.ToList());
            var built = sink.Bars.Where(bar => bar.Timeframe == timeframe).ToList();
            if (built.Count < groups.Count - 1)
            {
                return $"{timeframe}: {built.Count} bars, expected {groups.Count} or one less";
            }

            foreach (var bar in built)
            {
                var group = groups[bar.OpenTime];
                var isSame = bar.Open == group[0].Price && bar.Close == group[^1].Price && bar.High == group.Max(tick => tick.Price) && bar.Low == group.Min(tick => tick.Price)
                    && Math.Abs(bar.Volume - group.Sum(tick => tick.Volume)) < 1e-6 && bar.TickCount == group.Count;
                if (!isSame)
                {
                    return $"{timeframe} {bar.OpenTime}: {bar}";
                }
            }
        }

        return null;
    }

    private struct BareBar
    {
        public long End;
        public double Open;
        public double High;
        public double Low;
        public double Close;
        public double Volume;
        public int Count;
    }

    private sealed class CountingSink : IBarSink
    {
        public long Count { get; private set; }

        public void OnBarClosed(in Bar bar) => Count++;
    }

    private sealed class KeepingSink : IBarSink
    {
        public List<Bar> Bars { get; } = [];

        public void OnBarClosed(in Bar bar) => Bars.Add(bar);
    }
}
