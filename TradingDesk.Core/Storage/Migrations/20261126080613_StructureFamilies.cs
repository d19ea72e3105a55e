using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace TradingDesk.Core.Storage.Migrations
{
    /// <inheritdoc />
    public partial class StructureFamilies : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
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
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
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
