using TradingDesk.Core.Analysis;
using TradingDesk.Core.Analysis.Structure;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Storage;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Conformance;

/// <summary>
/// What every analyzer that writes the structure log must keep to (DOMAIN C8), inherited by its tests: nothing repaints, whatever comes later; state is
/// exact; what is final stays.
/// </summary>
public abstract class StructureConformance
{
    protected abstract IAnalyzer<StructureEvent> Create();

    /// <summary>The series to test on; several thousand bars.</summary>
    protected virtual Bar[] Series() => TestBars.Walk(4_000, seed: 31);

    [Fact]
    public void Prefix_EveryCut_HasTheSameEvents() => RepaintCheck.CheckPrefixes(Create, Series(), seed: 32, cuts: 60);

    [Fact]
    public void Future_Randomised_LeavesKnownEventsUnchanged() => RepaintCheck.CheckFutureMutation(Create, Series(), seed: 33, cuts: 30);

    [Fact]
    public void KnownAt_EveryEvent_IsTheBarBeingProcessed()
    {
        var bars = Series();
        var analyzer = Create();
        for (var i = 0; i < bars.Length; i++)
        {
            var log = new StructureEventLog();
            analyzer.Update(bars[i], log);

            Assert.All(log.Events, item => Assert.Equal((i, bars[i].CloseTime), (item.KnownAtIndex, item.KnownAt)));
            Assert.True(i >= analyzer.WarmupBars - 1 || log.Events.Count == 0);
        }
    }

    [Fact]
    public void State_SavedAtRandomPoints_ContinuesBitForBit()
    {
        var bars = Series();
        var random = new Random(34);
        var whole = RepaintCheck.Run(Create(), bars);
        for (var i = 0; i < 50; i++)
        {
            var cut = random.Next(bars.Length);
            var first = Create();
            var before = RepaintCheck.Run(first, bars.Take(cut));
            var saved = StateBytes.Save(first);
            var second = StateBytes.Load(Create(), saved);

            Assert.Equal(saved, StateBytes.Save(second));
            Sequences.AssertEqual(whole, before.Concat(RepaintCheck.Run(second, bars.Skip(cut))));
        }
    }

    [Fact]
    public void Reset_AfterBars_BehavesAsNew()
    {
        var bars = Series();
        var used = Create();
        RepaintCheck.Run(used, bars.Take(1_234));
        used.Reset();

        Sequences.AssertEqual(RepaintCheck.Run(Create(), bars), RepaintCheck.Run(used, bars));
    }

    /// <summary>Timers count event time: the same bars a week later give the same events a week later.</summary>
    [Fact]
    public void Times_AWeekLater_ShiftTheEvents()
    {
        var week = TimeSpan.FromDays(7);
        var bars = Series();
        var later = RepaintCheck.Run(Create(), bars.Select(bar => Shift(bar, week)));

        Sequences.AssertEqual(
            RepaintCheck.Run(Create(), bars),
            later.Select(item => item with
            {
                OriginAt = item.OriginAt - week,
                KnownAt = item.KnownAt - week,
                BrokenAt = item.BrokenAt == Timestamp.Epoch ? Timestamp.Epoch : item.BrokenAt - week,
            }));
    }

    [Fact]
    public void Numbers_AwkwardBars_AreFinite()
    {
        var events = RepaintCheck.Run(Create(), AwkwardBars.All());

        Assert.NotEmpty(events);
        Assert.All(events, item => Assert.All((double[])[item.Level, item.Top, item.Bottom, item.Amount, item.Ratio], number => Assert.True(double.IsFinite(number), item.ToString())));
    }

    [Fact]
    public void Zones_EveryEvent_LieTheRightWayUp()
    {
        foreach (var item in RepaintCheck.Run(Create(), Series()))
        {
            Assert.True(item.Top >= item.Bottom && item.Bottom > 0, item.ToString());
            Assert.True(item.OriginIndex <= item.KnownAtIndex && item.BrokenIndex <= item.KnownAtIndex && item.OriginAt < item.KnownAt, item.ToString());
        }
    }

    [Fact]
    public void Final_Items_NeverChangeAgain()
    {
        var final = new HashSet<(string Family, int Origin, Direction Direction, StructureTag Tag, int Identity)>();
        foreach (var item in RepaintCheck.Run(Create(), Series()))
        {
            var family = item.Kind.ToFamily().Family;
            var tag = family == "swing" ? StructureTag.None : item.Tag;
            var identity = family switch { "orderBlock" => item.CauseIndex, "sweep" or "liveBreak" => item.BrokenIndex, _ => -1 };
            if (family == "period" || item.Kind == StructureEventKind.BlockTriggerSuperseded)
            {
                // Each side of a period is broken by itself; the swing behind a block may be superseded whatever became of the block.
                continue;
            }

            var key = (family, item.OriginIndex, item.Direction, tag, identity);
            Assert.True(!final.Contains(key), $"{item} was final before.");
            if (item.FinalAt is not null)
            {
                final.Add(key);
            }
        }
    }

    private static Bar Shift(in Bar bar, TimeSpan by) => new(
        bar.Timeframe, bar.OpenTime + by, open: bar.Open, high: bar.High, low: bar.Low, close: bar.Close, volume: bar.Volume, buyVolume: bar.BuyVolume, tickCount: bar.TickCount, source: bar.Source, flags: bar.Flags);
}
