using Microsoft.AspNetCore.Components;
using TradingDesk.Core.Contract;

namespace TradingDesk.Web.Components.Controls;

/// <summary>One gate of a trace: value against threshold as a bar and in numbers, the distance to pass, and why.</summary>
public sealed partial class GateRow
{
    private const double Width = 200;
    private const double Margin = 0.12;

    [Parameter, EditorRequired]
    public GateView Gate { get; set; } = null!;

    /// <summary>passed, failed, or unknown where the gate could not be evaluated.</summary>
    internal static string Name(bool? passed) => passed switch { true => "passed", false => "failed", null => "unknown" };

    internal static string Mark(bool? passed) => passed switch { true => "✓", false => "✕", null => "?" };

    /// <summary>The bar runs from zero to the value; the scale holds zero, value and threshold with a margin.</summary>
    private (double From, double Width, double Threshold)? Scale
    {
        get
        {
            if (Gate is not { Value: { } value, Threshold: { } threshold } || !double.IsFinite(value) || !double.IsFinite(threshold))
            {
                return null;
            }

            var low = Math.Min(0, Math.Min(value, threshold));
            var high = Math.Max(0, Math.Max(value, threshold));
            var span = high - low;
            if (span == 0)
            {
                return null;
            }

            low -= low < 0 ? span * Margin : 0;
            high += high > 0 ? span * Margin : 0;
            double Place(double at) => (at - low) / (high - low) * Width;
            var from = Math.Min(Place(0), Place(value));
            return (from, Math.Max(1, Math.Abs(Place(value) - Place(0))), Place(threshold));
        }
    }
}
