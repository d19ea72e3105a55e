using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace TradingDesk.Core.Storage.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "api_keys",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    secret_hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    scopes = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    expires_at = table.Column<long>(type: "INTEGER", nullable: true),
                    last_used_at = table.Column<long>(type: "INTEGER", nullable: true),
                    revoked_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_api_keys", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "audit_log",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    who = table.Column<string>(type: "TEXT", nullable: false),
                    what = table.Column<string>(type: "TEXT", nullable: false),
                    target = table.Column<string>(type: "TEXT", nullable: true),
                    before = table.Column<string>(type: "TEXT", nullable: true),
                    after = table.Column<string>(type: "TEXT", nullable: true),
                    from = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit_log", x => x.id);
                });

            // By hand: EF Core has no WITHOUT ROWID. The key is the table, so a range of bars is one read.
            migrationBuilder.Sql("""
                CREATE TABLE "bars" (
                    "symbol" TEXT NOT NULL,
                    "timeframe" INTEGER NOT NULL,
                    "open_time" INTEGER NOT NULL,
                    "open" REAL NOT NULL,
                    "high" REAL NOT NULL,
                    "low" REAL NOT NULL,
                    "close" REAL NOT NULL,
                    "volume" REAL NOT NULL,
                    "buy_volume" REAL NOT NULL,
                    "tick_count" INTEGER NOT NULL,
                    "source" INTEGER NOT NULL,
                    "flags" INTEGER NOT NULL,
                    CONSTRAINT "PK_bars" PRIMARY KEY ("symbol", "timeframe", "open_time")
                ) WITHOUT ROWID;
                """);

            migrationBuilder.CreateTable(
                name: "config_versions",
                columns: table => new
                {
                    symbol = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    document = table.Column<string>(type: "TEXT", nullable: false),
                    by = table.Column<string>(type: "TEXT", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: false),
                    since = table.Column<long>(type: "INTEGER", nullable: false),
                    diff = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_config_versions", x => new { x.symbol, x.version });
                });

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
                    sha256 = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_decision_traces", x => x.trace_id);
                });

            migrationBuilder.CreateTable(
                name: "fills",
                columns: table => new
                {
                    fill_id = table.Column<string>(type: "TEXT", nullable: false),
                    sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    order_id = table.Column<string>(type: "TEXT", nullable: false),
                    position_id = table.Column<string>(type: "TEXT", nullable: false),
                    symbol = table.Column<string>(type: "TEXT", nullable: false),
                    side = table.Column<int>(type: "INTEGER", nullable: false),
                    entry = table.Column<int>(type: "INTEGER", nullable: false),
                    lots = table.Column<string>(type: "TEXT", nullable: false),
                    price = table.Column<string>(type: "TEXT", nullable: false),
                    fee = table.Column<string>(type: "TEXT", nullable: false),
                    slippage = table.Column<string>(type: "TEXT", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: false),
                    trace_id = table.Column<string>(type: "TEXT", nullable: true),
                    occurred_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_fills", x => x.fill_id);
                });

            migrationBuilder.CreateTable(
                name: "journal",
                columns: table => new
                {
                    sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    occurred_at = table.Column<long>(type: "INTEGER", nullable: false),
                    type = table.Column<string>(type: "TEXT", nullable: false),
                    symbol = table.Column<string>(type: "TEXT", nullable: true),
                    json = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_journal", x => x.sequence);
                });

            migrationBuilder.CreateTable(
                name: "orders",
                columns: table => new
                {
                    order_id = table.Column<string>(type: "TEXT", nullable: false),
                    sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    symbol = table.Column<string>(type: "TEXT", nullable: false),
                    side = table.Column<int>(type: "INTEGER", nullable: false),
                    lots = table.Column<string>(type: "TEXT", nullable: false),
                    reduce_only = table.Column<bool>(type: "INTEGER", nullable: false),
                    position_id = table.Column<string>(type: "TEXT", nullable: true),
                    stop = table.Column<string>(type: "TEXT", nullable: true),
                    target = table.Column<string>(type: "TEXT", nullable: true),
                    state = table.Column<int>(type: "INTEGER", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: false),
                    trace_id = table.Column<string>(type: "TEXT", nullable: true),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_orders", x => x.order_id);
                });

            migrationBuilder.CreateTable(
                name: "positions",
                columns: table => new
                {
                    position_id = table.Column<string>(type: "TEXT", nullable: false),
                    symbol = table.Column<string>(type: "TEXT", nullable: false),
                    side = table.Column<int>(type: "INTEGER", nullable: false),
                    lots = table.Column<string>(type: "TEXT", nullable: false),
                    entry_price = table.Column<string>(type: "TEXT", nullable: false),
                    stop = table.Column<string>(type: "TEXT", nullable: false),
                    target = table.Column<string>(type: "TEXT", nullable: false),
                    initial_risk = table.Column<string>(type: "TEXT", nullable: false),
                    fees_paid = table.Column<string>(type: "TEXT", nullable: false),
                    trace_id = table.Column<string>(type: "TEXT", nullable: true),
                    opened_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_positions", x => x.position_id);
                });

            migrationBuilder.CreateTable(
                name: "structure_events",
                columns: table => new
                {
                    sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    symbol = table.Column<string>(type: "TEXT", nullable: false),
                    timeframe = table.Column<byte>(type: "INTEGER", nullable: false),
                    kind = table.Column<int>(type: "INTEGER", nullable: false),
                    @break = table.Column<int>(name: "break", type: "INTEGER", nullable: false),
                    direction = table.Column<int>(type: "INTEGER", nullable: false),
                    level = table.Column<double>(type: "REAL", nullable: false),
                    origin_index = table.Column<int>(type: "INTEGER", nullable: false),
                    origin_at = table.Column<long>(type: "INTEGER", nullable: false),
                    broken_index = table.Column<int>(type: "INTEGER", nullable: false),
                    broken_at = table.Column<long>(type: "INTEGER", nullable: false),
                    known_at_index = table.Column<int>(type: "INTEGER", nullable: false),
                    known_at = table.Column<long>(type: "INTEGER", nullable: false),
                    cause_index = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_structure_events", x => x.sequence);
                });

            migrationBuilder.CreateTable(
                name: "system_state",
                columns: table => new
                {
                    key = table.Column<string>(type: "TEXT", nullable: false),
                    value = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_system_state", x => x.key);
                });

            migrationBuilder.CreateTable(
                name: "trades",
                columns: table => new
                {
                    position_id = table.Column<string>(type: "TEXT", nullable: false),
                    sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    symbol = table.Column<string>(type: "TEXT", nullable: false),
                    side = table.Column<int>(type: "INTEGER", nullable: false),
                    lots = table.Column<string>(type: "TEXT", nullable: false),
                    entry_price = table.Column<string>(type: "TEXT", nullable: false),
                    exit_price = table.Column<string>(type: "TEXT", nullable: false),
                    gross_pnl = table.Column<string>(type: "TEXT", nullable: false),
                    fees = table.Column<string>(type: "TEXT", nullable: false),
                    net_pnl = table.Column<string>(type: "TEXT", nullable: false),
                    r_multiple = table.Column<double>(type: "REAL", nullable: false),
                    exit_reason = table.Column<string>(type: "TEXT", nullable: false),
                    trace_id = table.Column<string>(type: "TEXT", nullable: true),
                    opened_at = table.Column<long>(type: "INTEGER", nullable: false),
                    closed_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_trades", x => x.position_id);
                });

            // By hand, as "bars".
            migrationBuilder.Sql("""
                CREATE TABLE "unified_ticks" (
                    "symbol" TEXT NOT NULL,
                    "second" INTEGER NOT NULL,
                    "venue" INTEGER NOT NULL,
                    "bid" REAL NOT NULL,
                    "ask" REAL NOT NULL,
                    "volume" REAL NOT NULL,
                    "tick_count" INTEGER NOT NULL,
                    "offset_applied" REAL NOT NULL,
                    CONSTRAINT "PK_unified_ticks" PRIMARY KEY ("symbol", "second", "venue")
                ) WITHOUT ROWID;
                """);

            migrationBuilder.CreateTable(
                name: "users",
                columns: table => new
                {
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    role = table.Column<string>(type: "TEXT", nullable: false),
                    password_hash = table.Column<string>(type: "TEXT", nullable: true),
                    session_version = table.Column<int>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    last_sign_in_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_users", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "signin_tokens",
                columns: table => new
                {
                    token_hash = table.Column<string>(type: "TEXT", nullable: false),
                    user_name = table.Column<string>(type: "TEXT", nullable: false),
                    expires_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_signin_tokens", x => x.token_hash);
                    table.ForeignKey(
                        name: "FK_signin_tokens_users_user_name",
                        column: x => x.user_name,
                        principalTable: "users",
                        principalColumn: "name",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_audit_log_at",
                table: "audit_log",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "IX_decision_traces_bar_close_time_symbol",
                table: "decision_traces",
                columns: new[] { "bar_close_time", "symbol" });

            migrationBuilder.CreateIndex(
                name: "IX_decision_traces_symbol_bar_close_time",
                table: "decision_traces",
                columns: new[] { "symbol", "bar_close_time" });

            migrationBuilder.CreateIndex(
                name: "IX_decision_traces_symbol_verdict_bar_close_time",
                table: "decision_traces",
                columns: new[] { "symbol", "verdict", "bar_close_time" });

            migrationBuilder.CreateIndex(
                name: "IX_decision_traces_verdict_bar_close_time_symbol",
                table: "decision_traces",
                columns: new[] { "verdict", "bar_close_time", "symbol" });

            migrationBuilder.CreateIndex(
                name: "IX_fills_sequence",
                table: "fills",
                column: "sequence");

            migrationBuilder.CreateIndex(
                name: "IX_fills_symbol_sequence",
                table: "fills",
                columns: new[] { "symbol", "sequence" });

            migrationBuilder.CreateIndex(
                name: "IX_orders_sequence",
                table: "orders",
                column: "sequence");

            migrationBuilder.CreateIndex(
                name: "IX_orders_symbol_sequence",
                table: "orders",
                columns: new[] { "symbol", "sequence" });

            migrationBuilder.CreateIndex(
                name: "IX_orders_working",
                table: "orders",
                column: "state",
                filter: "state = 1");

            migrationBuilder.CreateIndex(
                name: "IX_signin_tokens_user_name",
                table: "signin_tokens",
                column: "user_name");

            migrationBuilder.CreateIndex(
                name: "IX_structure_events_known_at",
                table: "structure_events",
                column: "known_at");

            migrationBuilder.CreateIndex(
                name: "IX_structure_events_symbol_timeframe_known_at",
                table: "structure_events",
                columns: new[] { "symbol", "timeframe", "known_at" });

            migrationBuilder.CreateIndex(
                name: "IX_trades_closed_at",
                table: "trades",
                column: "closed_at");

            migrationBuilder.CreateIndex(
                name: "IX_trades_sequence",
                table: "trades",
                column: "sequence");

            migrationBuilder.CreateIndex(
                name: "IX_trades_symbol_sequence",
                table: "trades",
                columns: new[] { "symbol", "sequence" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "api_keys");

            migrationBuilder.DropTable(
                name: "audit_log");

            migrationBuilder.DropTable(
                name: "bars");

            migrationBuilder.DropTable(
                name: "config_versions");

            migrationBuilder.DropTable(
                name: "decision_traces");

            migrationBuilder.DropTable(
                name: "fills");

            migrationBuilder.DropTable(
                name: "journal");

            migrationBuilder.DropTable(
                name: "orders");

            migrationBuilder.DropTable(
                name: "positions");

            migrationBuilder.DropTable(
                name: "signin_tokens");

            migrationBuilder.DropTable(
                name: "structure_events");

            migrationBuilder.DropTable(
                name: "system_state");

            migrationBuilder.DropTable(
                name: "trades");

            migrationBuilder.DropTable(
                name: "unified_ticks");

            migrationBuilder.DropTable(
                name: "users");
        }
    }
}
