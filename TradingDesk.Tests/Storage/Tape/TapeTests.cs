using System.IO.Compression;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Storage.Tape;

namespace TradingDesk.Tests.Storage.Tape;

public sealed class TapeTests : IDisposable
{
    private static readonly Timestamp Noon = Timestamp.FromDateTimeOffset(new DateTimeOffset(2026, 3, 10, 12, 0, 0, TimeSpan.Zero));

    private readonly string _folder = Directory.CreateTempSubdirectory("tape").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void RoundTrip_OfAnyBytes_IsIdenticalAndInOrderOfArrival()
    {
        var random = new Random(7);
        var written = new List<(Venue, string, long, byte[])>();
        using (var tape = new TapeFiles(_folder))
        {
            var at = Noon - TimeSpan.FromMinutes(1);
            for (var i = 0; i < 5_000; i++)
            {
                at += TimeSpan.FromTicks(random.Next(3) * random.Next(400_000));
                var message = new byte[random.Next(i % 500 == 0 ? 90_000 : 300)];
                random.NextBytes(message);
                var (venue, channel) = random.Next(3) switch { 0 => (Venue.Binance, "btcusdt"), 1 => (Venue.Mt5, "xauusdm"), _ => (Venue.Mt5, "session") };
                tape.OnRaw(venue, channel, at, message);
                written.Add((venue, channel, at.UnixMicroseconds, message));
            }
        }

        var read = ReadAll(_folder);
        Assert.Equal(written.Count, read.Count);

        // Within a venue exactly as written; across venues by instant.
        foreach (var venue in new[] { Venue.Binance, Venue.Mt5 })
        {
            var expected = written.Where(item => item.Item1 == venue).ToList();
            var actual = read.Where(item => item.Item1 == venue).ToList();
            Assert.Equal(expected.Select(item => (item.Item2, item.Item3)), actual.Select(item => (item.Item2, item.Item3)));
            Assert.True(expected.Zip(actual).All(pair => pair.First.Item4.AsSpan().SequenceEqual(pair.Second.Item4)));
        }

        Assert.True(read.Zip(read.Skip(1)).All(pair => pair.First.Item3 <= pair.Second.Item3));
        Assert.True(Directory.GetFiles(_folder, "20260310T1*.gz", SearchOption.AllDirectories).Length >= 6);
    }

    [Fact]
    public void Merge_OfEqualInstants_IsByVenueChannelAndPosition()
    {
        foreach (var (channel, text) in new[] { ("b", "2"), ("a", "1"), ("b", "3") })
        {
            using var tape = new TapeFiles(_folder);
            tape.OnRaw(Venue.Mt5, channel, Noon, Encoding.UTF8.GetBytes(text));
            tape.OnRaw(Venue.Binance, channel, Noon, "0"u8);
        }

        Assert.Equal("000123", string.Concat(ReadAll(_folder).Select(item => Encoding.UTF8.GetString(item.Item4))));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(5_000)]
    public void KilledRun_IsReadableUpToTheDamage_AndTheNextRunAppends(int bytesLost)
    {
        var path = WriteKilledRun(lines: 2_000, bytesLost);
        var readable = ReadAll(_folder);
        Assert.InRange(readable.Count, 1_000, 2_000);
        using (var reader = TapeReader.Open(_folder))
        {
            while (reader.Read())
            {
                Assert.StartsWith("message ", Encoding.UTF8.GetString(reader.Current.Bytes), StringComparison.Ordinal);
            }

            Assert.Equal(1, reader.UnfinishedFiles);
        }

        using (var tape = new TapeFiles(_folder))
        {
            tape.OnRaw(Venue.Mt5, "xauusdm", Noon + TimeSpan.FromMinutes(5), "after the restart"u8);
        }

        var texts = ReadAll(_folder).Select(item => Encoding.UTF8.GetString(item.Item4)).ToList();
        Assert.Equal([.. readable.Select(item => Encoding.UTF8.GetString(item.Item4)), "after the restart"], texts);
        Assert.True(File.Exists(path) && Directory.GetFiles(_folder, "*", SearchOption.AllDirectories).Length == 1);
    }

    [Fact]
    public void CleanRestart_WithinTheHour_AppendsAMember_AndLeavesTheFirstAsItWas()
    {
        string path;
        using (var tape = new TapeFiles(_folder))
        {
            tape.UseHeader(Venue.Mt5, channel => """{"srvOff":7200}""");
            tape.OnRaw(Venue.Mt5, "../XAUUSDm", Noon, "one"u8);
            path = Directory.GetFiles(_folder, "*.gz", SearchOption.AllDirectories).Single();
        }

        Assert.Equal(Path.Combine(_folder, "mt5", "_._xauusdm", "20260310T12.gz"), path);
        var first = File.ReadAllBytes(path);
        using (var tape = new TapeFiles(_folder))
        {
            tape.UseHeader(Venue.Mt5, channel => """{"srvOff":10800}""");
            tape.OnRaw(Venue.Mt5, "../XAUUSDm", Noon, "two"u8);
        }

        Assert.Equal(first, File.ReadAllBytes(path)[..first.Length]);
        using var reader = TapeReader.Open(path);
        Assert.True(reader.Read());
        Assert.Contains("\"srvOff\":7200", reader.Current.Header, StringComparison.Ordinal);
        Assert.True(reader.Read());
        Assert.Contains("\"srvOff\":10800", reader.Current.Header, StringComparison.Ordinal);
        Assert.Equal("two", Encoding.UTF8.GetString(reader.Current.Bytes));
        Assert.False(reader.Read());
        Assert.Equal(0, reader.UnfinishedFiles);
    }

