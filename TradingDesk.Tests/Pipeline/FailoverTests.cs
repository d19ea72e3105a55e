using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds;
using TradingDesk.Core.Ticks.Offsets;
using TradingDesk.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace TradingDesk.Tests.Pipeline;

/// <summary>One venue of the simulated market fails; the pipeline must say so, carry on where it can, and come to the same result however it is run.</summary>
public sealed class FailoverTests(ITestOutputHelper output)
{
    private const int Minute = 60;

    public static TheoryData<int, Venue> Primaries => new() { { FailoverRun.Bitcoin, Venue.Binance }, { FailoverRun.Gold, Venue.Mt5 } };

    [Theory]
    [MemberData(nameof(Primaries))]
    public void Cut_TwoMinutes_SecondaryCarriesWithoutAMissingBar(int instrument, Venue primary)
    {
        var run = Started();
        var (from, to) = ((20 * Minute) + 7.3, (22 * Minute) + 7.3);
        run.Run(0, 40 * Minute, events => run.Cut(events, instrument, primary, from, to, refills: false));
        var whole = Started().Run(0, 40 * Minute).M1(instrument);

        var bars = run.M1(instrument);

        Assert.Equal(whole.Select(b => b.OpenTime), bars.Select(b => b.OpenTime));
        var carried = bars.Where(b => (b.Flags & BarFlags.Failover) != 0).ToArray();
        output.WriteLine(string.Join("\n", carried.Select(b => b.ToString())));
        // From the minute of the loss to the boundary after a steady minute: 20, 21, 22 and 23.
        Assert.Equal([20, 21, 22, 23], carried.Select(b => (int)(b.OpenTime - run.At(0)).TotalMinutes));
        Assert.All(carried, b => Assert.NotEqual(primary, b.Source));
        Assert.All(carried, b => Assert.True((b.Flags & BarFlags.Gap) == 0 && b.TickCount > 10));
        Assert.All(bars.Except(carried), b => Assert.Equal(primary, b.Source));
        var atr = run.Pipeline.Lanes[instrument].Analysis(Timeframe.M1).Atr14.Current!.Value;
        Assert.All(carried, b => Assert.InRange(b.Close, whole.Single(w => w.OpenTime == b.OpenTime).Close - atr, whole.Single(w => w.OpenTime == b.OpenTime).Close + atr));
        Assert.Equal(["FailoverBegun", "FailoverEnding", "FailoverEnded"], run.Notices(instrument, "tape"));
    }

    [Fact]
    public void Cut_TradeBuiltBars_CarriedMinutesHaveTicksAndNoVolume()
    {
        var run = Started();
        run.Run(0, 30 * Minute, events => run.Cut(events, FailoverRun.Bitcoin, Venue.Binance, 20 * Minute, 25 * Minute, refills: false));

        var carried = run.M1(FailoverRun.Bitcoin).Where(b => b.OpenTime >= run.At(20 * Minute) && b.OpenTime < run.At(25 * Minute)).ToArray();

        Assert.Equal(5, carried.Length);
        Assert.All(carried, b => Assert.Equal((0.0, true), (b.Volume, b.TickCount > 0)));
    }

    /// <summary>Shorter than the failover: as ever. The bars wait, are filled, and are those of a run without the cut but for the flag that says so.</summary>
    [Theory]
    [MemberData(nameof(Primaries))]
    public void Cut_ShorterThanFailover_BarsAreThoseOfAWholeRun(int instrument, Venue primary)
    {
        var run = Started();
        run.Run(0, 30 * Minute, events => run.Cut(events, instrument, primary, (20 * Minute) - 5, (20 * Minute) + 7, refills: true));
        var whole = Started().Run(0, 30 * Minute).M1(instrument);

        var bars = run.M1(instrument);

        Assert.Empty(run.Notices(instrument, "tape"));
        Sequences.AssertEqual(whole, bars.Select(WithoutFilled));
        Assert.Equal(2, bars.Count(b => (b.Flags & BarFlags.Filled) != 0));
    }

    [Fact]
    public void Cut_FilledAfterFailover_TicksForCarriedBarsAreCountedByReason()
    {
        var run = Started();
        run.Run(0, 40 * Minute, events => run.Cut(events, FailoverRun.Bitcoin, Venue.Binance, (20 * Minute) + 7, (22 * Minute) + 7, refills: true));
        var cutTrades = run.Source.Events(TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(24))
            .Count(e => e.Kind == MarketEventKind.Tick && e.InstrumentId == FailoverRun.Bitcoin && e.Tick is { Venue: Venue.Binance, Kind: TickKind.Trade }
                && e.Tick.OccurredAt > run.Pipeline.Lanes[0].Tape.Selector.CarriedFrom && e.Tick.OccurredAt < run.Pipeline.Lanes[0].Tape.Selector.CarriedTo);

        var discards = run.Pipeline.Lanes[FailoverRun.Bitcoin].Discards;

        Assert.True(discards[DiscardReason.Late] > 0);
        Assert.True(discards[DiscardReason.NotCarrier] > 0);
        Assert.Equal(cutTrades, discards[DiscardReason.Late] + discards[DiscardReason.NotCarrier]);
    }

