using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;
using TradingDesk.Api.Hosting.Desk;
using TradingDesk.Core.Configuration;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds;
using TradingDesk.Core.Operations;
using TradingDesk.Core.Operations.Sleep;
using TradingDesk.Core.Pipeline;
using TradingDesk.Core.Storage;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Hosting;

/// <summary>What a restart makes of stored bars that are known to lack ticks.</summary>
public sealed class HistoryLoaderTests
{
    private static readonly Timestamp Start = Timestamp.FromUnixSeconds(1_773_144_000);
    private static readonly SymbolSettings[] Settings = [.. SymbolDefaults.All.Select((document, id) => new SymbolConfig(document).ToSettings(id))];
    private static readonly Instrument Bitcoin = Array.Find(Settings, s => s.Instrument.Symbol.Name == "BTCUSD")!.Instrument;

    /// <summary>Minutes 3, 4 and 7 were stored with a gap. The venue has 3 and 4 by now and never had 7.</summary>
    [Fact]
    public async Task Load_StoredBarsWithAGap_AreFetchedAgainAndKeptWhereTheVenueHasNothing()
    {
        var stored = Enumerable.Range(0, 10).Select(i => BarAt(i, 10, i is 3 or 4 or 7 ? BarFlags.Gap : BarFlags.None)).ToArray();
        var asked = new List<(Timestamp From, Timestamp To)>();
        var loaded = await LoadAsync(stored, (from, to) =>
        {
            asked.Add((from, to));
            return [.. ((int[])[3, 4]).Select(i => BarAt(i, 20, BarFlags.History)).Where(b => b.OpenTime >= from && b.OpenTime < to)];
        });

        Assert.Equal(Enumerable.Range(0, 10).Select(i => Start + TimeSpan.FromMinutes(i)), loaded.Select(b => b.OpenTime));
        Assert.Equal([(At(3), At(5)), (At(7), At(8))], asked);
        Assert.All(loaded.Where(b => b.OpenTime == At(3) || b.OpenTime == At(4)), b => Assert.Equal((20, BarFlags.History), (b.TickCount, b.Flags)));
        Assert.Equal(BarFlags.Gap | BarFlags.History, loaded.Single(b => b.OpenTime == At(7)).Flags);
    }

    /// <summary>At the very end of what is stored, and with the minutes after it missing altogether.</summary>
    [Fact]
    public async Task Load_GapAtTheEnd_IsFetchedWithTheRest()
    {
        var stored = Enumerable.Range(0, 8).Select(i => BarAt(i, 10, i == 7 ? BarFlags.Gap : BarFlags.None)).ToArray();
        var loaded = await LoadAsync(stored, (from, to) => [.. Enumerable.Range(0, 10).Select(i => BarAt(i, 20, BarFlags.History)).Where(b => b.OpenTime >= from && b.OpenTime < to)]);
        Assert.Equal([10, 10, 10, 10, 10, 10, 10, 20, 20, 20], loaded.Select(b => b.TickCount));
        Assert.DoesNotContain(loaded, b => (b.Flags & BarFlags.Gap) != 0);
    }

    private static Timestamp At(int minute) => Start + TimeSpan.FromMinutes(minute);

    private static Bar BarAt(int minute, int ticks, BarFlags flags) =>
        new(Timeframe.M1, At(minute), open: 10, high: 12, low: 9, close: 11, volume: ticks, buyVolume: 0, tickCount: ticks, source: Bitcoin.PrimaryVenue, flags: flags);

    private static async Task<List<Bar>> LoadAsync(Bar[] stored, Func<Timestamp, Timestamp, Bar[]> venueHas)
    {
        var clock = new ManualTimeProvider(At(10).ToDateTimeOffset());
        var (queue, log) = (new IngestQueue(), new EntryLog());
        var engine = new DeskEngine(new DeskPipeline(Settings, new PipelineOptions { WaitForHistory = true }, log), queue, clock, new StageTimer(TimeProvider.System), NullLogger<DeskEngine>.Instance);
        var running = Task.Run(() => engine.Run());
        var instruments = Settings.Select(s => s.Instrument).ToArray();
        using var wake = new WakeRecovery(queue, new SleepWatch(() => clock.GetElapsedTime(0), clock, TimeSpan.FromSeconds(5)), clock, new RecoveryOptions(), instruments, NullLogger<WakeRecovery>.Instance);
        var queries = Substitute.For<IDeskQueries>();
        queries.GetBars(Bitcoin.Symbol, Timeframe.M1, Arg.Any<int>(), Arg.Any<Timestamp?>(), Arg.Any<Timestamp?>()).Returns(stored);
        var venue = Substitute.For<IHistoricalBars>();
        venue.Venue.Returns(Bitcoin.PrimaryVenue);
        venue.GetBarsAsync(Bitcoin, Timeframe.M1, Arg.Any<Timestamp>(), Arg.Any<Timestamp>(), Arg.Any<CancellationToken>())
            .Returns(call => Task.FromResult<Outcome<IReadOnlyList<Bar>>>(venueHas(call.ArgAt<Timestamp>(2), call.ArgAt<Timestamp>(3))));
        var loader = new HistoryLoader(queue, queries, new DeskControl(engine, queue, Substitute.For<IDeskReader>(), wake), clock, NullLogger.Instance);
        await loader.LoadAsync(Bitcoin, venue, Start, At(10), CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20));
        queue.Complete();
        await running.WaitAsync(TimeSpan.FromSeconds(20));
        return [.. log.HistoryBars.Where(b => b.Timeframe == Timeframe.M1)];
    }
}
