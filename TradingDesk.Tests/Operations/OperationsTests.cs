using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging.Abstractions;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Operations;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Operations;

public sealed class OperationsTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 10, 0, 0, TimeSpan.Zero);

    private readonly ManualTimeProvider _clock = new(Start);

    [Fact]
    public void StageTimer_TwoWorkers_AreShownTogether()
    {
        var (one, two) = (new StageTimer(_clock), new StageTimer(_clock));
        var mark = one.Start();
        _clock.Advance(TimeSpan.FromMilliseconds(2));
        one.Stop(DeskStage.Decision, mark);
        two.Record(DeskStage.Decision, TimeSpan.FromMilliseconds(4));
        two.Record(DeskStage.JournalCommit, TimeSpan.FromMicroseconds(30));

        var rows = StageTimer.Combine([one, two]);

        Assert.Equal(["decision", "journalCommit"], rows.Select(row => row.Name));
        Assert.Equal(2, rows[0].Count);
        Assert.Equal(2, rows[0].P50Ms, 0.002);
        Assert.Equal(4, rows[0].MaxMs, 0.0001);
        Assert.Equal(0.03, rows[1].P99Ms, 0.0001);
    }

    [Fact]
    public void HealthRegistry_WorstPart_DecidesAndSinceIsKept()
    {
        var part = new Part("healthy");
        var registry = new HealthRegistry([part, new Part("healthy")], _clock, NullLogger<HealthRegistry>.Instance);
        var first = registry.Collect();
        part.Status = "degraded";
        _clock.Advance(TimeSpan.FromSeconds(10));
        var changed = registry.Collect();
        _clock.Advance(TimeSpan.FromSeconds(10));
        var later = registry.Collect();

        Assert.Equal(("healthy", Timestamp.FromDateTimeOffset(Start)), (first.Status, first.Since));
        Assert.Equal(("degraded", Timestamp.FromDateTimeOffset(Start.AddSeconds(10))), (changed.Status, changed.Since));
        Assert.Equal(changed.Since, later.Since);
        Assert.Equal(2, later.Components.Count);
    }

    [Fact]
    public void HealthRegistry_PartThatThrows_IsUnhealthyAndHidesNobody()
    {
        var registry = new HealthRegistry([new Part("boom"), new Part("healthy")], _clock, NullLogger<HealthRegistry>.Instance);

        var summary = registry.Collect();

        Assert.Equal("unhealthy", summary.Status);
        Assert.Equal(["unhealthy", "healthy"], summary.Components.Select(component => component.Status));
    }

    [Fact]
    public void DeskMetrics_Collected_ShowTheReport()
    {
        var at = Timestamp.FromDateTimeOffset(Start);
        var report = new HealthReport(
            "healthy", "simulated", "paper", "0", at, at, 1, null,
            [new ComponentHealth("feeds.binance", "degraded", at, "")],
            [new StageTiming("decision", 1, 0.1, 0.2, 0.3, 0.4)],
            [new SymbolHealth("BTCUSD", 1200, at, "live", new Dictionary<string, long> { ["M1"] = 14 }, 60, new DataQualityView("good", 1, 0.6, "nothing is wrong", at))],
            new Dictionary<string, long> { ["crossed"] = 3 },
            [new QueueHealth("dbWriter", 5, 8192, 1)],
            new Dictionary<string, int>());
        using var metrics = new DeskMetrics(() => report);
        var seen = new List<string>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, self) => { if (instrument.Meter.Name == MetricNames.Meter) { self.EnableMeasurementEvents(instrument); } } };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => seen.Add(Show(instrument, value, tags)));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => seen.Add(Show(instrument, value, tags)));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => seen.Add(Show(instrument, value, tags)));
        listener.Start();

        metrics.CountDecision("BTCUSD", "hold");
        listener.RecordObservableInstruments();

        Assert.Superset(
            new HashSet<string>
            {
                "desk.decisions{symbol=BTCUSD,verdict=hold} 1", "desk.ticks{symbol=BTCUSD} 1200", "desk.bars{symbol=BTCUSD,timeframe=M1} 14", "desk.discards{reason=crossed} 3",
                "desk.queue.depth{queue=dbWriter} 5", "desk.queue.capacity{queue=dbWriter} 8192", "desk.queue.dropped{queue=dbWriter} 1",
                "desk.stage.duration{stage=decision,quantile=p99} 0.3", "desk.health{component=feeds.binance} 1",
            },
            seen.ToHashSet());
    }

    private static string Show<T>(System.Diagnostics.Metrics.Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        FormattableString.Invariant($"{instrument.Name}{{{string.Join(',', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))}}} {value}");

    private sealed class Part(string status) : IHealthSource
    {
        public string Status { get; set; } = status;

        public IEnumerable<ComponentHealth> GetComponents() => Status == "boom"
            ? throw new InvalidOperationException("planted")
            : [new ComponentHealth("part", Status, Timestamp.Epoch, "")];
    }
}
