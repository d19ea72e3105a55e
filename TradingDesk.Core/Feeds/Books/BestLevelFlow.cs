namespace TradingDesk.Core.Feeds.Books;

/// <summary>
/// Order-flow imbalance at the best prices (Cont, Kukanov, Stoikov 2014, arXiv 1011.6402), in base units: each change of the best prices or sizes adds
/// <c>1{b ≥ b'}·qB − 1{b ≤ b'}·qB' − 1{a ≤ a'}·qA + 1{a ≥ a'}·qA'</c>, a prime marking the state before. Positive: bids came or asks went.
/// </summary>
internal struct BestLevelFlow
{
    private double _bid;
    private double _bidSize;
    private double _ask;
    private double _askSize;

    /// <summary>The sum since the last <see cref="Take"/>.</summary>
    public double Sum { get; private set; }

    /// <summary>Changes in <see cref="Sum"/>.</summary>
    public int Updates { get; private set; }

    public void Add(double bid, double bidSize, double ask, double askSize)
    {
        if (_bid > 0)
        {
            Sum += (bid >= _bid ? bidSize : 0) - (bid <= _bid ? _bidSize : 0) - (ask <= _ask ? askSize : 0) + (ask >= _ask ? _askSize : 0);
            Updates++;
        }

        (_bid, _bidSize, _ask, _askSize) = (bid, bidSize, ask, askSize);
    }

    /// <summary>Gives the sum and starts a new one from the same state of the book.</summary>
    public (double Sum, int Updates) Take()
    {
        var taken = (Sum, Updates);
        (Sum, Updates) = (0, 0);
        return taken;
    }
}
