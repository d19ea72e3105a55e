namespace TradingDesk.Web.Components.Controls;

/// <summary>A layer of the chart that the reader can switch. The choice is kept in the address.</summary>
public sealed record ChartLayer(string Name, string Label, string Meaning)
{
    public static IReadOnlyList<ChartLayer> All { get; } =
    [
        new("swings", "Swings", "Swing highs and lows that are known; dashed while a more extreme one may still supersede them"),
        new("breaks", "BOS / CHOCH", "Breaks of structure (solid) and changes of character (dashed), from the swing to the bar that broke it"),
        new("live", "Live breaks", "The breaks that decisions use: a close beyond a confirmed swing"),
        new("blocks", "Order blocks", "Order blocks until price came back into them; faint once it went through"),
        new("gaps", "Gaps", "Fair value gaps (hatched) until their near edge was touched"),
        new("liquidity", "Liquidity", "Equal highs and lows (dotted), with a dot where they were swept; sweeps that came back inside are ringed"),
        new("periods", "PDH / PDL", "High and low of the last day and week, UTC"),
        new("vwap", "VWAP", "Session VWAP with its bands"),
        new("trades", "Trades", "Proposals with stop and target (hollow in shadow); a dot where a fill came in, a cross where one went out"),
    ];

    /// <summary>All but the live breaks, which lie on top of the others, and the zones, of which there are many.</summary>
    public static IReadOnlySet<string> Default { get; } = new HashSet<string>(["swings", "breaks", "periods", "vwap", "trades"], StringComparer.Ordinal);

    /// <summary>From the address; unknown names are left out, no value at all gives the default.</summary>
    public static IReadOnlySet<string> Parse(string? text) => text is null
        ? Default
        : All.Select(layer => layer.Name).Intersect(text.Split(','), StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal);

    public static string Format(IReadOnlySet<string> layers) => string.Join(',', All.Select(layer => layer.Name).Where(layers.Contains));
}
