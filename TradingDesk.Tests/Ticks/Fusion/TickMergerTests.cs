using FsCheck;
using FsCheck.Fluent;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Ticks.Fusion;
using TradingDesk.Core.Ticks.Offsets;
using TradingDesk.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace TradingDesk.Tests.Ticks.Fusion;

public sealed class TickMergerTests(ITestOutputHelper output)
{
    private static readonly VenueOffset Ninety = new(OffsetKind.Additive, Value: -90, Band: 1, CalibrationConfidence: 1, MergerRun.At(0), TimeSpan.FromMinutes(5), OffsetState.Accepted);

    [Fact]
    public void Add_OtherVenueBehind_WaitsForIt()
    {
        var run = new MergerRun();
        run.Merger.Add(MergerRun.Quote(Venue.Binance, 100, 0), default);
        Assert.Empty(run.Tape);

        run.Merger.Add(MergerRun.Quote(Venue.Mt5, 50, 0), default);
        run.Merger.Add(MergerRun.Quote(Venue.Mt5, 150, 1), default);
        run.Merger.Add(MergerRun.Quote(Venue.Binance, 200, 1), default);

        Assert.Equal([50, 100], run.Tape.Select(t => t.OccurredAt.UnixMilliseconds - MergerRun.At(0).UnixMilliseconds));
    }

    [Fact]
    public void OnClock_WindowPassed_ReleasesThoughTheOtherIsSilent()
    {
        var run = new MergerRun();
        run.Merger.Add(MergerRun.Quote(Venue.Binance, 100, 0), default);

        run.Merger.OnClock(MergerRun.At(350), default);
        Assert.Empty(run.Tape);
        run.Merger.OnClock(MergerRun.At(351), default);

        Assert.Single(run.Tape);
    }

    [Fact]
    public void Add_BehindWhatIsReleased_IsAppendedMarkedAndCounted()
    {
        var run = new MergerRun();
        run.Merger.Add(MergerRun.Quote(Venue.Binance, 1_000, 0), default);
        run.Merger.OnClock(MergerRun.At(2_000), default);

        run.Merger.Add(MergerRun.Quote(Venue.Mt5, 900, 0), default);

        Assert.Equal([false, true], run.Tape.Select(t => t.IsLate));
        Assert.Equal(1, run.Merger.LateTicks);
    }

    [Fact]
    public void Add_SameMessageAgain_IsCountedAsDuplicate()
    {
        var run = new MergerRun();
        run.Merger.Add(MergerRun.Quote(Venue.Binance, 100, 0), default);
        run.Merger.Add(MergerRun.Quote(Venue.Binance, 100, 0), default);
        run.Merger.Flush(default);

        Assert.Single(run.Tape);
        Assert.Equal(1, run.Discards[DiscardReason.Duplicate]);
    }

    [Fact]
    public void Add_SecondVenue_CarriesTheOffsetThatMakesItsPriceThePrimarys()
    {
        var run = new MergerRun();
        run.Merger.Add(MergerRun.Quote(Venue.Binance, 100, 0), Ninety);
        run.Merger.Add(MergerRun.Quote(Venue.Mt5, 100, 0), Ninety);
        run.Merger.Flush(Ninety);

        Assert.Equal([(Venue.Binance, 0.0), (Venue.Mt5, 90.0)], run.Tape.Select(t => (t.Source, t.OffsetApplied)));
    }

    [Fact]
    public void Add_StaleOffset_IsNotApplied()
    {
        var run = new MergerRun();
        run.Merger.Add(MergerRun.Quote(Venue.Mt5, 100, 0), Ninety with { State = OffsetState.Stale });
        run.Merger.Flush(Ninety with { State = OffsetState.Stale });

        Assert.Equal(0, run.Tape[0].OffsetApplied);
    }

    [Fact]
    public void Add_MoreThanFit_GoOutEarlyAndInOrder()
    {
        var run = new MergerRun(new FusionOptions { ReorderWindow = TimeSpan.FromSeconds(10) });
        for (var i = 0; i < TickMerger.Capacity + 1_000; i++)
        {
            run.Merger.Add(MergerRun.Quote(Venue.Binance, i, i), default);
        }

        Assert.Equal(1_000, run.Merger.ForcedTicks);
        Assert.Equal(1_000, run.Tape.Count);
        run.Merger.Flush(default);
        Assert.Equal(Enumerable.Range(101, TickMerger.Capacity + 1_000), run.Tape.Select(t => (int)t.Tick.Ask));
    }

