using TradingDesk.Core.Domain;
using TradingDesk.Core.Indicators;

namespace TradingDesk.Core.Analysis.OrderFlow;

public enum DeltaSource : byte
{
    /// <summary>The venue told the aggressor of every trade.</summary>
    Aggressor = 1,

    /// <summary>Inferred: trades by quote and price change, or quotes by the direction of the mid-price, one unit each.</summary>
    TickRule = 2,
}

/// <summary>Bought less sold volume of one M1 bar.</summary>
/// <param name="BarCloseTime">Close of that bar.</param>
/// <param name="Delta">Bought − sold, in base units (ticks for instruments without trades).</param>
/// <param name="Volume">Volume that it is part of, same unit.</param>
/// <param name="Source">How the side was found.</param>
/// <param name="Baseline">Mean |delta| of the twenty bars before; <see langword="null"/> until there are so many.</param>
/// <param name="CumulativeDelta">Sum of all deltas since the desk has followed the symbol.</param>
/// <param name="Slope">Delta over volume of the last twenty bars together, −1 to 1; <see langword="null"/> until there are so many or where they had no volume.</param>
public readonly record struct DeltaReading(Timestamp BarCloseTime, double Delta, double Volume, DeltaSource Source, double? Baseline, double CumulativeDelta, double? Slope)
{
    /// <summary>|delta| over its baseline; <see langword="null"/> while the baseline is unknown or 0.</summary>
    public double? Ratio => Baseline > 0 ? Math.Abs(Delta) / Baseline : null;

    /// <summary>True where the delta points along <paramref name="direction"/> (+1 or −1) and exceeds <paramref name="multiple"/> × the baseline.</summary>
    public bool IsSpike(int direction, double multiple) => Baseline is > 0 and var baseline && direction * Delta > multiple * baseline;
}

/// <summary>
/// Delta per M1 bar and its running sum (CVD). Bars from trades take it from the bar's own bought volume, which every late and refetched trade is in;
/// where an aggressor was unknown, and for bars from quotes, from the ticks of the minute. A loaded bar that does not tell gives no reading and is left
/// out of the baseline.
/// </summary>
public sealed class DeltaTracker : IHasState
{
    /// <summary>Bars in the baseline and in the slope.</summary>
    public const int BaselineBars = 20;

    private readonly MinuteFlows _minutes = new();
    private readonly ValueWindow _absolute = new(BaselineBars);
    private readonly ValueWindow _deltas = new(BaselineBars);
    private readonly ValueWindow _volumes = new(BaselineBars);
    private double _cumulative;

    /// <summary>The newest bar's reading; <see langword="null"/> before the first and where the newest bar does not tell.</summary>
    public DeltaReading? Current { get; private set; }

    /// <summary>Bars that did not tell.</summary>
    public long UnknownBars { get; private set; }

    /// <summary>Ticks that came after the memory for their minute was gone.</summary>
    public long LateTicks => _minutes.Late;

    /// <param name="sign">+1 bought, −1 sold, 0 unknown.</param>
    /// <param name="volume">In base units; 1 for a quote.</param>
    /// <param name="isInferred">True where the venue did not tell the side.</param>
    public void OnSigned(Timestamp at, int sign, double volume, bool isInferred) => _minutes.Add(at, sign, volume, isInferred);

    /// <summary>Takes the next closed M1 bar.</summary>
    public void OnBar(in Bar bar, BarPrice price)
    {
        if (Measure(bar, price) is not { } flow)
        {
            UnknownBars++;
            Current = null;
            return;
        }

        double? baseline = _absolute.IsFull ? _absolute.Mean() : null;
        _cumulative += flow.Delta;
        _absolute.Add(Math.Abs(flow.Delta));
        _deltas.Add(flow.Delta);
        _volumes.Add(flow.Volume);
        double? slope = _deltas.IsFull && _volumes.Sum() is > 0 and var volume ? _deltas.Sum() / volume : null;
        Current = new DeltaReading(bar.CloseTime, flow.Delta, flow.Volume, flow.Source, baseline, _cumulative, slope);
    }

    public void SaveState(StateWriter writer)
    {
        writer.Section("delta", 1);
        _minutes.SaveState(writer);
        _absolute.SaveState(writer);
        _deltas.SaveState(writer);
        _volumes.SaveState(writer);
        writer.Write(_cumulative);
        writer.Write(UnknownBars);
        writer.Write(Current.HasValue);
        var current = Current.GetValueOrDefault();
        writer.Write(current.BarCloseTime);
        writer.Write(current.Delta);
        writer.Write(current.Volume);
        writer.Write((byte)current.Source);
        writer.WriteOptional(current.Baseline);
        writer.WriteOptional(current.Slope);
    }

    public void LoadState(StateReader reader)
    {
        reader.Section("delta", 1);
        _minutes.LoadState(reader);
        _absolute.LoadState(reader);
        _deltas.LoadState(reader);
        _volumes.LoadState(reader);
        _cumulative = reader.ReadDouble();
        UnknownBars = reader.ReadInt64();
        var isKnown = reader.ReadBoolean();
        var closeTime = reader.ReadTimestamp();
        var (delta, volume, source) = (reader.ReadDouble(), reader.ReadDouble(), (DeltaSource)reader.ReadByte());
        var (baseline, slope) = (reader.ReadOptionalDouble(), reader.ReadOptionalDouble());
        Current = isKnown ? new DeltaReading(closeTime, delta, volume, source, baseline, _cumulative, slope) : null;
    }

    private (double Delta, double Volume, DeltaSource Source)? Measure(in Bar bar, BarPrice price)
    {
        var isTold = _minutes.TryGet(bar.OpenTime, out var minute);
        if (price == BarPrice.Bid || (isTold && minute.Inferred > 0))
        {
            return isTold ? (minute.Delta, minute.Volume, DeltaSource.TickRule)
                : bar.TickCount == 0 ? (0, 0, DeltaSource.TickRule)
                : null;
        }

        // A loaded bar without any bought volume is one whose source does not tell.
        var isLoaded = (bar.Flags & BarFlags.History) != 0 || !isTold;
        return isLoaded && bar.BuyVolume == 0 && bar.Volume > 0 ? null : ((2 * bar.BuyVolume) - bar.Volume, bar.Volume, DeltaSource.Aggressor);
    }
}
