using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Mt5.Conformance;

/// <summary>
/// Plays the desk for an Expert Advisor and walks it through the protocol, step by step. Any build that passes can be connected to the desk. Nothing is traded unless
/// asked for, and then only on a demonstration account.
/// </summary>
public sealed partial class BridgeConformance : IAsyncDisposable
{
    private const string NotConnected = "the Expert Advisor is not connected";

    private readonly BridgeOptions _options;
    private readonly BridgeSymbols _symbols;
    private readonly ConformanceOptions _run;
    private readonly TimeProvider _clock;
    private readonly TimeProvider _timers;
    private readonly TcpListener _listener;
    private readonly X509Certificate2? _certificate;
    private ConformancePeer? _peer;
    private BridgeHello? _hello;
    private CancellationToken _cancellation;

    /// <exception cref="SocketException">The port is taken: the desk runs, or another program has it.</exception>
    public BridgeConformance(BridgeOptions options, IReadOnlyList<Instrument> instruments, ConformanceOptions run, TimeProvider clock, TimeProvider timers)
    {
        (_options, _run, _clock, _timers) = (options, run, clock, timers);
        _symbols = new BridgeSymbols(instruments, options);
        _certificate = BridgeCertificate.Load(options);
        _listener = new TcpListener(IPAddress.Parse(options.Address), options.Port);
        _listener.Start(backlog: 4);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Runs every step in its order. A step that fails does not keep the others from running, unless there is no connection to run them on.</summary>
    public async IAsyncEnumerable<ConformanceFinding> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _cancellation = cancellationToken;
        var number = 0;
        foreach (var (name, step) in Steps())
        {
            yield return await JudgeAsync(++number, name, step);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_peer is not null)
        {
            await _peer.DisposeAsync();
        }

        _listener.Dispose();
        _certificate?.Dispose();
    }

    private IEnumerable<(string Name, Func<Task<string>> Step)> Steps() =>
    [
        ("challenge", ChallengeAsync),
        ("hello", HelloAsync),
        ("welcome", WelcomeAsync),
        ("specs", SpecsAsync),
        ("account", AccountAsync),
        ("replay ends", ReplayEndsAsync),
        ("ticks advance", TicksAdvanceAsync),
        ("bars", BarsAsync),
        ("heartbeat", HeartbeatAsync),
        ("server clock", ServerClockAsync),
        ("snapshot", SnapshotAsync),
        ("calendar and macro", WorldAsync),
        ("unknown operation", UnknownOperationAsync),
        ("command without expiry", NoExpiryAsync),
        ("expired command", ExpiredAsync),
        ("foreign symbol", ForeignSymbolAsync),
        ("over-limit volume", OverLimitAsync),
        ("ack before result", AckBeforeResultAsync),
        ("repeated id", RepeatedIdAsync),
        ("sequence", SequenceAsync),
        ("oversized line", OversizedLineAsync),
        ("resume without loss", ResumeAsync),
        ("repeated id after reconnect", RepeatedAfterReconnectAsync),
        ("silent desk", SilentDeskAsync),
        ("smallest order", TradeAsync),
    ];

    private async Task<ConformanceFinding> JudgeAsync(int number, string name, Func<Task<string>> step)
    {
        try
        {
            return new ConformanceFinding(number, name, ConformanceVerdict.Pass, await step());
        }
        catch (ConformanceSkipException skip)
        {
            return new ConformanceFinding(number, name, ConformanceVerdict.Skip, skip.Message);
        }
        catch (ConformanceException fault)
        {
            return new ConformanceFinding(number, name, ConformanceVerdict.Fail, fault.Message);
        }
        catch (Exception exception) when (exception is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return new ConformanceFinding(number, name, ConformanceVerdict.Fail, $"a field is missing or of the wrong type: {exception.Message}");
        }
    }

    private ConformancePeer Peer => _peer is { IsClosed: false } peer && _hello is not null ? peer : throw new ConformanceException(NotConnected);

    private static void Require(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw new ConformanceException(otherwise);
        }
    }

    /// <summary>Waits for the Expert Advisor to dial and challenges it.</summary>
    private async Task AcceptAsync()
    {
        if (_peer is not null)
        {
            await _peer.DisposeAsync();
        }

        (_peer, _hello) = (null, null);
        using var limit = new CancellationTokenSource(_run.DialWithin, _timers);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _cancellation);
        try
        {
            var socket = await _listener.AcceptSocketAsync(either.Token);
            socket.NoDelay = true;
            var address = ((IPEndPoint)socket.RemoteEndPoint!).Address;
            Stream stream = new NetworkStream(socket, ownsSocket: true);
            stream = _certificate is null ? stream : await BridgeCertificate.AuthenticateAsync(stream, _certificate, either.Token);
            _peer = new ConformancePeer(new BridgeConnection(stream, address, _certificate is not null, 1_048_576), _options, _clock, _timers, _cancellation);
            await _peer.ChallengeAsync();
        }
        catch (OperationCanceledException) when (!_cancellation.IsCancellationRequested)
        {
            throw new ConformanceException($"nobody dialled port {Port} within {_run.DialWithin.TotalSeconds:0} s");
        }
        catch (Exception exception) when (exception is AuthenticationException or IOException or SocketException)
        {
            throw new ConformanceException($"the connection failed: {exception.Message}");
        }
    }

    private async Task<string> TakeHelloAsync()
    {
        var peer = _peer ?? throw new ConformanceException(NotConnected);
        var line = await peer.WaitAsync(0, _ => true, _run.AnswerWithin, "a hello");
        Require(ConformancePeer.Is(line, "hello"), $"the first line is '{ConformancePeer.Text(line, "t")}', not hello");
        Require(BridgeHello.TryParse(JsonSerializer.SerializeToUtf8Bytes(line), out var hello), "a field of the hello is missing or wrong (v, seq 1, login, server, srvOff)");
        Require(peer.IsProven(hello!, _options.Token), "the proof is not HMAC-SHA256(token, nonce|login|server) in hexadecimal: token or computation differ");
        Require(hello!.Identity.MarginMode != Trading.BridgeMarginMode.NotSaid, "margin is not netting, exchange or hedging");
        Require(_options.AllowedAccounts.Count == 0 || _options.AllowedAccounts.Contains(hello.Account), $"{hello.Account} is not among the allowed accounts");
        _hello = hello;
        return $"{hello.Account}, {(hello.Identity.IsDemo ? "demo" : "REAL")}, {hello.Identity.MarginMode.ToString().ToLowerInvariant()}, server time UTC{hello.ServerOffsetSeconds / 3600.0:+0.##;-0.##}";
    }

    /// <summary>After a connection that ended: dial, challenge, hello, welcome.</summary>
    private async Task ReconnectAsync(string lastTick)
    {
        await AcceptAsync();
        await TakeHelloAsync();
        await _peer!.WelcomeAsync(string.Join(',', _symbols.Names), lastTick);
        await _peer.WaitAsync(1, _ => true, _run.AnswerWithin, "a line after the welcome");
    }
}
