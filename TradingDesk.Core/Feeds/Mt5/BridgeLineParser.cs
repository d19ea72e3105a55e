using System.Text.Json;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Mt5;

internal enum BridgeMessageType : byte
{
    Unknown,
    Ticks,
    Bar,
    Bars,
    Heartbeat,
    Spec,
    Account,
    Snapshot,
    Deal,
    Calendar,
    Macro,
    Acknowledgement,
    Result,
    Error,

    /// <summary>The desk's own note on the tape that a session began or ended; never taken from a peer.</summary>
    Link,
}

internal readonly record struct RawTick(long ServerMs, double Bid, double Ask);

internal readonly record struct RawBar(long ServerSeconds, double Open, double High, double Low, double Close, double TickVolume);

/// <summary>
/// Reads one line of the bridge's protocol into fields that the next line overwrites; nothing is allocated for ticks and heartbeats.
/// Keys may come in any order; a key that comes twice, a wrong type or anything after the object makes the line malformed.
/// </summary>
internal sealed partial class BridgeLineParser(BridgeSymbols symbols)
{
    /// <summary>Deeper nesting than any message of the protocol has.</summary>
    private const int MaxDepth = 8;

    private int _seenKeys;

    private enum Key : byte
    {
        Other,
        Version,
        Type,
        Sequence,
        SymbolName,
        Values,
        More,
        From,
        Timeframe,
        Id,
        ServerOffset,
    }

    public BridgeMessageType Type { get; private set; }

    /// <summary>The sender's running number, from 1 in each session; 0 where there is none.</summary>
    public long Sequence { get; private set; }

    /// <summary>Index into the symbols, or −1 where the line names none that the desk knows.</summary>
    public int Symbol { get; private set; }

    /// <summary>Of a replay or an answer: whether more lines follow; <see langword="null"/> on a live line.</summary>
    public bool? More { get; private set; }

    /// <summary>Of a replay: the server time in ms from which on nothing is missing.</summary>
    public long? From { get; private set; }

    public Timeframe? Timeframe { get; private set; }

    /// <summary>The command that this answers.</summary>
    public string? Id { get; private set; }

    public int? ServerOffsetSeconds { get; private set; }

    public ReadOnlySpan<RawTick> Ticks => _ticks.AsSpan(0, _tickCount);

    public ReadOnlySpan<RawBar> Bars => _bars.AsSpan(0, _barCount);

    public bool TryParse(ReadOnlySpan<byte> line)
    {
        Reset();
        try
        {
            return Parse(line);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false; // not JSON, or text that is not UTF-8; the caller counts it
        }
    }

    private void Reset()
    {
        Type = BridgeMessageType.Unknown;
        Sequence = 0;
        Symbol = -1;
        More = null;
        From = null;
        Timeframe = null;
        Id = null;
        ServerOffsetSeconds = null;
        _tickCount = 0;
        _barCount = 0;
        _seenKeys = 0;
    }

