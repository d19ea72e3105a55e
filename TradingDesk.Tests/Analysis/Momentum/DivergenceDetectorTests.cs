using TradingDesk.Core.Analysis;
using TradingDesk.Core.Analysis.Momentum;
using TradingDesk.Core.Analysis.Structure;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Indicators;
using TradingDesk.Tests.Conformance;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Analysis.Momentum;

public sealed class DivergenceDetectorTests : AnalyzerConformance<DivergenceEvent>
{
    /// <summary>Every divergence, found again from the whole series: consecutive final swings of one side, oscillators read at their bars.</summary>
    [Fact]
    public void Update_RandomWalk_EqualsBatchOverFinalSwings()
    {
        var bars = Series();
        var expected = Batch(bars);
        var analyzer = new WithStructure();
        var log = new RecentLog<DivergenceEvent>(10_000);
        foreach (var bar in bars)
        {
            analyzer.Update(bar, log);
        }

        var actual = log.ToArray().Select(e => (e.Source, e.Kind, e.Direction, e.FirstIndex, e.SecondIndex, e.FirstValue, e.SecondValue)).ToHashSet();
        Assert.Equal(expected.Count, log.Count);
        Assert.True(expected.SetEquals(actual));
        Assert.Equal(8, actual.Select(e => (e.Source, e.Kind, e.Direction)).Distinct().Count());
    }

    /// <summary>Planted bug: reading the oscillator at the bar at which a swing becomes final, not at the swing, gives other divergences.</summary>
    [Fact]
    public void Batch_OscillatorReadLate_IsSeen()
    {
        var bars = Series();

        Assert.False(Batch(bars).SetEquals(Batch(bars, lag: 3)));
    }

    [Fact]
    public void Update_SwingsFarApart_AreNotCompared()
    {
        var detector = new DivergenceDetector();
        var log = new RecentLog<DivergenceEvent>(10);
        var bars = TestBars.Walk(400, seed: 61);
        Swing At(int index, double level) => new(Direction.Bullish, index, bars[index].OpenTime, level);
        for (var i = 0; i < bars.Length; i++)
        {
            detector.Update(bars[i], i < 60 ? null : i < 300 ? At(50, 1) : At(50 + DivergenceDetector.MaxDistance + 1, i), null, log);
        }

        Assert.Equal(0, log.Count);
    }

    /// <summary>The detector alone: the lists of the structure beside it still grow.</summary>
    [Fact]
    public override void Update_Warm_AllocatesNothing()
    {
        var bars = Series();
        var structure = new StructureAnalyzer(new StructureOptions());
        var log = new StructureEventLog();
        var swings = bars.Select(bar =>
        {
            structure.Update(bar, log);
            return (structure.LastFinalHigh, structure.LastFinalLow);
        }).ToArray();
        var detector = new DivergenceDetector();
        var sink = new RecentLog<DivergenceEvent>(8);
        void Pass()
        {
            detector.Reset();
            for (var i = 0; i < bars.Length; i++)
            {
                detector.Update(bars[i], swings[i].LastFinalHigh, swings[i].LastFinalLow, sink);
            }
        }

        Pass();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Pass();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(8, sink.Count);
    }

    protected override IAnalyzer<DivergenceEvent> Create() => new WithStructure();

    protected override (int Index, Timestamp At) KnownAt(DivergenceEvent item) => (item.KnownAtIndex, item.KnownAt);

    private static HashSet<(DivergenceSource, DivergenceKind, Direction, int, int, double, double)> Batch(Bar[] bars, int lag = 0)
    {
        var (rsi, macd, structure) = (new Rsi(), new Macd(), new StructureAnalyzer(new StructureOptions()));
        var log = new StructureEventLog();
        var (rsis, macds) = (new List<double?>(), new List<double?>());
        foreach (var bar in bars)
        {
            structure.Update(bar, log);
            rsis.Add(rsi.Update(bar));
            macds.Add(macd.Update(bar)?.Macd);
        }

        var found = new HashSet<(DivergenceSource, DivergenceKind, Direction, int, int, double, double)>();
        foreach (var side in new[] { Direction.Bullish, Direction.Bearish })
        {
            var swings = log.Events.Where(e => e.Kind == StructureEventKind.SwingFinal && e.Direction == side).ToList();
            foreach (var (first, second) in swings.Zip(swings.Skip(1)))
            {
                foreach (var (source, values) in new[] { (DivergenceSource.Rsi, rsis), (DivergenceSource.Macd, macds) })
                {
                    if (second.OriginIndex - first.OriginIndex > DivergenceDetector.MaxDistance
                        || values[first.OriginIndex + lag] is not { } before || values[second.OriginIndex + lag] is not { } now)
                    {
                        continue;
                    }

                    var isHigher = second.Level > first.Level;
                    var isLower = second.Level < first.Level;
                    DivergenceKind? kind = side == Direction.Bullish
                        ? isHigher && now < before ? DivergenceKind.Regular : isLower && now > before ? DivergenceKind.Hidden : null
                        : isLower && now > before ? DivergenceKind.Regular : isHigher && now < before ? DivergenceKind.Hidden : null;
                    if (kind is { } k)
                    {
                        found.Add((source, k, side == Direction.Bullish ? Direction.Bearish : Direction.Bullish, first.OriginIndex, second.OriginIndex, before, now));
                    }
                }
            }
        }

        return found;
    }

    private sealed class WithStructure : IAnalyzer<DivergenceEvent>, IEventSink<StructureEvent>
    {
        private readonly StructureAnalyzer _structure = new(new StructureOptions());
        private readonly DivergenceDetector _detector = new();

        public int WarmupBars => 1;

        public void Update(in Bar bar, IEventSink<DivergenceEvent> sink)
        {
            _structure.Update(bar, this);
            _detector.Update(bar, _structure.LastFinalHigh, _structure.LastFinalLow, sink);
        }

        public void Add(in StructureEvent item)
        {
        }

        public void Reset()
        {
            _structure.Reset();
            _detector.Reset();
        }

        public void SaveState(StateWriter writer)
        {
            _structure.SaveState(writer);
            _detector.SaveState(writer);
        }

        public void LoadState(StateReader reader)
        {
            _structure.LoadState(reader);
            _detector.LoadState(reader);
        }
    }
}
