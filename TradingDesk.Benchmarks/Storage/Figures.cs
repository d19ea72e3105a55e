using System.Globalization;

namespace TradingDesk.Benchmarks.Storage;

/// <summary>Timed repeats of one quantity.</summary>
/// <param name="Unit">Of every sample.</param>
public sealed record Samples(string Name, string Unit, IReadOnlyList<double> Values)
{
    public double Min => Values.Min();

    public double Max => Values.Max();

    public double Median
    {
        get
        {
            double[] sorted = [.. Values.Order()];
            var middle = sorted.Length / 2;
            return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        }
    }

    /// <summary>(max − min) / median above a quarter: nothing may be claimed.</summary>
    public bool IsUnstable => (Max - Min) / Median > 0.25;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Name}: {Median:N3} {Unit} ({Min:N3} … {Max:N3}, {Values.Count} repeats){(IsUnstable ? " unstable" : "")}");
}

/// <summary>Product and peer measured in one run, interleaved A-B-B-A. The ratio is peer / product of each block of four: above 1 the product is cheaper.</summary>
public sealed record Comparison(string Equality, IReadOnlyList<Samples> Product, IReadOnlyList<Samples> Peer, Samples Ratio)
{
    /// <summary>Runs <paramref name="blocks"/> blocks of four passes after one warm-up of each side. A pass returns its figures, less is better; the first is the one compared.</summary>
    public static Comparison Run(string equality, Func<IReadOnlyList<(string Name, string Unit, double Value)>> product, Func<IReadOnlyList<(string Name, string Unit, double Value)>> peer, int blocks = 4)
    {
        product();
        peer();
        var (ours, theirs, ratios) = (new List<IReadOnlyList<(string, string, double Value)>>(), new List<IReadOnlyList<(string, string, double Value)>>(), new List<double>());
        for (var block = 0; block < blocks; block++)
        {
            var (first, second, third, fourth) = (Pass(product), Pass(peer), Pass(peer), Pass(product));
            ours.AddRange([first, fourth]);
            theirs.AddRange([second, third]);
            ratios.Add((second[0].Value + third[0].Value) / (first[0].Value + fourth[0].Value));
        }

        return new Comparison(equality, Collect(ours), Collect(theirs), new Samples("peer / product", "x", ratios));
    }

    public override string ToString() => string.Join('\n', [$"equality: {Equality}", .. Product.Select(s => $"product  {s}"), .. Peer.Select(s => $"raw      {s}"), Ratio.ToString()]);

    private static IReadOnlyList<(string Name, string Unit, double Value)> Pass(Func<IReadOnlyList<(string Name, string Unit, double Value)>> side)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return side();
    }

    private static List<Samples> Collect(List<IReadOnlyList<(string Name, string Unit, double Value)>> passes) =>
        [.. passes[0].Select((figure, i) => new Samples(figure.Name, figure.Unit, [.. passes.Select(pass => pass[i].Value)]))];
}
