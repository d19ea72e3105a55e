using System.Text.Json;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Mt5;

/// <summary>Turns the recorded lines of a bridge back into market events, by the code that took them live. One thread; lines in the order of the tape.</summary>
public sealed class Mt5TapeDecoder
{
    private readonly BridgeDecoder _decoder;

    /// <param name="options">The options of the recording: symbol names and summer time.</param>
    /// <param name="instruments">The instruments to give events for; lines of others count as unknown.</param>
    public Mt5TapeDecoder(BridgeOptions options, IReadOnlyList<Instrument> instruments) => _decoder = new BridgeDecoder(new BridgeSymbols(instruments, options), options);

    public DiscardCounters Discards => _decoder.Discards;

    /// <summary>Adds what one recorded line means to <paramref name="output"/>.</summary>
    /// <param name="line">The line as received.</param>
    /// <param name="receivedAt">The desk's receive instant then.</param>
    /// <param name="header">The tape file's header, used where the recording starts in the middle of a session; or <see langword="null"/>.</param>
    /// <param name="output">Receives the events in order.</param>
    public void Decode(ReadOnlySpan<byte> line, Timestamp receivedAt, string? header, List<MarketEvent> output)
    {
        if (TryReadLink(line, out var isUp, out var link, out var reason))
        {
            if (isUp)
            {
                _decoder.LinkUp(link!, receivedAt, output);
            }
            else
            {
                _decoder.LinkDown(reason, receivedAt, output);
            }

            return;
        }

        if (_decoder.Link is null && header is not null && ReadHeader(header) is { } assumed)
        {
            _decoder.Assume(assumed, receivedAt);
        }

        _decoder.Process(line, receivedAt, output);
    }

    /// <summary>A tape header's fields for this venue, as JSON.</summary>
    internal static string Header(BridgeLink? link, string channel)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("symbol", channel);
            if (link is not null)
            {
                BridgeWire.WriteLink(json, link);
            }

            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static BridgeLink? ReadHeader(string header)
    {
        using var document = JsonDocument.Parse(header);
        return ReadLink(document.RootElement);
    }

    private static BridgeLink? ReadLink(JsonElement json) =>
        json.TryGetProperty("login", out var login) && json.TryGetProperty("server", out var server)
        && json.TryGetProperty("srvOff", out var offset) && json.TryGetProperty("replay", out var replay)
            ? new BridgeLink(login.GetString()!, server.GetString()!, offset.GetInt32(), replay.GetInt64())
            : null;

    private static bool TryReadLink(ReadOnlySpan<byte> line, out bool isUp, out BridgeLink? link, out string reason)
    {
        isUp = false;
        link = null;
        reason = "";
        if (!line.StartsWith("{\"v\":1,\"t\":\"link\","u8))
        {
            return false;
        }

        var reader = new Utf8JsonReader(line);
        using var document = JsonDocument.ParseValue(ref reader);
        isUp = document.RootElement.GetProperty("up").GetBoolean();
        link = isUp ? ReadLink(document.RootElement) : null;
        reason = isUp ? "" : document.RootElement.GetProperty("reason").GetString() ?? "";
        return !isUp || link is not null;
    }
}
