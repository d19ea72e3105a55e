using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Polly;
using Polly.Simmy;
using Polly.Simmy.Fault;
using Polly.Simmy.Latency;
using Polly.Simmy.Outcomes;
using TradingDesk.Api.Hosting.Desk;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Http;
using TradingDesk.Core.Journal;
using TradingDesk.Tests.Support;
using Xunit.Abstractions;

namespace TradingDesk.Tests.Reliability;

/// <summary>
/// RELIABILITY T15: one call in ten fails, one in twenty is answered with nonsense, one in a hundred takes five seconds, at the venue, at a news-like host and at the
/// store; and for a while everything fails. Seeded.
/// </summary>
public sealed class ChaosTests(ITestOutputHelper output)
{
    private const int Seed = 20260310;
    private const double Speed = 40;
    private static readonly TimeSpan Length = TimeSpan.FromMinutes(Environment.GetEnvironmentVariable("TRADINGDESK_LONG") == "1" ? 10 : 4);

    [Fact]
    public async Task Desk_UnderChaos_GoesOnAndTellsTheTruth()
    {
        var chaos = new Chaos(Seed);
        await using var desk = await InProcessDesk.StartAsync(Speed, new DeskHooks { Outgoing = chaos.AddTo, Journal = store => new ChaoticStore(store, chaos) });
        await desk.UntilWholeAsync();
        var http = desk.Outgoing;
        using var news = http.CreateClient(new OutgoingClientOptions { WeightPerMinute = 600, Retries = 2, Timeout = TimeSpan.FromSeconds(60), Patience = TimeSpan.FromSeconds(30) });
        chaos.IsOn = true;
        var until = desk.Now + Length;
        var (sawOutgoing, sawJournal, faults) = (false, false, 0);
        var outage = desk.Now + (Length / 3);
        for (var round = 0; desk.Now < until; round++)
        {
            chaos.IsOutage = desk.Now > outage && http.CircuitChanges.Opened == 0;
            if (round % 25 == 0)
            {
                desk.World.Server.Faults.DisconnectNow(); // something to fetch
            }

            faults += await IsAnsweredAsync(news, desk) ? 0 : 1;
            var health = desk.Health;
            sawOutgoing |= health.Components.Any(c => c is { Name: "outgoing", Status: "degraded" }) && health.RateLimits.Any(r => r.Circuit != "closed");
            sawJournal |= health.Components.Any(c => c is { Name: "storage.journal", Status: "unhealthy" });
            Assert.False(desk.Runtime.Completion.IsCompleted, $"seed {Seed}: {desk.Runtime.Completion.Exception}");
            await Task.Delay(10);
        }

        (chaos.IsOn, chaos.IsOutage) = (false, false);
        await desk.UntilAsync("the circuit closes", () =>
        {
            _ = IsAnsweredAsync(news, desk);
            return http.CircuitChanges.Closed > 0 && http.Hosts.All(h => h.Circuit == "closed");
        });
        await desk.UntilWholeAsync();
        await desk.UntilAsync("healthy again", () => desk.Health.Components.All(c => c.Name is not ("outgoing" or "storage.journal") || c.Status == "healthy"));
        var journal = desk.Journal();
        Assert.Empty(DoubleOrders(journal));
        Assert.Equal(Enumerable.Range(1, journal.Count).Select(i => (long)i), journal.Select(e => e.Sequence));
        Assert.True(sawOutgoing && sawJournal, $"seed {Seed}: health has shown the outgoing outage: {sawOutgoing}, the store's: {sawJournal}");
        Assert.True(http.CircuitChanges.Opened > 0 && chaos.Faults > 0 && chaos.StoreFaults > 0 && faults > 0);
        output.WriteLine($"seed {Seed}: {chaos.Faults} faults, {chaos.Outcomes} outcomes, {chaos.Latencies} latencies, {chaos.StoreFaults} store faults; circuit opened {http.CircuitChanges.Opened}, closed {http.CircuitChanges.Closed}; {journal.Count} entries");
    }

    /// <summary>The control: an order that was journaled twice is found.</summary>
    [Fact]
    public void DoubleOrders_Planted_AreFound()
    {
        StoredJournalEntry Order(long sequence, string id, string trace) => new(sequence, Timestamp.Epoch, "order", "BTCUSD", $$"""{"orderId":"{{id}}","state":"accepted","traceId":"{{trace}}"}""");
        Assert.Empty(DoubleOrders([Order(1, "O1", "T1"), Order(2, "O2", "T2")]));
        Assert.NotEmpty(DoubleOrders([Order(1, "O1", "T1"), Order(2, "O2", "T1")]));
    }

