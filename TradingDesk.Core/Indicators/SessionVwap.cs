using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Indicators;

/// <summary>
/// Session-anchored VWAP (<see cref="AnchoredVwap"/>) with a rolling σ. σ is the volume-weighted standard deviation of <c>tp</c> around
/// the window's own VWAP over the last σ-window minutes. The window runs across anchors: a new session does not make yesterday's noise unknown.
/// </summary>
/// <remarks>Cumulative and causal: a reading never changes later. For bars of M1 and longer.</remarks>
public sealed class SessionVwap : IBarStep<VwapReading>
{
    /// <summary>Bars in the window below which σ is unknown.</summary>
    public const int MinSigmaBars = 10;

    public const int DefaultSigmaWindowMinutes = 60;

    private readonly AnchoredVwap _vwap;
    private readonly SigmaWindow _window;

    /// <param name="anchor">Where the sum starts anew.</param>
    /// <param name="sigmaWindowMinutes">Length of the σ window in minutes, 1 to 1,440; the usual value is 60 (gold 120).</param>
    /// <exception cref="ArgumentOutOfRangeException">The window is out of range.</exception>
    public SessionVwap(SessionAnchor anchor, int sigmaWindowMinutes = DefaultSigmaWindowMinutes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sigmaWindowMinutes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sigmaWindowMinutes, 1_440);
        _vwap = new AnchoredVwap(anchor);
        _window = new SigmaWindow(sigmaWindowMinutes);
    }

    public int WarmupBars => 1;

    public VwapReading? Current { get; private set; }

    /// <exception cref="ArgumentException">The bar is shorter than a minute.</exception>
    public VwapReading? Update(in Bar bar)
    {
        if (bar.Timeframe < Timeframe.M1)
        {
            throw new ArgumentException("The session VWAP takes bars of a minute and longer.", nameof(bar));
        }

        _window.Add(bar);
        Current = _vwap.Update(bar) is { } vwap ? new VwapReading(vwap, _window.Sigma()) : null;
        return Current;
    }

    public void Reset()
    {
        _vwap.Reset();
        _window.Reset();
        Current = null;
    }

    public void SaveState(StateWriter writer)
    {
        writer.Section("sessionVwap", 2);
        _vwap.SaveState(writer);
        _window.SaveState(writer);
        writer.Write(Current.HasValue);
        writer.Write(Current.GetValueOrDefault().Vwap);
        writer.WriteOptional(Current.GetValueOrDefault().Sigma);
    }

    public void LoadState(StateReader reader)
    {
        reader.Section("sessionVwap", 2);
        _vwap.LoadState(reader);
        _window.LoadState(reader);
        var hasReading = reader.ReadBoolean();
        var reading = new VwapReading(reader.ReadDouble(), reader.ReadOptionalDouble());
        Current = hasReading ? reading : null;
    }
}
