using System.Globalization;
using System.Text.Json;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Mt5.Trading;

namespace TradingDesk.Core.Feeds.Mt5.Conformance;

/// <summary>Commands: what must be refused, what must be repeated, and how to come back.</summary>
public sealed partial class BridgeConformance
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);
    private int _lastAttempt;

    private Task<string> UnknownOperationAsync() => RefusedAsync("conf-unknown", "levitate", Soon, fields: null, BridgeRefusals.UnknownOperation);

    private Task<string> NoExpiryAsync() => RefusedAsync("conf-noexp", "open", expiresIn: null, Order(_symbols.Names[0], SmallestOf(0)), BridgeRefusals.BadJson);

    private Task<string> ExpiredAsync() => RefusedAsync("conf-expired", "open", TimeSpan.FromSeconds(-60), Order(_symbols.Names[0], SmallestOf(0)), BridgeRefusals.Expired);

    private Task<string> ForeignSymbolAsync() => RefusedAsync("conf-foreign", "open", Soon, Order("NOSUCHSYMBOL", 0.01m), BridgeRefusals.NotAllowed);

    private Task<string> OverLimitAsync() => RefusedAsync("conf-limit", "open", Soon, Order(_symbols.Names[0], 1_000_000m), BridgeRefusals.Limit, BridgeRefusals.NotAllowed);

    private async Task<string> AckBeforeResultAsync()
    {
        var (result, from) = await CancelNothingAsync("conf-once");
        Require(Peer.Lines(from, line => IsAnswer(line, "ack", "conf-once")).Count == 1, "no acknowledgement before the result");
        Require(BridgeRetcodes.StatusOf((BridgeRetcode)result.GetProperty("rc").GetInt32()) != BridgeStatus.Done, "an order that does not exist was cancelled");
        return $"retcode {result.GetProperty("rc")}";
    }

    private async Task<string> RepeatedIdAsync()
    {
        var (result, from) = await CancelNothingAsync("conf-once");
        Require(result.TryGetProperty("dup", out var dup) && dup.GetBoolean(), "the stored result must say dup:true");
        Require(Peer.Lines(from, line => IsAnswer(line, "ack", "conf-once")).Count == 0, "a repeated id must not be acknowledged as if it were carried out");
        return "the stored result came back";
    }

    private async Task<string> RepeatedAfterReconnectAsync()
    {
        var (result, _) = await CancelNothingAsync("conf-once");
        Require(result.TryGetProperty("dup", out var dup) && dup.GetBoolean(), "the id was forgotten over the reconnect");
        return "the stored result came back";
    }

    private Task<string> SequenceAsync() => Task.FromResult(CheckSequence());

    private string CheckSequence()
    {
        long expected = 1;
        foreach (var line in Peer.Lines(0, _ => true))
        {
            Require(ConformancePeer.Number(line, "seq") == expected, $"seq {ConformancePeer.Number(line, "seq")} where {expected} was due (type {ConformancePeer.Text(line, "t")})");
            Require(ConformancePeer.Number(line, "v") == BridgeWire.Version, "v is not 1");
            expected++;
        }

        Require(Peer.Malformed == 0, $"{Peer.Malformed} lines were no JSON object or too long");
        return string.Create(CultureInfo.InvariantCulture, $"{expected - 1} lines without a gap");
    }

    /// <summary>A line that is too long must end the session, and must not end the Expert Advisor.</summary>
    private async Task<string> OversizedLineAsync()
    {
        var peer = Peer;
        await peer.SendRawAsync(System.Text.Encoding.ASCII.GetBytes("{\"v\":1,\"t\":\"cmd\",\"id\":\"" + new string('x', 150_000)));
        Require(await peer.IsClosedWithinAsync(_run.AnswerWithin), "the session goes on after 150,000 bytes without a line end");
        return "the session was ended";
    }

    private async Task<string> ResumeAsync()
    {
        var name = _symbols.Names[0];
        var seen = (_peer ?? throw new ConformanceException(NotConnected)).Lines(1, line => IsTicksOf(line, name)).SelectMany(line => line.GetProperty("k").EnumerateArray()).Select(tick => tick[0].GetInt64()).ToList();
        Require(seen.Count > 0, $"no tick of {name} came before");
        var resume = seen[^1];
        await ReconnectAsync(string.Create(CultureInfo.InvariantCulture, $"{name}:{resume}"));
        var last = await Peer.WaitAsync(1, line => IsTicksOf(line, name) && line.TryGetProperty("more", out var more) && !more.GetBoolean(), _run.AnswerWithin, "the end of the replay");
        var replay = Peer.Lines(1, line => IsTicksOf(line, name) && line.TryGetProperty("more", out _)).ToList();
        Require(replay.TrueForAll(line => ConformancePeer.Number(line, "from") <= resume), $"the replay starts at {ConformancePeer.Number(last, "from")}, after the {resume} that was asked for");
        var ticks = replay.SelectMany(line => line.GetProperty("k").EnumerateArray()).Select(tick => tick[0].GetInt64()).ToList();
        Require(ticks.Count(at => at == resume) >= seen.Count(at => at == resume), "the millisecond that was asked for is not replayed whole");
        return string.Create(CultureInfo.InvariantCulture, $"{ticks.Count} ticks from the last one on");
    }

    private async Task<string> SilentDeskAsync()
    {
        var peer = Peer;
        await peer.FallSilentAsync();
        var patience = TimeSpan.FromMilliseconds(_options.HeartbeatMs * 3) + _run.AnswerWithin;
        Require(await peer.IsClosedWithinAsync(patience), $"the session goes on after {patience.TotalSeconds:0.#} s without a heartbeat from the desk");
        await ReconnectAsync("");
        return "the Expert Advisor hung up and dialled again";
    }

    private async Task<string> TradeAsync()
    {
        if (!_run.Trade)
        {
            throw new ConformanceSkipException("only with --trade");
        }

        var peer = Peer;
        Require(_hello!.Identity.IsDemo, "orders are placed on demonstration accounts only");
        if (!IsAnyOpen())
        {
            throw new ConformanceSkipException("every market is closed");
        }

        var symbol = Enumerable.Range(0, _symbols.Count).First(i => !MarketHours.IsClosed(_symbols.Instruments[i], Timestamp.Now(_clock)));
        var id = string.Create(CultureInfo.InvariantCulture, $"conf-{NowMs:x}-{++_lastAttempt}");
        var from = peer.Count;
        await peer.CommandAsync(id, "open", Soon, Order(_symbols.Names[symbol], SmallestOf(symbol)));
        var opened = await peer.WaitAsync(from, line => IsAnswer(line, "res", id), _run.AnswerWithin, "the result of the order");
        Require((BridgeRetcode)opened.GetProperty("rc").GetInt32() == BridgeRetcode.Done, $"the order gave retcode {opened.GetProperty("rc")}");
        await peer.WaitAsync(from, line => ConformancePeer.Is(line, "deal") && ConformancePeer.Text(line, "deal") == ConformancePeer.Text(opened, "deal"), _run.AnswerWithin, "the deal");
        var (held, _) = await ReadAccountAsync(id + "s");
        var position = held.Find(item => ConformancePeer.Text(item, "id") == ConformancePeer.Text(opened, "pos"));
        Require(position.ValueKind == JsonValueKind.Object, "the position is not in the listing");
        var repeat = peer.Count;
        await peer.CommandAsync(id, "open", Soon, Order(_symbols.Names[symbol], SmallestOf(symbol)));
        await peer.WaitAsync(repeat, line => IsAnswer(line, "res", id) && line.TryGetProperty("dup", out _), _run.AnswerWithin, "the stored result");
        var close = peer.Count;
        await peer.CommandAsync(id + "c", "close", Soon, json =>
        {
            json.WriteString("pos", ConformancePeer.Text(opened, "pos"));
            json.WriteNumber("vol", 0);
            json.WriteNumber("dev", 100);
        });
        var closed = await peer.WaitAsync(close, line => IsAnswer(line, "res", id + "c"), _run.AnswerWithin, "the result of the close");
        Require((BridgeRetcode)closed.GetProperty("rc").GetInt32() == BridgeRetcode.Done, $"the close gave retcode {closed.GetProperty("rc")}: close position {ConformancePeer.Text(opened, "pos")} by hand");
        var (left, _) = await ReadAccountAsync(id + "e");
        Require(left.Count == held.Count - 1, "the repeated id opened a second position, or the close did not close");
        return $"opened and closed {SmallestOf(symbol)} lots of {_symbols.Names[symbol]}";
    }

    private async Task<string> RefusedAsync(string id, string operation, TimeSpan? expiresIn, Action<Utf8JsonWriter>? fields, params string[] codes)
    {
        var peer = Peer;
        var from = peer.Count;
        await peer.CommandAsync(id, operation, expiresIn, fields);
        var answer = await peer.WaitAsync(from, line => ConformancePeer.Text(line, "id") == id, _run.AnswerWithin, "an answer");
        Require(ConformancePeer.Is(answer, "err"), $"'{ConformancePeer.Text(answer, "t")}' came where err was due");
        Require(codes.Contains(ConformancePeer.Text(answer, "code")), $"code '{ConformancePeer.Text(answer, "code")}' where {string.Join(" or ", codes)} was due");
        return $"refused with {ConformancePeer.Text(answer, "code")}";
    }

    private async Task<(JsonElement Result, int From)> CancelNothingAsync(string id)
    {
        var peer = Peer;
        var from = peer.Count;
        await peer.CommandAsync(id, "cancel", Soon, json => json.WriteString("ord", "1"));
        var answer = await peer.WaitAsync(from, line => IsAnswer(line, "res", id) || IsAnswer(line, "err", id), _run.AnswerWithin, "the result");
        if (ConformancePeer.Text(answer, "code") == BridgeRefusals.NotAllowed)
        {
            throw new ConformanceSkipException($"trading is switched off ({ConformancePeer.Text(answer, "msg")}): switch it on to judge this");
        }

        Require(ConformancePeer.Is(answer, "res"), $"err {ConformancePeer.Text(answer, "code")} where a result was due");
        return (answer, from);
    }

    private async Task<(List<JsonElement> Positions, int Orders)> ReadAccountAsync(string id)
    {
        var peer = Peer;
        var from = peer.Count;
        await peer.CommandAsync(id, "snap", expiresIn: null, json => json.WriteNumber("from", 0));
        await peer.WaitAsync(from, line => IsAnswer(line, "snap", id) && !(line.TryGetProperty("more", out var more) && more.GetBoolean()), _run.AnswerWithin, "the listing");
        var lines = peer.Lines(from, line => IsAnswer(line, "snap", id));
        return (lines.SelectMany(line => line.GetProperty("pos").EnumerateArray()).ToList(), lines.Sum(line => line.GetProperty("ord").GetArrayLength()));
    }

    private decimal SmallestOf(int symbol) => _symbols.Instruments[symbol].MinLots.Lots;

    private static Action<Utf8JsonWriter> Order(string symbol, decimal lots) => json =>
    {
        json.WriteString("s", symbol);
        json.WriteString("side", "buy");
        json.WriteString("type", "market");
        json.WriteNumber("vol", lots);
        json.WriteNumber("sl", 0);
        json.WriteNumber("tp", 0);
        json.WriteNumber("dev", 100);
        json.WriteNumber("magic", 990);
    };
}
