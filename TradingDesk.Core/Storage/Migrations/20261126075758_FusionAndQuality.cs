using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace TradingDesk.Core.Storage.Migrations
{
    /// <inheritdoc />
    public partial class FusionAndQuality : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "m5_candles",
                columns: table => new
                {
                    symbol = table.Column<string>(type: "TEXT", nullable: false),
                    timestamp_utc = table.Column<long>(type: "INTEGER", nullable: false),
                    open = table.Column<double>(type: "REAL", nullable: false),
                    high = table.Column<double>(type: "REAL", nullable: false),
                    low = table.Column<double>(type: "REAL", nullable: false),
                    close = table.Column<double>(type: "REAL", nullable: false),
                    volume = table.Column<double>(type: "REAL", nullable: false),
                    atr_14 = table.Column<double>(type: "REAL", nullable: true),
                    vwap = table.Column<double>(type: "REAL", nullable: true),
                    volatility_state = table.Column<string>(type: "TEXT", nullable: true),
                    structure = table.Column<string>(type: "TEXT", nullable: true),
                    sources = table.Column<string>(type: "TEXT", nullable: false),
                    revision = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_m5_candles", x => new { x.symbol, x.timestamp_utc });
                });

            migrationBuilder.CreateTable(
                name: "quality_days",
                columns: table => new
                {
                    symbol = table.Column<string>(type: "TEXT", nullable: false),
                    day = table.Column<long>(type: "INTEGER", nullable: false),
                    messages = table.Column<long>(type: "INTEGER", nullable: false),
                    seconds = table.Column<long>(type: "INTEGER", nullable: false),
                    degraded_seconds = table.Column<long>(type: "INTEGER", nullable: false),
                    poor_seconds = table.Column<long>(type: "INTEGER", nullable: false),
                    lowest_score = table.Column<double>(type: "REAL", nullable: false),
                    gap_seconds = table.Column<long>(type: "INTEGER", nullable: false),
                    silent_seconds = table.Column<long>(type: "INTEGER", nullable: false),
                    wide_spread_seconds = table.Column<long>(type: "INTEGER", nullable: false),
                    divergence_seconds = table.Column<long>(type: "INTEGER", nullable: false),
                    crossed = table.Column<long>(type: "INTEGER", nullable: false),
                    duplicate = table.Column<long>(type: "INTEGER", nullable: false),
                    out_of_order = table.Column<long>(type: "INTEGER", nullable: false),
                    stale = table.Column<long>(type: "INTEGER", nullable: false),
                    jump = table.Column<long>(type: "INTEGER", nullable: false),
                    clock = table.Column<long>(type: "INTEGER", nullable: false),
                    bad_price = table.Column<long>(type: "INTEGER", nullable: false),
                    zero_volume = table.Column<long>(type: "INTEGER", nullable: false),
                    inconsistent_minutes = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_quality_days", x => new { x.symbol, x.day });
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "m5_candles");

            migrationBuilder.DropTable(
                name: "quality_days");
        }
    }
}
