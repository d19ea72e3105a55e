using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace TradingDesk.Core.Storage.Migrations
{
    /// <summary>
    /// What two venues, the compact ledger and the structure families need. Decision traces of the old form cannot be turned into the new one (their sentences were all they had):
    /// that table starts anew, and the backup that is made before migrations keeps the old one.
    /// </summary>
    public partial class TwoVenues : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable("decision_traces");
            migrationBuilder.CreateTable(
                name: "decision_traces",
                columns: table => new
                {
                    symbol = table.Column<string>(type: "TEXT", nullable: false),
                    bar_close_time = table.Column<long>(type: "INTEGER", nullable: false),
                    verdict = table.Column<int>(type: "INTEGER", nullable: false),
                    blocked_by = table.Column<int>(type: "INTEGER", nullable: false),
                    body = table.Column<byte[]>(type: "BLOB", nullable: false),
                    sha256 = table.Column<byte[]>(type: "BLOB", nullable: false),
                },
                constraints: table => table.PrimaryKey("PK_decision_traces", x => new { x.symbol, x.bar_close_time }));
            migrationBuilder.CreateIndex("IX_decision_traces_bar_close_time_symbol", "decision_traces", ["bar_close_time", "symbol"]);
            migrationBuilder.CreateIndex("IX_decision_traces_verdict_bar_close_time_symbol", "decision_traces", ["verdict", "bar_close_time", "symbol"]);

            migrationBuilder.AddColumn<double>(
                name: "amount",
                table: "structure_events",
                type: "REAL",
                nullable: false,
                defaultValue: 0.0);

            migrationBuilder.AddColumn<double>(
                name: "bottom",
                table: "structure_events",
                type: "REAL",
                nullable: false,
                defaultValue: 0.0);

            migrationBuilder.AddColumn<double>(
                name: "ratio",
                table: "structure_events",
                type: "REAL",
                nullable: false,
                defaultValue: 0.0);

            migrationBuilder.AddColumn<int>(
                name: "tag",
                table: "structure_events",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<double>(
                name: "top",
                table: "structure_events",
                type: "REAL",
                nullable: false,
                defaultValue: 0.0);

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
                name: "offset_history",
                columns: table => new
                {
                    sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    symbol = table.Column<string>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    outcome = table.Column<int>(type: "INTEGER", nullable: false),
                    pairs = table.Column<int>(type: "INTEGER", nullable: false),
                    difference = table.Column<double>(type: "REAL", nullable: true),
                    band = table.Column<double>(type: "REAL", nullable: true),
                    atr = table.Column<double>(type: "REAL", nullable: true),
                    step = table.Column<double>(type: "REAL", nullable: true),
                    drift_atr_per_hour = table.Column<double>(type: "REAL", nullable: true),
                    kind = table.Column<int>(type: "INTEGER", nullable: false),
                    value = table.Column<double>(type: "REAL", nullable: false),
                    value_band = table.Column<double>(type: "REAL", nullable: false),
                    confidence = table.Column<double>(type: "REAL", nullable: false),
                    calibrated_at = table.Column<long>(type: "INTEGER", nullable: false),
                    lifetime_seconds = table.Column<double>(type: "REAL", nullable: false),
                    state = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_offset_history", x => x.sequence);
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
                name: "IX_offset_history_at",
                table: "offset_history",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "IX_offset_history_symbol_at",
                table: "offset_history",
                columns: new[] { "symbol", "at" });

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
            migrationBuilder.DropTable("decision_traces");
            migrationBuilder.CreateTable(
                name: "decision_traces",
                columns: table => new
                {
                    trace_id = table.Column<string>(type: "TEXT", nullable: false),
                    symbol = table.Column<string>(type: "TEXT", nullable: false),
                    bar_close_time = table.Column<long>(type: "INTEGER", nullable: false),
                    verdict = table.Column<int>(type: "INTEGER", nullable: false),
                    shadow = table.Column<bool>(type: "INTEGER", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: false),
                    confidence = table.Column<double>(type: "REAL", nullable: false),
                    canonical_json = table.Column<byte[]>(type: "BLOB", nullable: false),
                    sha256 = table.Column<string>(type: "TEXT", nullable: false),
                },
                constraints: table => table.PrimaryKey("PK_decision_traces", x => x.trace_id));
            migrationBuilder.CreateIndex("IX_decision_traces_bar_close_time_symbol", "decision_traces", ["bar_close_time", "symbol"]);
            migrationBuilder.CreateIndex("IX_decision_traces_symbol_bar_close_time", "decision_traces", ["symbol", "bar_close_time"]);
            migrationBuilder.CreateIndex("IX_decision_traces_verdict_bar_close_time_symbol", "decision_traces", ["verdict", "bar_close_time", "symbol"]);
            migrationBuilder.CreateIndex("IX_decision_traces_symbol_verdict_bar_close_time", "decision_traces", ["symbol", "verdict", "bar_close_time"]);

            migrationBuilder.DropTable(
                name: "chatgpt_analysis_history");

            migrationBuilder.DropTable(
                name: "dtms_actions");

            migrationBuilder.DropTable(
                name: "m5_candles");

            migrationBuilder.DropTable(
                name: "offset_history");

            migrationBuilder.DropTable(
                name: "proposals");

            migrationBuilder.DropTable(
                name: "quality_days");

            migrationBuilder.DropTable(
                name: "signals");

            migrationBuilder.DropTable(
                name: "validation_runs");

            migrationBuilder.DropColumn(
                name: "amount",
                table: "structure_events");

            migrationBuilder.DropColumn(
                name: "bottom",
                table: "structure_events");

            migrationBuilder.DropColumn(
                name: "ratio",
                table: "structure_events");

            migrationBuilder.DropColumn(
                name: "tag",
                table: "structure_events");

            migrationBuilder.DropColumn(
                name: "top",
                table: "structure_events");
        }
    }
}
