using TradingDesk.Core.Domain;
using TradingDesk.Core.Indicators;

namespace TradingDesk.Core.Analysis.M1Filters;

/// <summary>What the filters look at on one closed M1 bar; all of it known at its close.</summary>
/// <param name="Vwap">Session VWAP with σ, including this bar.</param>
/// <param name="Delta">Bought minus sold volume of the bar (aggressor, or tick rule where the venue does not tell); <see langword="null"/> where unknown.</param>
/// <param name="AtrBefore">ATR14(M1) as of the bar before.</param>
/// <param name="AtrM1">ATR14(M1) including this bar.</param>
/// <param name="Spread">Ask minus bid at the close; <see langword="null"/> without a quote.</param>
public readonly record struct M1FilterInput(Bar Bar, VwapReading? Vwap, double? Delta, double? AtrBefore, double? AtrM1, double? Spread);

/// <summary>The five readings for one direction.</summary>
[System.Runtime.CompilerServices.InlineArray(Count)]
public struct FilterReadings
{
    public const int Count = 5;
    private FilterReading _first;

    public readonly int Passed
    {
        get
        {
            var passed = 0;
            foreach (var reading in this)
            {
                passed += reading.Passed == true ? 1 : 0;
            }

            return passed;
        }
    }

    public readonly int Unknown
    {
        get
        {
            var unknown = 0;
            foreach (var reading in this)
            {
                unknown += reading.Passed is null ? 1 : 0;
            }

            return unknown;
        }
    }
}

/// <summary>
/// The M1 filters (DOMAIN A2.3): a step over closed M1 bars, then asked for a direction. Causal: nothing of a bar that has not closed. An entry is valid
/// where at least <see cref="M1FilterOptions.MinimumPassed"/> of the five pass; what is unknown does not pass.
/// </summary>
public sealed class M1FilterSet : IHasState
{
    private readonly VwapReclaim _vwap;
    private readonly DeltaSpike _delta;
    private readonly MicroBreak _micro;
    private readonly SpreadMedian _spread;
    private double? _atrM1;

    /// <exception cref="System.ComponentModel.DataAnnotations.ValidationException">An option is out of range.</exception>
    public M1FilterSet(M1FilterOptions options)
    {
        Options = options.Validated();
        _vwap = new VwapReclaim(options.ReclaimBars, options.MaxVwapDistanceSigma);
        _delta = new DeltaSpike(options.DeltaSpike, options.DeltaPeriods, options.MinimumDelta);
        _micro = new MicroBreak(options);
        _spread = new SpreadMedian(options.SpreadWindow, options.SpreadOutlierMultiple, options.MaxSpreadMedians);
    }

    public M1FilterOptions Options { get; }

    /// <exception cref="ArgumentException">Not an M1 bar.</exception>
    public void Update(in M1FilterInput input)
    {
        if (input.Bar.Timeframe != Timeframe.M1)
        {
            throw new ArgumentException("The M1 filters take M1 bars.", nameof(input));
        }

        _vwap.Update(input.Bar, input.Vwap);
        _delta.Update(input.Delta);
        _micro.Update(input.Bar, input.AtrBefore);
        _spread.Update(input.Spread);
        _atrM1 = input.AtrM1;
    }

    /// <param name="direction">+1 or −1.</param>
    /// <param name="atrM5">ATR14(M5) of the last M5 bar that closed at or before the M1 bar; <see langword="null"/> while it warms up.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another direction.</exception>
    public FilterReadings Evaluate(int direction, double? atrM5)
    {
        if (direction is not (1 or -1))
        {
            throw new ArgumentOutOfRangeException(nameof(direction), direction, "A direction is +1 or -1.");
        }

        FilterReadings readings = default;
        readings[(int)M1Filter.VwapReclaim] = _vwap.Evaluate(direction);
        readings[(int)M1Filter.DeltaSpike] = _delta.Evaluate(direction);
        readings[(int)M1Filter.MicroBreak] = _micro.Evaluate(direction);
        readings[(int)M1Filter.AtrRatio] = AtrRatio(atrM5);
        readings[(int)M1Filter.Spread] = _spread.Evaluate();
        return readings;
    }

    public void SaveState(StateWriter writer)
    {
        writer.Section(nameof(M1FilterSet), 1);
        _vwap.SaveState(writer);
        _delta.SaveState(writer);
        _micro.SaveState(writer);
        _spread.SaveState(writer);
        writer.WriteOptional(_atrM1);
    }

    public void LoadState(StateReader reader)
    {
        reader.Section(nameof(M1FilterSet), 1);
        _vwap.LoadState(reader);
        _delta.LoadState(reader);
        _micro.LoadState(reader);
        _spread.LoadState(reader);
        _atrM1 = reader.ReadOptionalDouble();
    }

    /// <summary>Filter 4: M1 calm against M5.</summary>
    private FilterReading AtrRatio(double? atrM5)
    {
        if (_atrM1 is not { } m1 || atrM5 is not { } m5 || !(m5 > 0))
        {
            return new FilterReading(M1Filter.AtrRatio, null, null, Options.MaxAtrRatio);
        }

        var ratio = m1 / m5;
        return new FilterReading(M1Filter.AtrRatio, ratio <= Options.MaxAtrRatio, ratio, Options.MaxAtrRatio);
    }
}
