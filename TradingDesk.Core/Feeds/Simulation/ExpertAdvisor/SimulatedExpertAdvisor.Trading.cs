using System.Text.Json;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Mt5;
using TradingDesk.Core.Feeds.Mt5.Trading;
using TradingDesk.Core.Feeds.Simulation.ExpertAdvisor.Trading;

namespace TradingDesk.Core.Feeds.Simulation.ExpertAdvisor;

/// <summary>Commands, the account, and the world around the market.</summary>
public sealed partial class SimulatedExpertAdvisor
{
    private static readonly TimeSpan WorldPeriod = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan CalendarPeriod = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan WideFor = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan[] QuoteLookBacks = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10), TimeSpan.FromHours(1)];

    private readonly List<BrokerTick> _quotes = [];
    private readonly Timestamp[] _marketSeenUntil;
    private long _dealsSent;
    private Timestamp _nextMacro;
    private Timestamp _nextCalendar;
    private Timestamp _wideUntil;
    private long _deskMs;
    private Timestamp _deskHeardAt;
    private bool _isDeskSilent;
    private int _lastOffsetSent;

    /// <summary>Orders handed to the trade server: what idempotency is counted by. Any thread.</summary>
    public long Executions => Volatile.Read(ref _executions);

    /// <summary>Gives the next order a fault, or none; one call for each order that is to come. Any thread.</summary>
    public void InjectTrade(BrokerFault? fault) => _tradeFaults.Enqueue(fault);

    /// <summary>The desk's clock, and whether it was silent for too long: then a heartbeat has to come before anything new is opened.</summary>
    private void HearDesk(JsonElement json, Timestamp now)
    {
        if (!json.TryGetProperty("ts", out var deskMs))
        {
            return;
        }

        var wasSilent = _deskHeardAt != default && now - _deskHeardAt > TimeSpan.FromMilliseconds(_options.DeadManMs);
        _isDeskSilent = json.GetProperty("t").GetString() is not ("hb" or "welcome") && (_isDeskSilent || wasSilent);
        (_deskMs, _deskHeardAt) = (deskMs.GetInt64(), now);
    }

    private bool Execute(JsonElement json, Timestamp now)
    {
        var id = json.TryGetProperty("id", out var given) ? given.GetString() ?? "" : "";
        var operation = json.TryGetProperty("op", out var asked) ? asked.GetString() ?? "" : "";
        try
        {
            switch (operation)
            {
                case "snap":
                    SendSnapshot(id, json, now);
                    return true;
                case "ticks" or "bars" or "sub" or "unsub":
                    ExecuteMarket(json, id, operation, now);
                    return true;
                case "open" or "pending" or "modify" or "close" or "closeby" or "cancel" or "modord" or "closeall":
                    return Trade(json, id, operation, now);
                default:
                    _outbox.AddError(id, BridgeRefusals.UnknownOperation, operation);
                    return true;
            }
        }
        catch (Exception exception) when (BridgeJson.IsSendersFault(exception))
        {
            _outbox.AddError(id, BridgeRefusals.BadJson, "");
            return true;
        }
    }

    private void ExecuteMarket(JsonElement json, string id, string operation, Timestamp now)
    {
        var symbol = IndexOf(json.GetProperty("s").GetString());
        if (symbol < 0)
        {
            _outbox.AddError(id, BridgeRefusals.NotAllowed, "symbol");
        }
        else if (operation == "ticks")
        {
            StartReplay(symbol, json.GetProperty("from").GetInt64(), id, now);
        }
        else if (operation is "sub" or "unsub")
        {
            var isWanted = operation == "sub";
            if (isWanted && !_places[symbol].IsWanted)
            {
                StartReplay(symbol, fromServerMs: 0, id: null, now);
            }

            _places[symbol].IsWanted = isWanted;
            _outbox.AddAck(id);
            _outbox.AddResult(id, new TradeReply(BridgeRetcode.Done), 0, 0, isRepeated: false);
        }
        else if (TimeframeExtensions.TryParse(json.GetProperty("tf").GetString(), out var timeframe))
        {
            AnswerBars(id, symbol, timeframe, json.GetProperty("from").GetInt64(), json.GetProperty("n").GetInt32(), now);
        }
        else
        {
            _outbox.AddError(id, BridgeRefusals.BadJson, "tf");
        }
    }

    private bool Trade(JsonElement json, string id, string operation, Timestamp now)
    {
        while (_tradeFaults.TryDequeue(out var fault))
        {
            _commands.Inject(fault);
        }

        for (var symbol = 0; symbol < _places.Length; symbol++)
        {
            LookAtQuote(symbol, now);
        }

        var elapsedMs = (long)(now - _deskHeardAt).TotalMilliseconds;
        var isWhole = _commands.Take(json, id, operation, now, _deskMs + elapsedMs, _isDeskSilent);
        Volatile.Write(ref _executions, _commands.Executions);
        SendDeals();
        if (isWhole)
        {
            _outbox.AddSnapshot(_server, _broker.Symbols, id: null, dealsFrom: null);
            _outbox.AddAccount(_server);
        }

        return isWhole;
    }

    private void SendSnapshot(string id, JsonElement json, Timestamp now)
    {
        for (var symbol = 0; symbol < _places.Length; symbol++)
        {
            LookAtQuote(symbol, now);
        }

        var from = BridgeJson.LongOrZero(json, "from");
        _outbox.AddSnapshot(_server, _broker.Symbols, id, from > 0 ? Timestamp.FromUnixMilliseconds(_serverClock.ToUtc(from, now.UnixMilliseconds)) : now);
    }

    private void LookAtQuote(int symbol, Timestamp now)
    {
        if (!_server.IsEmpty)
        {
            return; // AdvanceAccount keeps it
        }

        foreach (var span in QuoteLookBacks)
        {
            _quotes.Clear();
            _broker.CopyTicks(symbol, now - span, now, _quotes);
            if (_quotes.Count > 0)
            {
                var quote = Quoted(_quotes[^1]);
                _server.Quote(symbol, PriceOf(quote.Bid, symbol), PriceOf(quote.Ask, symbol), now);
                _marketSeenUntil[symbol] = now;
                return;
            }
        }
    }

    /// <summary>Lets the market work on the account, connected or not.</summary>
    private void AdvanceAccount(Timestamp now)
    {
        for (var symbol = 0; symbol < _places.Length; symbol++)
        {
            if (!_server.IsEmpty)
            {
                var from = Timestamp.Max(_marketSeenUntil[symbol], now - TimeSpan.FromMilliseconds(_options.ReplayCapMs));
                _quotes.Clear();
                _broker.CopyTicks(symbol, from, now, _quotes);
                foreach (var tick in _quotes)
                {
                    var quote = Quoted(tick);
                    var day = _serverClock.ToServer(tick.At.UnixMilliseconds) / 86_400_000;
                    _server.OnQuote(symbol, PriceOf(quote.Bid, symbol), PriceOf(quote.Ask, symbol), tick.At, day);
                }
            }

            _marketSeenUntil[symbol] = now;
        }
    }

    /// <summary>Deals are reported once each in a session; what happened while nobody listened is in the next listing.</summary>
    private void SendDeals()
    {
        var missing = (int)Math.Min(_server.DealCount - _dealsSent, _server.Deals.Count);
        for (var i = _server.Deals.Count - missing; i < _server.Deals.Count; i++)
        {
            _outbox.AddDeal(_server.Deals[i], _broker.Symbols[_server.Deals[i].Symbol]);
        }

        _dealsSent = _server.DealCount;
    }

    private void SendAccountChanges(Timestamp now)
    {
        _commands.SendDelayed(now);
        if (_server.DealCount > _dealsSent)
        {
            SendDeals();
            _outbox.AddSnapshot(_server, _broker.Symbols, id: null, dealsFrom: null);
            _outbox.AddAccount(_server);
        }
    }

    private void SendWorld(Timestamp now)
    {
        if (now >= _nextMacro)
        {
            _nextMacro = now + WorldPeriod;
            foreach (var name in SimulatedWorldNews.MacroNames)
            {
                _outbox.AddMacro(name, SimulatedWorldNews.Macro(name, now), now);
            }
        }

        if (now >= _nextCalendar)
        {
            _nextCalendar = now + CalendarPeriod;
            var (from, to) = (now - TimeSpan.FromDays(1), now + TimeSpan.FromDays(7));
            _outbox.AddCalendar(SimulatedWorldNews.Calendar(from, to, now), from, to);
        }
    }

    /// <summary>The quote as the broker gives it at present: its spread may be blown up.</summary>
    private BrokerTick Quoted(in BrokerTick tick) => tick.At < _wideUntil ? tick with { Ask = tick.Bid + ((tick.Ask - tick.Bid) * 10) } : tick;

    private decimal PriceOf(double price, int symbol) => decimal.Round((decimal)price, _broker.Symbols[symbol].Digits);
}
