namespace TradingDesk.Benchmarks.Protocol;

/// <summary>One side of a comparison: does the whole work once and returns its cost; less is better.</summary>
/// <param name="Run">One timed pass; returns the cost in the unit of the comparison.</param>
public sealed record Contender(string Name, Func<double> Run);

/// <summary>What came of a comparison. A ratio above 1 means that the product is cheaper than the peer.</summary>
public sealed record Comparison(Figure Product, Figure Peer, Figure Ratio);

/// <summary>
/// Measures two sides in one run: after warm-up the passes are interleaved product, peer, peer, product, so that drift of the machine hits both alike. Each block
/// of four gives one ratio.
/// </summary>
public static class RatioProtocol
{
    /// <summary>Blocks of A-B-B-A; two passes of each side per block, so at least 7 repeats.</summary>
    public const int Blocks = 4;

    private const int WarmUps = 2;

    /// <param name="warmUps">Untimed passes of each side: more where a pass is short and much code is yet to be compiled for good.</param>
    public static Comparison Compare(string unit, Contender product, Contender peer, int blocks = Blocks, int warmUps = WarmUps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(blocks, Blocks);
        for (var i = 0; i < warmUps; i++)
        {
            product.Run();
            peer.Run();
        }

        var (ours, theirs, ratios) = (new List<double>(), new List<double>(), new List<double>());
        for (var block = 0; block < blocks; block++)
        {
            var first = Measure(product);
            var second = Measure(peer);
            var third = Measure(peer);
            var fourth = Measure(product);
            ours.AddRange([first, fourth]);
            theirs.AddRange([second, third]);
            ratios.Add((second + third) / (first + fourth));
        }

        return new Comparison(Figure.Of(product.Name, unit, ours), Figure.Of(peer.Name, unit, theirs), Figure.Of($"{peer.Name} / {product.Name}", "x", ratios));
    }

    /// <summary>Repeats one side where there is nobody to compare with.</summary>
    public static Figure Repeat(string unit, Contender side, int repeats = 2 * Blocks)
    {
        for (var i = 0; i < WarmUps; i++)
        {
            side.Run();
        }

        return Figure.Of(side.Name, unit, [.. Enumerable.Range(0, repeats).Select(_ => Measure(side))]);
    }

    private static double Measure(Contender side)
    {
        // Each pass starts with the garbage of the one before it gone.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return side.Run();
    }
}