    private bool Parse(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = MaxDepth });
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        var postponedValues = -1;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = KeyOf(ref reader);
            if (key != Key.Other && !MarkSeen(key))
            {
                return false;
            }

            reader.Read();
            if (key == Key.Values && !IsSeen(Key.Type))
            {
                postponedValues = (int)reader.TokenStartIndex;
                reader.Skip();
            }
            else if (!ReadValue(ref reader, key))
            {
                return false;
            }
        }

        if (reader.TokenType != JsonTokenType.EndObject || reader.Read() || !IsSeen(Key.Type))
        {
            return false;
        }

        return postponedValues < 0 || ReadPostponed(line[postponedValues..]);
    }

    private bool ReadPostponed(ReadOnlySpan<byte> fromValues)
    {
        var reader = new Utf8JsonReader(fromValues, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { MaxDepth = MaxDepth }));
        return reader.Read() && ReadValues(ref reader);
    }

    private bool IsSeen(Key key) => (_seenKeys & (1 << (int)key)) != 0;

    private bool MarkSeen(Key key)
    {
        var isNew = !IsSeen(key);
        _seenKeys |= 1 << (int)key;
        return isNew;
    }

    private static Key KeyOf(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("t"u8))
        {
            return Key.Type;
        }

        if (reader.ValueTextEquals("s"u8))
        {
            return Key.SymbolName;
        }

        if (reader.ValueTextEquals("k"u8))
        {
            return Key.Values;
        }

        return reader.ValueTextEquals("seq"u8) ? Key.Sequence
            : reader.ValueTextEquals("v"u8) ? Key.Version
            : reader.ValueTextEquals("more"u8) ? Key.More
            : reader.ValueTextEquals("from"u8) ? Key.From
            : reader.ValueTextEquals("tf"u8) ? Key.Timeframe
            : reader.ValueTextEquals("id"u8) ? Key.Id
            : reader.ValueTextEquals("srvOff"u8) ? Key.ServerOffset
            : Key.Other;
    }

    private bool ReadValue(ref Utf8JsonReader reader, Key key)
    {
        long number;
        switch (key)
        {
            case Key.Type:
                Type = reader.TokenType == JsonTokenType.String ? TypeOf(ref reader) : BridgeMessageType.Unknown;
                return reader.TokenType == JsonTokenType.String;
            case Key.Version:
                return TryInteger(ref reader, out number) && number == 1;
            case Key.Sequence:
                Sequence = TryInteger(ref reader, out number) ? number : -1;
                return Sequence >= 0;
            case Key.SymbolName:
                Symbol = reader.TokenType == JsonTokenType.String && !reader.ValueIsEscaped ? symbols.IndexOf(reader.ValueSpan) : -1;
                return reader.TokenType == JsonTokenType.String;
            case Key.Values:
                return ReadValues(ref reader);
            case Key.More:
                More = reader.TokenType == JsonTokenType.True;
                return reader.TokenType is JsonTokenType.True or JsonTokenType.False;
            case Key.From:
                From = TryInteger(ref reader, out number) ? number : -1;
                return From is >= 0 and <= MaxServerMs;
            case Key.Timeframe:
                Timeframe = reader.TokenType == JsonTokenType.String && TimeframeExtensions.TryParse(reader.GetString(), out var timeframe) ? timeframe : null;
                return Timeframe is not null;
            case Key.Id:
                Id = reader.TokenType == JsonTokenType.String && reader.ValueSpan.Length <= 64 ? reader.GetString() : null;
                return Id is not null;
            case Key.ServerOffset:
                ServerOffsetSeconds = TryInteger(ref reader, out number) && ServerClock.IsPlausibleOffset(number) ? (int)number : null;
                return ServerOffsetSeconds is not null;
            default:
                reader.Skip();
                return true;
        }
    }

    private static bool TryInteger(ref Utf8JsonReader reader, out long number)
    {
        number = 0;
        return reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out number);
    }

    private static BridgeMessageType TypeOf(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("ticks"u8) ? BridgeMessageType.Ticks
        : reader.ValueTextEquals("hb"u8) ? BridgeMessageType.Heartbeat
        : reader.ValueTextEquals("bar"u8) ? BridgeMessageType.Bar
        : reader.ValueTextEquals("bars"u8) ? BridgeMessageType.Bars
        : reader.ValueTextEquals("spec"u8) ? BridgeMessageType.Spec
        : reader.ValueTextEquals("acct"u8) ? BridgeMessageType.Account
        : reader.ValueTextEquals("snap"u8) ? BridgeMessageType.Snapshot
        : reader.ValueTextEquals("deal"u8) ? BridgeMessageType.Deal
        : reader.ValueTextEquals("cal"u8) ? BridgeMessageType.Calendar
        : reader.ValueTextEquals("macro"u8) ? BridgeMessageType.Macro
        : reader.ValueTextEquals("ack"u8) ? BridgeMessageType.Acknowledgement
        : reader.ValueTextEquals("res"u8) ? BridgeMessageType.Result
        : reader.ValueTextEquals("err"u8) ? BridgeMessageType.Error
        : reader.ValueTextEquals("link"u8) ? BridgeMessageType.Link
        : BridgeMessageType.Unknown;
}
