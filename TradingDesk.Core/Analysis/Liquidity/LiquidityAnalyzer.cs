using TradingDesk.Core.Analysis.Structure;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Indicators;

namespace TradingDesk.Core.Analysis.Liquidity;

/// <summary>Where resting orders are presumed, and when they were taken: equal highs and lows, the last periods' extremes, sweeps.</summary>
public sealed class LiquidityAnalyzer : IHasState
{
    private static readonly StructureTag[] Tags = [StructureTag.FourHours, StructureTag.Day, StructureTag.Week];

    private readonly LiquidityOptions _options;
    private readonly LiquidityPools _highs;
    private readonly LiquidityPools _lows;
    private readonly SweepDetector _sweeps;
    private readonly PeriodTracker[] _periods = [.. Tags.Select(tag => new PeriodTracker(tag))];
    private readonly Atr _atr = new(14);

    /// <summary>Highest and lowest price since the provisional swing became known.</summary>
    private double _highest = double.NegativeInfinity;
    private double _lowest = double.PositiveInfinity;

    /// <exception cref="System.ComponentModel.DataAnnotations.ValidationException">An option is out of range.</exception>
    public LiquidityAnalyzer(LiquidityOptions options)
    {
        options.Validate();
        _options = options;
        _highs = new LiquidityPools(Direction.Bullish, options.MaxPools);
        _lows = new LiquidityPools(Direction.Bearish, options.MaxPools);
        _sweeps = new SweepDetector(options);
    }

    /// <summary>Last completed four hours, day and week, where known and longer than the bars.</summary>
    public IEnumerable<PeriodReading> Periods => _periods.Where(period => period.Current is not null).Select(period => period.Current!.Value);

    /// <summary>Pools forgotten because there were too many.</summary>
    public long DroppedPools => _highs.Dropped + _lows.Dropped;

    /// <summary>Swings no longer watched for sweeps because there were too many.</summary>
    public long DroppedSweepLevels => _sweeps.Dropped;

    /// <summary>Pools of two and more swings above (bullish) or below the market that are unswept, oldest first.</summary>
    public IEnumerable<LiquidityPool> OpenPools(Direction side) => (side == Direction.Bullish ? _highs : _lows).Items.Where(pool => pool.IsVisible && !pool.IsSwept);

    /// <param name="change">What the bar did to the swings.</param>
    /// <param name="finalised">The swing that it made final.</param>
    internal void Update(in Bar bar, SwingChange change, Swing? finalised, in BarContext context)
    {
        _sweeps.Update(bar, _atr.Current, context);
        _atr.Update(bar);
        _highs.Update(bar.High, bar.Low, context);
        _lows.Update(bar.High, bar.Low, context);
        _highest = Math.Max(_highest, bar.High);
        _lowest = Math.Min(_lowest, bar.Low);
        if (finalised is { } swing)
        {
            OnFinal(swing, context);
        }

        if (change != SwingChange.None)
        {
            // No bar between a swing and the close that makes it known goes beyond it.
            (_highest, _lowest) = (double.NegativeInfinity, double.PositiveInfinity);
        }

        foreach (var period in _periods)
        {
            UpdatePeriod(period, bar, context);
        }
    }

    public void Reset()
    {
        _highs.Reset();
        _lows.Reset();
        _sweeps.Reset();
        _atr.Reset();
        Array.ForEach(_periods, period => period.Reset());
        (_highest, _lowest) = (double.NegativeInfinity, double.PositiveInfinity);
    }

    public void SaveState(StateWriter writer)
    {
        writer.Section("liquidity", 1);
        _highs.SaveState(writer);
        _lows.SaveState(writer);
        _sweeps.SaveState(writer);
        _atr.SaveState(writer);
        foreach (var period in _periods)
        {
            period.SaveState(writer);
        }

        writer.Write(_highest);
        writer.Write(_lowest);
    }

    public void LoadState(StateReader reader)
    {
        reader.Section("liquidity", 1);
        _highs.LoadState(reader);
        _lows.LoadState(reader);
        _sweeps.LoadState(reader);
        _atr.LoadState(reader);
        foreach (var period in _periods)
        {
            period.LoadState(reader);
        }

        _highest = reader.ReadDouble();
        _lowest = reader.ReadDouble();
    }

    private void OnFinal(in Swing swing, in BarContext context)
    {
        var reached = swing.Direction == Direction.Bullish ? _highest : _lowest;
        (swing.Direction == Direction.Bullish ? _highs : _lows).OnFinal(swing, _options.PoolToleranceAtr * _atr.Current, reached, context);
        if (!swing.IsBeyond(reached))
        {
            // A swing that price has been beyond before it was final holds nothing any more.
            _sweeps.Watch(swing.Direction, new SweepLevel(StructureTag.Swing, swing.Level, swing.Index, swing.OriginAt));
        }
    }

    private void UpdatePeriod(PeriodTracker period, in Bar bar, in BarContext context)
    {
        if (!period.IsLongerThan(bar.Timeframe) || !period.Update(bar, context))
        {
            return;
        }

        var reading = period.Current!.Value;
        _sweeps.Watch(Direction.Bullish, new SweepLevel(reading.Tag, reading.High, reading.OriginIndex, reading.OriginAt));
        _sweeps.Watch(Direction.Bearish, new SweepLevel(reading.Tag, reading.Low, reading.OriginIndex, reading.OriginAt));
    }
}
