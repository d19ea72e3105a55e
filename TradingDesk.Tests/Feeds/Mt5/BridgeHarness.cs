using System.Diagnostics;
using System.Net;
using System.Net.Security;
using Microsoft.Extensions.Logging.Abstractions;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds;
using TradingDesk.Core.Feeds.Mt5;
using TradingDesk.Core.Feeds.Simulation.ExpertAdvisor;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Feeds.Mt5;

/// <summary>A running bridge on a free port; event time by hand, sockets in real time unless a test takes those over too.</summary>
internal sealed class BridgeHarness : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _running = [];

    public BridgeHarness(BridgeOptions? options = null, TimeProvider? timers = null, IRawTap? tap = null)
    {
        Options = options ?? BridgeInstruments.Options();
        Feed = new Mt5BridgeFeed(Options, BridgeInstruments.All, tap, Clock, timers ?? TimeProvider.System, NullLogger<Mt5BridgeFeed>.Instance);
        _running.Add(Feed.RunAsync(Sink, _stopping.Token));
    }

    public BridgeOptions Options { get; }

    public ManualTimeProvider Clock { get; } = new(Start);

    public Timestamp Now => Timestamp.Now(Clock);

    public RecordingSink Sink { get; } = new();

    public FakeBroker Broker { get; } = new();

    public Mt5BridgeFeed Feed { get; }

    public async Task<TestPeer> DialAsync() => await TestPeer.DialAsync(await Feed.ListeningPort);

    /// <summary>Starts the stand-in, through a port of its own where one is given.</summary>
    public async Task<SimulatedExpertAdvisor> StartExpertAdvisorAsync(SimulatedExpertAdvisorOptions? options = null, int? port = null, ISimulatedBroker? broker = null, SslClientAuthenticationOptions? tls = null)
    {
        options ??= new SimulatedExpertAdvisorOptions();
        options.PumpMs = 1;
        options.MinBackoffMs = 1;
        options.MaxBackoffMs = 20;
        var desk = new IPEndPoint(IPAddress.Loopback, port ?? await Feed.ListeningPort);
        var advisor = new SimulatedExpertAdvisor(options, broker ?? Broker, desk, Feed.Token, Clock, TimeProvider.System, tls);
        _running.Add(advisor.RunAsync(_stopping.Token));
        return advisor;
    }

    public Task WaitUntilLiveAsync() => Eventually.IsTrueAsync(
        () => Feed.Status.Connection == FeedConnection.Live && Enumerable.Range(0, 2).All(id => Sink.NoticesOf(id) is [.., { Kind: FeedNoticeKind.Live }]), "the feed is live");

    /// <summary>What the broker has of a symbol from the first published tick up to the present, as the protocol carries it.</summary>
    public List<(long Ms, double Bid, double Ask)> Expected(int symbol)
    {
        var ticks = new List<BrokerTick>();
        var first = Published(symbol)[0];
        Broker.CopyTicks(symbol, Timestamp.FromUnixMilliseconds(first.Ms), Now, ticks);
        return ticks.Select(tick => (tick.At.UnixMilliseconds, tick.Bid, tick.Ask))
            .SkipWhile(tick => tick.UnixMilliseconds == first.Ms && tick != first) // the newest quote may be the second of its millisecond
            .ToList();
    }

    public List<(long Ms, double Bid, double Ask)> Published(int symbol) =>
        Sink.TicksOf(symbol).Select(tick => (tick.OccurredAt.UnixMilliseconds, tick.Bid, tick.Ask)).ToList();

    /// <summary>Waits until everything up to the present has come; gives up quietly, for the caller to compare.</summary>
    public async Task SettleAsync(int limitMs = 5_000)
    {
        for (var watch = Stopwatch.StartNew(); watch.ElapsedMilliseconds < limitMs && (Feed.Status.Connection != FeedConnection.Live || Published(0).Count < Expected(0).Count || Published(1).Count < Expected(1).Count);)
        {
            await Task.Delay(2);
        }

        await Task.Delay(20);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        try
        {
            await Task.WhenAll(_running);
        }
        catch (OperationCanceledException)
        {
            // the feed's way to end
        }

        Feed.Dispose();
        _stopping.Dispose();
    }
}
