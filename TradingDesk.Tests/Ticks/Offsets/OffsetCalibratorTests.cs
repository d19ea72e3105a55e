using TradingDesk.Core.Domain;
using TradingDesk.Core.Ticks.Offsets;
using TradingDesk.Tests.Support;
using Xunit;

namespace TradingDesk.Tests.Ticks.Offsets;

public sealed class OffsetCalibratorTests
{
    [Fact]
    public void OnClock_FewerPairsThanNeeded_HasNoOffset()
    {
        var run = new OffsetRun().Run(0, 20, _ => 100, _ => 90).Clock(60);

        Assert.Equal(OffsetOutcome.TooFewPairs, run.Latest.Outcome);
        Assert.Equal(OffsetState.None, run.Calibrator.Current.State);
        Assert.Throws<InvalidOperationException>(() => run.Calibrator.Current.Convert(1, Venue.Binance, Venue.Mt5));
    }

    [Fact]
    public void OnClock_NoYardstickYet_AcceptsNothing()
    {
        var run = new OffsetRun().Run(0, 60, _ => 100, _ => 90, atr: null);

        Assert.Equal(OffsetOutcome.NoYardstick, run.Latest.Outcome);
        Assert.Equal(OffsetState.None, run.Calibrator.Current.State);
    }

    [Fact]
    public void OnClock_EachMinute_CalibratesOnce()
    {
        var run = new OffsetRun().Run(0, 600, _ => 100, _ => 90);

        Assert.Equal(11, run.Calibrations.Count); // the first clock event begins an interval, too
        Assert.Equal(OffsetRun.At(600), run.Latest.At);
        Assert.Equal(300, run.Latest.Pairs);
        Assert.Equal(-10, run.Calibrator.Current.Value);
    }

    [Fact]
    public void Convert_BothWays_IsItsOwnInverse()
    {
        var additive = new OffsetRun().Run(0, 60, _ => 100, _ => 90).Calibrator.Current;
        var ratio = new OffsetRun(new OffsetOptions { Fit = OffsetFit.Ratio }).Run(0, 60, _ => 100, _ => 90).Calibrator.Current;

        Assert.Equal((190.0, 210.0), (additive.Convert(200, Venue.Binance, Venue.Mt5), additive.Convert(200, Venue.Mt5, Venue.Binance)));
        Assert.Equal(180, ratio.Convert(200, Venue.Binance, Venue.Mt5), precision: 9);
        Assert.Equal(200, ratio.Convert(180, Venue.Mt5, Venue.Binance), precision: 9);
        Assert.Equal(200, ratio.Convert(200, Venue.Mt5, Venue.Mt5));
    }

    /// <summary>The basis grows with the price, which moves by a third in the window: a ratio fits and a difference does not.</summary>
    [Fact]
    public void Auto_BasisInProportionToThePrice_TakesTheRatio()
    {
        var run = new OffsetRun(new OffsetOptions { Fit = OffsetFit.Auto }).Run(0, 300, second => 1_000 + second, second => (1_000 + second) * 1.01, atr: 50);

        Assert.Equal(OffsetKind.Ratio, run.Calibrator.Current.Kind);
        Assert.Equal(1.01, run.Calibrator.Current.Value, precision: 9);
    }

    [Fact]
    public void Auto_ConstantBasis_TakesTheDifference() =>
        Assert.Equal(OffsetKind.Additive, new OffsetRun().Run(0, 300, second => 1_000 + second, second => 900 + second, atr: 50).Calibrator.Current.Kind);

    [Fact]
    public void OnClock_PairsThatScatter_AreNotAccepted()
    {
        var run = new OffsetRun().Run(0, 60, _ => 100, second => second % 2 == 0 ? 90 : 110);

        Assert.Equal(OffsetOutcome.TooWide, run.Latest.Outcome);
    }

    [Fact]
    public void OnClock_Step_IsHeldThenAcceptedAfterThree()
    {
        var run = new OffsetRun().Run(0, 600, _ => 100, _ => 90).Run(600, 1_200, _ => 100, _ => 120);

        var outcomes = run.Calibrations.Where(c => c.At > OffsetRun.At(600)).Select(c => c.Outcome).ToArray();
        // The window of five minutes holds mostly old pairs for two and a half; half and half scatter.
        Assert.Equal(
            [OffsetOutcome.Accepted, OffsetOutcome.Accepted, OffsetOutcome.Step, OffsetOutcome.Step, OffsetOutcome.AcceptedStep],
            outcomes[..5]);
        Assert.All(outcomes[5..], outcome => Assert.Equal(OffsetOutcome.Accepted, outcome));
        var step = run.Calibrations.Where(c => c.Outcome == OffsetOutcome.Step).ToArray();
        Assert.All(step, c => Assert.Equal((-10.0, OffsetState.Stepping, 20.0, 30.0), (c.InForce.Value, c.InForce.State, c.Difference!.Value, c.Step!.Value)));
        Assert.Equal(20, run.Calibrator.Current.Value);
    }

