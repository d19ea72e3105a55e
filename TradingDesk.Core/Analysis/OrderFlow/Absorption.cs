using TradingDesk.Core.Analysis.Structure;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Indicators;

namespace TradingDesk.Core.Analysis.OrderFlow;

/// <summary>Much volume that moved nothing.</summary>
/// <param name="IsAbsorbed">Volume above twice the mean of the twenty bars before, range below 0.05 % of the close.</param>
/// <param name="Direction">The side that absorbed: bearish where the aggressors bought in vain, bullish where they sold in vain, none where the delta does not tell.</param>
/// <param name="VolumeRatio">Volume over that mean; <see langword="null"/> where it is 0.</param>
/// <param name="RangeFraction">High less low as a share of the close; 0.01 is one percent.</param>
public readonly record struct AbsorptionReading(bool IsAbsorbed, Direction Direction, double? VolumeRatio, double RangeFraction);

/// <summary>Absorption on M1 bars: a bar of much volume and hardly any range.</summary>
public sealed class Absorption : IHasState
{
    private const double MinVolumeRatio = 2;
    private const double MaxRangeFraction = 0.0005;

    private readonly VolumeActivity _volume = new();

    /// <summary>The newest bar's reading; <see langword="null"/> until twenty bars stand before it.</summary>
    public AbsorptionReading? Current { get; private set; }

    /// <param name="delta">Bought less sold volume of the bar; <see langword="null"/> where unknown.</param>
    public void OnBar(in Bar bar, double? delta)
    {
        if (_volume.Update(bar) is not { } volume)
        {
            return;
        }

        var range = bar.Range / bar.Close;
        var isAbsorbed = volume.Ratio > MinVolumeRatio && range < MaxRangeFraction;
        Current = new AbsorptionReading(isAbsorbed, isAbsorbed ? (Direction)(-Math.Sign(delta.GetValueOrDefault())) : Direction.None, volume.Ratio, range);
    }

    public void SaveState(StateWriter writer)
    {
        writer.Section("absorption", 1);
        _volume.SaveState(writer);
        writer.Write(Current.HasValue);
        var current = Current.GetValueOrDefault();
        writer.Write(current.IsAbsorbed);
        writer.Write((sbyte)current.Direction);
        writer.WriteOptional(current.VolumeRatio);
        writer.Write(current.RangeFraction);
    }

    public void LoadState(StateReader reader)
    {
        reader.Section("absorption", 1);
        _volume.LoadState(reader);
        var isKnown = reader.ReadBoolean();
        var current = new AbsorptionReading(reader.ReadBoolean(), (Direction)reader.ReadSByte(), reader.ReadOptionalDouble(), reader.ReadDouble());
        Current = isKnown ? current : null;
    }
}
