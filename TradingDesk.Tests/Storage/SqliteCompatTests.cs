using Microsoft.EntityFrameworkCore;
using TradingDesk.Core.Storage.Compat;

namespace TradingDesk.Tests.Storage;

public sealed class SqliteCompatTests
{
    [Fact]
    public async Task Initialize_ThroughEfCore_RunsOnTheLibraryItReports()
    {
        var library = SqliteRuntime.Initialize();
        var options = new DbContextOptionsBuilder().UseSqlite("Data Source=:memory:").Options;
        await using var context = new DbContext(options);

        var version = await context.Database.SqlQueryRaw<string>("SELECT sqlite_version() AS Value").SingleAsync();

        Assert.Equal(library.Version, version);
        Assert.True(Version.Parse(version) >= new Version(3, 35, 5), version);
    }

    [Fact]
    public void Initialize_Twice_ReturnsTheSameLibrary() => Assert.Same(SqliteRuntime.Initialize(), SqliteRuntime.Initialize());
}
