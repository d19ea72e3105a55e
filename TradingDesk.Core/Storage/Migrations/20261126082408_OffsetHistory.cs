using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace TradingDesk.Core.Storage.Migrations
{
    /// <inheritdoc />
    public partial class OffsetHistory : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
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

            migrationBuilder.CreateIndex(
                name: "IX_offset_history_at",
                table: "offset_history",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "IX_offset_history_symbol_at",
                table: "offset_history",
                columns: new[] { "symbol", "at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "offset_history");
        }
    }
}
