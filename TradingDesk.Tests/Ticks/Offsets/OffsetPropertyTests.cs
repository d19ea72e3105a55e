using FsCheck;
using FsCheck.Fluent;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Ticks.Offsets;
using Xunit;
using Xunit.Abstractions;

namespace TradingDesk.Tests.Ticks.Offsets;

/// <summary>What must hold for any prices, with the planted faults that it must catch. A failure prints FsCheck's seed.</summary>
public sealed class OffsetPropertyTests(ITestOutputHelper output)
{
    private const int Seconds = 90;

    [Fact]
    public void ConstantBasis_OfAnySize_IsRecoveredExactly()
    {
        var input =
            from quarters in Gen.Choose(-390_000, 4_000_000)
            from seed in Gen.Choose(0, 1_000_000)
            select (Basis: quarters * 0.25, seed);
        var property = Prop.ForAll(input.ToArbitrary(), x =>
        {
            var walk = Walk(x.seed);
            var run = new OffsetRun().Run(0, Seconds, second => walk[second], second => walk[second] + x.Basis);
            return run.Calibrator.Current is { State: OffsetState.Accepted, Kind: OffsetKind.Additive, Band: 0 } offset && offset.Value == x.Basis;
        });
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(200), property);
    }

    [Fact]
    public void OneSidedOutliers_UpToATenthOfTheQuotes_DoNotMoveIt()
    {
        var input =
            from seed in Gen.Choose(0, 1_000_000)
            from spike in Gen.Elements(-1_000_000.0, -500, -30, 30, 500, 1_000_000)
            from every in Gen.Choose(10, 40)
            from spoilsExecution in Gen.Elements(true, false)
            select (seed, spike, every, spoilsExecution);
        var property = Prop.ForAll(input.ToArbitrary(), x =>
        {
            var walk = Walk(x.seed);
            double Spoiled(int second, bool isSpoiled) => walk[second] + (isSpoiled && second % x.every == 0 ? x.spike : 0);
            var run = new OffsetRun(new OffsetOptions { Fit = OffsetFit.Additive })
                .Run(0, Seconds, second => Spoiled(second, !x.spoilsExecution) + 2_000_000, second => Spoiled(second, x.spoilsExecution) + 2_000_012);
            return run.Calibrator.Current is { State: OffsetState.Accepted, Value: 12 };
        });
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(200), property);
    }

    /// <summary>Silence, too few pairs, scatter and no yardstick, in any order.</summary>
    [Fact]
    public void Failures_AnyRow_KeepTheLastGoodValue() => Assert.Null(FindOverwriting(calibrator => calibrator.Current.Value));

    /// <summary>The original's fault: a failure returned 0 and that became the offset.</summary>
    [Fact]
    public void Failures_OverwritingCalibrator_IsCaught() =>
        Assert.NotNull(FindOverwriting(calibrator => calibrator.Latest is { IsAccepted: true } ? calibrator.Current.Value : 0));

    [Fact]
    public void Join_AnyTimes_UsesNoLaterQuote() => Assert.Null(FindLaterQuote(pairs => pairs.AsOf));

    /// <summary>The original's fault: the nearest quote, whichever side it lies on.</summary>
    [Fact]
    public void Join_Nearest_IsCaught() => Assert.NotNull(FindLaterQuote(pairs => pairs.Nearest));

    /// <summary>The other venue's clock is a minute fast: its quotes seem to come from the future, and none of those is used.</summary>
    [Fact]
    public void Join_SwappedClock_UsesNoQuoteFromTheFuture()
    {
        var run = new OffsetRun();
        for (var second = 0; second < 300; second++)
        {
            // The mid says when the quote claims to be from.
            run.Quote(Venue.Binance, second + 60, 1_000 + second + 60);
            run.Quote(Venue.Mt5, second + 0.5, 1_000 + second + 0.5);
        }

        run.Clock(300, atr: 1_000);

        Assert.Equal(OffsetOutcome.Accepted, run.Latest.Outcome);
        Assert.Equal(0.5, run.Calibrator.Current.Value, precision: 9); // execution − other at or before it: never negative
    }

    private string? FindOverwriting(Func<OffsetCalibrator, double> inForce)
    {
        var input = Gen.Elements(0, 1, 2, 3).ListOf(6);
        string? found = null;
        var property = Prop.ForAll(input.ToArbitrary(), failures =>
        {
            var run = new OffsetRun(new OffsetOptions { Window = TimeSpan.FromMinutes(1) }).Run(0, 60, _ => 100, _ => 90);
            var second = 60;
            foreach (var failure in failures)
            {
                run = failure switch
                {
                    0 => run.Clock(second + 60),
                    1 => run.Run(second + 40, second + 60, _ => 100, _ => 300),
                    2 => run.Run(second, second + 60, _ => 100, s => s % 2 == 0 ? 50 : 150),
                    _ => run.Run(second, second + 60, _ => 100, _ => 300, atr: null),
                };
                second += 60;
                if (inForce(run.Calibrator) != -10)
                {
                    found = $"after {failure} it is {inForce(run.Calibrator)}";
                }
            }

            return found is null;
        });
        return Falsify(property) ?? found;
    }

    private string? FindLaterQuote(Func<Joined, IEnumerable<(long At, long Used)>> join)
    {
        var input =
            from others in Gen.Choose(0, 60_000).ListOf(60)
            from executions in Gen.Choose(0, 60_000).ListOf(60)
            select new Joined([.. others.Distinct().Order()], [.. executions.Distinct().Order()]);
        return Falsify(Prop.ForAll(input.ToArbitrary(), joined => join(joined).All(pair => pair.Used <= pair.At)));
    }

    private string? Falsify(Property property)
    {
        try
        {
            Check.One(Config.QuickThrowOnFailure.WithMaxTest(100), property);
            return null;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            output.WriteLine(e.Message);
            return e.Message;
        }
    }

    private static double[] Walk(int seed)
    {
        var random = new Random(seed);
        var walk = new double[Seconds];
        var quarters = 400_000 + random.Next(400_000);
        for (var i = 0; i < Seconds; i++)
        {
            walk[i] = (quarters += random.Next(-9, 10)) * 0.25;
        }

        return walk;
    }

    /// <summary>Instants in milliseconds; a quote's mid is its instant, so that a pair tells which quote was used.</summary>
    private sealed record Joined(IReadOnlyList<int> Others, IReadOnlyList<int> Executions)
    {
        /// <summary>By the desk's join, in every order of arrival that keeps each venue's own: here the other venue wholly first.</summary>
        public IEnumerable<(long At, long Used)> AsOf
        {
            get
            {
                var pairs = new OffsetPairs();
                var options = new OffsetOptions { Window = TimeSpan.FromMinutes(1) };
                foreach (var at in Others)
                {
                    pairs.OnQuote(Venue.Binance, 1_000_000 + at, OffsetRun.At(at / 1_000.0), options);
                }

                foreach (var at in Executions)
                {
                    pairs.OnQuote(Venue.Mt5, 1_000_000 + at, OffsetRun.At(at / 1_000.0), options);
                }

                var (execution, other) = (new double[OffsetPairs.Capacity], new double[OffsetPairs.Capacity]);
                var n = pairs.Read(OffsetRun.At(61), TimeSpan.FromMinutes(5), execution, other, out _);
                return [.. Enumerable.Range(0, n).Select(i => ((long)execution[i], (long)other[i]))];
            }
        }

        /// <summary>The planted fault.</summary>
        public IEnumerable<(long At, long Used)> Nearest => Executions.Select(at => ((long)at, (long)Others.MinBy(other => Math.Abs(other - at))));
    }
}
