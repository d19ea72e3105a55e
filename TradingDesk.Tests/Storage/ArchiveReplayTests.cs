using System.Globalization;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Pipeline.Replay;
using TradingDesk.Core.Storage;

namespace TradingDesk.Tests.Storage;

/// <summary>Bars that left the database come back bit for bit, and <c>replay</c> takes the archive as it is.</summary>
public sealed class ArchiveReplayTests
{
    private const int Seed = 20261126;
    private const int Minutes = 3_000;

    [Fact]
    public void Read_AfterRetention_GivesTheBarsBitForBit()
    {
        using var desk = new TestDesk();
        var bars = Bars().ToArray();
        Archive(desk, bars);

        Assert.Equal(bars, new BarArchive(desk.Folder).Read(TestDesk.Btc, Timeframe.M1));
        Assert.Empty(desk.Queries.GetBars(TestDesk.Btc, Timeframe.M1, 10));
    }

    [Theory]
    [InlineData("archive")]
    [InlineData("archive/BTCUSD")]
    [InlineData("archive/BTCUSD/M1")]
    public void Replay_ArchiveFolder_GivesTheSameBars(string path)
    {
        using var desk = new TestDesk();
        var bars = Bars().ToArray();
        Archive(desk, bars);
        var longer = TestDesk.Bar(-200, Timeframe.H4);
        new BarArchive(desk.Folder).Add(TestDesk.Btc, Timeframe.H4, [longer]);
        var output = Path.Combine(desk.Folder, "out");

        var summary = Replay(Path.Combine(desk.Folder, path), output);

        Assert.Equal(Minutes, summary.Bars["M1"]);
        Assert.All(summary.Discards.Values, count => Assert.Equal(0, count));
        Assert.Equal(bars.Select(Line), File.ReadLines(Path.Combine(output, "BTCUSD_M1.csv")).Skip(1).Select(line => string.Join(',', line.Split(',')[..7])));
        Assert.Equal(bars.Where(bar => bar.OpenTime.UnixSeconds % 300 == 240).Select(bar => bar.Close), ClosesOf(Path.Combine(output, "BTCUSD_M5.csv")));
    }

    [Fact]
    public void Replay_OneFileOfTheArchive_GivesItsDay()
    {
        using var desk = new TestDesk();
        Archive(desk, [.. Bars()]);
        var file = Directory.GetFiles(Path.Combine(desk.Folder, "archive", "BTCUSD", "M1")).Order(StringComparer.Ordinal).First();

        Assert.Equal(720, Replay(file, Path.Combine(desk.Folder, "out")).Bars["M1"]);
    }

    /// <summary>Planted: an archive in which one digit differs is not the same.</summary>
    [Fact]
    public void Read_AnAlteredArchive_IsSeen()
    {
        using var desk = new TestDesk();
        var bars = Bars().ToArray();
        var altered = bars.ToArray();
        altered[7] = new Bar(Timeframe.M1, bars[7].OpenTime, bars[7].Open, bars[7].High, bars[7].Low, bars[7].Close, Math.BitIncrement(bars[7].Volume), bars[7].BuyVolume, bars[7].TickCount, bars[7].Source, bars[7].Flags);
        Archive(desk, altered);

        Assert.NotEqual(bars, new BarArchive(desk.Folder).Read(TestDesk.Btc, Timeframe.M1));
    }

    private static ReplaySummary Replay(string path, string output)
    {
        var session = ReplaySession.Open(new ReplayRequest { Paths = [path], BarsOut = output }, TimeProvider.System);
        Assert.True(session.IsSuccess, session.Fault?.Message);
        using var replay = session.Value;
        return replay.Run(null, CancellationToken.None);
    }

    private static void Archive(TestDesk desk, Bar[] bars)
    {
        using (var writer = new AsyncDbWriter(desk.Database, [Support.TestInstruments.Btc()], desk.Clock))
        {
            Array.ForEach(bars, bar => writer.Write(0, bar));
            Assert.True(writer.Flush(TimeSpan.FromSeconds(20)));
        }

        new Retention(desk.Database, new RetentionOptions { ChunkRows = 700, ArchiveDays = 365 }).Run(bars[^1].CloseTime + TimeSpan.FromDays(7), CancellationToken.None);
    }

    /// <summary>Prices and volumes with every bit in use.</summary>
    private static IEnumerable<Bar> Bars()
    {
        var random = new Random(Seed);
        for (var i = 0; i < Minutes; i++)
        {
            double[] prices = [.. Enumerable.Range(0, 4).Select(_ => 100 + random.NextDouble()).Order()];
            var volume = random.NextDouble() * 10;
            yield return new Bar(
                Timeframe.M1, TestDesk.Bar(i).OpenTime, open: prices[1], high: prices[3], low: prices[0], close: prices[2], volume: volume, buyVolume: volume * random.NextDouble(),
                tickCount: random.Next(1, 500), source: random.Next(2) == 0 ? Venue.Binance : Venue.Mt5, flags: (BarFlags)random.Next(16));
        }
    }

    private static string Line(Bar bar) => string.Create(
        CultureInfo.InvariantCulture, $"{bar.OpenTime},{bar.Open:R},{bar.High:R},{bar.Low:R},{bar.Close:R},{bar.Volume:R},{bar.TickCount}");

    private static IEnumerable<double> ClosesOf(string path) => File.ReadLines(path).Skip(1).Select(line => double.Parse(line.Split(',')[4], CultureInfo.InvariantCulture));
}
