using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Indicators;

/// <summary>
/// Volume-weighted average price since an anchor: <c>Σ tp·v / Σ v</c> with <c>tp = (high + low + close) / 3</c>, in quote currency per unit. Where a
/// session has no volume at all, the tick count stands in for it; without either there is no reading.
/// </summary>
/// <remarks>Cumulative and causal: a reading never changes later.</remarks>
public sealed class AnchoredVwap : IBarStep<double>
{
    private readonly SessionAnchor _anchor;
    private Timestamp? _session;
    private WeightedMean _byVolume;
    private WeightedMean _byTicks;

    /// <param name="anchor">Where the sum starts anew.</param>
    public AnchoredVwap(SessionAnchor anchor) => _anchor = anchor;

    public int WarmupBars => 1;

    public double? Current => _byVolume.Mean ?? _byTicks.Mean;

    public double? Update(in Bar bar)
    {
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
        return Current;
    }

    public void Reset()
    {
        _session = null;
        _byVolume = default;
        _byTicks = default;
    }

    public void SaveState(StateWriter writer)
    {
        writer.Section("anchoredVwap", 1);
        writer.Write((int)_anchor);
        writer.Write(_session.HasValue);
        writer.Write(_session.GetValueOrDefault());
        _byVolume.SaveState(writer);
        _byTicks.SaveState(writer);
    }

    public void LoadState(StateReader reader)
    {
        reader.Section("anchoredVwap", 1);
        IndicatorPeriod.Require((int)_anchor, reader.ReadInt32(), "session anchor");
        var hasSession = reader.ReadBoolean();
        var session = reader.ReadTimestamp();
        _session = hasSession ? session : null;
        _byVolume.LoadState(reader);
        _byTicks.LoadState(reader);
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
