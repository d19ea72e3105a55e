using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Logging;
using Polly;

namespace TradingDesk.Core.Feeds.Http;

/// <summary>A host that the desk calls, as health shows it.</summary>
/// <param name="Circuit"><c>closed</c>, <c>open</c> (nothing is sent) or <c>halfOpen</c> (one request tries).</param>
public sealed record OutgoingHostState(HostLimitState Limit, string Circuit);

/// <summary>
/// The one maker of HTTP clients for foreign servers. Whatever client asks, a host has one limit and one circuit breaker. Thread-safe.
/// </summary>
/// <param name="clock">Waits, limits and deadlines run on it: the desk's, so that a simulated exchange is not asked ten times too often.</param>
/// <param name="innermost">Adds what tests put between the last step and the network; nothing in a desk.</param>
public sealed class OutgoingHttp(TimeProvider clock, ILogger<OutgoingHttp> log, Action<ResiliencePipelineBuilder<HttpResponseMessage>>? innermost = null)
{
    /// <summary>A request's weight by the host's table; 1 where it is not set.</summary>
    public static readonly HttpRequestOptionsKey<int> Weight = new("TradingDesk.Weight");

    private readonly ConcurrentDictionary<string, HostLimiter> _limiters = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<HostCircuit>> _circuits = new(StringComparer.Ordinal);
    private long _requests;
    private long _circuitsOpened;
    private long _circuitsClosed;

    public TimeProvider Clock => clock;

    /// <summary>Requests sent, retries among them.</summary>
    public long Requests => Interlocked.Read(ref _requests);

    /// <summary>How often a circuit has opened and closed again.</summary>
    public (long Opened, long Closed) CircuitChanges => (Interlocked.Read(ref _circuitsOpened), Interlocked.Read(ref _circuitsClosed));

    /// <summary>What requests finally go through; <see langword="null"/> for sockets.</summary>
    internal Func<HttpMessageHandler>? Transport { private get; init; }

    /// <summary>Every host asked so far.</summary>
    public IReadOnlyList<OutgoingHostState> Hosts =>
        [.. _limiters.Values.OrderBy(l => l.Host, StringComparer.Ordinal).Select(l => new OutgoingHostState(l.State, CircuitOf(l.Host).State))];

    /// <summary>A client whose every request obeys the limits of the host that it goes to. The caller disposes it.</summary>
    public HttpClient CreateClient(OutgoingClientOptions options)
    {
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        var transport = Transport?.Invoke() ?? new SocketsHttpHandler { AutomaticDecompression = System.Net.DecompressionMethods.All, PooledConnectionLifetime = TimeSpan.FromMinutes(10) };

        // The pipeline has the deadlines.
        return new HttpClient(new OutgoingHandler(this, options, transport)) { Timeout = System.Threading.Timeout.InfiniteTimeSpan };
    }

    /// <summary>The limit that all clients of a host share; the first client's options make it.</summary>
    public HostLimiter LimiterOf(string host, OutgoingClientOptions options) =>
        _limiters.GetOrAdd(host, static (name, made) => new HostLimiter(name, made.Clock, made.Options.WeightPerMinute, made.Options.Use, made.Options.JitterSeed), (Clock: clock, Options: options));

    internal HostCircuit CircuitOf(string host) => _circuits.GetOrAdd(host, name => new Lazy<HostCircuit>(() => new HostCircuit(name, this, log))).Value;

    internal void AddInnermost(ResiliencePipelineBuilder<HttpResponseMessage> builder) => innermost?.Invoke(builder);

    internal void CountRequest() => Interlocked.Increment(ref _requests);

    internal void CountOpened() => Interlocked.Increment(ref _circuitsOpened);

    internal void CountClosed() => Interlocked.Increment(ref _circuitsClosed);
}
