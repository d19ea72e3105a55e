using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace TradingDesk.Core.Storage.Migrations
{
    /// <inheritdoc />
    public partial class AnalysisAndAdvice : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "chatgpt_analysis_history",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    symbol = table.Column<string>(type: "TEXT", nullable: false),
                    by = table.Column<string>(type: "TEXT", nullable: false),
                    text = table.Column<string>(type: "TEXT", nullable: false),
                    json = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_chatgpt_analysis_history", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "dtms_actions",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    position_id = table.Column<string>(type: "TEXT", nullable: false),
                    symbol = table.Column<string>(type: "TEXT", nullable: false),
                    state_from = table.Column<string>(type: "TEXT", nullable: false),
                    state_to = table.Column<string>(type: "TEXT", nullable: false),
                    action = table.Column<string>(type: "TEXT", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: false),
                    score = table.Column<double>(type: "REAL", nullable: false),
                    parts = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_dtms_actions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "m5_candles",
                columns: table => new
                {
                    symbol = table.Column<string>(type: "TEXT", nullable: false),
                    timestamp_utc = table.Column<long>(type: "INTEGER", nullable: false),
                    revision = table.Column<int>(type: "INTEGER", nullable: false),
                    open = table.Column<double>(type: "REAL", nullable: false),
                    high = table.Column<double>(type: "REAL", nullable: false),
                    low = table.Column<double>(type: "REAL", nullable: false),
                    close = table.Column<double>(type: "REAL", nullable: false),
                    volume = table.Column<double>(type: "REAL", nullable: false),
                    atr_14 = table.Column<double>(type: "REAL", nullable: true),
                    vwap = table.Column<double>(type: "REAL", nullable: true),
                    volatility_state = table.Column<string>(type: "TEXT", nullable: true),
                    structure = table.Column<string>(type: "TEXT", nullable: false),
                    sources = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_m5_candles", x => new { x.symbol, x.timestamp_utc, x.revision });
                });

            migrationBuilder.CreateTable(
                name: "proposals",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    by = table.Column<string>(type: "TEXT", nullable: false),
                    target = table.Column<string>(type: "TEXT", nullable: false),
                    value = table.Column<string>(type: "TEXT", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: false),
                    expires_at = table.Column<long>(type: "INTEGER", nullable: false),
                    state = table.Column<string>(type: "TEXT", nullable: false),
                    decided_by = table.Column<string>(type: "TEXT", nullable: true),
                    decided_at = table.Column<long>(type: "INTEGER", nullable: true),
                    decision_reason = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_proposals", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "quality_days",
                columns: table => new
                {
                    symbol = table.Column<string>(type: "TEXT", nullable: false),
                    day = table.Column<long>(type: "INTEGER", nullable: false),
                    score = table.Column<double>(type: "REAL", nullable: false),
                    counts = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_quality_days", x => new { x.symbol, x.day });
                });

            migrationBuilder.CreateTable(
                name: "signals",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    symbol = table.Column<string>(type: "TEXT", nullable: false),
                    timeframe = table.Column<string>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    direction = table.Column<string>(type: "TEXT", nullable: false),
                    priority = table.Column<int>(type: "INTEGER", nullable: false),
                    confidence = table.Column<double>(type: "REAL", nullable: false),
                    json = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_signals", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "validation_runs",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    system = table.Column<string>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    status = table.Column<string>(type: "TEXT", nullable: false),
                    value = table.Column<double>(type: "REAL", nullable: true),
                    target = table.Column<double>(type: "REAL", nullable: true),
                    unit = table.Column<string>(type: "TEXT", nullable: false),
                    samples = table.Column<int>(type: "INTEGER", nullable: false),
                    json = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_validation_runs", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_chatgpt_analysis_history_symbol_at",
                table: "chatgpt_analysis_history",
                columns: new[] { "symbol", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_dtms_actions_at",
                table: "dtms_actions",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "IX_dtms_actions_position_id_at",
                table: "dtms_actions",
                columns: new[] { "position_id", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_m5_candles_timestamp_utc",
                table: "m5_candles",
                column: "timestamp_utc");

            migrationBuilder.CreateIndex(
                name: "IX_proposals_state_at",
                table: "proposals",
                columns: new[] { "state", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_signals_at",
                table: "signals",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "IX_signals_symbol_at",
                table: "signals",
                columns: new[] { "symbol", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_validation_runs_system_at",
                table: "validation_runs",
                columns: new[] { "system", "at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "chatgpt_analysis_history");

            migrationBuilder.DropTable(
                name: "dtms_actions");

            migrationBuilder.DropTable(
                name: "m5_candles");

            migrationBuilder.DropTable(
                name: "proposals");

            migrationBuilder.DropTable(
                name: "quality_days");

            migrationBuilder.DropTable(
                name: "signals");

            migrationBuilder.DropTable(
                name: "validation_runs");
        }
    }
}
