using TradingDesk.Core.Domain;
using TradingDesk.Core.Indicators;

namespace TradingDesk.Benchmarks.Goals;

/// <summary>The product's indicators of goals G1 to G3 as one pass over bars.</summary>
internal sealed class IndicatorSet
{
    public Atr Atr { get; } = new(14);

    public Rsi Rsi { get; } = new(14);

    public Adx Adx { get; } = new(14);

    public AnchoredVwap Vwap { get; } = new(SessionAnchor.FirstBar);

    public SuperTrend SuperTrend { get; } = new(10, 3);

    /// <summary>ATR, RSI, ADX, SuperTrend.</summary>
    public void RunTrend(ReadOnlySpan<Bar> bars)
    {
        foreach (ref readonly var bar in bars)
        {
            Atr.Update(bar);
            Rsi.Update(bar);
            Adx.Update(bar);
            SuperTrend.Update(bar);
        }
    }

    /// <summary>ATR, RSI, ADX, VWAP.</summary>
    public void RunVwap(ReadOnlySpan<Bar> bars)
    {
        foreach (ref readonly var bar in bars)
        {
            Atr.Update(bar);
            Rsi.Update(bar);
            Adx.Update(bar);
            Vwap.Update(bar);
        }
    }

    /// <summary>All five.</summary>
    public void RunAll(ReadOnlySpan<Bar> bars)
    {
        foreach (ref readonly var bar in bars)
        {
            Atr.Update(bar);
            Rsi.Update(bar);
            Adx.Update(bar);
            Vwap.Update(bar);
            SuperTrend.Update(bar);
        }
    }

    public double? Value(string name) => name switch
    {
        "atr" => Atr.Current,
        "rsi" => Rsi.Current,
        "adx" => Adx.Current?.Adx,
        "vwap" => Vwap.Current,
        "superTrend" => SuperTrend.Current?.Value,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such indicator."),
    };

    /// <summary>The first value that differs by more than 1e-9 of itself (or by <paramref name="roundedTo"/> where the peer rounds), in words.</summary>
    public string? FindDifference(string library, IReadOnlyDictionary<string, double> theirs, IReadOnlyDictionary<string, double> roundedTo)
    {
        foreach (var (name, value) in theirs)
        {
            var ours = Value(name);
            var tolerance = roundedTo.TryGetValue(name, out var step) ? step : 1e-9 * Math.Max(1, Math.Abs(value));
            if (ours is not { } number || Math.Abs(number - value) > tolerance)
            {
                return $"{library}: last {name} is {value:R}, ours {ours:R}";
            }
        }

        return null;
    }
}
