using System.Globalization;
using System.Text.Json;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Mt5.Conformance;

/// <summary>Connection, descriptions, prices and clocks.</summary>
public sealed partial class BridgeConformance
{
    private const int MaxClockErrorMs = 10_000;
    private static readonly TimeSpan TickPatience = TimeSpan.FromSeconds(10);

    private async Task<string> ChallengeAsync()
    {
        await AcceptAsync();
        return $"challenged a peer on port {Port}";
    }

    private Task<string> HelloAsync() => TakeHelloAsync();

    private async Task<string> WelcomeAsync()
    {
        await Peer.WelcomeAsync(string.Join(',', _symbols.Names), "");
        await Peer.WaitAsync(1, _ => true, _run.AnswerWithin, "a line after the welcome");
        return "answers";
    }

    private async Task<string> SpecsAsync()
    {
        var peer = Peer;
        var descriptions = new BridgeDescriptions(_symbols);
        for (var symbol = 0; symbol < _symbols.Count; symbol++)
        {
            var name = _symbols.Names[symbol];
            var spec = await peer.WaitAsync(1, line => ConformancePeer.Is(line, "spec") && ConformancePeer.Text(line, "s") == name, _run.AnswerWithin, $"the spec of {name}");
            descriptions.Take(spec, symbol);
            var read = descriptions.Specs.Single(item => item.BrokerName == name);
            Require(read is { Digits: >= 0 and <= 8, Point: > 0, TickSize: > 0, ContractSize: > 0, MinLots: > 0, LotStep: > 0, MaxLots: > 0 }, $"{name}: a value of the spec is not positive");
            Require(descriptions.MismatchOf(read) is null, descriptions.MismatchOf(read) ?? "");
        }

        return $"{_symbols.Count} symbols, contracts as configured";
    }

    private async Task<string> AccountAsync()
    {
        var account = Trading.BridgeTradeReader.ReadAccount(await Peer.WaitAsync(1, line => ConformancePeer.Is(line, "acct"), _run.AnswerWithin, "acct"));
        return string.Create(CultureInfo.InvariantCulture, $"balance {account.Balance} {_hello!.Identity.Currency}, trading {(account.IsTradeAllowed ? "allowed" : "not allowed")}");
    }

    private async Task<string> ReplayEndsAsync()
    {
        foreach (var name in _symbols.Names)
        {
            await Peer.WaitAsync(1, line => IsTicksOf(line, name) && line.TryGetProperty("more", out var more) && !more.GetBoolean(), _run.AnswerWithin, $"more:false for {name}");
        }

        return "every symbol is caught up";
    }

