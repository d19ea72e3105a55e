using System.Buffers;
using System.Text.Json;

namespace TradingDesk.Core.Feeds.Simulation.Protocol;

/// <summary>The control messages of a socket: SUBSCRIBE, UNSUBSCRIBE, LIST_SUBSCRIPTIONS, SET_PROPERTY, GET_PROPERTY, and their answers.</summary>
internal static class SocketControl
{
    private const int UnknownProperty = 0;
    private const int InvalidType = 1;
    private const int InvalidRequest = 2;
    private const int InvalidJson = 3;

    public static byte[] Answer(SocketSession session, ReadOnlySpan<byte> message)
    {
        JsonDocument document;
        try
        {
            var reader = new Utf8JsonReader(message, new JsonReaderOptions { MaxDepth = 8 });
            document = JsonDocument.ParseValue(ref reader);
        }
        catch (JsonException)
        {
            return Error(InvalidJson, "Invalid JSON: expected value", default);
        }

        using (document)
        {
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                return Error(InvalidRequest, "Invalid request: request must be a JSON object", default);
            }

            var id = root.TryGetProperty("id", out var given) ? given : default;
            if (id.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null or JsonValueKind.Number or JsonValueKind.String))
            {
                return Error(InvalidRequest, "Invalid request: request ID must be an unsigned integer", default);
            }

            var method = root.TryGetProperty("method", out var name) && name.ValueKind == JsonValueKind.String ? name.GetString() : null;
            var parameters = root.TryGetProperty("params", out var list) && list.ValueKind == JsonValueKind.Array ? list : default;
            return method switch
            {
                "SUBSCRIBE" => Change(parameters, id, session.Subscribe),
                "UNSUBSCRIBE" => Change(parameters, id, stream =>
                {
                    session.Unsubscribe(stream);
                    return true;
                }),
                "LIST_SUBSCRIPTIONS" => Result(id, writer =>
                {
                    writer.WriteStartArray("result");
                    foreach (var stream in session.Streams)
                    {
                        writer.WriteStringValue(stream);
                    }

                    writer.WriteEndArray();
                }),
                "SET_PROPERTY" => SetProperty(session, parameters, id),
                "GET_PROPERTY" when IsCombined(parameters) => Result(id, writer => writer.WriteBoolean("result", session.IsCombined)),
                "GET_PROPERTY" => Error(UnknownProperty, "Unknown property", id),
                _ => Error(InvalidRequest, "Invalid request: unknown variant, expected one of SUBSCRIBE, UNSUBSCRIBE, LIST_SUBSCRIPTIONS, SET_PROPERTY, GET_PROPERTY", id),
            };
        }
    }

    private static byte[] Change(JsonElement parameters, JsonElement id, Func<string, bool> change)
    {
        if (parameters.ValueKind != JsonValueKind.Array || parameters.EnumerateArray().Any(p => p.ValueKind != JsonValueKind.String))
        {
            return Error(InvalidRequest, "Invalid request: params must be an array of strings", id);
        }

        foreach (var parameter in parameters.EnumerateArray())
        {
            if (!change(parameter.GetString()!))
            {
                return Error(InvalidRequest, "Invalid request: too many streams", id);
            }
        }

        return Result(id, static writer => writer.WriteNull("result"));
    }

    private static byte[] SetProperty(SocketSession session, JsonElement parameters, JsonElement id)
    {
        if (!IsCombined(parameters))
        {
            return Error(UnknownProperty, "Unknown property", id);
        }

        if (parameters.GetArrayLength() < 2 || parameters[1].ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            return Error(InvalidType, "Invalid value type: expected Boolean", id);
        }

        session.SetCombined(parameters[1].GetBoolean());
        return Result(id, static writer => writer.WriteNull("result"));
    }

    private static bool IsCombined(JsonElement parameters) =>
        parameters.ValueKind == JsonValueKind.Array && parameters.GetArrayLength() > 0
        && parameters[0].ValueKind == JsonValueKind.String && parameters[0].GetString() == "combined";

    private static byte[] Result(JsonElement id, Action<Utf8JsonWriter> writeResult) => Write(writer =>
    {
        writeResult(writer);
        WriteId(writer, id);
    });

    private static byte[] Error(int code, string message, JsonElement id) => Write(writer =>
    {
        writer.WriteNumber("code", code);
        writer.WriteString("msg", message);
        WriteId(writer, id);
    });

    private static void WriteId(Utf8JsonWriter writer, JsonElement id)
    {
        if (id.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
        {
            writer.WriteNull("id");
            return;
        }

        writer.WritePropertyName("id");
        id.WriteTo(writer);
    }

    private static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
