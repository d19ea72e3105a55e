using TradingDesk.Core.Analysis.M1Filters;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Storage;

namespace TradingDesk.Core.Pipeline.Views;

/// <summary>The M1 filters of one symbol as they stand after the last closed bar.</summary>
internal static class M1FilterViews
{
    public static M1FilterReport Build(SymbolLane lane)
    {
        var m1 = lane.Analysis(Timeframe.M1);
        M1FilterSide[] sides = [Side(lane, 1), Side(lane, -1)];
        var rates = lane.FilterPassRates;
        return new M1FilterReport(
            lane.Instrument.Symbol.Name,
            sides.Any(s => s.Filters.Any(f => f.Passed is null)) ? "warmingUp" : "ready",
            m1.BarsUsed > 0 ? m1.LastBar.CloseTime : null,
            lane.Settings.M1Filters.MinimumPassed,
            sides,
            rates.Candidates,
            Fraction(rates.Valid, rates.Candidates),
            rates.RecentValidFraction,
            [.. Enum.GetValues<M1Filter>().Select(f => new M1FilterPassRate(new FilterReading(f, null, null, 0).Name, rates.PassedBy(f), Fraction(rates.PassedBy(f), rates.Candidates)))]);
    }

    private static M1FilterSide Side(SymbolLane lane, int direction)
    {
        var readings = lane.ReadFilters(direction);
        return new M1FilterSide(direction > 0 ? "bullish" : "bearish", readings.Passed, readings.Passed >= lane.Settings.M1Filters.MinimumPassed, [.. ((ReadOnlySpan<FilterReading>)readings).ToArray().Select(TraceViews.ToView)]);
    }

    private static double? Fraction(long part, long whole) => whole > 0 ? (double)part / whole : null;
}
