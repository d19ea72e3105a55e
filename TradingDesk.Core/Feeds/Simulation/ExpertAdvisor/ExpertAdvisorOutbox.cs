using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Mt5;

namespace TradingDesk.Core.Feeds.Simulation.ExpertAdvisor;

/// <summary>The lines that the stand-in is about to send, numbered in one session.</summary>
internal sealed partial class ExpertAdvisorOutbox(ServerClock serverClock) : IDisposable
{
    private readonly ArrayBufferWriter<byte> _buffer = new(65_536);
    private readonly Utf8JsonWriter _json = new(Stream.Null);

    public long Sequence { get; private set; }

    public ReadOnlyMemory<byte> Pending => _buffer.WrittenMemory;

    public void StartSession(long lastSequence = 0)
    {
        Sequence = lastSequence;
        Clear();
    }

    public void Clear() => _buffer.ResetWrittenCount();

    /// <summary>Forgets what was added since <paramref name="length"/> bytes were pending; its numbers stay used.</summary>
    public void CutTo(int length)
    {
        var kept = _buffer.WrittenSpan[..length].ToArray();
        _buffer.ResetWrittenCount();
        _buffer.Write(kept);
    }

    public void AddRaw(ReadOnlySpan<byte> bytes) => _buffer.Write(bytes);

    public void AddHello(SimulatedExpertAdvisorOptions options, string mac, Timestamp now)
    {
        Begin("hello");
        _json.WriteNumber("ts", now.UnixMilliseconds);
        _json.WriteString("ea", "desk-ea 1.0 (simulated)");
        _json.WriteString("login", options.Login);
        _json.WriteString("server", options.Server);
        _json.WriteBoolean("demo", options.IsDemo);
        _json.WriteString("margin", options.MarginMode.ToString().ToLowerInvariant());
        _json.WriteString("ccy", "USD");
        _json.WriteNumber("srvOff", OffsetSeconds(now));
        _json.WriteNumber("replay", options.ReplayCapMs);
        _json.WriteBoolean("trade", true);
        _json.WriteString("mac", mac);
        End();
    }

    public void AddSpec(BrokerSymbol symbol, int stopsLevelPoints)
    {
        Begin("spec");
        _json.WriteString("s", symbol.Name);
        _json.WriteNumber("digits", symbol.Digits);
        _json.WriteNumber("point", symbol.Point);
        _json.WriteNumber("tickSize", symbol.Point);
        _json.WriteNumber("tickValue", symbol.Point * symbol.ContractSize);
        _json.WriteNumber("contract", symbol.ContractSize);
        _json.WriteNumber("vMin", symbol.MinLots);
        _json.WriteNumber("vMax", symbol.MaxLots);
        _json.WriteNumber("vStep", symbol.LotStep);
        _json.WriteNumber("stops", stopsLevelPoints);
        _json.WriteNumber("freeze", 0);
        _json.WriteNumber("fill", 1);
        _json.WriteString("exec", "market");
        _json.WriteString("mode", "full");
        _json.WriteString("ccyP", symbol.ProfitCurrency);
        _json.WriteString("ccyM", symbol.MarginCurrency);
        End();
    }

    public void AddHeartbeat(Timestamp now, long receivedSequence)
    {
        Begin("hb");
        _json.WriteNumber("ts", now.UnixMilliseconds);
        _json.WriteNumber("srvOff", OffsetSeconds(now));
        _json.WriteBoolean("conn", true);
        _json.WriteBoolean("trade", true);
        _json.WriteNumber("rseq", receivedSequence);
        End();
    }

    public void AddError(string id, string code, string message)
    {
        Begin("err");
        if (id.Length > 0)
        {
            _json.WriteString("id", id);
        }

        _json.WriteString("code", code);
        _json.WriteString("msg", message);
        End();
    }

    /// <summary>A line of ticks; one of a replay has <paramref name="more"/> and the server time from which on it is complete.</summary>
    public void AddTicks(BrokerSymbol symbol, List<BrokerTick> ticks, int start, int count, bool? more, string? id, long? fromServerMs)
    {
        Begin("ticks");
        _json.WriteString("s", symbol.Name);
        if (more is { } hasMore)
        {
            if (id is not null)
            {
                _json.WriteString("id", id);
            }

            _json.WriteNumber("from", fromServerMs!.Value);
            _json.WriteBoolean("more", hasMore);
        }

        _json.WriteStartArray("k");
        foreach (ref readonly var tick in CollectionsMarshal.AsSpan(ticks).Slice(start, count))
        {
            _json.WriteStartArray();
            _json.WriteNumberValue(serverClock.ToServer(tick.At.UnixMilliseconds));
            WritePrice(tick.Bid, symbol);
            WritePrice(tick.Ask, symbol);
            _json.WriteNumberValue(0);
            _json.WriteNumberValue(0);
            _json.WriteNumberValue(6);
            _json.WriteEndArray();
        }

        _json.WriteEndArray();
        End();
    }

    /// <summary>A bar that has just closed.</summary>
    public void AddBar(BrokerSymbol symbol, Timeframe timeframe, in BrokerBar bar)
    {
        Begin("bar");
        _json.WriteString("s", symbol.Name);
        _json.WriteString("tf", timeframe.ToString());
        _json.WritePropertyName("k");
        WriteBar(symbol, bar);
        End();
    }

    /// <summary>A part of the answer to a request for bars.</summary>
    public void AddBars(string id, BrokerSymbol symbol, Timeframe timeframe, ReadOnlySpan<BrokerBar> bars, bool more)
    {
        Begin("bars");
        _json.WriteString("id", id);
        _json.WriteString("s", symbol.Name);
        _json.WriteString("tf", timeframe.ToString());
        _json.WriteBoolean("more", more);
        _json.WriteStartArray("k");
        foreach (ref readonly var bar in bars)
        {
            WriteBar(symbol, bar);
        }

        _json.WriteEndArray();
        End();
    }

    public void Dispose() => _json.Dispose();

    public int OffsetSeconds(Timestamp now) => (int)((serverClock.ToServer(now.UnixMilliseconds) - now.UnixMilliseconds) / 1_000);

    private void WriteBar(BrokerSymbol symbol, in BrokerBar bar)
    {
        _json.WriteStartArray();
        _json.WriteNumberValue(serverClock.ToServer(bar.OpenTime.UnixMilliseconds) / 1_000);
        WritePrice(bar.Open, symbol);
        WritePrice(bar.High, symbol);
        WritePrice(bar.Low, symbol);
        WritePrice(bar.Close, symbol);
        _json.WriteNumberValue(bar.TickVolume);
        _json.WriteNumberValue(bar.SpreadPoints);
        _json.WriteEndArray();
    }

    private void WritePrice(double price, BrokerSymbol symbol) => _json.WriteNumberValue(decimal.Round((decimal)price, symbol.Digits));

    private void Begin(string type)
    {
        _json.Reset(_buffer);
        _json.WriteStartObject();
        _json.WriteNumber("v", BridgeWire.Version);
        _json.WriteString("t", type);
        _json.WriteNumber("seq", ++Sequence);
    }

    private void End()
    {
        _json.WriteEndObject();
        _json.Flush();
        _buffer.Write("\n"u8);
    }
}
