using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using TradingDesk.Core.Feeds.Mt5.Trading;

namespace TradingDesk.Core.Feeds.Mt5;

/// <summary>What an Expert Advisor says of itself first. <see cref="Mac"/> and <see cref="Token"/> are proofs and go nowhere else.</summary>
internal sealed record BridgeHello(string Login, string Server, int ServerOffsetSeconds, long? ReplayCapMs, string Mac, string Token, BridgeIdentity Identity)
{
    public const int MaxBytes = 4_096;
    private const int MaxText = 128;

    public string Account => $"{Login}@{Server}";

    /// <summary>The record's own text would hold the proofs.</summary>
    public override string ToString() => Account;

    public static bool TryParse(ReadOnlySpan<byte> line, [NotNullWhen(true)] out BridgeHello? hello)
    {
        hello = null;
        try
        {
            var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = 4 });
            using var document = JsonDocument.ParseValue(ref reader);
            var root = document.RootElement;
            if (reader.Read() || root.ValueKind != JsonValueKind.Object || Text(root, "t") != "hello" || Number(root, "v") != 1 || Number(root, "seq") != 1
                || Text(root, "login") is not { Length: > 0 } login || Text(root, "server") is not { Length: > 0 } server
                || Number(root, "srvOff") is not { } offset || !ServerClock.IsPlausibleOffset(offset))
            {
                return false;
            }

            var replay = Number(root, "replay");
            var isDemo = root.TryGetProperty("demo", out var demo) && demo.ValueKind == JsonValueKind.True;
            var identity = new BridgeIdentity(login, server, isDemo, MarginModeOf(Text(root, "margin")), Text(root, "ccy") ?? "");
            hello = new BridgeHello(
                login, server, (int)offset, replay is >= 0 and <= 86_400_000 ? replay : null, Text(root, "mac") ?? "", Text(root, "token") ?? "", identity);
            return true;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false; // not JSON or not UTF-8; the caller counts it
        }
    }

    private static BridgeMarginMode MarginModeOf(string? text) => text switch
    {
        "netting" => BridgeMarginMode.Netting,
        "exchange" => BridgeMarginMode.Exchange,
        "hedging" => BridgeMarginMode.Hedging,
        _ => BridgeMarginMode.NotSaid,
    };

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: <= MaxText } text
        && !text.AsSpan().ContainsAnyInRange('\0', '\x1f') ? text : null;

    private static long? Number(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;
}