    [Fact]
    public void SaveState_InTheMiddle_GoesOnAlike()
    {
        var ticks = Interleaved(new Random(5), 400, maximalDelay: 200);
        var whole = new MergerRun();
        ticks.ForEach(tick => whole.Merger.Add(tick, Ninety));
        var first = new MergerRun();
        ticks[..201].ForEach(tick => first.Merger.Add(tick, Ninety));
        var second = new MergerRun();
        StateBytes.Load(second.Merger, StateBytes.Save(first.Merger));

        ticks[201..].ForEach(tick => second.Merger.Add(tick, Ninety));

        Assert.Equal(whole.Tape, first.Tape.Concat(second.Tape));
    }

    /// <summary>Delays within the window: the tape is in order, whole, without repeats.</summary>
    [Fact]
    public void Property_DelaysInsideTheWindow_GiveOneOrderedTape() => Assert.Null(FindFault(maximalDelay: 240, ticks =>
    {
        var run = new MergerRun();
        ticks.ForEach(tick => run.Merger.Add(tick, default));
        run.Merger.Flush(default);
        return ([.. run.Tape.Select(t => t.Tick)], run.Merger.LateTicks);
    }));

    /// <summary>Delays far beyond it: nothing is lost either, and whatever is out of order is marked.</summary>
    [Fact]
    public void Property_AnyDelays_LoseNothingAndMarkWhatIsLate()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var ticks = Interleaved(new Random(seed), 120, maximalDelay: 5_000);
            var run = new MergerRun();
            ticks.ForEach(tick => run.Merger.Add(tick, default));
            run.Merger.Flush(default);

            Assert.True(ticks.Count == run.Tape.Count && ticks.ToHashSet().SetEquals(run.Tape.Select(t => t.Tick)), $"seed {seed}");
            var inTime = run.Tape.Where(t => !t.IsLate).Select(t => t.OccurredAt).ToArray();
            Assert.True(inTime.SequenceEqual(inTime.Order()), $"seed {seed}");
            Assert.True(run.Merger.LateTicks == run.Tape.Count(t => t.IsLate), $"seed {seed}");
        }
    }

    /// <summary>The planted fault: a merger that takes equal instants for repeats.</summary>
    [Fact]
    public void Property_MergerThatDropsEqualInstants_IsCaught() => Assert.NotNull(FindFault(maximalDelay: 240, ticks =>
        ([.. ticks.DistinctBy(t => t.OccurredAt).OrderBy(t => t.OccurredAt)], 0)));

    private string? FindFault(int maximalDelay, Func<List<Tick>, (List<Tick> Tape, long Late)> merge)
    {
        var property = Prop.ForAll(Gen.Choose(0, 1_000_000).ToArbitrary(), seed =>
        {
            var ticks = Interleaved(new Random(seed), 120, maximalDelay);
            var (tape, late) = merge([.. ticks]);
            return late == 0 && tape.Count == ticks.Count && tape.ToHashSet().SetEquals(ticks) && tape.Select(t => t.OccurredAt).SequenceEqual(tape.Select(t => t.OccurredAt).Order());
        });
        try
        {
            Check.One(Config.QuickThrowOnFailure.WithMaxTest(200), property);
            return null;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            output.WriteLine(e.Message);
            return e.Message;
        }
    }

    /// <summary>Two feeds, each in its own order, some ticks at equal instants, one feed behind the other by a delay that changes.</summary>
    private static List<Tick> Interleaved(Random random, int count, int maximalDelay)
    {
        var arrivals = new List<(long Arrival, Tick Tick)>();
        foreach (var venue in (Venue[])[Venue.Binance, Venue.Mt5])
        {
            var (at, arrival) = (0L, 0L);
            for (var i = 0; i < count / 2; i++)
            {
                at += random.Next(4) == 0 ? 0 : random.Next(1, 60);
                arrival = Math.Max(arrival, at + random.Next(maximalDelay));
                arrivals.Add((arrival, MergerRun.Quote(venue, at, i)));
            }
        }

        return [.. arrivals.OrderBy(a => a.Arrival).Select(a => a.Tick)];
    }
}
