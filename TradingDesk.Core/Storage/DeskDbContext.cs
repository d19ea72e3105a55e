using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Storage.Model;

namespace TradingDesk.Core.Storage;

/// <summary>
/// The desk's schema. EF Core owns migrations and the records that people make; rows that come by the thousand go through prepared statements
/// (<see cref="AsyncDbWriter"/>, <see cref="SqliteJournalStore"/>, <see cref="DeskQueries"/>) on the same tables.
/// </summary>
/// <remarks>
/// Instants are whole microseconds since 1970 in INTEGER columns, money and volumes exact decimals in TEXT. <c>bars</c> and <c>unified_ticks</c> are
/// <c>WITHOUT ROWID</c>, which EF Core cannot express: their first migration says it in SQL.
/// </remarks>
public sealed class DeskDbContext(DbContextOptions<DeskDbContext> options) : DbContext(options)
{
    public DbSet<ConfigVersionRow> ConfigVersions => Set<ConfigVersionRow>();

    public DbSet<AuditRow> AuditLog => Set<AuditRow>();

    public DbSet<ApiKeyRow> ApiKeys => Set<ApiKeyRow>();

    public DbSet<UserRow> Users => Set<UserRow>();

    public DbSet<SignInTokenRow> SignInTokens => Set<SignInTokenRow>();

    public DbSet<ChatGptAnalysisRow> ChatGptAnalyses => Set<ChatGptAnalysisRow>();

    public DbSet<ProposalRow> Proposals => Set<ProposalRow>();

