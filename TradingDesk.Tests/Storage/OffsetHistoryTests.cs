using TradingDesk.Core.Domain;
using TradingDesk.Core.Journal;
using TradingDesk.Core.Storage;
using TradingDesk.Core.Ticks.Offsets;

namespace TradingDesk.Tests.Storage;

public sealed class OffsetHistoryTests
{
    [Fact]
    public void Commit_Calibrations_AreHistoryAndTheLastIsTakenUpAgain()
    {
        using var desk = new TestDesk();
        desk.Journal.Commit([Entry(1, 0, OffsetOutcome.Accepted), Entry(2, 1, OffsetOutcome.AcceptedStep), Entry(3, 2, OffsetOutcome.TooFewPairs)]);
        desk.Reopen();

        var points = desk.Queries.GetOffsets(TestDesk.Btc, At(1), At(3), 10);
        var step = desk.Queries.GetLastOffsetStep(TestDesk.Btc);
        var recovered = Assert.Single(desk.Journal.LoadRecoveryState().Offsets);

        Assert.Equal(["acceptedStep", "tooFewPairs"], points.Select(p => p.Outcome));
        Assert.Equal((At(1), -90.25, 4.5, 300, "additive"), (step!.At, step.Measured, step.Band, step.Pairs, step.Kind));
        Assert.Null(points[1].Measured);
        Assert.Equal((TestDesk.Btc, Entry(3, 2, OffsetOutcome.TooFewPairs).Calibration.InForce), (recovered.Key, recovered.Value));
        Assert.Null(desk.Queries.GetLastOffsetStep(TestDesk.Gbp));
    }

    [Fact]
    public void GetOffsets_MoreThanTheLimit_GivesTheNewest()
    {
        using var desk = new TestDesk();
        desk.Journal.Commit([.. Enumerable.Range(0, 5).Select(i => Entry(i + 1, i, OffsetOutcome.Accepted))]);

        Assert.Equal([At(3), At(4)], desk.Queries.GetOffsets(TestDesk.Btc, At(0), At(9), 2).Select(p => p.At));
    }

    [Fact]
    public void Retention_OldCalibrations_GoButTheLastStays()
    {
        using var desk = new TestDesk();
        desk.Journal.Commit([.. Enumerable.Range(0, 250).Select(i => Entry(i + 1, i, OffsetOutcome.Accepted))]);

        var report = new Retention(desk.Database, new RetentionOptions { ChunkRows = 100, OffsetDays = 90 }).Run(At(0) + TimeSpan.FromDays(120), CancellationToken.None);

        Assert.Equal(249, report.DeletedRows["offset_history"]);
        Assert.Single(desk.Journal.LoadRecoveryState().Offsets);
    }

    internal static OffsetCalibratedEntry Entry(long sequence, int minute, OffsetOutcome outcome)
    {
        var isMeasured = outcome != OffsetOutcome.TooFewPairs;
        var inForce = new VenueOffset(OffsetKind.Additive, Value: -90.25, Band: 4.5, CalibrationConfidence: 0.75, At(Math.Min(minute, 1)), TimeSpan.FromMinutes(5), isMeasured ? OffsetState.Accepted : OffsetState.Held);
        var calibration = new OffsetCalibration(
            At(minute), outcome, Pairs: isMeasured ? 300 : 4, isMeasured ? -90.25 : null, isMeasured ? 4.5 : null, Atr: 41, isMeasured ? 0.5 : null, DriftAtrPerHour: null, inForce);
        return new OffsetCalibratedEntry(calibration) { Sequence = sequence, OccurredAt = At(minute), Symbol = TestDesk.Btc };
    }

    private static Timestamp At(int minute) => TestDesk.Start + TimeSpan.FromMinutes(minute);
}
