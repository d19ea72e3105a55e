namespace TradingDesk.Benchmarks.Protocol;

/// <summary>One measured quantity over all timed repeats.</summary>
/// <param name="Unit">Unit of all three values.</param>
public sealed record Figure(string Name, string Unit, double Median, double Min, double Max, int Samples)
{
    /// <summary>Above this spread nothing is claimed.</summary>
    public const double MaxSpread = 0.25;

    /// <summary>(max − min) / median.</summary>
    public double Spread => Median == 0 ? 0 : (Max - Min) / Math.Abs(Median);

    public bool IsUnstable => Samples > 1 && Spread > MaxSpread;

    public static Figure Of(string name, string unit, IReadOnlyList<double> samples)
    {
        ArgumentOutOfRangeException.ThrowIfZero(samples.Count);
        double[] sorted = [.. samples.Order()];
        var middle = sorted.Length / 2;
        var median = sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Figure(name, unit, median, sorted[0], sorted[^1], sorted.Length);
    }

    public static Figure Single(string name, string unit, double value) => new(name, unit, value, value, value, 1);
}
