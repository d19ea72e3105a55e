using System.Text;
using Microsoft.EntityFrameworkCore;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Storage;
using TradingDesk.Core.Storage.Sqlite;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Storage;

public sealed class DeskDatabaseTests
{
    [Fact]
    public void Open_Schema_IsWhatTheModelSays()
    {
        using var desk = new TestDesk();
        using var context = desk.Database.Contexts.CreateDbContext();

        Assert.False(context.Database.HasPendingModelChanges());
        foreach (var entity in context.Model.GetEntityTypes())
        {
            using var connection = new RawConnection(desk.Database.FilePath, 1000, 1);
            var columns = new List<string>();
            using var row = new Statement(connection.Handle, $"SELECT name FROM pragma_table_info('{entity.GetTableName()}')");
            while (row.Step())
            {
                columns.Add(row.Text(0));
            }

            Assert.Equal(entity.GetProperties().Select(property => property.GetColumnName()).Order(), columns.Order());
        }
    }

    [Fact]
    public void Open_NewFile_IsWalWithIncrementalVacuum()
    {
        using var desk = new TestDesk();
        using var connection = new RawConnection(desk.Database.FilePath, 1000, 1);

        Assert.Equal("wal", connection.Scalar("PRAGMA journal_mode"));
        Assert.Equal("2", connection.Scalar("PRAGMA auto_vacuum"));
    }

    [Theory]
    [InlineData("overwritten")]
    [InlineData("truncated")]
    [InlineData("not a database")]
    public void Open_DamagedFile_IsRefusedAndLeftAlone(string damage)
    {
        using var desk = new TestDesk();
        desk.Journal.Commit([.. Enumerable.Range(0, 3_000).Select(i => TestDesk.BarEntry(i + 1, i))]);
        desk.Database.Dispose();
        var bytes = File.ReadAllBytes(desk.Database.FilePath);
        switch (damage)
        {
            case "overwritten":
                bytes.AsSpan(bytes.Length / 2, 20_000).Fill(0x5A);
                break;
            case "truncated":
                bytes = bytes[..(bytes.Length / 2)];
                break;
            default:
                bytes = Encoding.UTF8.GetBytes(new string('x', 10_000));
                break;
        }

        File.WriteAllBytes(desk.Database.FilePath, bytes);

        var thrown = Assert.Throws<DatabaseStartException>(desk.Open);

        Assert.Equal(DatabaseStartException.Damaged, thrown.Code);
        Assert.Contains("backups/", thrown.Message, StringComparison.Ordinal);
        Assert.Equal(bytes, File.ReadAllBytes(desk.Database.FilePath));
    }

    [Fact]
    public void Open_WrittenByANewerDesk_IsRefused()
    {
        using var desk = new TestDesk();
        using (var connection = new RawConnection(desk.Database.FilePath, 1000, 1))
        {
            connection.Execute("INSERT INTO \"__EFMigrationsHistory\" VALUES ('99991231000000_Future', '99')");
        }

        desk.Database.Dispose();

        Assert.Equal(DatabaseStartException.TooNew, Assert.Throws<DatabaseStartException>(desk.Open).Code);
    }

    [Fact]
    public void Open_MigrationPending_BacksUpFirstAndSurvivesAnAbandonedLock()
    {
        using var desk = new TestDesk();
        desk.Database.Dispose();
        using (var connection = new RawConnection(desk.Database.FilePath, 1000, 1))
        {
            // What an older desk that was killed while it migrated leaves: tables, no history, the lock row.
            foreach (var table in Tables(connection))
            {
                connection.Execute($"DROP TABLE \"{table}\"");
            }

            connection.Execute("DELETE FROM \"__EFMigrationsHistory\"; CREATE TABLE old_table (value TEXT); INSERT INTO old_table VALUES ('kept')");
            connection.Execute("INSERT INTO \"__EFMigrationsLock\" VALUES (1, '2024-01-01')");
        }

        desk.Open();

        var backup = Assert.Single(Directory.GetFiles(Path.Combine(desk.Folder, DatabaseBackup.FolderName)));
        using var copy = new RawConnection(backup, 1000, 1);
        Assert.Equal("kept", copy.Scalar("SELECT value FROM old_table"));
        Assert.Equal(0, desk.Journal.LoadRecoveryState().LastSequence);
    }

    [Fact]
    public void Backup_WhileWriting_IsAWholeDatabase()
    {
        using var desk = new TestDesk(new StorageOptions { BackupsKept = 2 });
        desk.Journal.Commit([.. Enumerable.Range(0, 100).Select(i => TestDesk.BarEntry(i + 1, i))]);
        var logger = Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;
        string last = "";
        for (var i = 0; i < 3; i++)
        {
            last = DatabaseBackup.Create(desk.Database.FilePath, "test", desk.Options, desk.Clock, logger);
            desk.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(2, Directory.GetFiles(Path.GetDirectoryName(last)!).Length);
        using var copy = new RawConnection(last, 1000, 1);
        Assert.Equal("100", copy.Scalar("SELECT count(*) FROM bars"));
        Assert.Equal("ok", copy.Scalar("PRAGMA quick_check"));
    }

    [Fact]
    public async Task Queries_BesideTheWriters_SeeWholeTransactions()
    {
        using var desk = new TestDesk();
        using var volume = new AsyncDbWriter(desk.Database, [TestInstruments.Btc(), TestInstruments.GbpJpy()], desk.Clock);
        using var done = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 8).Select(_ => Task.Run(() => Read(desk, done.Token))).ToList();
        for (var batch = 0; batch < 200; batch++)
        {
            // Always a bar and its decision: a reader that finds one without the other saw half a transaction.
            desk.Journal.Commit([TestDesk.BarEntry((batch * 2) + 1, batch), TestDesk.DecisionEntry((batch * 2) + 2, batch)]);
            volume.Write(1, TestDesk.Bar(batch));
        }

        Assert.True(volume.Flush(TimeSpan.FromSeconds(20)));
        await done.CancelAsync();
        var reads = await Task.WhenAll(readers);

        Assert.All(reads, count => Assert.True(count > 0));
        Assert.Equal(200, desk.Queries.GetBars(TestDesk.Btc, Timeframe.M1, 1000).Count);
        Assert.Equal(200, desk.Queries.GetBars(TestDesk.Gbp, Timeframe.M1, 1000).Count);
    }

    private static int Read(TestDesk desk, CancellationToken done)
    {
        var reads = 0;
        do
        {
            var odd = desk.Database.Readers.ReadSnapshot(connection =>
            {
                var counted = connection.Use("SELECT count(*) FROM bars WHERE symbol = 'BTCUSD'");
                counted.Step();
                var barCount = counted.Long(0);
                counted.Reset();
                var traces = connection.Use("SELECT count(*) FROM decision_traces");
                traces.Step();
                var traceCount = traces.Long(0);
                traces.Reset();
                return barCount - traceCount;
            });
            Assert.Equal(0, odd);
            var bars = desk.Queries.GetBars(TestDesk.Btc, Timeframe.M1, 1000);
            Assert.Equal(bars.Select((_, i) => TestDesk.Bar(i)), bars);
            reads++;
        }
        while (!done.IsCancellationRequested);
        return reads;
    }

    private static List<string> Tables(RawConnection connection)
    {
        var tables = new List<string>();
        using var row = new Statement(connection.Handle, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '\\_\\_EF%' ESCAPE '\\'");
        while (row.Step())
        {
            tables.Add(row.Text(0));
        }

        return tables;
    }
}
