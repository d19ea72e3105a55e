using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Context;

namespace TradingDesk.Core.Feeds.Simulation.ExpertAdvisor;

/// <summary>Lines about the world around the market.</summary>
internal sealed partial class ExpertAdvisorOutbox
{
    private const int EventsPerLine = 50;

    /// <summary>The whole calendar of [from, to).</summary>
    public void AddCalendar(IReadOnlyList<EconomicEvent> events, Timestamp from, Timestamp to)
    {
        var start = 0;
        do
        {
            var count = Math.Min(EventsPerLine, events.Count - start);
            Begin("cal");
            _json.WriteNumber("since", ServerSeconds(from));
            _json.WriteNumber("until", ServerSeconds(to));
            _json.WriteBoolean("first", start == 0);
            _json.WriteBoolean("more", start + count < events.Count);
            _json.WriteStartArray("k");
            for (var i = start; i < start + count; i++)
            {
                WriteEvent(events[i]);
            }

            _json.WriteEndArray();
            End();
            start += count;
        }
        while (start < events.Count);
    }

    public void AddMacro(string name, double value, Timestamp at)
    {
        Begin("macro");
        _json.WriteString("n", name);
        _json.WriteNumber("val", Math.Round(value, 4));
        WriteTime(at);
        End();
    }

    private void WriteEvent(EconomicEvent item)
    {
        _json.WriteStartObject();
        _json.WriteString("id", item.Id);
        _json.WriteNumber("tm", ServerSeconds(item.At));
        _json.WriteString("ccy", item.Currency);
        _json.WriteNumber("imp", (int)item.Importance);
        _json.WriteString("name", item.Name);
        WriteFigure("act", item.Actual);
        WriteFigure("fc", item.Forecast);
        WriteFigure("prev", item.Previous);
        _json.WriteString("unit", item.Unit);
        _json.WriteEndObject();
    }

    private void WriteFigure(string name, double? value)
    {
        if (value is { } figure)
        {
            _json.WriteNumber(name, figure);
        }
    }

    private long ServerSeconds(Timestamp at) => serverClock.ToServer(at.UnixMilliseconds) / 1_000;
}