    [Fact]
    public async Task Writer_FlushesWhileItRuns_SoThatAKillLosesLittle()
    {
        await using var writer = new TapeWriter(new TapeOptions { FlushMs = 100 }, _folder, TimeProvider.System, NullLogger<TapeWriter>.Instance);
        for (var i = 0; i < 100; i++)
        {
            writer.OnRaw(Venue.Mt5, "xauusdm", Noon, "x"u8);
        }

        var seen = 0;
        for (var i = 0; i < 200 && seen < 100; i++)
        {
            await Task.Delay(20);
            seen = TapeReader.IsTape(writer.Folder) ? ReadAll(writer.Folder).Count : 0;
        }

        Assert.Equal(100, seen);
        Assert.Equal("healthy", writer.GetComponents().Single().Status);
    }

    [Fact]
    public async Task Writer_ThatIsOverrun_CountsWhatItDrops_AndLosesNothingElse()
    {
        const int Total = 50_000;
        long dropped;
        var writer = new TapeWriter(new TapeOptions { QueueMessages = 16 }, _folder, TimeProvider.System, NullLogger<TapeWriter>.Instance);
        await using (writer)
        {
            var message = new byte[200];
            for (var i = 0; i < Total; i++)
            {
                writer.OnRaw(Venue.Mt5, "xauusdm", Noon, message);
            }
        }

        dropped = writer.Discards[DiscardReason.StorageBackpressure];
        Assert.True(dropped > 0);
        Assert.Equal(Total - dropped, ReadAll(_folder).Count);
        Assert.Equal(dropped, writer.GetQueues().Single().Dropped);
    }

    [Fact]
    public async Task Writer_OnADiskThatRefuses_IsDegradedAndDoesNotThrow()
    {
        await using var writer = new TapeWriter(new TapeOptions(), _folder, TimeProvider.System, NullLogger<TapeWriter>.Instance);
        await File.WriteAllTextAsync(Path.Combine(writer.Folder, "mt5"), "a file where the folder should be");
        writer.OnRaw(Venue.Mt5, "xauusdm", Noon, "x"u8);
        for (var i = 0; i < 200 && writer.Discards.Total == 0; i++)
        {
            await Task.Delay(10);
        }

        Assert.Equal(1, writer.Discards[DiscardReason.StorageBackpressure]);
        Assert.Equal("degraded", writer.GetComponents().Single().Status);
    }

    [Fact]
    public async Task Prune_KeepsAgeAndSize_AndTheOpenHour()
    {
        await using var writer = new TapeWriter(new TapeOptions { KeepDays = 2, MaxMebibytes = 10 }, _folder, TimeProvider.System, NullLogger<TapeWriter>.Instance);
        var channel = Directory.CreateDirectory(Path.Combine(writer.Folder, "mt5", "xauusdm")).FullName;
        foreach (var hoursAgo in new[] { 60, 49, 30, 20, 10, 0 })
        {
            File.WriteAllBytes(Path.Combine(channel, TapeFormat.FileNameOf(TapeFormat.HourOf(Noon) - hoursAgo)), new byte[4 * 1_048_576]);
        }

        File.WriteAllText(Path.Combine(channel, "notes.gz"), "not a tape");
        var result = writer.Prune(Noon);
        Assert.Equal((4, 2), (result.DeletedFiles, result.KeptFiles));
        Assert.Equal(["20260310T02.gz", "20260310T12.gz", "notes.gz"], Directory.GetFiles(channel).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Prune_NeverTakesTheOpenHour_HoweverLarge()
    {
        await using var writer = new TapeWriter(new TapeOptions { MaxMebibytes = 10 }, _folder, TimeProvider.System, NullLogger<TapeWriter>.Instance);
        var channel = Directory.CreateDirectory(Path.Combine(writer.Folder, "mt5", "xauusdm")).FullName;
        File.WriteAllBytes(Path.Combine(channel, TapeFormat.FileNameOf(TapeFormat.HourOf(Noon))), new byte[12 * 1_048_576]);
        Assert.Equal((0, 1), (writer.Prune(Noon).DeletedFiles, writer.Prune(Noon).KeptFiles));
    }

    [Fact]
    public void Open_OfSomethingElse_IsRefused() => Assert.Throws<InvalidDataException>(() => TapeReader.Open(_folder));

    private static List<(Venue, string, long, byte[])> ReadAll(string path)
    {
        using var reader = TapeReader.Open(path);
        var all = new List<(Venue, string, long, byte[])>();
        while (reader.Read())
        {
            var message = reader.Current;
            all.Add((message.Venue, message.Channel, message.ReceivedAt.UnixMicroseconds, message.Bytes.ToArray()));
        }

        return all;
    }

    /// <summary>Leaves the file that a killed process leaves: what was flushed, without an end, the last bytes torn off.</summary>
    private string WriteKilledRun(int lines, int bytesLost)
    {
        string path;
        byte[] killed;
        var random = new Random(11);
        using (var tape = new TapeFiles(_folder))
        {
            for (var i = 0; i < lines; i++)
            {
                tape.OnRaw(Venue.Mt5, "xauusdm", Noon + TimeSpan.FromMilliseconds(i), Encoding.UTF8.GetBytes($"message {i} {random.NextInt64()}"));
                if (i % 100 == 99)
                {
                    tape.Flush();
                }
            }

            path = Directory.GetFiles(_folder, "*.gz", SearchOption.AllDirectories).Single();
            killed = ReadShared(path);
        }

        File.WriteAllBytes(path, killed[..^bytesLost]);
        return path;
    }

    private static byte[] ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}