    /// <summary>No word from the feed, and no tick: half-open. Bars are held while it is doubtful, so that none closes flat before the secondary takes over.</summary>
    [Fact]
    public void Silence_BeyondTheDeadLimit_IsCarriedFromTheLastTickOn()
    {
        var run = Started();
        run.Run(0, 40 * Minute, events => run.Silence(events, FailoverRun.Bitcoin, Venue.Binance, 20 * Minute, 25 * Minute));

        var bars = run.M1(FailoverRun.Bitcoin).Where(b => b.OpenTime >= run.At(20 * Minute) && b.OpenTime < run.At(25 * Minute)).ToArray();

        Assert.Equal(5, bars.Length);
        Assert.All(bars, b => Assert.Equal((BarFlags.Failover, Venue.Mt5), (b.Flags, b.Source)));
    }

    [Fact]
    public void Cut_BothVenues_BarsWaitAndAreFlaggedAsEver()
    {
        var run = Started();
        run.Run(0, 40 * Minute, events => run.Cut(
            run.Cut(events, FailoverRun.Bitcoin, Venue.Binance, 20 * Minute, 22 * Minute, refills: false), FailoverRun.Bitcoin, Venue.Mt5, (20 * Minute) + 1, 22 * Minute, refills: false));

        var bars = run.M1(FailoverRun.Bitcoin).Where(b => b.OpenTime >= run.At(20 * Minute) && b.OpenTime < run.At(22 * Minute)).ToArray();

        Assert.Equal(2, bars.Length);
        Assert.All(bars, b => Assert.Equal((true, false), ((b.Flags & BarFlags.Gap) != 0, (b.Flags & BarFlags.Failover) != 0)));
        Assert.Empty(run.Notices(FailoverRun.Bitcoin, "tape"));
    }

    /// <summary>Without a second venue everything is as it was: hold, then gap.</summary>
    [Fact]
    public void Cut_LongerThanTheOffsetLives_GivesUpAndFlagsTheRest()
    {
        var run = Started();
        run.Run(0, 50 * Minute, events => run.Cut(events, FailoverRun.Bitcoin, Venue.Binance, 20 * Minute, 40 * Minute, refills: false));

        var bars = run.M1(FailoverRun.Bitcoin).Where(b => b.OpenTime >= run.At(20 * Minute) && b.OpenTime < run.At(40 * Minute)).ToArray();

        Assert.Equal(["FailoverBegun", "FailoverGivenUp"], run.Notices(FailoverRun.Bitcoin, "tape"));
        Assert.Equal(20, bars.Length);
        Assert.All(bars, b => Assert.True((b.Flags & (BarFlags.Failover | BarFlags.Gap)) != 0));
        Assert.InRange(bars.Count(b => (b.Flags & BarFlags.Failover) != 0), 5, 8);
    }

    [Fact]
    public void Cut_WhileFailedOver_OrdersSeeTheCorrectedQuote()
    {
        var run = Started();
        run.Run(0, 22 * Minute, events => run.Cut(events, FailoverRun.Bitcoin, Venue.Binance, 20 * Minute, 25 * Minute, refills: false));
        var whole = Started().Run(0, 22 * Minute);

        var trading = run.Pipeline.Lanes[FailoverRun.Bitcoin].Tape.Trading;
        var truth = whole.Pipeline.Lanes[FailoverRun.Bitcoin].Tape.Trading;
        var offset = run.Pipeline.Lanes[FailoverRun.Bitcoin].Tape.Calibrator.Current;

        output.WriteLine($"corrected {trading}, true {truth}, offset {offset}");
        var band = (5 * offset.Band) + (truth.Ask - truth.Bid);
        Assert.InRange((trading.Bid + trading.Ask) / 2, truth.Bid - band, truth.Ask + band);
        Assert.True(run.Pipeline.Lanes[FailoverRun.Bitcoin].Tape.Standing(run.At(22 * Minute)).FailedOverSeconds > 100);
    }

    [Fact]
    public void BasisStep_OnTheSimulator_IsHeldThenAcceptedAfterThree()
    {
        var market = new Core.Feeds.Simulation.SimulatedMarket(new Core.Feeds.Simulation.SimulatorOptions { Seed = 7, BasisStepFraction = 0.004, BasisStepAfterMinutes = 15 });
        var run = new FailoverRun(market).LoadHistory(1).Run(0, 30 * Minute);

        var calibrations = run.Calibrations(FailoverRun.Bitcoin).ToArray();
        output.WriteLine(string.Join("\n", calibrations.Select(c => $"{c.At} {c.Outcome} {c.Difference:0.0} ±{c.Band:0.0} ATR {c.Atr:0.0}")));
        var before = calibrations.Last(c => c.IsAccepted && c.At <= run.At(16 * Minute)).Difference!.Value;
        var steps = calibrations.Where(c => c.Outcome == OffsetOutcome.Step).ToArray();
        var accepted = calibrations.Single(c => c.Outcome == OffsetOutcome.AcceptedStep);
        Assert.Equal(2, steps.Length);
        Assert.All(steps, c => Assert.InRange(c.Difference!.Value - c.Step!.Value, before - 30, before + 30)); // the old value is in force
        // The window of both prices scatters for minutes: by the time the step is clear the old value may be stale as well. Neither lets an entry through.
        Assert.All(steps, c => Assert.True(c.InForce.State is OffsetState.Stepping or OffsetState.Stale));
        Assert.InRange(accepted.Difference!.Value - before, 312 - 40, 312 + 40);
        Assert.Equal(["OffsetStep", "OffsetStepAccepted"], run.Notices(FailoverRun.Bitcoin, "offset"));
    }

