using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;

namespace TradingDesk.Tests.Web.FakeDesk;

/// <summary>What the fake desk knows: generated markets that move, decisions, shadow mode, kill switch, and the events of all that.</summary>
internal sealed class FakeMarket
{
    public const double Speed = 20;
    private const int JournalLength = 2_000;

    private readonly Lock _gate = new();
    private readonly Random _random = new(7);
    private readonly List<StreamItem> _journal = [];
    private readonly ConcurrentDictionary<Channel<StreamItem>, byte> _listeners = new();
    private long _sequence;

    public FakeMarket()
    {
        Now = Timestamp.FromDateTimeOffset(new DateTimeOffset(2026, 11, 20, 14, 3, 0, TimeSpan.Zero));
        StartedAt = Now;
        Symbols =
        [
            new FakeSymbol("BTCUSD", 2, 61_686, 14, seed: 11, secondVenue: true, Now), new FakeSymbol("GBPJPY", 3, 191.42, 0.011, seed: 13, secondVenue: false, Now),
            new FakeSymbol("XAUUSD", 2, 2_431.5, 0.42, seed: 12, secondVenue: true, Now),
        ];
        foreach (var symbol in Symbols)
        {
            var bars = symbol.Minutes.TakeLast(400).ToList();
            Traces.AddRange(bars.Select((bar, index) => FakeDecisions.Make(symbol, bar, _random, shadow: false, trade: index % 67 == 40)));
        }
    }

    public Timestamp Now { get; private set; }

    public Timestamp StartedAt { get; }

    public IReadOnlyList<FakeSymbol> Symbols { get; }

    public List<DecisionTraceView> Traces { get; } = [];

    /// <summary>Entry and exit of each approved proposal; the exit ten minutes later.</summary>
    public IReadOnlyList<FillView> Fills => [.. Traces.Where(trace => trace is { Risk.Verdict: "approved", Proposal: not null }).SelectMany(FakeDecisions.Fills)];

    public ShadowModeView Shadow { get; private set; } = new(Enabled: false, [], Since: null, By: null, Reason: null);

    public KillSwitchView Kill { get; private set; } = new("NORMAL", null, null, null,
    [
        new("STOP_NEW", "No new entries. 1 position keeps its stop and target."), new("REDUCE", "Cancels 0 working entries; only reducing orders pass."),
        new("FLATTEN", "Closes 1 position (long 0.10 BTCUSD) at the market."), new("SHUTDOWN", "Closes 1 position, confirms, stores and stops the desk."),
    ]);

    /// <summary>Runs something while the market stands still.</summary>
    public T Read<T>(Func<FakeMarket, T> read)
    {
        lock (_gate)
        {
            return read(this);
        }
    }

    public FakeSymbol? Find(string name) => Symbols.FirstOrDefault(symbol => symbol.Name == name);

    public void Advance(TimeSpan real)
    {
        lock (_gate)
        {
            Now += real * Speed;
            foreach (var symbol in Symbols)
            {
                symbol.Move();
                while (symbol.Forming.CloseTime <= Now)
                {
                    CloseMinute(symbol);
                }

                Send(StreamTypes.Tick, symbol.Name, journaled: false, new TickData(
                    symbol.Name, Now, Venues(symbol), symbol.Price, TimeframeExtensions.Decision.ToDictionary(timeframe => timeframe.ToString(), symbol.Newest)));
            }
        }
    }

    public IReadOnlyList<VenueQuote> Venues(FakeSymbol symbol)
    {
        var half = symbol.Spread / 2;
        var first = new VenueQuote(symbol.SecondVenue ? "binance" : "mt5", R(symbol.Price - half), R(symbol.Price + half), Now, 0.2, "live", Primary: true);
        return symbol.SecondVenue
            ? [first, new VenueQuote("mt5", R(symbol.Price - (half * 9)), R(symbol.Price + half - (half * 4)), Now - TimeSpan.FromSeconds(3), 3, symbol.Name == "XAUUSD" ? "lagging" : "live", Primary: false)]
            : [first];

        double R(double price) => Math.Round(price, symbol.Decimals);
    }

    public ShadowModeView SetShadow(ShadowModeRequest request, string by)
    {
        lock (_gate)
        {
            Shadow = new ShadowModeView(request.Enabled!.Value, request.Symbols ?? [], Now, by, request.Reason);
            Send(StreamTypes.Risk, symbol: null, journaled: true, new RiskData(Shadow, null));
            return Shadow;
        }
    }

    public KillSwitchView SetKill(string level, string reason, string by)
    {
        lock (_gate)
        {
            Kill = Kill with { Level = level, Reason = reason, By = by, Since = Now };
            Send(StreamTypes.Risk, symbol: null, journaled: true, new RiskData(null, Kill));
            return Kill;
        }
    }

    public Channel<StreamItem> Listen(long? after)
    {
        lock (_gate)
        {
            var channel = Channel.CreateBounded<StreamItem>(4_096);
            foreach (var item in after is { } id ? _journal.Where(item => item.Sequence > id) : [])
            {
                channel.Writer.TryWrite(item);
            }

            _listeners[channel] = 0;
            return channel;
        }
    }

    public void Leave(Channel<StreamItem> channel) => _listeners.TryRemove(channel, out _);

    public void DropListeners()
    {
        foreach (var channel in _listeners.Keys)
        {
            channel.Writer.TryComplete();
            Leave(channel);
        }
    }

    private void CloseMinute(FakeSymbol symbol)
    {
        var bar = symbol.CloseMinute();
        Send(StreamTypes.Bar, symbol.Name, journaled: true, new BarData(symbol.Name, "M1", bar));
        foreach (var timeframe in TimeframeExtensions.Decision.Skip(1).Where(timeframe => timeframe.Floor(bar.CloseTime) == bar.CloseTime))
        {
            Send(StreamTypes.Bar, symbol.Name, journaled: true, new BarData(symbol.Name, timeframe.ToString(), symbol.Candles(timeframe)[^2]));
        }

        var shadow = Shadow.Enabled && (Shadow.Symbols.Count == 0 || Shadow.Symbols.Contains(symbol.Name));
        var trace = FakeDecisions.Make(symbol, bar, _random, shadow, trade: _random.NextDouble() < 0.02);
        Traces.Add(trace);
        Send(StreamTypes.Decision, symbol.Name, journaled: true, FakeDecisions.Summary(trace));
        if (trace.Risk?.Verdict == "approved")
        {
            Send(StreamTypes.Fill, symbol.Name, journaled: true, new { symbol = symbol.Name });
        }
    }

    private void Send(string type, string? symbol, bool journaled, object data)
    {
        var item = new StreamItem(journaled ? ++_sequence : null, type, symbol, Now, JsonSerializer.SerializeToElement(data, data.GetType(), DeskJson.Options));
        if (journaled)
        {
            _journal.Add(item);
            _journal.RemoveRange(0, Math.Max(0, _journal.Count - JournalLength));
        }

        foreach (var channel in _listeners.Keys)
        {
            channel.Writer.TryWrite(item);
        }
    }
}