    private async Task<string> TicksAdvanceAsync()
    {
        var peer = Peer;
        if (!IsAnyOpen())
        {
            throw new ConformanceSkipException("every market is closed");
        }

        var from = peer.Count;
        await peer.WaitAsync(from, line => ConformancePeer.Is(line, "ticks") && !line.TryGetProperty("more", out _), TickPatience, "a live tick");
        await Task.Delay(_run.AnswerWithin / 4, _timers, _cancellation);
        var count = 0;
        foreach (var name in _symbols.Names)
        {
            long last = 0;
            foreach (var tick in peer.Lines(1, line => IsTicksOf(line, name)).SelectMany(line => line.GetProperty("k").EnumerateArray()))
            {
                Require(tick[0].GetInt64() >= last, $"{name}: time goes back from {last} to {tick[0].GetInt64()}");
                Require(tick[1].GetDouble() > 0 && tick[2].GetDouble() >= tick[1].GetDouble(), $"{name}: bid {tick[1]} and ask {tick[2]}");
                last = tick[0].GetInt64();
                count++;
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"{count} ticks, in order");
    }

    private async Task<string> BarsAsync()
    {
        var peer = Peer;
        var name = _symbols.Names[0];
        var from = peer.Count;
        var fromServer = (NowMs + (_hello!.ServerOffsetSeconds * 1_000L) - 7_200_000) / 1_000;
        await peer.CommandAsync("conf-bars", "bars", expiresIn: null, json =>
        {
            json.WriteString("s", name);
            json.WriteString("tf", "M1");
            json.WriteNumber("from", fromServer);
            json.WriteNumber("n", 60);
        });
        var answer = await peer.WaitAsync(from, line => IsAnswer(line, "bars", "conf-bars") && !line.GetProperty("more").GetBoolean(), _run.AnswerWithin, "the bars");
        var bars = peer.Lines(from, line => IsAnswer(line, "bars", "conf-bars")).SelectMany(line => line.GetProperty("k").EnumerateArray()).ToList();
        Require(bars.Count <= 60, $"{bars.Count} bars where 60 were asked for");
        Require(bars.TrueForAll(bar => bar[0].GetInt64() % 60 == 0 && bar[2].GetDouble() >= bar[3].GetDouble()), "a bar is not on a minute, or its high is below its low");
        Require(bars.Zip(bars.Skip(1)).All(pair => pair.First[0].GetInt64() < pair.Second[0].GetInt64()), "bars are not oldest first");
        Require(IsAnyOpen() is false || bars.Count > 0 || answer.ValueKind == JsonValueKind.Undefined, "no bar of the last two hours");
        return string.Create(CultureInfo.InvariantCulture, $"{bars.Count} bars of {name}");
    }

    private async Task<string> HeartbeatAsync()
    {
        var peer = Peer;
        var from = peer.Count;
        var started = _timers.GetTimestamp();
        for (var i = 0; i < 3; i++)
        {
            await peer.WaitAsync(from, _ => peer.Lines(from, IsHeartbeat).Count > i, TimeSpan.FromMilliseconds(2 * _options.HeartbeatMs) + _run.AnswerWithin, "a heartbeat");
        }

        var beats = peer.Lines(from, IsHeartbeat);
        Require(beats.TrueForAll(beat => ConformancePeer.Number(beat, "rseq") is not null), "rseq is missing");
        return string.Create(CultureInfo.InvariantCulture, $"3 in {_timers.GetElapsedTime(started).TotalSeconds:0.0} s");
    }

    private async Task<string> ServerClockAsync()
    {
        var peer = Peer;
        var beat = await peer.WaitAsync(1, line => IsHeartbeat(line) && ConformancePeer.Number(line, "srvOff") is not null, _run.AnswerWithin, "srvOff in a heartbeat");
        var offset = ConformancePeer.Number(beat, "srvOff")!.Value;
        Require(ServerClock.IsPlausibleOffset(offset), $"srvOff {offset} is no whole number of quarter hours within 14 hours");
        if (!IsAnyOpen())
        {
            throw new ConformanceSkipException($"UTC{offset / 3600.0:+0.##;-0.##} said; every market is closed, so that no tick can confirm it");
        }

        var ticks = peer.Lines(1, line => ConformancePeer.Is(line, "ticks")).SelectMany(line => line.GetProperty("k").EnumerateArray()).Select(tick => tick[0].GetInt64()).ToList();
        Require(ticks.Count > 0, "no tick came");
        var offBy = ticks.Max() - (offset * 1_000) - NowMs;
        Require(Math.Abs(offBy) <= MaxClockErrorMs, $"the newest tick is {offBy / 1000.0:0.0} s off the desk's clock at the offset that the terminal says");
        return string.Create(CultureInfo.InvariantCulture, $"UTC{offset / 3600.0:+0.##;-0.##}, newest tick {offBy} ms off");
    }

    private async Task<string> SnapshotAsync()
    {
        var (positions, orders) = await ReadAccountAsync("conf-snap");
        return string.Create(CultureInfo.InvariantCulture, $"{positions.Count} positions, {orders} orders");
    }

    private async Task<string> WorldAsync()
    {
        var peer = Peer;
        try
        {
            await peer.WaitAsync(1, line => ConformancePeer.Is(line, "cal") || ConformancePeer.Is(line, "macro"), _run.AnswerWithin, "a calendar or macro line");
        }
        catch (ConformanceException nothing)
        {
            throw new ConformanceSkipException($"{nothing.Message}; the broker may have neither");
        }

        var world = new Context.MarketContext();
        var reader = new BridgeContextReader(world);
        var clock = new ServerClock(_options.DaylightSaving, MaxClockErrorMs);
        clock.Declare(_hello!.ServerOffsetSeconds, NowMs, newSession: true);
        var now = Timestamp.Now(_clock);
        foreach (var line in peer.Lines(1, line => ConformancePeer.Is(line, "cal")))
        {
            reader.TakeCalendar(line, line.TryGetProperty("more", out var more) && more.GetBoolean(), clock, now);
        }

        foreach (var line in peer.Lines(1, line => ConformancePeer.Is(line, "macro")))
        {
            reader.TakeMacro(line, clock, now);
        }

        return string.Create(CultureInfo.InvariantCulture, $"{world.Calendar.State.Events.Count} events, {world.Macro.Readings.Count} macro series");
    }

    private long NowMs => Timestamp.Now(_clock).UnixMilliseconds;

    private bool IsAnyOpen() => _symbols.Instruments.Any(instrument => !MarketHours.IsClosed(instrument, Timestamp.Now(_clock)));

    private static bool IsHeartbeat(JsonElement line) => ConformancePeer.Is(line, "hb");

    private static bool IsTicksOf(JsonElement line, string name) => ConformancePeer.Is(line, "ticks") && ConformancePeer.Text(line, "s") == name;

    private static bool IsAnswer(JsonElement line, string type, string id) => ConformancePeer.Is(line, type) && ConformancePeer.Text(line, "id") == id;
}
