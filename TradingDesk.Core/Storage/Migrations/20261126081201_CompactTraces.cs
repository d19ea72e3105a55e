using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace TradingDesk.Core.Storage.Migrations
{
    /// <summary>
    /// The ledger keeps traces as numbers instead of JSON text. Rows of the old form cannot be turned into the new one (their sentences were all they had):
    /// the table starts anew, and the backup that is made before migrations keeps the old one.
    /// </summary>
    public partial class CompactTraces : Migration
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
        }
    }
}
