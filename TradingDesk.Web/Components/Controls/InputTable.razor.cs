using System.Text.Json;
using Microsoft.AspNetCore.Components;
using TradingDesk.Core.Domain;

namespace TradingDesk.Web.Components.Controls;

/// <summary>
/// What a decision saw, one row per timeframe. The contract leaves the members open, so the columns are those that come: a list of objects, or an object of objects
/// whose names are the timeframes.
/// </summary>
public sealed partial class InputTable
{
    private const string NameColumn = "timeframe";

    [Parameter, EditorRequired]
    public JsonElement Inputs { get; set; }

    private List<string> Columns { get; set; } = [];

    private List<Dictionary<string, JsonElement>> Rows { get; set; } = [];

    protected override void OnParametersSet()
    {
        Rows = Inputs.ValueKind switch
        {
            JsonValueKind.Array => [.. Inputs.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object).Select(Row)],
            JsonValueKind.Object => [.. Inputs.EnumerateObject().Where(item => item.Value.ValueKind == JsonValueKind.Object).Select(NamedRow)],
            _ => [],
        };
        Columns = [.. Rows.SelectMany(row => row.Keys).Distinct(StringComparer.Ordinal).OrderByDescending(column => column == NameColumn)];
    }

    private static Dictionary<string, JsonElement> Row(JsonElement item) =>
        item.EnumerateObject().ToDictionary(member => member.Name, member => member.Value, StringComparer.Ordinal);

    private static Dictionary<string, JsonElement> NamedRow(JsonProperty item)
    {
        var row = Row(item.Value);
        row[NameColumn] = JsonSerializer.SerializeToElement(item.Name);
        return row;
    }

    private static string Cell(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => Show.Value(value.GetDouble()),
        JsonValueKind.String when Timestamp.TryParse(value.GetString(), out var at) && value.GetString()!.Contains('T', StringComparison.Ordinal) => Show.Instant(at),
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        JsonValueKind.Undefined or JsonValueKind.Null => Show.None,
        _ => value.GetRawText(),
    };
}
