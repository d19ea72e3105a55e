using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Pipeline;

/// <summary>
/// First form of the venue offset: median and scaled median absolute deviation of (second venue − primary) over the last five minutes, one as-of pair a
/// second, never a later tick. For display; nothing is corrected by it yet.
/// </summary>
internal sealed class OffsetWindow : IHasState
{
    private const int Capacity = 300;
    private const int MinimumPairs = 30;

    /// <summary>Scales the median absolute deviation to a standard deviation for a normal distribution.</summary>
    private const double MadToSigma = 1.4826;

    private static readonly TimeSpan MaxQuoteAge = TimeSpan.FromSeconds(30);
    private readonly double[] _differences = new double[Capacity];
    private int _count;
    private long _lastSecond;

    public Timestamp? LastPairAt { get; private set; }

    /// <summary>Takes the primary venue's quote with the second venue's latest.</summary>
    public void OnPrimaryQuote(double primaryMid, Timestamp at, double otherMid, Timestamp otherAt)
    {
        var second = at.UnixSeconds;
        if (second == _lastSecond || otherAt > at || at - otherAt > MaxQuoteAge)
        {
            return;
        }

        _lastSecond = second;
        _differences[_count % Capacity] = otherMid - primaryMid;
        _count++;
        LastPairAt = at;
    }

    public bool TryRead(out double median, out double band)
    {
        var n = Math.Min(_count, Capacity);
        (median, band) = (0, 0);
        if (n < MinimumPairs)
        {
            return false;
        }

        var sorted = _differences[..n];
        Array.Sort(sorted);
        median = Middle(sorted);
        for (var i = 0; i < n; i++)
        {
            sorted[i] = Math.Abs(sorted[i] - median);
        }

        Array.Sort(sorted);
        band = MadToSigma * Middle(sorted);
        return true;
    }

    public void SaveState(StateWriter writer)
    {
        writer.Section(nameof(OffsetWindow), 1);
        writer.Write(_count);
        writer.Write(_lastSecond);
        writer.Write(LastPairAt.HasValue);
        writer.Write(LastPairAt.GetValueOrDefault());
        foreach (var difference in _differences)
        {
            writer.Write(difference);
        }
    }

    public void LoadState(StateReader reader)
    {
        reader.Section(nameof(OffsetWindow), 1);
        _count = reader.ReadInt32();
        _lastSecond = reader.ReadInt64();
        var present = reader.ReadBoolean();
        var at = reader.ReadTimestamp();
        LastPairAt = present ? at : null;
        for (var i = 0; i < Capacity; i++)
        {
            _differences[i] = reader.ReadDouble();
        }
    }

    private static double Middle(double[] sorted) =>
        sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) * 0.5;
}
