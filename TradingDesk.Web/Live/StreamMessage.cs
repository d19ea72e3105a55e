using System.Globalization;
using System.Net.ServerSentEvents;
using System.Text.Json;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;

namespace TradingDesk.Web.Live;

/// <summary>
/// Reads one server-sent event: the event name is the type, the id the journal's sequence, the data the payload.
/// What a newer server sends and this dashboard does not know gives <see langword="null"/>.
/// </summary>
internal static class StreamMessage
{
    public static StreamItem? Read(SseItem<string> message, TimeProvider clock)
    {
        if (!StreamTypes.All.Contains(message.EventType))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(message.Data);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            return new StreamItem(Sequence(message.EventId), message.EventType, Text(root, "symbol"), At(root, clock), root.Clone());
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The payload as a type, or <see langword="null"/> where it is something else.</summary>
    public static T? DataAs<T>(this StreamItem item)
        where T : class
    {
        try
        {
            return item.Data.Deserialize<T>(DeskJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static long? Sequence(string? id) => long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence) ? sequence : null;

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static Timestamp At(JsonElement root, TimeProvider clock) => Timestamp.TryParse(Text(root, "at"), out var at) ? at : Timestamp.Now(clock);
}
