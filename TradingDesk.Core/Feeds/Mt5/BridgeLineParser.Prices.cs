using System.Text.Json;

namespace TradingDesk.Core.Feeds.Mt5;

/// <summary>The values of ticks and bars.</summary>
internal sealed partial class BridgeLineParser
{
    /// <summary>2100-01-01: later server times are malformed.</summary>
    internal const long MaxServerMs = 4_102_444_800_000;

    private RawTick[] _ticks = new RawTick[512];
    private RawBar[] _bars = new RawBar[512];
    private int _tickCount;
    private int _barCount;

    private bool ReadValues(ref Utf8JsonReader reader)
    {
        switch (Type)
        {
            case BridgeMessageType.Ticks:
                return ReadTicks(ref reader);
            case BridgeMessageType.Bar:
                return reader.TokenType == JsonTokenType.StartArray && ReadBar(ref reader);
            case BridgeMessageType.Bars:
                return ReadBars(ref reader);
            default:
                reader.Skip();
                return true;
        }
    }

    /// <summary><c>[[time_msc, bid, ask, last, volume, flags], …]</c>; what follows the ask is not used and may be left out.</summary>
    private bool ReadTicks(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.StartArray)
        {
            if (!reader.Read() || !TryInteger(ref reader, out var serverMs) || serverMs is <= 0 or > MaxServerMs
                || !TryNumber(ref reader, out var bid) || !TryNumber(ref reader, out var ask) || !SkipNumbers(ref reader))
            {
                return false;
            }

            if (_tickCount == _ticks.Length)
            {
                Array.Resize(ref _ticks, _ticks.Length * 2); // bounded by the longest line
            }

            _ticks[_tickCount++] = new RawTick(serverMs, bid, ask);
        }

        return reader.TokenType == JsonTokenType.EndArray;
    }

    private bool ReadBars(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.StartArray)
        {
            if (!ReadBar(ref reader))
            {
                return false;
            }
        }

        return reader.TokenType == JsonTokenType.EndArray;
    }

    /// <summary><c>[time, open, high, low, close, tickVolume, spread]</c>, positioned on its start.</summary>
    private bool ReadBar(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || !TryInteger(ref reader, out var seconds) || seconds is <= 0 or > MaxServerMs / 1_000
            || !TryNumber(ref reader, out var open) || !TryNumber(ref reader, out var high) || !TryNumber(ref reader, out var low)
            || !TryNumber(ref reader, out var close) || !TryNumber(ref reader, out var volume) || !SkipNumbers(ref reader))
        {
            return false;
        }

        if (_barCount == _bars.Length)
        {
            Array.Resize(ref _bars, _bars.Length * 2); // bounded by the longest line
        }

        _bars[_barCount++] = new RawBar(seconds, Open: open, High: high, Low: low, Close: close, TickVolume: volume);
        return true;
    }

    private static bool TryNumber(ref Utf8JsonReader reader, out double number)
    {
        number = 0;
        return reader.Read() && reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out number);
    }

    private static bool SkipNumbers(ref Utf8JsonReader reader)
    {
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.Number)
            {
                return reader.TokenType == JsonTokenType.EndArray;
            }
        }

        return false;
    }
}
