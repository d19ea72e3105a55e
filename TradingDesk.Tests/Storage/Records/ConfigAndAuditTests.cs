using TradingDesk.Core.Domain;
using TradingDesk.Core.Storage;
using TradingDesk.Core.Storage.Records;
using TradingDesk.Core.Storage.Sqlite;

namespace TradingDesk.Tests.Storage.Records;

public sealed class ConfigAndAuditTests
{
    [Fact]
    public async Task ConfigVersions_AppendedInOrder_AreReadBack()
    {
        using var desk = new TestDesk();
        var store = new ConfigVersionStore(desk.Database);
        StoredConfigVersion[] versions = [Version(TestDesk.Btc, 1), Version(TestDesk.Btc, 2), Version(TestDesk.Gbp, 1)];
        foreach (var version in versions)
        {
            Assert.Equal(version, (await store.AppendAsync(version, default)).Value);
        }

        Assert.Equal([versions[1], versions[2]], await store.LoadCurrentAsync(default));
        Assert.Equal([versions[1], versions[0]], await store.GetHistoryAsync(TestDesk.Btc, 10, default));
        Assert.Equal(versions[0], await store.GetAsync(TestDesk.Btc, 1, default));
        Assert.Null(await store.GetAsync(TestDesk.Btc, 3, default));
        Assert.Equal("VERSION_CONFLICT", (await store.AppendAsync(Version(TestDesk.Btc, 2), default)).Fault?.Code);
        Assert.Equal("VERSION_CONFLICT", (await store.AppendAsync(Version(TestDesk.Btc, 4), default)).Fault?.Code);
    }

    [Fact]
    public async Task ConfigVersions_OfferedAtTheSameTime_OneWins()
    {
        using var desk = new TestDesk();
        var store = new ConfigVersionStore(desk.Database);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => store.AppendAsync(Version(TestDesk.Btc, 1), default))));

        Assert.Single(outcomes, outcome => outcome.IsSuccess);
        Assert.Single(await store.GetHistoryAsync(TestDesk.Btc, 10, default));
    }

    [Fact]
    public async Task Audit_WrittenRecords_AreReadNewestFirst()
    {
        using var desk = new TestDesk();
        var audit = new AuditLog(desk.Database, desk.Clock);
        var records = Enumerable.Range(0, 5).Select(i => new AuditRecord($"user{i}", "POST /shadow-mode", null, "{\"enabled\":false}", "{\"enabled\":true}", "127.0.0.1")).ToList();
        foreach (var record in records)
        {
            await audit.WriteAsync(record, default);
        }

        var first = await audit.ReadAsync(2, null, default);
        var rest = await audit.ReadAsync(10, first[^1].Id, default);

        Assert.Equal(records.AsEnumerable().Reverse(), first.Concat(rest).Select(entry => entry.Record));
        Assert.All(first, entry => Assert.Equal(TestDesk.Start, entry.At));
    }

    [Fact]
    public async Task Records_DatabaseLocked_FailAsIoException()
    {
        using var desk = new TestDesk(new StorageOptions { BusyTimeoutMs = 100 });
        using var other = new RawConnection(desk.Database.FilePath, 1000, 1);
        other.Execute("BEGIN IMMEDIATE");

        await Assert.ThrowsAsync<IOException>(() => new AuditLog(desk.Database, desk.Clock).WriteAsync(new AuditRecord("a", "b", null, null, null, null), default));
    }

    private static StoredConfigVersion Version(Symbol symbol, int version) => new(symbol, version, $$"""{"version":{{version}}}""", "admin", "test", TestDesk.Start, "[]");
}
