using TradingDesk.Core.Domain;
using TradingDesk.Core.Storage;

namespace TradingDesk.Benchmarks.Storage;

/// <summary>A data folder that goes when it is disposed, and rows to fill it with.</summary>
internal sealed class BenchDesk : IDisposable
{
    public static readonly IReadOnlyList<Instrument> Instruments = [Make("BTCUSD", 0), Make("XAUUSD", 1), Make("GBPJPY", 2)];

    private static readonly Timestamp Start = Timestamp.FromDateTimeOffset(new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero));

    private DeskDatabase? _database;

    public string Folder { get; } = Directory.CreateTempSubdirectory("tradingdesk-bench-").FullName;

    public StorageOptions Options { get; } = new() { TickQueueRows = 1_000_000, BarQueueRows = 2_000_000 };

    public DeskDatabase Database => _database ??= DeskDatabase.Open(Folder, Options, TimeProvider.System);

    public void Close()
    {
        _database?.Dispose();
        _database = null;
    }

    public void Dispose()
    {
        Close();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>As a desk writes them: each second a row for every instrument and venue.</summary>
    public static TickSecond Tick(int index)
    {
        var price = 100 + (index % 997 * 0.01);
        return new TickSecond(
            index % 3, index / 3 % 2 == 0 ? Venue.Binance : Venue.Mt5, Start + TimeSpan.FromSeconds(index / 6), Bid: price, Ask: price + 0.01, Volume: index % 13, TickCount: index % 40, OffsetApplied: 0.25);
    }

    public static Bar Bar(int index)
    {
        var price = 100 + (index % 997 * 0.01);
        return new Bar(
            Timeframe.M1, Start + TimeSpan.FromMinutes(index), open: price, high: price + 0.5, low: price - 0.5, close: price + 0.1, volume: index % 13, buyVolume: index % 7,
            tickCount: index % 40, source: Venue.Binance, flags: BarFlags.None);
    }

    /// <summary>Fills the database with M1 bars, a third for each instrument.</summary>
    public void FillBars(int count)
    {
        using var writer = new AsyncDbWriter(Database, Instruments, TimeProvider.System);
        for (var i = 0; i < count; i++)
        {
            writer.Write(i % 3, Bar(i / 3));
        }

        if (!writer.Flush(TimeSpan.FromMinutes(2)))
        {
            throw new InvalidOperationException("The bars were not written in time.");
        }
    }

    private static Instrument Make(string symbol, int id) => new()
    {
        Symbol = new Symbol(symbol),
        Id = id,
        TickSize = 0.01m,
        PriceDecimals = 2,
        PipSize = 1m,
        ContractSize = 1m,
        MinLots = new Quantity(0.01m),
        MaxLots = new Quantity(10m),
        LotStep = new Quantity(0.01m),
        AccountPerQuote = 1m,
        PrimaryVenue = Venue.Binance,
        ClosesAtWeekend = false,
    };
}