    public DbSet<ValidationRunRow> ValidationRuns => Set<ValidationRunRow>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<Timestamp>().HaveConversion<TimestampConverter>();
        configurationBuilder.Properties<Symbol>().HaveConversion<SymbolConverter>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        AddMarketTables(modelBuilder);
        AddTradingTables(modelBuilder);
        AddRecordTables(modelBuilder);
        AddAnalysisTables(modelBuilder);
        AddAdviceTables(modelBuilder);
        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties()))
        {
            if (property.FindAnnotation(RelationalAnnotationNames.ColumnName) is null)
            {
                property.SetColumnName(ToSnakeCase(property.Name));
            }
        }
    }

    private static void AddMarketTables(ModelBuilder model)
    {
        model.Entity<BarRow>(table =>
        {
            table.ToTable("bars").HasKey(row => new { row.Symbol, row.Timeframe, row.OpenTime });
        });
        model.Entity<UnifiedTickRow>(table =>
        {
            table.ToTable("unified_ticks").HasKey(row => new { row.Symbol, row.Second, row.Venue });
        });
        model.Entity<StructureEventRow>(table =>
        {
            table.ToTable("structure_events").HasKey(row => row.Sequence);
            table.Property(row => row.Sequence).ValueGeneratedNever();
            table.HasIndex(row => new { row.Symbol, row.Timeframe, row.KnownAt });
            table.HasIndex(row => row.KnownAt);
        });
        model.Entity<OffsetHistoryRow>(table =>
        {
            table.ToTable("offset_history").HasKey(row => row.Sequence);
            table.Property(row => row.Sequence).ValueGeneratedNever();
            table.HasIndex(row => new { row.Symbol, row.At });
            table.HasIndex(row => row.At);
        });
        model.Entity<DecisionTraceRow>(table =>
        {
            table.ToTable("decision_traces").HasKey(row => new { row.Symbol, row.BarCloseTime });
            table.HasIndex(row => new { row.BarCloseTime, row.Symbol });
            table.HasIndex(row => new { row.Verdict, row.BarCloseTime, row.Symbol });
        });
    }

    private static void AddTradingTables(ModelBuilder model)
    {
        model.Entity<JournalRow>(table =>
        {
            table.ToTable("journal").HasKey(row => row.Sequence);
            table.Property(row => row.Sequence).ValueGeneratedNever();
        });
        model.Entity<OrderRow>(table =>
        {
            table.ToTable("orders").HasKey(row => row.OrderId);
            table.HasIndex(row => new { row.Symbol, row.Sequence });
            table.HasIndex(row => row.Sequence);
            table.HasIndex(row => row.State).HasFilter("state = 1").HasDatabaseName("IX_orders_working");
        });
        model.Entity<FillRow>(table =>
        {
            table.ToTable("fills").HasKey(row => row.FillId);
            table.HasIndex(row => new { row.Symbol, row.Sequence });
            table.HasIndex(row => row.Sequence);
        });
        model.Entity<PositionRow>().ToTable("positions").HasKey(row => row.PositionId);
        model.Entity<TradeRow>(table =>
        {
            table.ToTable("trades").HasKey(row => row.PositionId);
            table.HasIndex(row => new { row.Symbol, row.Sequence });
            table.HasIndex(row => row.Sequence);
            table.HasIndex(row => row.ClosedAt);
        });
        model.Entity<SystemStateRow>().ToTable("system_state").HasKey(row => row.Key);
    }

    private static void AddRecordTables(ModelBuilder model)
    {
        model.Entity<ConfigVersionRow>().ToTable("config_versions").HasKey(row => new { row.Symbol, row.Version });
        model.Entity<AuditRow>(table =>
        {
            table.ToTable("audit_log").HasKey(row => row.Id);
            table.HasIndex(row => row.At);
        });
        model.Entity<ApiKeyRow>().ToTable("api_keys").HasKey(row => row.Id);
        model.Entity<UserRow>().ToTable("users").HasKey(row => row.Name);
        model.Entity<SignInTokenRow>(table =>
        {
            table.ToTable("signin_tokens").HasKey(row => row.TokenHash);
            table.HasOne<UserRow>().WithMany().HasForeignKey(row => row.UserName).OnDelete(DeleteBehavior.Cascade);
        });
    }

    private static void AddAnalysisTables(ModelBuilder model)
    {
        model.Entity<M5CandleRow>(table =>
        {
            table.ToTable("m5_candles").HasKey(row => new { row.Symbol, row.TimestampUtc, row.Revision });
            table.Property(row => row.Atr14).HasColumnName("atr_14");
            table.HasIndex(row => row.TimestampUtc);
        });
        model.Entity<QualityDayRow>().ToTable("quality_days").HasKey(row => new { row.Symbol, row.Day });
        model.Entity<DtmsActionRow>(table =>
        {
            table.ToTable("dtms_actions").HasKey(row => row.Id);
            table.Property(row => row.Id).ValueGeneratedNever();
            table.HasIndex(row => new { row.PositionId, row.At });
            table.HasIndex(row => row.At);
        });
        model.Entity<SignalRow>(table =>
        {
            table.ToTable("signals").HasKey(row => row.Id);
            table.Property(row => row.Id).ValueGeneratedNever();
            table.HasIndex(row => new { row.Symbol, row.At });
            table.HasIndex(row => row.At);
        });
    }

    private static void AddAdviceTables(ModelBuilder model)
    {
        model.Entity<ChatGptAnalysisRow>(table =>
        {
            table.ToTable("chatgpt_analysis_history").HasKey(row => row.Id);
            table.HasIndex(row => new { row.Symbol, row.At });
        });
        model.Entity<ProposalRow>(table =>
        {
            table.ToTable("proposals").HasKey(row => row.Id);
            table.HasIndex(row => new { row.State, row.At });
        });
        model.Entity<ValidationRunRow>(table =>
        {
            table.ToTable("validation_runs").HasKey(row => row.Id);
            table.HasIndex(row => new { row.System, row.At });
        });
    }

    private static string ToSnakeCase(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        foreach (var c in name)
        {
            if (char.IsAsciiLetterUpper(c) && text.Length > 0)
            {
                text.Append('_');
            }

            text.Append(char.ToLower(c, CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }

    private sealed class TimestampConverter() : ValueConverter<Timestamp, long>(time => time.UnixMicroseconds, microseconds => new Timestamp(microseconds));

    private sealed class SymbolConverter() : ValueConverter<Symbol, string>(symbol => symbol.Name, name => new Symbol(name));
}
