using System.Buffers;
using System.Text.Json;
using TradingDesk.Core.Feeds.Mt5.Trading;

namespace TradingDesk.Core.Feeds.Mt5;

/// <summary>The lines that the desk sends. All are flat objects: MQL5 has no JSON reader of its own.</summary>
internal static class BridgeWire
{
    public const int Version = 1;

    public static byte[] Challenge(string nonce) => Line("challenge", sequence: 0, json => json.WriteString("nonce", nonce));

    /// <summary>An order of the desk. <paramref name="utcMs"/> is the desk's clock, by which the Expert Advisor judges <c>exp</c>.</summary>
    public static byte[] Command(long sequence, long utcMs, BridgeCommand command, BridgeSymbols symbols) => Line("cmd", sequence, json =>
    {
        json.WriteNumber("ts", utcMs);
        json.WriteString("id", command.Id);
        json.WriteNumber("exp", command.ExpiresAt.UnixMilliseconds);
        json.WriteString("op", command.Operation);
        command.WriteFields(json, symbols);
    });

    public static byte[] Welcome(long sequence, long utcMs, string sessionId, int heartbeatMs, string symbols, string bars, string lastTick) => Line("welcome", sequence, json =>
    {
        json.WriteNumber("ts", utcMs);
        json.WriteString("sid", sessionId);
        json.WriteNumber("hb", heartbeatMs);
        json.WriteString("symbols", symbols);
        json.WriteString("bars", bars);
        json.WriteString("lastTick", lastTick);
    });

    public static byte[] Heartbeat(long sequence, long utcMs, long receivedSequence) => Line("hb", sequence, json =>
    {
        json.WriteNumber("ts", utcMs);
        json.WriteNumber("rseq", receivedSequence);
    });

    /// <summary>Closed bars of a symbol whose open time is <paramref name="fromServerSeconds"/> or later, at most <paramref name="count"/>.</summary>
    public static byte[] RequestBars(long sequence, string id, string symbol, string timeframe, long fromServerSeconds, int count) => Line("cmd", sequence, json =>
    {
        json.WriteString("id", id);
        json.WriteString("op", "bars");
        json.WriteString("s", symbol);
        json.WriteString("tf", timeframe);
        json.WriteNumber("from", fromServerSeconds);
        json.WriteNumber("n", count);
    });

    /// <summary>Sets the Expert Advisor's place in a symbol's ticks back to <paramref name="fromServerMs"/> (0: the newest tick); it replays from there, <paramref name="count"/> a line.</summary>
    public static byte[] RequestTicks(long sequence, string id, string symbol, long fromServerMs, int count) => Line("cmd", sequence, json =>
    {
        json.WriteString("id", id);
        json.WriteString("op", "ticks");
        json.WriteString("s", symbol);
        json.WriteNumber("from", fromServerMs);
        json.WriteNumber("n", count);
    });

    /// <summary>Positions, orders and the deals since <paramref name="fromServerMs"/>.</summary>
    public static byte[] RequestSnapshot(long sequence, string id, long fromServerMs) => Line("cmd", sequence, json =>
    {
        json.WriteString("id", id);
        json.WriteString("op", "snap");
        json.WriteNumber("from", fromServerMs);
    });

    /// <summary>The tape's note that a session began; stands in for the hello, whose proofs are not kept.</summary>
    public static byte[] LinkUp(BridgeLink link)
    {
        var line = Line("link", sequence: 0, json =>
        {
            json.WriteBoolean("up", true);
            WriteLink(json, link);
        });
        return line[..^1];
    }

    /// <summary>The tape's note that a session ended.</summary>
    public static byte[] LinkDown(string reason) => Line("link", sequence: 0, json =>
    {
        json.WriteBoolean("up", false);
        json.WriteString("reason", reason);
    })[..^1];

    public static void WriteLink(Utf8JsonWriter json, BridgeLink link)
    {
        json.WriteString("login", link.Login);
        json.WriteString("server", link.Server);
        json.WriteNumber("srvOff", link.ServerOffsetSeconds);
        json.WriteNumber("replay", link.ReplayCapMs);
    }

    internal static byte[] Line(string type, long sequence, Action<Utf8JsonWriter> writeRest)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("v", Version);
            json.WriteString("t", type);
            if (sequence > 0)
            {
                json.WriteNumber("seq", sequence);
            }

            writeRest(json);
            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }
}
