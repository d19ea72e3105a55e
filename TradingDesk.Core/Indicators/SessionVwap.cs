using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Indicators;

/// <summary>
/// Session-anchored VWAP with a rolling σ: <c>Σ tp·v / Σ v</c> since the anchor with <c>tp = (high + low + close) / 3</c>. Where a session has no
/// volume at all, the tick count stands in for it; without either there is no reading. σ is the volume-weighted standard deviation of <c>tp</c> around
/// the window's own VWAP over the last σ-window minutes. The window runs across anchors: a new session does not make yesterday's noise unknown.
/// </summary>
/// <remarks>Cumulative and causal: a reading never changes later. For bars of M1 and longer.</remarks>
public sealed class SessionVwap : IBarStep<VwapReading>
{
    /// <summary>Bars in the window below which σ is unknown.</summary>
    public const int MinSigmaBars = 10;

    public const int DefaultSigmaWindowMinutes = 60;

    private readonly SessionAnchor _anchor;
    private readonly SigmaWindow _window;
    private Timestamp? _session;
    private WeightedMean _byVolume;
    private WeightedMean _byTicks;

    /// <param name="anchor">Where the sum starts anew.</param>
    /// <param name="sigmaWindowMinutes">Length of the σ window in minutes, 1 to 1,440; the usual value is 60 (gold 120).</param>
    /// <exception cref="ArgumentOutOfRangeException">The window is out of range.</exception>
    public SessionVwap(SessionAnchor anchor, int sigmaWindowMinutes = DefaultSigmaWindowMinutes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sigmaWindowMinutes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sigmaWindowMinutes, 1_440);
        _anchor = anchor;
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

        var session = _anchor.StartOf(bar.OpenTime);
        if (_session != session)
        {
            _session = session;
            _byVolume = default;
            _byTicks = default;
        }

        var typical = bar.TypicalPrice;
        _byVolume.Add(typical, bar.Volume);
        _byTicks.Add(typical, bar.TickCount);
        _window.Add(bar);
        Current = (_byVolume.Mean ?? _byTicks.Mean) is { } vwap ? new VwapReading(vwap, _window.Sigma()) : null;
        return Current;
    }

    public void Reset()
    {
        _session = null;
        _byVolume = default;
        _byTicks = default;
        _window.Reset();
        Current = null;
    }

    public void SaveState(StateWriter writer)
    {
        writer.Section("sessionVwap", 1);
        writer.Write((int)_anchor);
        writer.Write(_session.HasValue);
        writer.Write(_session.GetValueOrDefault());
        _byVolume.SaveState(writer);
        _byTicks.SaveState(writer);
        _window.SaveState(writer);
        writer.Write(Current.HasValue);
        writer.Write(Current.GetValueOrDefault().Vwap);
        writer.WriteOptional(Current.GetValueOrDefault().Sigma);
    }

    public void LoadState(StateReader reader)
    {
        reader.Section("sessionVwap", 1);
        IndicatorPeriod.Require((int)_anchor, reader.ReadInt32(), "session anchor");
        var hasSession = reader.ReadBoolean();
        var session = reader.ReadTimestamp();
        _session = hasSession ? session : null;
        _byVolume.LoadState(reader);
        _byTicks.LoadState(reader);
        _window.LoadState(reader);
        var hasReading = reader.ReadBoolean();
        var reading = new VwapReading(reader.ReadDouble(), reader.ReadOptionalDouble());
        Current = hasReading ? reading : null;
    }

    /// <summary>A running weighted sum; no mean while the weight is 0.</summary>
    private struct WeightedMean
    {
        private double _weighted;
        private double _weight;

        public readonly double? Mean => _weight > 0 ? _weighted / _weight : null;

        public void Add(double value, double weight)
        {
            _weighted += value * weight;
            _weight += weight;
        }

        public readonly void SaveState(StateWriter writer)
        {
            writer.Write(_weighted);
            writer.Write(_weight);
        }

        public void LoadState(StateReader reader)
        {
            _weighted = reader.ReadDouble();
            _weight = reader.ReadDouble();
        }
    }
}
