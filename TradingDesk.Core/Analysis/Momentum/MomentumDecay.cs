using TradingDesk.Core.Analysis.Structure;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Indicators;

namespace TradingDesk.Core.Analysis.Momentum;

/// <summary>Whether a new extreme of closes lacks the force of the one before.</summary>
/// <param name="Move">The move that made a new extreme of twenty bars with this close: up, down, or none.</param>
/// <param name="RsiDecays">RSI14 is nearer to the middle than at the extreme before.</param>
/// <param name="MacdDecays">The MACD histogram is nearer to the other side than at the extreme before.</param>
public readonly record struct DecayReading(Direction Move, bool RsiDecays, bool MacdDecays);

/// <summary>
/// Decay of momentum over twenty bars: a close beyond all closes of the twenty before while RSI14 or the MACD histogram stands behind its value at the
/// most extreme of those (the latest on a tie). Causal: it compares what is known at this close.
/// </summary>
public sealed class MomentumDecay : IBarStep<DecayReading>
{
    private const int Bars = 20;

    private readonly Rsi _rsi = new();
    private readonly Macd _macd = new();
    private readonly ValueWindow _closes = new(Bars);
    private readonly ValueWindow _rsis = new(Bars);
    private readonly ValueWindow _histograms = new(Bars);

    /// <summary>Bars until twenty values of the MACD histogram stand before the present one.</summary>
    public int WarmupBars => 34 + Bars;

    public DecayReading? Current { get; private set; }

    public DecayReading? Update(in Bar bar)
    {
        var rsi = _rsi.Update(bar);
        var histogram = _macd.Update(bar)?.Histogram;
        if (rsi is { } r && histogram is { } h)
        {
            Current = _closes.IsFull ? Read(bar.Close, r, h) : null;
            _closes.Add(bar.Close);
            _rsis.Add(r);
            _histograms.Add(h);
        }

        return Current;
    }

    public void Reset()
    {
        _rsi.Reset();
        _macd.Reset();
        _closes.Reset();
        _rsis.Reset();
        _histograms.Reset();
        Current = null;
    }

    public void SaveState(StateWriter writer)
    {
        writer.Section("momentumDecay", 1);
        _rsi.SaveState(writer);
        _macd.SaveState(writer);
        _closes.SaveState(writer);
        _rsis.SaveState(writer);
        _histograms.SaveState(writer);
        writer.Write(Current.HasValue);
        var current = Current.GetValueOrDefault();
        writer.Write((sbyte)current.Move);
        writer.Write(current.RsiDecays);
        writer.Write(current.MacdDecays);
    }

    public void LoadState(StateReader reader)
    {
        reader.Section("momentumDecay", 1);
        _rsi.LoadState(reader);
        _macd.LoadState(reader);
        _closes.LoadState(reader);
        _rsis.LoadState(reader);
        _histograms.LoadState(reader);
        var isKnown = reader.ReadBoolean();
        var current = new DecayReading((Direction)reader.ReadSByte(), reader.ReadBoolean(), reader.ReadBoolean());
        Current = isKnown ? current : null;
    }

    private DecayReading Read(double close, double rsi, double histogram)
    {
        var (highest, lowest) = (0, 0);
        for (var age = 1; age < Bars; age++)
        {
            highest = _closes[age] > _closes[highest] ? age : highest;
            lowest = _closes[age] < _closes[lowest] ? age : lowest;
        }

        if (close > _closes[highest])
        {
            return new DecayReading(Direction.Bullish, rsi < _rsis[highest], histogram < _histograms[highest]);
        }

        return close < _closes[lowest]
            ? new DecayReading(Direction.Bearish, rsi > _rsis[lowest], histogram > _histograms[lowest])
            : default;
    }
}