    /// <summary>The same seed gives the same faults: a failure can be had again.</summary>
    [Fact]
    public async Task Chaos_SameSeed_SameFaults()
    {
        Assert.Equal(await CountAsync(Seed), await CountAsync(Seed));

        static async Task<(int, int, int)> CountAsync(int seed)
        {
            var chaos = new Chaos(seed) { IsOn = true };
            var builder = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = new ManualTimeProvider() };
            chaos.AddTo(builder);
            var pipeline = builder.Build();
            for (var i = 0; i < 2_000; i++)
            {
                var outcome = await pipeline.ExecuteOutcomeAsync((_, _) => ValueTask.FromResult(Polly.Outcome.FromResult(new HttpResponseMessage())), ResilienceContextPool.Shared.Get(), 0).AsTask().WaitAsync(TimeSpan.FromMilliseconds(50)).ContinueWith(t => t.IsCompletedSuccessfully, TaskScheduler.Default);
                _ = outcome;
            }

            return (chaos.Faults, chaos.Outcomes, chaos.Latencies);
        }
    }

    private static async Task<bool> IsAnsweredAsync(HttpClient client, InProcessDesk desk)
    {
        try
        {
            using var response = await client.GetAsync(new Uri($"http://127.0.0.1:{desk.World.Server.Port}/api/v3/ping"));
            return response.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or Polly.Timeout.TimeoutRejectedException or Polly.CircuitBreaker.BrokenCircuitException)
        {
            return false; // what the caller counts
        }
    }

    /// <summary>Entry orders that stand for the same decision.</summary>
    private static IEnumerable<string> DoubleOrders(IReadOnlyList<StoredJournalEntry> journal) => journal
        .Where(e => e.Type == "order")
        .Select(e => System.Text.Json.JsonDocument.Parse(e.Json).RootElement)
        .Where(o => o.TryGetProperty("traceId", out var trace) && trace.GetString() is { Length: > 0 })
        .GroupBy(o => o.GetProperty("traceId").GetString(), StringComparer.Ordinal)
        .Where(g => g.Select(o => (o.TryGetProperty("orderId", out var id) ? id : o.GetProperty("id")).GetString()).Distinct(StringComparer.Ordinal).Count() > 1)
        .Select(g => $"decision {g.Key} was ordered more than once");

    private sealed class Chaos(int seed)
    {
        private readonly Lock _lock = new();
        private readonly Random _random = new(seed);

        public bool IsOn { get; set; }

        public bool IsOutage { get; set; }

        public int Faults;
        public int Outcomes;
        public int Latencies;
        public int StoreFaults;

        public double Next()
        {
            lock (_lock)
            {
                return _random.NextDouble();
            }
        }

        public void AddTo(ResiliencePipelineBuilder<HttpResponseMessage> builder) => builder
            .AddChaosLatency(new ChaosLatencyStrategyOptions
            {
                InjectionRate = 0.01, Latency = TimeSpan.FromSeconds(5), Randomizer = Next, EnabledGenerator = _ => ValueTask.FromResult(IsOn),
                OnLatencyInjected = _ => Count(ref Latencies),
            })
            .AddChaosFault(new ChaosFaultStrategyOptions
            {
                InjectionRateGenerator = _ => ValueTask.FromResult(IsOutage ? 1.0 : 0.10), Randomizer = Next, EnabledGenerator = _ => ValueTask.FromResult(IsOn),
                FaultGenerator = _ => ValueTask.FromResult<Exception?>(new HttpRequestException("chaos")), OnFaultInjected = _ => Count(ref Faults),
            })
            .AddChaosOutcome(new ChaosOutcomeStrategyOptions<HttpResponseMessage>
            {
                InjectionRate = 0.05, Randomizer = Next, EnabledGenerator = _ => ValueTask.FromResult(IsOn),
                OutcomeGenerator = _ => ValueTask.FromResult<Polly.Outcome<HttpResponseMessage>?>(Polly.Outcome.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("<html>") })),
                OnOutcomeInjected = _ => Count(ref Outcomes),
            });

        private static ValueTask Count(ref int counter)
        {
            Interlocked.Increment(ref counter);
            return ValueTask.CompletedTask;
        }
    }

    /// <summary>A store that fails before or after it has written; the pump must get over both without a second copy.</summary>
    private sealed class ChaoticStore(IJournalStore inner, Chaos chaos) : IJournalStore
    {
        public long OldestSequence => inner.OldestSequence;

        public void Commit(IReadOnlyList<JournalEntry> entries)
        {
            if (chaos.IsOn && chaos.Next() < 0.15)
            {
                Interlocked.Increment(ref chaos.StoreFaults);
                throw new IOException("chaos");
            }

            inner.Commit(entries);
        }

        public DeskRecoveryState LoadRecoveryState() => inner.LoadRecoveryState();

        public IReadOnlyList<StoredJournalEntry> ReadAfter(long afterSequence, int limit) => inner.ReadAfter(afterSequence, limit);
    }
}
