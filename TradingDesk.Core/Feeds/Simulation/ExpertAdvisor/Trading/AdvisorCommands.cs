using System.Text.Json;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Mt5;
using TradingDesk.Core.Feeds.Mt5.Trading;

namespace TradingDesk.Core.Feeds.Simulation.ExpertAdvisor.Trading;

/// <summary>
/// Carries out trading commands as the Expert Advisor does: stored results for ids it has seen, expiry by the desk's clock, own limits, acknowledgement before the order,
/// result after it. One thread.
/// </summary>
internal sealed class AdvisorCommands(SimulatedExpertAdvisorOptions options, ISimulatedBroker broker, SimulatedTradeServer server, ExpertAdvisorOutbox outbox)
{
    private readonly CommandRing _ring = new();
    private readonly AdvisorLimits _limits = new(options, server);
    private readonly Queue<BrokerFault?> _faults = new();
    private readonly List<(Timestamp DueAt, string Id, TradeReply Reply)> _delayed = [];

    /// <summary>Orders handed to the trade server.</summary>
    public long Executions { get; private set; }

    /// <summary>The next order's fault; <see langword="null"/> for none.</summary>
    public void Inject(BrokerFault? fault) => _faults.Enqueue(fault);

    /// <summary>Sends results that were held back.</summary>
    public void SendDelayed(Timestamp now)
    {
        foreach (var item in _delayed.Where(item => item.DueAt <= now).ToList())
        {
            outbox.AddResult(item.Id, item.Reply, 0, 0, isRepeated: false);
            _delayed.Remove(item);
        }
    }

    /// <summary>Takes a command. False where the connection breaks with it.</summary>
    /// <param name="deskMs">The desk's clock as the Expert Advisor knows it: its last message and what has passed since.</param>
    public bool Take(JsonElement json, string id, string operation, Timestamp now, long deskMs, bool isDeskSilent)
    {
        if (_ring.TryFind(id, out var stored))
        {
            if (stored is null)
            {
                outbox.AddError(id, BridgeRefusals.InDoubt, "begun before an interruption");
            }
            else
            {
                outbox.AddResult(id, stored, 0, 0, isRepeated: true);
            }

            return true;
        }

        if (!json.TryGetProperty("exp", out var expiry) || expiry.GetInt64() < deskMs)
        {
            outbox.AddError(id, expiry.ValueKind == JsonValueKind.Undefined ? BridgeRefusals.BadJson : BridgeRefusals.Expired, "");
            return true;
        }

        if (Refusal(json, operation, now, isDeskSilent) is { } refusal)
        {
            outbox.AddError(id, refusal.Code, refusal.Message);
            return true;
        }

        return Execute(json, id, operation, now);
    }

    private (string Code, string Message)? Refusal(JsonElement json, string operation, Timestamp now, bool isDeskSilent)
    {
        if (json.TryGetProperty("s", out _) && SymbolOf(json) is null)
        {
            return (BridgeRefusals.NotAllowed, "symbol");
        }

        return operation is "open" or "pending" ? _limits.Refuse(json.GetProperty("vol").GetDecimal(), now, isDeskSilent) : null;
    }

    private bool Execute(JsonElement json, string id, string operation, Timestamp now)
    {
        var fault = _faults.TryDequeue(out var next) ? next : null;
        _ring.Begin(id);
        if (fault?.Kind != BrokerFaultKind.LostAck)
        {
            outbox.AddAck(id);
        }

        if (fault?.Kind == BrokerFaultKind.CrashBeforeOrder)
        {
            return false;
        }

        var comment = fault?.Kind == BrokerFaultKind.OtherComment ? "broker" : BridgeCommand.CommentPrefix + id;
        var reply = fault?.Kind switch
        {
            BrokerFaultKind.Requote => new TradeReply(BridgeRetcode.Requote),
            BrokerFaultKind.Reject => new TradeReply((BridgeRetcode)fault.Value.Retcode),
            _ => Carry(json, operation, comment, fault is { Kind: BrokerFaultKind.PartialFill } partial ? partial.Fraction : 1m),
        };
        Executions++;
        if (fault?.Kind == BrokerFaultKind.CrashAfterOrder)
        {
            return false;
        }

        _ring.End(id, reply);
        switch (fault?.Kind)
        {
            case BrokerFaultKind.LostResult:
                return true;
            case BrokerFaultKind.Disconnect:
                return false;
            case BrokerFaultKind.DelayedResult:
                _delayed.Add((now + TimeSpan.FromMilliseconds(fault.Value.DelayMs), id, reply));
                return true;
            default:
                var symbol = SymbolOf(json);
                outbox.AddResult(id, reply, symbol is { } quoted ? server.Bid(quoted) : 0, symbol is { } asked ? server.Ask(asked) : 0, isRepeated: false);
                return true;
        }
    }

    private TradeReply Carry(JsonElement json, string operation, string comment, decimal fraction) => operation switch
    {
        "open" => server.Open(RequestOf(json, comment), fraction, BridgeDealReason.Expert),
        "pending" => server.Place(RequestOf(json, comment), KindOf(json), Number(json, "price"), Number(json, "slimit"), UntilOf(json)),
        "modify" => server.Modify(TicketOf(json, "pos"), Number(json, "sl"), Number(json, "tp")),
        "close" => server.Close(TicketOf(json, "pos"), Number(json, "vol"), fraction, comment),
        "closeby" => server.CloseBy(TicketOf(json, "pos"), TicketOf(json, "by"), comment),
        "cancel" => server.Cancel(TicketOf(json, "ord")),
        "modord" => server.ModifyOrder(TicketOf(json, "ord"), Number(json, "price"), Number(json, "slimit"), Number(json, "sl"), Number(json, "tp"), UntilOf(json)),
        _ => server.CloseAll(SymbolOf(json), json.TryGetProperty("magic", out var magic) ? magic.GetInt64() : null, comment),
    };

    private TradeRequest RequestOf(JsonElement json, string comment) => new(
        SymbolOf(json)!.Value, json.GetProperty("side").GetString() == "buy" ? Side.Buy : Side.Sell, json.GetProperty("vol").GetDecimal(), Number(json, "sl"), Number(json, "tp"),
        json.GetProperty("magic").GetInt64(), comment);

    private int? SymbolOf(JsonElement json)
    {
        var name = json.TryGetProperty("s", out var value) ? value.GetString() : null;
        for (var i = 0; i < broker.Symbols.Count; i++)
        {
            if (broker.Symbols[i].Name == name)
            {
                return i;
            }
        }

        return null;
    }

    private static PendingKind KindOf(JsonElement json) => json.GetProperty("type").GetString() switch
    {
        "limit" => PendingKind.Limit,
        "stop" => PendingKind.Stop,
        _ => PendingKind.StopLimit,
    };

    private static decimal Number(JsonElement json, string name) => BridgeJson.DecimalOrZero(json, name);

    private static Timestamp? UntilOf(JsonElement json) => BridgeJson.LongOrZero(json, "until") is > 0 and var ms ? Timestamp.FromUnixMilliseconds(ms) : null;

    private static long TicketOf(JsonElement json, string name) => long.Parse(json.GetProperty(name).GetString()!, System.Globalization.CultureInfo.InvariantCulture);
}
