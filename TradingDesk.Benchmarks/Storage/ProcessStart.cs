using TradingDesk.Benchmarks.Data;
using TradingDesk.Core.Configuration;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Simulation;
using TradingDesk.Core.Pipeline;
using TradingDesk.Core.Storage;
using TradingDesk.Core.Storage.Records;

namespace TradingDesk.Benchmarks.Storage;

/// <summary>The whole of G20: the real process from its start to <c>/health/ready</c> over a data folder of a million bars that the product's own storage wrote, and again after kill -9.</summary>
internal static class ProcessStart
{
    public static async Task<IReadOnlyList<Samples>> RunAsync(int bars = 1_000_000, int repeats = 5)
    {
        var folder = Directory.CreateTempSubdirectory("tradingdesk-bench-").FullName;
        try
        {
            var key = await FillAsync(folder, bars);
            var (ready, warm, readyAgain, warmAgain) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
            for (var i = 0; i < repeats; i++)
            {
                await StartAndKillAsync(folder, key, ready, warm);
                await StartAndKillAsync(folder, key, readyAgain, warmAgain);
            }

            // Every start but the first follows a kill; the first alone is a start after a regular end.
            return [new Samples("first start to ready", "ms", [ready[0]]), new Samples("ready after kill -9", "ms", [.. ready.Skip(1), .. readyAgain]),
                new Samples("all history analysed after kill -9", "ms", [.. warm.Skip(1), .. warmAgain])];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task StartAndKillAsync(string folder, string key, List<double> ready, List<double> warm)
    {
        using var desk = DeskUnderTest.Start(folder, key);
        ready.Add(await desk.UntilReadyAsync());
        warm.Add(await desk.UntilWarmAsync());
        desk.Kill();
    }

    /// <summary>M1 bars of the built-in symbols up to the minute in which the simulated market begins; gives an API key.</summary>
    private static async Task<string> FillAsync(string folder, int bars)
    {
        var until = Timestamp.FromDateTimeOffset(new SimulatorOptions().StartAt);
        var instruments = SymbolDefaults.All.Select((document, id) => new SymbolConfig(document).ToInstrument(id)).ToList();
        using var database = DeskDatabase.Open(folder, new StorageOptions(), TimeProvider.System);
        using (var writer = new AsyncDbWriter(database, instruments, TimeProvider.System))
        {
            foreach (var instrument in instruments)
            {
                Write(writer, instrument, until, bars / instruments.Count);
            }

            if (!writer.Flush(TimeSpan.FromMinutes(2)))
            {
                throw new InvalidOperationException("The bars were not written in time.");
            }
        }

        var created = await new ApiKeyStore(database, TimeProvider.System).CreateAsync("benchmark", [ApiScopes.Read], expiresAt: null, CancellationToken.None);
        return created.Value.Secret;
    }

    private static void Write(AsyncDbWriter writer, Instrument instrument, Timestamp until, int count)
    {
        var random = new Random(20);
        var price = 2_000.0;
        var openTime = until;
        for (var written = 0; written < count;)
        {
            openTime -= TimeSpan.FromMinutes(1);
            if (MarketHours.IsClosed(instrument, openTime))
            {
                continue;
            }

            var open = price;
            price = Math.Clamp(price + (random.Next(-10, 11) * 0.05), 1_000, 4_000);
            writer.Write(instrument.Id, new Bar(
                Timeframe.M1, openTime, open: open, high: Math.Max(open, price) + 0.5, low: Math.Min(open, price) - 0.5, close: price, volume: random.Next(100), buyVolume: 0,
                tickCount: random.Next(1, 60), source: instrument.PrimaryVenue, flags: BarFlags.None));
            written++;
        }
    }
}