    [Fact]
    public void OnClock_StepThatComesBack_IsNeverTaken()
    {
        var run = new OffsetRun(new OffsetOptions { Window = TimeSpan.FromMinutes(1) }).Run(0, 600, _ => 100, _ => 90).Run(600, 720, _ => 100, _ => 120).Run(720, 1_200, _ => 100, _ => 90);

        Assert.Equal(2, run.Calibrations.Count(c => c.Outcome == OffsetOutcome.Step));
        Assert.DoesNotContain(run.Calibrations, c => c.Outcome == OffsetOutcome.AcceptedStep);
        Assert.Equal(-10, run.Calibrator.Current.Value);
    }

    [Fact]
    public void OnClock_Silence_HoldsAndThenIsStale()
    {
        var run = new OffsetRun().Run(0, 600, _ => 100, _ => 90);
        for (var second = 601; second <= 1_200; second++)
        {
            run.Clock(second);
            var offset = run.Calibrator.Current;
            Assert.Equal((-10.0, OffsetRun.At(600)), (offset.Value, offset.CalibratedAt.UnixMicroseconds >= OffsetRun.At(600).UnixMicroseconds ? OffsetRun.At(600) : default));
            Assert.Equal(second < 660 ? OffsetState.Accepted : second < 900 ? OffsetState.Held : OffsetState.Stale, offset.State);
        }

        Assert.Equal(0, run.Calibrator.Current.ConfidenceAt(OffsetRun.At(1_200)));
    }

    [Fact]
    public void Confidence_FallsWithScatterNumberAndAge()
    {
        var clean = new OffsetRun().Run(0, 300, _ => 100, _ => 90).Calibrator.Current;
        var noisy = new OffsetRun().Run(0, 300, _ => 100, second => 90 + (second % 5)).Calibrator.Current;
        var few = new OffsetRun().Run(0, 60, _ => 100, _ => 90).Calibrator.Current;
        var now = OffsetRun.At(300);

        Assert.Equal(1, clean.ConfidenceAt(now), precision: 9);
        Assert.Equal(1 - (1.4826 / 5), noisy.ConfidenceAt(now), precision: 6);
        Assert.Equal(0.6, few.ConfidenceAt(OffsetRun.At(60)), precision: 6);
        Assert.Equal(0.5, clean.ConfidenceAt(now + TimeSpan.FromSeconds(150)), precision: 6);
    }

    /// <summary>Half a tick a minute over ten accepted calibrations is 30 an hour: three ATR of ten.</summary>
    [Fact]
    public void Drift_SteadyBasisMove_IsItsSlopeInAtrPerHour()
    {
        var run = new OffsetRun().Run(0, 1_800, _ => 100, second => 90 + (second / 120.0));

        Assert.Equal(3, run.Latest.DriftAtrPerHour!.Value, precision: 1);
    }

    [Fact]
    public void Restore_LastGoodOffset_IsTakenUpWithItsAge()
    {
        var before = new OffsetRun().Run(0, 600, _ => 100, _ => 90).Calibrator.Current;
        var young = new OffsetRun();
        young.Calibrator.Restore(before);
        var old = new OffsetRun();
        old.Calibrator.Restore(before);

        young.Clock(700);
        old.Clock(1_000);

        Assert.Equal((OffsetState.Held, -10.0, 100.0), (young.Calibrator.Current.State, young.Calibrator.Current.Value, young.Calibrator.Current.AgeAt(OffsetRun.At(700)).TotalSeconds));
        Assert.Equal(OffsetState.Stale, old.Calibrator.Current.State);
    }

    [Fact]
    public void SaveState_InTheMiddleOfAStep_GoesOnAlike()
    {
        static OffsetRun First() => new OffsetRun().Run(0, 600, _ => 100, _ => 90).Run(600, 830, _ => 100, _ => 120);
        var whole = First().Run(830, 1_200, _ => 100, _ => 120);
        var second = new OffsetRun();
        StateBytes.Load(second.Calibrator, StateBytes.Save(First().Calibrator));

        second.Run(830, 1_200, _ => 100, _ => 120);

        Assert.Equal(whole.Calibrations[^second.Calibrations.Count..], second.Calibrations);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(700)]
    public void Options_OutOfRange_AreRefused(int seconds) =>
        Assert.Throws<System.ComponentModel.DataAnnotations.ValidationException>(() => new OffsetCalibrator(new OffsetOptions { Interval = TimeSpan.FromSeconds(seconds) }));
}
