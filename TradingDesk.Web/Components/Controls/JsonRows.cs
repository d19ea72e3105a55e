using System.Text.Json;

namespace TradingDesk.Web.Components.Controls;

/// <summary>A JSON document as rows of a table: one per leaf.</summary>
internal static class JsonRows
{
    /// <summary>The leaf's section (with its dot), its key, and its value as text; in the document's order.</summary>
    public static IEnumerable<(string Section, string Key, string Value)> Flatten(JsonElement document) => Flatten(document, section: "");

    public static string Text(JsonElement? value) => value switch
    {
        null => Show.None,
        { ValueKind: JsonValueKind.String } text => text.GetString()!,
        { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } => Show.None,
        { } other => other.GetRawText(),
    };

    private static IEnumerable<(string Section, string Key, string Value)> Flatten(JsonElement element, string section)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            yield break;
        }

        foreach (var member in element.EnumerateObject())
        {
            if (member.Value.ValueKind != JsonValueKind.Object)
            {
                yield return (section, member.Name, Text(member.Value));
                continue;
            }

            foreach (var row in Flatten(member.Value, $"{section}{member.Name}."))
            {
                yield return row;
            }
        }
    }
}
