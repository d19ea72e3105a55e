using System.Text.Json;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Mt5;

/// <summary>Reads fields of a message; a missing or wrong one is a <see cref="FormatException"/>, which <see cref="BridgeInbox"/> counts.</summary>
internal static class BridgeJson
{
    public const int MaxText = 256;

    /// <summary>What reading a field may throw where the sender is at fault.</summary>
    public static bool IsSendersFault(Exception exception) =>
        exception is KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException or OverflowException;

    public static decimal Decimal(JsonElement json, string name) => json.GetProperty(name).GetDecimal();

    public static decimal DecimalOrZero(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetDecimal() : 0m;

    public static long LongOrZero(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetInt64() : 0;

    public static string Text(JsonElement json, string name) => Bounded(json.GetProperty(name).GetString(), name);

    public static string? OptionalText(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? Bounded(value.GetString(), name) : null;

    public static bool Flag(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.GetBoolean();

    public static double? OptionalNumber(JsonElement json, string name)
    {
        if (!json.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        var number = value.GetDouble();
        return double.IsFinite(number) ? number : throw new FormatException($"{name} is not finite.");
    }

    /// <summary>A price; zero and a missing field stand for none.</summary>
    public static Price? OptionalPrice(JsonElement json, string name) => DecimalOrZero(json, name) is var value and not 0m ? new Price(value) : null;

    public static Quantity Lots(JsonElement json, string name) => new(Decimal(json, name));

    public static Side Side(JsonElement json) => Text(json, "side") switch
    {
        "buy" => Domain.Side.Buy,
        "sell" => Domain.Side.Sell,
        var other => throw new FormatException($"'{other}' is no side."),
    };

    /// <summary>An instant given in server milliseconds.</summary>
    public static Timestamp Instant(JsonElement json, string name, ServerClock clock, Timestamp near)
    {
        var serverMs = json.GetProperty(name).GetInt64();
        return serverMs is > 0 and <= BridgeLineParser.MaxServerMs
            ? Timestamp.FromUnixMilliseconds(clock.ToUtc(serverMs, near.UnixMilliseconds))
            : throw new FormatException($"{name} is no time.");
    }

    private static string Bounded(string? text, string name) => text is { Length: <= MaxText } ? text : throw new FormatException($"{name} is missing or too long.");
}
