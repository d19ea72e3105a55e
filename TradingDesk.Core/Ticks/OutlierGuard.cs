using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Ticks;

/// <summary>What a price is, held against the last believed price of its venue.</summary>
internal enum PriceVerdict : byte
{
    Normal,

    /// <summary>It confirms the jump of the tick held before it.</summary>
    Confirms,

    /// <summary>A jump that nothing confirms yet.</summary>
    Jump,
}

/// <summary>Finds jumps of one venue's price. A jump is believed once the next tick that jumps lies nearer to it than to the last believed price.</summary>
internal sealed class OutlierGuard(TickOptions options)
{
    /// <summary>Weight of a new move in the typical move, and the number of moves before that is believed.</summary>
    private const double Smoothing = 1.0 / 64;
    private const int MinimumMoves = 64;

    private double _lastPrice;
    private double _typicalMove;
    private int _moves;
    private double _jumpedTo;

    /// <summary>Judges a price and remembers it.</summary>
    public PriceVerdict Judge(double price)
    {
        if (_lastPrice == 0)
        {
            _lastPrice = price;
            return PriceVerdict.Normal;
        }

        var move = Math.Abs(price - _lastPrice);
        if (!IsJump(move))
        {
            Learn(price, move);
            return PriceVerdict.Normal;
        }

        if (_jumpedTo > 0 && IsNear(price))
        {
            // A confirmed jump says nothing about the typical move.
            _lastPrice = price;
            _jumpedTo = 0;
            return PriceVerdict.Confirms;
        }

        _jumpedTo = price;
        return PriceVerdict.Jump;
    }

    public void SaveState(StateWriter writer)
    {
        writer.Write(_lastPrice);
        writer.Write(_typicalMove);
        writer.Write(_moves);
        writer.Write(_jumpedTo);
    }

    public void LoadState(StateReader reader)
    {
        _lastPrice = reader.ReadDouble();
        _typicalMove = reader.ReadDouble();
        _moves = reader.ReadInt32();
        _jumpedTo = reader.ReadDouble();
    }

    private bool IsJump(double move) =>
        move > options.OutlierFraction * _lastPrice
        || (_moves >= MinimumMoves && move > options.OutlierMoves * _typicalMove && move > options.OutlierFloorFraction * _lastPrice);

    private bool IsNear(double price)
    {
        var distance = Math.Abs(price - _jumpedTo);
        return distance < Math.Abs(price - _lastPrice) && distance <= options.OutlierFraction * _jumpedTo;
    }

    private void Learn(double price, double move)
    {
        _lastPrice = price;
        _jumpedTo = 0;
        if (move > 0)
        {
            _typicalMove = _moves == 0 ? move : _typicalMove + (Smoothing * (move - _typicalMove));
            _moves = Math.Min(_moves + 1, MinimumMoves);
        }
    }
}
