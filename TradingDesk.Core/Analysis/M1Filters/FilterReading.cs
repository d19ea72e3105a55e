using System.Globalization;

namespace TradingDesk.Core.Analysis.M1Filters;

/// <summary>The five M1 filters, in the order in which they are listed.</summary>
public enum M1Filter : byte
{
    /// <summary>The close came back across the session VWAP and is still near it.</summary>
    VwapReclaim = 0,

    /// <summary>Signed volume well above its average.</summary>
    DeltaSpike = 1,

    /// <summary>A close well beyond the last small swing.</summary>
    MicroBreak = 2,

    /// <summary>M1 calm against M5.</summary>
    AtrRatio = 3,

    /// <summary>The spread near its median.</summary>
    Spread = 4,
}

/// <summary>One filter's answer for one direction on one closed bar.</summary>
/// <param name="Passed"><see langword="null"/> where it could not be told; that never counts as passed.</param>
/// <param name="Value">What was measured; in the filter's own unit, see <see cref="Unit"/>.</param>
/// <param name="Threshold">What it is held against.</param>
public readonly record struct FilterReading(M1Filter Filter, bool? Passed, double? Value, double Threshold)
{
    /// <summary>Name in JSON: <c>vwapReclaim</c>, <c>deltaSpike</c>, <c>microBos</c>, <c>atrRatio</c>, <c>spread</c>.</summary>
    public string Name => Filter switch
    {
        M1Filter.VwapReclaim => "vwapReclaim",
        M1Filter.DeltaSpike => "deltaSpike",
        M1Filter.MicroBreak => "microBos",
        M1Filter.AtrRatio => "atrRatio",
        _ => "spread",
    };

    public string Unit => Filter switch
    {
        M1Filter.VwapReclaim => "σ from VWAP",
        M1Filter.DeltaSpike => "times the mean |delta|",
        M1Filter.MicroBreak => "ATR beyond the swing",
        M1Filter.AtrRatio => "ATR(M1) / ATR(M5)",
        _ => "times the median spread",
    };

    /// <summary>One sentence for people.</summary>
    public string Words => (Filter, Passed, Value) switch
    {
        (M1Filter.VwapReclaim, null, _) => "VWAP or its σ is not known yet",
        (M1Filter.VwapReclaim, _, null) => "no cross of the VWAP in this direction lately",
        (M1Filter.VwapReclaim, _, { } v) => Invariant($"crossed the VWAP and is {v:0.00} σ from it, limit {Threshold:0.00}"),
        (M1Filter.DeltaSpike, null, _) => "no average of signed volume yet",
        (M1Filter.DeltaSpike, _, { } v) => Invariant($"signed volume {v:+0.00;-0.00;0.00} times its mean, needs {Threshold:0.00}"),
        (M1Filter.MicroBreak, null, _) => "no small swing is confirmed yet",
        (M1Filter.MicroBreak, _, null) => "no close beyond a small swing lately",
        (M1Filter.MicroBreak, _, { } v) => Invariant($"closed {v:0.00} ATR beyond a small swing, needs {Threshold:0.00}"),
        (M1Filter.AtrRatio, null, _) => "the ATRs are warming up",
        (M1Filter.AtrRatio, _, { } v) => Invariant($"ATR(M1) is {v:0.00} of ATR(M5), limit {Threshold:0.00}"),
        (M1Filter.Spread, null, _) => "no median spread yet",
        (_, _, { } v) => Invariant($"spread {v:0.00} times its median, limit {Threshold:0.00}"),
        _ => "not known",
    };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
