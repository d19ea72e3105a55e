using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Contract;

/// <summary>How the desk writes and reads JSON everywhere: journal, API, dashboard.</summary>
public static class DeskJson
{
    /// <summary>camelCase, instants as ISO 8601 with <c>Z</c>, numbers as JSON numbers, enums as camelCase strings (timeframes as they are: M5), unset members as null. Read-only.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>Puts the desk's rules on options that somebody else owns, such as those of ASP.NET Core.</summary>
    public static void Apply(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.Never;
        options.PropertyNameCaseInsensitive = false;
        options.MaxDepth = 32;
        options.Encoder = JavaScriptEncoder.Default;
        options.Converters.Add(new TimestampConverter());
        options.Converters.Add(new SymbolConverter());
        options.Converters.Add(new JsonStringEnumConverter<Timeframe>(namingPolicy: null, allowIntegerValues: false));
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
    }

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions();
        Apply(options);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    private sealed class TimestampConverter : JsonConverter<Timestamp>
    {
        public override Timestamp Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && Timestamp.TryParse(reader.GetString(), out var value)
                ? value
                : throw new JsonException("An ISO 8601 instant such as 2024-08-09T12:00:00Z was expected.");

        public override void Write(Utf8JsonWriter writer, Timestamp value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }

    private sealed class SymbolConverter : JsonConverter<Symbol>
    {
        public override Symbol Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && Symbol.TryParse(reader.GetString(), out var value)
                ? value
                : throw new JsonException("A symbol has 3 to 20 characters of A-Z and 0-9.");

        public override void Write(Utf8JsonWriter writer, Symbol value, JsonSerializerOptions options) => writer.WriteStringValue(value.Name);
    }
}
