using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Analysis.OrderFlow;

/// <summary>
/// Order-flow toxicity by equal-volume buckets (Easley, López de Prado, O'Hara 2012): Σ|bought − sold| / Σ volume over the last 50 filled buckets, with the
/// true sides where the venue tells them. A trade that crosses a bucket's end is split there. Descriptive only: its power to predict is disputed
/// (Andersen and Bondarenko 2013).
/// </summary>
public sealed class Vpin : IHasState
{
    /// <summary>Buckets in the mean.</summary>
    public const int Buckets = 50;

    private readonly (double Imbalance, double Volume)[] _ring = new (double, double)[Buckets];
    private long _filled;
    private double _bought;
    private double _sold;
    private double _size;

    /// <summary>Volume of a bucket, in base units; 0 while unknown: trades are not counted then. A change holds from the next bucket on.</summary>
    public double BucketVolume { get; private set; }

    /// <summary>Buckets filled so far.</summary>
    public long Filled => _filled;

    /// <summary>Volume in the bucket that is filling, in base units.</summary>
    public double Filling => _bought + _sold;

    /// <summary>0 (balanced) to 1 (one-sided); <see langword="null"/> until 50 buckets were filled.</summary>
    public double? Value
    {
        get
        {
            if (_filled < Buckets)
            {
                return null;
            }

            double imbalance = 0, volume = 0;
            foreach (var bucket in _ring)
            {
                imbalance += bucket.Imbalance;
                volume += bucket.Volume;
            }

            return imbalance / volume;
        }
    }

    /// <summary>Sets the size of buckets from a day's volume ÷ 50.</summary>
    /// <param name="volume">Base units, above 0.</param>
    public void SetBucketVolume(double volume)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(volume);
        BucketVolume = volume;
    }

    /// <param name="sign">+1 bought, −1 sold; an unsigned trade is half of each.</param>
    /// <param name="volume">Base units, 0 or above.</param>
    public void Add(int sign, double volume) => Fill(volume, sign > 0 ? 1 : sign < 0 ? 0 : 0.5);

    /// <summary>Takes a loaded bar in place of its trades, bought and sold evenly mixed.</summary>
    /// <param name="bought">Base units, 0 or above.</param>
    /// <param name="sold">Base units, 0 or above.</param>
    public void AddBar(double bought, double sold)
    {
        if (bought + sold > 0)
        {
            Fill(bought + sold, bought / (bought + sold));
        }
    }

    public void SaveState(StateWriter writer)
    {
        writer.Section("vpin", 1);
        writer.Write(BucketVolume);
        writer.Write(_size);
        writer.Write(_bought);
        writer.Write(_sold);
        writer.Write(_filled);
        foreach (var (imbalance, volume) in _ring)
        {
            writer.Write(imbalance);
            writer.Write(volume);
        }
    }

    public void LoadState(StateReader reader)
    {
        reader.Section("vpin", 1);
        BucketVolume = reader.ReadDouble();
        _size = reader.ReadDouble();
        _bought = reader.ReadDouble();
        _sold = reader.ReadDouble();
        _filled = reader.ReadInt64();
        for (var i = 0; i < Buckets; i++)
        {
            _ring[i] = (reader.ReadDouble(), reader.ReadDouble());
        }
    }

    private void Fill(double volume, double boughtShare)
    {
        if (BucketVolume <= 0)
        {
            return;
        }

        // More than the whole window holds cannot change it any further: bounded work for absurd trades.
        var rest = Math.Min(volume, BucketVolume * (Buckets + 1));
        while (rest > 0)
        {
            _size = Filling > 0 ? _size : BucketVolume;
            var room = _size - Filling;
            var part = Math.Min(rest, room);
            _bought += part * boughtShare;
            _sold += part * (1 - boughtShare);
            rest -= part;
            if (part >= room)
            {
                Close();
            }
        }
    }

    private void Close()
    {
        _ring[_filled % Buckets] = (Math.Abs(_bought - _sold), Filling);
        _filled++;
        (_bought, _sold) = (0, 0);
    }
}
