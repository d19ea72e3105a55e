using System.Text.Json;

namespace TradingDesk.Core.Configuration;

/// <summary>JSON merge patch, RFC 7396.</summary>
public static class JsonMergePatch
{
    /// <summary>
    /// The result of applying <paramref name="patch"/> to <paramref name="target"/>: objects merge key by key, null removes, anything else replaces.
    /// Keys that stand twice in the patch stay twice in the result, so that whoever validates it sees them.
    /// </summary>
    public static JsonElement Apply(JsonElement target, JsonElement patch)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            Write(writer, target, patch);
        }

        return JsonElement.Parse(stream.GetBuffer().AsSpan(0, (int)stream.Length));
    }

    private static void Write(Utf8JsonWriter writer, JsonElement? target, JsonElement patch)
    {
        if (patch.ValueKind != JsonValueKind.Object)
        {
            patch.WriteTo(writer);
            return;
        }

        writer.WriteStartObject();
        var isObject = target is { ValueKind: JsonValueKind.Object };
        if (isObject)
        {
            foreach (var property in target!.Value.EnumerateObject())
            {
                if (!patch.TryGetProperty(property.Name, out _))
                {
                    property.WriteTo(writer);
                }
            }
        }

        foreach (var property in patch.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.Null)
            {
                continue;
            }

            writer.WritePropertyName(property.Name);
            var before = isObject && target!.Value.TryGetProperty(property.Name, out var found) ? found : (JsonElement?)null;
            Write(writer, before, property.Value);
        }

        writer.WriteEndObject();
    }
}
