using Microsoft.AspNetCore.Components;

namespace TradingDesk.Web.Components.Controls;

/// <summary>The last closes as one line, without axes.</summary>
public sealed partial class Sparkline
{
    private const int Width = 240;
    private const int Height = 40;
    private const int Margin = 2;

    /// <summary>Oldest first.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<double> Closes { get; set; } = [];

    private string Label => $"{Closes.Count} M1 closes, {Show.SignedPercent((Closes[^1] / Closes[0]) - 1, 2)}";

    private string Points
    {
        get
        {
            var low = Closes.Min();
            var span = Closes.Max() - low;
            return string.Join(' ', Closes.Select((close, index) =>
            {
                var x = (double)index / (Closes.Count - 1) * Width;
                var y = span > 0 ? Height - Margin - ((close - low) / span * (Height - (2 * Margin))) : Height / 2.0;
                return $"{Show.Svg(x)},{Show.Svg(y)}";
            }));
        }
    }
}
