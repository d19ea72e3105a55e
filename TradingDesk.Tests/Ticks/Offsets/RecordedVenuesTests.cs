using System.Runtime.InteropServices;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Ticks.Offsets;
using TradingDesk.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace TradingDesk.Tests.Ticks.Offsets;

/// <summary>Two brokers' EURUSD of 7 May 2014: OANDA in UTC, FXCM five hours behind it.</summary>
public sealed class RecordedVenuesTests(ITestOutputHelper output)
{
    [SharedDataFact(RecordedVenues.Oanda, RecordedVenues.Fxcm)]
    public void Find_TwoBrokersOfOneDay_MeasuresFiveHours()
    {
        var oanda = RecordedVenues.Read(RecordedVenues.Oanda);
        var fxcm = RecordedVenues.Read(RecordedVenues.Fxcm);

        var found = ClockOffsetFinder.Find(CollectionsMarshal.AsSpan(oanda), CollectionsMarshal.AsSpan(fxcm))!;

        output.WriteLine($"{found.Whole}, refined {found.Refined}, band {found.Band / RecordedVenues.Pip:0.000} pips, next best {found.NextBand / RecordedVenues.Pip:0.000}, {found.Pairs} pairs");
        Assert.Equal(TimeSpan.FromHours(5), found.Whole);
        Assert.InRange((found.Refined - found.Whole).TotalSeconds, -2, 2);
        Assert.True(found.NextBand > 10 * found.Band);
    }

    [SharedDataFact(RecordedVenues.Oanda)]
    public void Find_SameVenueMoved_MeasuresTheMoveExactlyWhateverTheBasis()
    {
        var oanda = RecordedVenues.Read(RecordedVenues.Oanda);
        var moved = oanda.ConvertAll(m => new TimedMid(m.At + TimeSpan.FromMinutes(-570), m.Mid + 17));

        var found = ClockOffsetFinder.Find(CollectionsMarshal.AsSpan(oanda), CollectionsMarshal.AsSpan(moved))!;

        Assert.Equal(TimeSpan.FromMinutes(570), found.Whole);
        Assert.Equal(found.Whole, found.Refined);
    }

    [SharedDataFact(RecordedVenues.Oanda, RecordedVenues.Fxcm)]
    public void Calibrate_TwoBrokersOfOneDay_FindNoOffsetToATwentiethOfAPip()
    {
        var oanda = RecordedVenues.Read(RecordedVenues.Oanda);
        var fxcm = RecordedVenues.Read(RecordedVenues.Fxcm);
        var shift = ClockOffsetFinder.Find(CollectionsMarshal.AsSpan(oanda), CollectionsMarshal.AsSpan(fxcm))!.Whole;
        var accepted = Calibrate(oanda, fxcm.ConvertAll(m => m with { At = m.At + shift }), out var calibrator);

        var median = Median(accepted.Select(c => c.Difference!.Value)) / RecordedVenues.Pip;
        var mad = Median(accepted.Select(c => c.Band!.Value)) / 1.4826 / RecordedVenues.Pip;
        output.WriteLine($"{accepted.Count} accepted, median {median:0.0000} pips, median MAD {mad:0.000} pips, last {calibrator.Current}");
        Assert.True(accepted.Count > 900);
        Assert.InRange(median, -0.05, 0.05);
        Assert.InRange(mad, 0.03, 0.2);
    }

    private static List<OffsetCalibration> Calibrate(List<TimedMid> other, List<TimedMid> execution, out OffsetCalibrator calibrator)
    {
        calibrator = new OffsetCalibrator(new OffsetOptions { Fit = OffsetFit.Additive });
        var accepted = new List<OffsetCalibration>();
        var (i, j) = (0, 0);
        var clock = Timeframe.M1.Floor(execution[0].At);
        while (i < other.Count && j < execution.Count)
        {
            var isOther = other[i].At <= execution[j].At;
            var next = isOther ? other[i++] : execution[j++];
            while (clock + TimeSpan.FromMinutes(1) <= next.At)
            {
                clock += TimeSpan.FromMinutes(1);
                // About the ATR14(M1) of EURUSD that day: two pips.
                if (calibrator.OnClock(clock, atr: 2 * RecordedVenues.Pip, isMarketClosed: false) && calibrator.Latest!.IsAccepted)
                {
                    accepted.Add(calibrator.Latest);
                }
            }

            calibrator.OnQuote(Tick.Quote(0, isOther ? VenueOffset.Other : VenueOffset.Execution, next.At, next.At, bid: next.Mid, ask: next.Mid));
        }

        return accepted;
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
