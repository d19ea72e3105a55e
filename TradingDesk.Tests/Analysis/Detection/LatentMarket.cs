using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Simulation;

namespace TradingDesk.Tests.Analysis.Detection;

/// <summary>One seed of the generator: its bars on any timeframe, made from ticks, and the latent truth that was fixed before any of them.</summary>
internal sealed class LatentMarket
{
    private readonly SimulatedMarket _market;
    private readonly SimulatedBars _bars;
    private readonly SimulatedInstrument _instrument;
    private readonly int _days;

    public LatentMarket(long seed, int days)
    {
        _market = new SimulatedMarket(new SimulatorOptions { Seed = seed });
        _bars = new SimulatedBars(_market);
        _instrument = _market.Instruments[0];
        _days = days;
        From = Timeframe.D1.Floor(_market.StartAt);
    }

    public Timestamp From { get; }

    public Timestamp To => From + TimeSpan.FromDays(_days);

    public IReadOnlyList<LatentTurningPoint> TurningPoints() => _market.TurningPoints(0, From, To);

    /// <summary>Turning points of the path without the spikes that only took liquidity: what breaks are made by.</summary>
    public IReadOnlyList<LatentTurningPoint> Body()
    {
        var spikes = _market.Sweeps(0, From, To).Select(sweep => sweep.At).ToHashSet();
        return [.. TurningPoints().Where(point => !spikes.Contains(point.At))];
    }

    /// <summary>The latent path, straight between its corners.</summary>
    public double PriceAt(Timestamp at) => _market.LatentPriceAt(0, at);

    public Bar[] Bars(Timeframe timeframe)
    {
        var minutes = timeframe.DurationMicroseconds() / 60_000_000;
        var first = From.UnixSeconds / 60;
        var tick = 1 / _instrument.TicksPerUnit;
        var bars = new List<Bar>();
        for (var minute = first; minute + minutes <= To.UnixSeconds / 60; minute += minutes)
        {
            var made = _bars.Aggregate(0, Venue.Binance, minute, minute + minutes);
            if (made.TickCount > 0)
            {
                bars.Add(new Bar(
                    timeframe, Timestamp.FromUnixSeconds(minute * 60), open: made.Open * tick, high: made.High * tick, low: made.Low * tick, close: made.Close * tick, volume: made.Volume, buyVolume: 0,
                    tickCount: made.TickCount, source: Venue.Binance, flags: BarFlags.History));
            }
        }

        return [.. bars];
    }
}
