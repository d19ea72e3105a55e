using System.Text.Json;
using TradingDesk.Core.Contract;

namespace TradingDesk.Core.Storage.Tables;

/// <summary>Reads the canonical JSON of a trace: the members of <see cref="DecisionTraceView"/> without <c>sha256</c>.</summary>
internal static class TraceJson
{
    public static DecisionTraceView ReadView(ReadOnlySpan<byte> json, string sha256)
    {
        var view = JsonSerializer.Deserialize<DecisionTraceView>(json, DeskJson.Options) ?? throw Unreadable();
        return view with { Sha256 = sha256 };
    }

    /// <summary>The gates alone, without building the rest.</summary>
    public static IReadOnlyList<GateView> ReadGates(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw Unreadable();
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("gates"u8))
            {
                reader.Read();
                return JsonSerializer.Deserialize<List<GateView>>(ref reader, DeskJson.Options) ?? throw Unreadable();
            }

            reader.Skip();
        }

        throw Unreadable();
    }

    private static InvalidDataException Unreadable() => new("A stored decision trace is not the JSON that it should be.");
}
