using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Analysis.M1Filters;

/// <summary>
/// Filter 2: the bar's signed volume in the trade's direction is more than <c>k</c> times the mean |signed volume| of the bars before it (DOMAIN A2.3 F2).
/// The sum over the window is formed anew on each bar, so that it cannot drift.
/// </summary>
internal sealed class DeltaSpike(double multiple, int periods, double minimumMean) : IHasState
{
    private readonly double[] _window = new double[periods];
    private int _count;
    private int _next;
    private double? _ratio;

    /// <param name="delta">Bought minus sold volume of the bar; <see langword="null"/> where it is not known: the bar is left out of the mean.</param>
    public void Update(double? delta)
    {
        _ratio = null;
        if (delta is not { } signed)
        {
            return;
        }

        if (_count == periods)
        {
            double sum = 0;
            foreach (var size in _window)
            {
                sum += size;
            }

            var mean = sum / periods;
            _ratio = mean > 0 && mean >= minimumMean ? signed / mean : null;
        }

        _window[_next] = Math.Abs(signed);
        _next = (_next + 1) % periods;
        _count = Math.Min(_count + 1, periods);
    }

    public FilterReading Evaluate(int direction) => _ratio is { } ratio
        ? new FilterReading(M1Filter.DeltaSpike, direction * ratio > multiple, direction * ratio, multiple)
        : new FilterReading(M1Filter.DeltaSpike, null, null, multiple);

    public void SaveState(StateWriter writer)
    {
        writer.Section(nameof(DeltaSpike), 1);
        writer.Write(_count);
        writer.Write(_next);
        foreach (var size in _window)
        {
            writer.Write(size);
        }

        writer.WriteOptional(_ratio);
    }

    public void LoadState(StateReader reader)
    {
        reader.Section(nameof(DeltaSpike), 1);
        _count = StateCheck.Count(reader.ReadInt32(), periods, nameof(DeltaSpike));
        _next = StateCheck.Count(reader.ReadInt32(), periods - 1, nameof(DeltaSpike));
        for (var i = 0; i < periods; i++)
        {
            _window[i] = reader.ReadDouble();
        }

        _ratio = reader.ReadOptionalDouble();
    }
}
