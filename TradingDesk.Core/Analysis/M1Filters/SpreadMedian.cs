using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Analysis.M1Filters;

/// <summary>
/// Filter 5: the spread at the bar's close is at most <c>m</c> times the median of the spreads at the closes before it (DOMAIN A2.3 F5). A sample far above
/// the median does not enter the window once that holds ten: a blow-out must not become the new normal.
/// </summary>
internal sealed class SpreadMedian(int window, double outlierMultiple, double maxMedians) : IHasState
{
    private const int MinimumSamples = 10;
    private readonly double[] _samples = new double[window];
    private readonly double[] _sorted = new double[window];
    private int _count;
    private int _next;
    private double? _multiple;

    /// <param name="spread">Ask minus bid; <see langword="null"/> where there is no quote.</param>
    public void Update(double? spread)
    {
        _multiple = null;
        if (spread is not { } sample || !(sample >= 0))
        {
            return;
        }

        if (_count >= Math.Min(MinimumSamples, window))
        {
            var median = Median();
            if (median > 0)
            {
                _multiple = sample / median;
                if (_multiple > outlierMultiple)
                {
                    return;
                }
            }
        }

        _samples[_next] = sample;
        _next = (_next + 1) % window;
        _count = Math.Min(_count + 1, window);
    }

    public FilterReading Evaluate() => _multiple is { } multiple
        ? new FilterReading(M1Filter.Spread, multiple <= maxMedians, multiple, maxMedians)
        : new FilterReading(M1Filter.Spread, null, null, maxMedians);

    public void SaveState(StateWriter writer)
    {
        writer.Section(nameof(SpreadMedian), 1);
        writer.Write(_count);
        writer.Write(_next);
        foreach (var sample in _samples)
        {
            writer.Write(sample);
        }

        writer.WriteOptional(_multiple);
    }

    public void LoadState(StateReader reader)
    {
        reader.Section(nameof(SpreadMedian), 1);
        _count = StateCheck.Count(reader.ReadInt32(), window, nameof(SpreadMedian));
        _next = StateCheck.Count(reader.ReadInt32(), window - 1, nameof(SpreadMedian));
        for (var i = 0; i < window; i++)
        {
            _samples[i] = reader.ReadDouble();
        }

        _multiple = reader.ReadOptionalDouble();
    }

    private double Median()
    {
        var sorted = _sorted.AsSpan(0, _count);
        _samples.AsSpan(0, _count).CopyTo(sorted);
        sorted.Sort();
        var middle = _count / 2;
        return _count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) * 0.5;
    }
}
