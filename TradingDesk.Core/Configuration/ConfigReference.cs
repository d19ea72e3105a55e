using System.Text;

namespace TradingDesk.Core.Configuration;

/// <summary>The schema as a page for people.</summary>
public static class ConfigReference
{
    /// <summary>Markdown: one table row per key, in the documents' order.</summary>
    public static string ToMarkdown()
    {
        var page = new StringBuilder();
        page.Append("# Keys of a symbol's configuration\n\n");
        page.Append("One document per symbol: `config/symbols/SYMBOL.json` in the data folder, `GET` and `POST /config/SYMBOL` in the API. A change takes effect at the next M1 close\n");
        page.Append("and is a version that can be rolled back. Keys marked *fixed* are read when the desk starts. A key that makes risk limits less strict when it grows (marked ↑)\n");
        page.Append("can be loosened only by an authorised call, not by editing the file. This page is written from the schema; a test keeps it so.\n\n");
        page.Append("| key | type | unit | allowed | default | meaning |\n|---|---|---|---|---|---|\n");
        foreach (var field in ConfigSchema.Fields)
        {
            var marks = (field.IsFixed ? " *fixed*" : "") + (field.Loosens == RiskDirection.Up ? " ↑" : "") + (field.Loosens == RiskDirection.Down ? " ↓" : "");
            var fallback = field.Default ?? (field.IsOptional ? "null" : "required");
            page.Append(FormattableString.Invariant($"| `{field.Path}`{marks} | {NameOf(field.Type)} | {field.Unit} | {Allowed(field)} | {fallback} | {field.Description} |\n"));
        }

        return page.ToString();
    }

    private static string NameOf(ConfigType type) => type.ToString().ToLowerInvariant();

    private static string Allowed(ConfigField field) => field.Type switch
    {
        ConfigType.Boolean => "true, false",
        ConfigType.Choice => string.Join(", ", field.Choices) + (field.IsOptional ? ", null" : ""),
        ConfigType.Text => $"`{field.Pattern}`" + (field.IsOptional ? ", null" : ""),
        _ => FormattableString.Invariant($"{field.Min} to {field.Max}") + (field.IsOptional ? ", null" : ""),
    };
}
