using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Analysis.OrderFlow;

/// <summary>
/// Which side was the aggressor. Where the venue tells, that; otherwise Lee and Ready (1991): above the mid-price before it a buy, below a sell, at it the
/// direction of the last change of trade price.
/// </summary>
internal struct TradeSigner
{
    private double _lastPrice;
    private int _lastMove;

    /// <param name="mid">Mid-price of the last quote before the trade in event time; 0 where there is none.</param>
    /// <param name="isInferred">True where the venue did not tell.</param>
    /// <returns>+1 bought, −1 sold, 0 where nothing tells.</returns>
    public int SignOf(in Tick trade, double mid, out bool isInferred)
    {
        var move = _lastPrice > 0 ? Math.Sign(trade.Price - _lastPrice) : 0;
        _lastMove = move != 0 ? move : _lastMove;
        _lastPrice = trade.Price;
        isInferred = trade.Aggressor == 0;
        if (!isInferred)
        {
            return trade.Aggressor;
        }

        var side = mid > 0 ? Math.Sign(trade.Price - mid) : 0;
        return side != 0 ? side : _lastMove;
    }

    public readonly void SaveState(StateWriter writer)
    {
        writer.Write(_lastPrice);
        writer.Write(_lastMove);
    }

    public void LoadState(StateReader reader)
    {
        _lastPrice = reader.ReadDouble();
        _lastMove = reader.ReadInt32();
    }
}
