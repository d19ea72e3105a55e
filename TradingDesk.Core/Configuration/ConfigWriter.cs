using System.Buffers;
using System.Text.Json;

namespace TradingDesk.Core.Configuration;

/// <summary>Writes documents in the one form that equal documents share.</summary>
internal static class ConfigWriter
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, NewLine = "\n" };

    /// <summary>Takes valid values by path.</summary>
    public static JsonElement ToCanonical(IReadOnlyDictionary<string, JsonElement> values)
    {
        var buffer = new ArrayBufferWriter<byte>(4_096);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            var group = "";
            writer.WriteStartObject();
            foreach (var field in ConfigSchema.Fields)
            {
                var dot = field.Path.IndexOf('.');
                group = SwitchGroup(writer, from: group, to: dot < 0 ? "" : field.Path[..dot]);
                writer.WritePropertyName(field.Path[(dot + 1)..]);
                WriteValue(writer, values[field.Path]);
            }

            SwitchGroup(writer, from: group, to: "");
            writer.WriteEndObject();
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }

    /// <summary>The document as people edit it: indented by two spaces, with a line end.</summary>
    public static byte[] ToIndented(JsonElement document)
    {
        var buffer = new ArrayBufferWriter<byte>(8_192);
        using (var writer = new Utf8JsonWriter(buffer, Indented))
        {
            document.WriteTo(writer);
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    private static string SwitchGroup(Utf8JsonWriter writer, string from, string to)
    {
        if (string.Equals(from, to, StringComparison.Ordinal))
        {
            return to;
        }

        if (from.Length > 0)
        {
            writer.WriteEndObject();
        }

        if (to.Length > 0)
        {
            writer.WriteStartObject(to);
        }

        return to;
    }

    private static void WriteValue(Utf8JsonWriter writer, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Number)
        {
            // Dividing by a one of full scale drops trailing zeros: 0.50 and 0.5 are the same value and become the same text.
            writer.WriteNumberValue(value.GetDecimal() / 1.0000000000000000000000000000m);
        }
        else
        {
            value.WriteTo(writer);
        }
    }
}
