using TradingDesk.Core.Domain;
using TradingDesk.Core.Indicators;

namespace TradingDesk.Core.Analysis.M1Filters;

/// <summary>
/// Filter 1: within the last <c>R</c> bars the close crossed the session VWAP in the trade's direction, is still on that side, and is at most
/// <c>k</c> σ away from it (DOMAIN A2.3 F1). A new session moves the VWAP itself: distances of both bars are each taken from their own VWAP.
/// </summary>
internal sealed class VwapReclaim(int lookback, double maxSigma) : IHasState
{
    // Signed distance of close from VWAP, the newest last: R bars and the one before them.
    private readonly double[] _distances = new double[lookback + 1];
    private int _count;
    private double? _sigma;

    /// <summary>Takes the bar; a bar without a VWAP starts the memory anew.</summary>
    public void Update(in Bar bar, VwapReading? vwap)
    {
        if (vwap is not { } reading)
        {
            (_count, _sigma) = (0, null);
            return;
        }

        if (_count == _distances.Length)
        {
            Array.Copy(_distances, 1, _distances, 0, _distances.Length - 1);
            _count--;
        }

        _distances[_count++] = bar.Close - reading.Vwap;
        _sigma = reading.Sigma;
    }

    public FilterReading Evaluate(int direction)
    {
        if (_count < 2 || _sigma is not { } sigma || !(sigma > 0))
        {
            return new FilterReading(M1Filter.VwapReclaim, null, null, maxSigma);
        }

        var now = direction * _distances[_count - 1];
        if (!(now > 0) || !HasCrossed(direction))
        {
            return new FilterReading(M1Filter.VwapReclaim, false, null, maxSigma);
        }

        var distance = now / sigma;
        return new FilterReading(M1Filter.VwapReclaim, distance <= maxSigma, distance, maxSigma);
    }

    public void SaveState(StateWriter writer)
    {
        writer.Section(nameof(VwapReclaim), 1);
        writer.Write(_count);
        for (var i = 0; i < _count; i++)
        {
            writer.Write(_distances[i]);
        }

        writer.WriteOptional(_sigma);
    }

    public void LoadState(StateReader reader)
    {
        reader.Section(nameof(VwapReclaim), 1);
        _count = StateCheck.Count(reader.ReadInt32(), _distances.Length, nameof(VwapReclaim));
        for (var i = 0; i < _count; i++)
        {
            _distances[i] = reader.ReadDouble();
        }

        _sigma = reader.ReadOptionalDouble();
    }

    private bool HasCrossed(int direction)
    {
        for (var i = 1; i < _count; i++)
        {
            if (direction * _distances[i - 1] <= 0 && direction * _distances[i] > 0)
            {
                return true;
            }
        }

        return false;
    }
}
