using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Analysis.OrderFlow;

/// <summary>
/// Kyle's λ from trades: the slope without intercept of price changes from trade to trade on signed volume, Σ(ΔP·x) / Σx², over the last 500 trades; in
/// quote currency per unit, per base unit (A. Kyle 1985; the trade-based form of López de Prado 2018). Higher: the price gives way more.
/// </summary>
public sealed class KyleLambda : IHasState
{
    /// <summary>Trades in the regression.</summary>
    public const int Trades = 500;

    /// <summary>Below so many there is no value.</summary>
    public const int MinTrades = 50;

    private readonly double[] _changes = new double[Trades];
    private readonly double[] _signed = new double[Trades];
    private double _lastPrice;
    private int _next;
    private int _count;

    public double? Value
    {
        get
        {
            if (_count < MinTrades)
            {
                return null;
            }

            double product = 0, square = 0;
            for (var i = 0; i < _count; i++)
            {
                var at = (_next - _count + i + Trades) % Trades;
                product += _changes[at] * _signed[at];
                square += _signed[at] * _signed[at];
            }

            return square > 0 ? product / square : null;
        }
    }

    /// <param name="sign">+1 bought, −1 sold; an unsigned trade only moves the last price.</param>
    public void Add(double price, double volume, int sign)
    {
        if (_lastPrice > 0 && sign != 0)
        {
            _changes[_next] = price - _lastPrice;
            _signed[_next] = sign * volume;
            _next = (_next + 1) % Trades;
            _count = Math.Min(_count + 1, Trades);
        }

        _lastPrice = price;
    }

    public void SaveState(StateWriter writer)
    {
        writer.Section("kyleLambda", 1);
        writer.Write(_lastPrice);
        writer.Write(_count);
        for (var i = 0; i < _count; i++)
        {
            var at = (_next - _count + i + Trades) % Trades;
            writer.Write(_changes[at]);
            writer.Write(_signed[at]);
        }
    }

    public void LoadState(StateReader reader)
    {
        reader.Section("kyleLambda", 1);
        _lastPrice = reader.ReadDouble();
        _count = reader.ReadInt32();
        if (_count is < 0 or > Trades)
        {
            throw new InvalidDataException($"A regression over {Trades} trades cannot hold {_count}.");
        }

        for (var i = 0; i < _count; i++)
        {
            _changes[i] = reader.ReadDouble();
            _signed[i] = reader.ReadDouble();
        }

        _next = _count % Trades;
    }
}