    [Fact]
    public void Healthy_BothVenues_OffsetsAreAcceptedAndNothingIsCarried()
    {
        var run = Started().Run(0, 60 * Minute);

        foreach (var (instrument, basis, width) in new[] { (FailoverRun.Bitcoin, -90.0, 40.0), (FailoverRun.Gold, -15.0, 3.0) })
        {
            var offset = run.Pipeline.Lanes[instrument].Tape.Calibrator.Current;
            Assert.Equal(OffsetState.Accepted, offset.State);
            Assert.InRange(offset.DifferenceAt(run.Pipeline.Lanes[instrument].Tape.Calibrator.OtherMid), basis - width, basis + width);
            Assert.Empty(run.Notices(instrument, "tape"));
            Assert.Equal(0, run.Pipeline.Lanes[instrument].Tape.LateTicks);
        }

        Assert.Contains(run.Seconds, s => s is { InstrumentId: FailoverRun.Bitcoin, Venue: Venue.Mt5 } && s.OffsetApplied is > 50 and < 130);
        Assert.All(run.Seconds.Where(s => s is { InstrumentId: FailoverRun.Bitcoin, Venue: Venue.Binance }), s => Assert.Equal(0, s.OffsetApplied));
        Assert.Equal(OffsetState.None, run.Pipeline.Lanes[2].Tape.Calibrator.Current.State);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1_000)]
    [InlineData(64, 4_096)]
    public void Cut_AnyWorkersAndBatches_SameOutcome(int workers, int batchSize)
    {
        var reference = Started();
        reference.Feed(Faults(reference));
        var other = new FailoverRun(workers: workers, batchSize: batchSize).LoadHistory(1);

        other.Feed(Faults(other));

        Assert.Equal((reference.Output.DecisionHash, reference.Output.OutcomeHash), (other.Output.DecisionHash, other.Output.OutcomeHash));
        Assert.Equal(reference.Entries.Select(e => e.ToString()), other.Entries.Select(e => e.ToString()));
        Assert.Contains(reference.M1(FailoverRun.Bitcoin), b => (b.Flags & BarFlags.Failover) != 0);
        Assert.Contains(reference.M1(FailoverRun.Gold), b => (b.Flags & BarFlags.Failover) != 0);
    }

    /// <summary>Before, in the wait for failover, while the secondary carries, in the hysteresis, after it.</summary>
    [Theory]
    [InlineData(19.0)]
    [InlineData(20.2)]
    [InlineData(21.5)]
    [InlineData(22.9)]
    [InlineData(24.5)]
    public void SaveState_AroundAFailover_GoesOnWithTheSameOutcome(double minutes)
    {
        var whole = Started();
        var events = Faults(whole).ToList();
        whole.Feed(events);
        var cut = events.FindIndex(e => e.At >= whole.At(minutes * Minute));
        var first = Started();
        first.Feed(events[..cut]);
        using var state = new MemoryStream();
        first.Pipeline.SaveState(state);
        var second = new FailoverRun();
        state.Position = 0;
        second.Pipeline.LoadState(state);

        second.Feed(events[cut..]);

        Assert.Equal(whole.Entries.Select(e => e.ToString()), first.Entries.Concat(second.Entries).Select(e => e.ToString()));
    }

    /// <summary>Bitcoin's primary cut for two minutes for good, gold's with what it missed coming later.</summary>
    private static IEnumerable<MarketEvent> Faults(FailoverRun run) => run.Cut(
        run.Cut(run.Source.Events(TimeSpan.Zero, TimeSpan.FromMinutes(35)), FailoverRun.Bitcoin, Venue.Binance, (20 * Minute) + 7, (22 * Minute) + 7, refills: false),
        FailoverRun.Gold,
        Venue.Mt5,
        25 * Minute,
        27 * Minute,
        refills: true);

    private static FailoverRun Started() => new FailoverRun().LoadHistory(1);

    private static Bar WithoutFilled(Bar bar) => new(
        bar.Timeframe, bar.OpenTime, bar.Open, bar.High, bar.Low, bar.Close, bar.Volume, bar.BuyVolume, bar.TickCount, bar.Source, bar.Flags & ~BarFlags.Filled);
}
