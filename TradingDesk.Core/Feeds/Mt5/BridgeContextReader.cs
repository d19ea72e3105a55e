using System.Text.Json;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Context;

namespace TradingDesk.Core.Feeds.Mt5;

/// <summary>The economic calendar and the macro symbols out of their lines. One thread. Throws what <see cref="BridgeJson.IsSendersFault"/> names.</summary>
internal sealed class BridgeContextReader(MarketContext world)
{
    public const string Source = "mt5";

    private readonly List<EconomicEvent> _collected = [];

    /// <summary>Takes a part of the calendar; with the last one the calendar changes. Times are the server's, in seconds.</summary>
    public void TakeCalendar(JsonElement json, bool more, ServerClock clock, Timestamp at)
    {
        var part = json.GetProperty("k").EnumerateArray().Select(item => ReadEvent(item, clock, at)).ToList();
        if (BridgeJson.Flag(json, "first"))
        {
            _collected.Clear();
        }

        _collected.AddRange(part);
        if (_collected.Count > EconomicCalendar.Capacity)
        {
            _collected.Clear();
            throw new FormatException("The calendar does not end.");
        }

        if (!more)
        {
            world.Calendar.Replace(Source, Seconds(json, "since", clock, at), Seconds(json, "until", clock, at), [.. _collected], at);
            _collected.Clear();
        }
    }

    public void TakeMacro(JsonElement json, ServerClock clock, Timestamp at)
    {
        var series = BridgeJson.Text(json, "n") switch
        {
            "VIX" => MacroSeries.Vix,
            "DXY" => MacroSeries.Dxy,
            "US10Y" => MacroSeries.Us10y,
            var other => throw new FormatException($"'{other}' is no macro series."),
        };
        if (BridgeJson.OptionalNumber(json, "val") is not ({ } value and > 0 and < 1e6))
        {
            throw new FormatException("A macro value must be positive.");
        }

        world.Macro.Take(new MacroReading(series, value, BridgeJson.Instant(json, "tm", clock, at), at));
    }

    private static EconomicEvent ReadEvent(JsonElement json, ServerClock clock, Timestamp near)
    {
        var currency = BridgeJson.Text(json, "ccy");
        if (currency is not { Length: 3 } || !currency.All(char.IsAsciiLetterUpper))
        {
            throw new FormatException($"'{currency}' is no currency.");
        }

        var importance = json.GetProperty("imp").GetInt32();
        return new EconomicEvent(
            BridgeJson.Text(json, "id"), Seconds(json, "tm", clock, near), currency,
            importance is >= 0 and <= 3 ? (EventImportance)importance : throw new FormatException("Importance is 0 to 3."),
            BridgeJson.Text(json, "name"), BridgeJson.OptionalNumber(json, "act"), BridgeJson.OptionalNumber(json, "fc"), BridgeJson.OptionalNumber(json, "prev"),
            BridgeJson.OptionalText(json, "unit") ?? "");
    }

    private static Timestamp Seconds(JsonElement json, string name, ServerClock clock, Timestamp near)
    {
        var seconds = json.GetProperty(name).GetInt64();
        return seconds is > 0 and <= BridgeLineParser.MaxServerMs / 1_000
            ? Timestamp.FromUnixMilliseconds(clock.ToUtc(seconds * 1_000, near.UnixMilliseconds))
            : throw new FormatException($"{name} is no time.");
    }
}
