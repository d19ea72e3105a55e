using TradingDesk.Core.Domain;
using TradingDesk.Core.Indicators;

namespace TradingDesk.Core.Analysis.OrderFlow;

/// <summary>
/// The usual spread: median of the last twenty accepted ones, one sample per M1 close. A sample above <c>2 ×</c> the median is an outlier and not
/// accepted once ten are in.
/// </summary>
public sealed class SpreadBaseline : IHasState
{
    /// <summary>Accepted spreads in the window.</summary>
    public const int Samples = 20;

    private const int MinToClip = 10;
    private const double OutlierClip = 2;

    private readonly ValueWindow _accepted = new(Samples);

    /// <summary>Median of the accepted spreads, in quote currency per unit; <see langword="null"/> before the first.</summary>
    public double? Median { get; private set; }

    /// <summary>Samples in the window.</summary>
    public int Count => _accepted.Count;

    /// <summary>Samples refused as outliers.</summary>
    public long Outliers { get; private set; }

    /// <param name="spread">Ask − bid at the close of a bar, in quote currency per unit, 0 or above.</param>
    public void Add(double spread)
    {
        if (_accepted.Count >= MinToClip && spread > OutlierClip * Median)
        {
            Outliers++;
            return;
        }

        _accepted.Add(spread);
        Median = _accepted.Median();
    }

    public void SaveState(StateWriter writer)
    {
        writer.Section("spreadBaseline", 1);
        writer.Write(Outliers);
        _accepted.SaveState(writer);
    }

    public void LoadState(StateReader reader)
    {
        reader.Section("spreadBaseline", 1);
        Outliers = reader.ReadInt64();
        _accepted.LoadState(reader);
        Median = _accepted.Count > 0 ? _accepted.Median() : null;
    }
}
