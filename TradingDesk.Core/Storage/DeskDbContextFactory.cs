using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using TradingDesk.Core.Storage.Compat;

namespace TradingDesk.Core.Storage;

/// <summary>Makes short-lived contexts on one database file; dispose each after its unit of work.</summary>
public sealed class DeskDbContextFactory : IDbContextFactory<DeskDbContext>
{
    private readonly DbContextOptions<DeskDbContext> _options;

    public DeskDbContextFactory(string path, TimeSpan busyTimeout)
    {
        SqliteRuntime.Initialize();
        // Written by hand: Microsoft.Data.Sqlite's own builder cannot be compiled beside the older SQLitePCLRaw.core.
        var seconds = Math.Max(1, (int)Math.Ceiling(busyTimeout.TotalSeconds));
        var settings = new DbConnectionStringBuilder
        {
            ["Data Source"] = path,
            ["Mode"] = "ReadWrite",
            ["Foreign Keys"] = "True",
            ["Pooling"] = "False",
            ["Default Timeout"] = seconds,
        };
        _options = new DbContextOptionsBuilder<DeskDbContext>().UseSqlite(settings.ConnectionString).Options;
    }

    public DeskDbContext CreateDbContext() => new(_options);
}

/// <summary>For <c>dotnet ef migrations add</c> only.</summary>
internal sealed class DesignTimeContextFactory : IDesignTimeDbContextFactory<DeskDbContext>
{
    public DeskDbContext CreateDbContext(string[] args) =>
        new DeskDbContextFactory(Path.Combine(Path.GetTempPath(), "tradingdesk-design.db"), TimeSpan.FromSeconds(1)).CreateDbContext();
}
