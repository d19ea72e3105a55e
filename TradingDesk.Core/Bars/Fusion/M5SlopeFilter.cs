using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Bars.Fusion;

/// <summary>What the M5 slope says to a direction.</summary>
/// <param name="Passed"><see langword="null"/> while the slope is not known.</param>
/// <param name="Value">Slope in the trade's direction, in ATR14(M5) per bar: negative is against it.</param>
/// <param name="Threshold">The smallest value that passes.</param>
public readonly record struct M5SlopeVerdict(bool? Passed, double? Value, double Threshold);

/// <summary>
/// Filters false M1 reversals: the slope of the last fused M5 closes (least squares, oldest first) in ATR14(M5) per bar. A trade against a steep M5 is refused.
/// </summary>
public sealed class M5SlopeFilter
{
    private readonly (Timestamp OpenTime, double Close)[] _closes;
    private int _count;
    private double? _atr;

    /// <param name="bars">Closes that the line is fitted to, at least 3.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 3 bars.</exception>
    public M5SlopeFilter(int bars)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bars, 3);
        _closes = new (Timestamp, double)[bars];
    }

    /// <summary>ATR14(M5) per bar; <see langword="null"/> until enough closes and an ATR are known.</summary>
    public double? Slope { get; private set; }

    /// <summary>Takes the close of the next candle, or a revision of one of the last.</summary>
    /// <param name="atr14">ATR14(M5) at that close.</param>
    public void Update(Timestamp openTime, double close, double? atr14)
    {
        var place = _count - 1;
        while (place >= 0 && _closes[place].OpenTime > openTime)
        {
            place--;
        }

        if (place >= 0 && _closes[place].OpenTime == openTime)
        {
            _closes[place].Close = close;
        }
        else if (place == _count - 1)
        {
            Append(openTime, close);
            _atr = atr14;
        }

        // Any other is a revision of a candle that has left the line.
        Slope = _count == _closes.Length && _atr is > 0 and var atr ? Fit() / atr : null;
    }

    /// <param name="direction">+1 for a buy, −1 for a sell, 0 for neither (nothing to refuse, not known).</param>
    /// <param name="threshold">Smallest slope in the trade's direction that passes, in ATR14(M5) per bar; negative allows a lean against it.</param>
    public M5SlopeVerdict Check(int direction, double threshold) => Check(Slope, direction, threshold);

    /// <inheritdoc cref="Check(int, double)"/>
    /// <param name="slope">A slope read earlier.</param>
    public static M5SlopeVerdict Check(double? slope, int direction, double threshold) => slope is { } known && direction != 0
        ? new M5SlopeVerdict(known * direction >= threshold, known * direction, threshold)
        : new M5SlopeVerdict(null, null, threshold);

    public void SaveState(StateWriter writer)
    {
        writer.Section("m5SlopeFilter", 1);
        writer.Write(_closes.Length);
        writer.Write(_count);
        for (var i = 0; i < _count; i++)
        {
            writer.Write(_closes[i].OpenTime);
            writer.Write(_closes[i].Close);
        }

        writer.WriteOptional(_atr);
        writer.WriteOptional(Slope);
    }

    public void LoadState(StateReader reader)
    {
        reader.Section("m5SlopeFilter", 1);
        if (reader.ReadInt32() != _closes.Length)
        {
            throw new InvalidDataException("The saved slope is over another number of bars.");
        }

        _count = reader.ReadInt32();
        for (var i = 0; i < _count; i++)
        {
            _closes[i] = (reader.ReadTimestamp(), reader.ReadDouble());
        }

        _atr = reader.ReadOptionalDouble();
        Slope = reader.ReadOptionalDouble();
    }

    private void Append(Timestamp openTime, double close)
    {
        if (_count == _closes.Length)
        {
            Array.Copy(_closes, 1, _closes, 0, _count - 1);
            _count--;
        }

        _closes[_count++] = (openTime, close);
    }

    /// <summary>Least squares over 0, 1, … n−1: Σ(x − x̄)·y ÷ Σ(x − x̄)².</summary>
    private double Fit()
    {
        var middle = (_count - 1) * 0.5;
        double above = 0, below = 0;
        for (var i = 0; i < _count; i++)
        {
            above += (i - middle) * _closes[i].Close;
            below += (i - middle) * (i - middle);
        }

        return above / below;
    }
}
