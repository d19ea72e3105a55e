using System.Text.Json;

namespace TradingDesk.Core.Configuration;

/// <summary>Reads JSON strings and names that may be broken: JSON text may escape half a surrogate pair, which is no .NET string.</summary>
internal static class JsonText
{
    /// <summary>The string, or <see langword="null"/> where the value is no string or not readable as one.</summary>
    public static string? Read(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The property's name, or <see langword="null"/> where it is not readable.</summary>
    public static string? ReadName(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>True where every name and every string in the value is readable.</summary>
    public static bool IsReadable(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => Read(value) is not null,
        JsonValueKind.Array => value.EnumerateArray().All(IsReadable),
        JsonValueKind.Object => value.EnumerateObject().All(property => ReadName(property) is not null && IsReadable(property.Value)),
        _ => true,
    };
}
