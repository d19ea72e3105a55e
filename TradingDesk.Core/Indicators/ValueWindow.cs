using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Indicators;

/// <summary>
/// The last few values of a series. Sums are taken over the window each time, oldest first: a running sum would drift over weeks and would not be the
/// same after a restart.
/// </summary>
internal sealed class ValueWindow : IHasState
{
    private readonly double[] _values;
    private double[]? _sorted;
    private int _next;

    /// <param name="capacity">Values kept, 1 to 10,000.</param>
    /// <exception cref="ArgumentOutOfRangeException">The capacity is out of range.</exception>
    public ValueWindow(int capacity) => _values = new double[IndicatorPeriod.Check(capacity)];

    public int Capacity => _values.Length;

    public int Count { get; private set; }

    public bool IsFull => Count == _values.Length;

    /// <summary>The value that came <paramref name="age"/> values before the newest; 0 the newest.</summary>
    public double this[int age]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)age, (uint)Count);
            var at = _next - 1 - age;
            return _values[at < 0 ? at + _values.Length : at];
        }
    }

    /// <summary>Takes a value; the oldest leaves a full window.</summary>
    public void Add(double value)
    {
        _values[_next] = value;
        _next = _next + 1 == _values.Length ? 0 : _next + 1;
        Count = IndicatorPeriod.CountUpTo(Count, _values.Length);
    }

    public double Sum()
    {
        double sum = 0;
        foreach (var value in Older)
        {
            sum += value;
        }

        foreach (var value in Newer)
        {
            sum += value;
        }

        return sum;
    }

    /// <summary>The mean; meaningless while nothing is in.</summary>
    public double Mean() => Sum() / Count;

    /// <summary>The population standard deviation (÷ n) around <paramref name="mean"/>.</summary>
    public double Deviation(double mean)
    {
        double squares = 0;
        foreach (var value in Older)
        {
            squares += (value - mean) * (value - mean);
        }

        foreach (var value in Newer)
        {
            squares += (value - mean) * (value - mean);
        }

        return Math.Sqrt(squares / Count);
    }

    /// <summary>The middle value, of an even number the mean of the two in the middle; meaningless while nothing is in.</summary>
    public double Median()
    {
        _sorted ??= new double[_values.Length];
        var sorted = _sorted.AsSpan(0, Count);
        Older.CopyTo(sorted);
        Newer.CopyTo(sorted[Older.Length..]);
        sorted.Sort();
        var middle = Count / 2;
        return Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) * 0.5;
    }

    public void Reset() => (_next, Count) = (0, 0);

    public void SaveState(StateWriter writer)
    {
        writer.Section("valueWindow", 1);
        writer.Write(_values.Length);
        writer.Write(Count);
        for (var age = Count - 1; age >= 0; age--)
        {
            writer.Write(this[age]);
        }
    }

    public void LoadState(StateReader reader)
    {
        reader.Section("valueWindow", 1);
        IndicatorPeriod.Require(_values.Length, reader.ReadInt32(), "window");
        var count = reader.ReadInt32();
        if (count < 0 || count > _values.Length)
        {
            throw new InvalidDataException($"A window of {_values.Length} cannot hold {count} values.");
        }

        Reset();
        for (var i = 0; i < count; i++)
        {
            Add(reader.ReadDouble());
        }
    }

    /// <summary>The part of a full window before the wrap; the older one.</summary>
    private ReadOnlySpan<double> Older => IsFull ? _values.AsSpan(_next) : [];

    private ReadOnlySpan<double> Newer => _values.AsSpan(0, _next);
}
