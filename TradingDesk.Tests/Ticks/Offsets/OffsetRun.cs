using TradingDesk.Core.Domain;
using TradingDesk.Core.Ticks.Offsets;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Ticks.Offsets;

/// <summary>A calibrator over made-up quotes: seconds since the start, mids in quarters so that differences are exact.</summary>
internal sealed class OffsetRun(OffsetOptions? options = null)
{
    public static readonly Timestamp Start = TestBars.Start;

    public OffsetCalibrator Calibrator { get; } = new(options ?? new OffsetOptions());

    public List<OffsetCalibration> Calibrations { get; } = [];

    public OffsetCalibration Latest => Calibrations[^1];

    public static Timestamp At(double seconds) => new(Start.UnixMicroseconds + (long)Math.Round(seconds * 1e6));

    public OffsetRun Quote(Venue venue, double seconds, double mid)
    {
        var at = At(seconds);
        Calibrator.OnQuote(Tick.Quote(0, venue, at, at, bid: mid - 0.25, ask: mid + 0.25));
        return this;
    }

    /// <summary>A quote of each venue a second, Binance first, and the clock behind them.</summary>
    /// <param name="other">Binance's mid by second.</param>
    /// <param name="execution">MetaTrader's mid by second.</param>
    public OffsetRun Run(int from, int to, Func<int, double> other, Func<int, double> execution, double? atr = 10)
    {
        for (var second = from; second < to; second++)
        {
            Quote(Venue.Binance, second + 0.2, other(second));
            Quote(Venue.Mt5, second + 0.6, execution(second));
            Clock(second + 1, atr);
        }

        return this;
    }

    public OffsetRun Clock(double seconds, double? atr = 10)
    {
        if (Calibrator.OnClock(At(seconds), atr, isMarketClosed: false))
        {
            Calibrations.Add(Calibrator.Latest!);
        }

        return this;
    }
}
