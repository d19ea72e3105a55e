using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TradingDesk.Benchmarks.Protocol;

/// <summary>Shows reports to people and to programs.</summary>
internal static class ReportWriter
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static void WriteText(TextWriter output, IGoal goal, GoalReport report)
    {
        output.WriteLine($"{goal.Id}  {goal.Title}: {report.Status.ToString().ToUpperInvariant()}");
        output.WriteLine($"    bar       {goal.Bar}");
        output.WriteLine($"    equality  {report.Equality}");
        foreach (var figure in report.Figures)
        {
            var range = figure.Samples > 1 ? $"  ({Show(figure.Min)} … {Show(figure.Max)}, {figure.Samples} repeats)" : "";
            output.WriteLine($"    {figure.Name,-46} {Show(figure.Median),12} {figure.Unit}{range}{(figure.IsUnstable ? "  unstable" : "")}");
        }

        foreach (var check in report.Checks)
        {
            output.WriteLine($"    {(check.Passed ? "cleared" : "MISSED ")}   {check.Text}");
        }

        foreach (var note in report.Notes)
        {
            output.WriteLine($"    note      {note}");
        }

        output.WriteLine();
    }

    /// <summary>Rows for docs/performance.md.</summary>
    public static void WriteMarkdown(TextWriter output, IReadOnlyList<(IGoal Goal, GoalReport Report)> results, DateTimeOffset at)
    {
        output.WriteLine("| goal | bar | figure | median | min | max | result | date |");
        output.WriteLine("|---|---|---|---|---|---|---|---|");
        foreach (var (goal, report) in results)
        {
            var (id, bar) = ($"**{goal.Id}** {goal.Title}", goal.Bar);
            foreach (var figure in report.Figures)
            {
                var result = figure.IsUnstable ? "unstable" : id.Length > 0 ? report.Status.ToString().ToLowerInvariant() : "";
                output.WriteLine($"| {id} | {bar} | {figure.Name}, {figure.Unit} | {Show(figure.Median)} | {Show(figure.Min)} | {Show(figure.Max)} | {result} | {at:yyyy-MM-dd} |");
                (id, bar) = ("", "");
            }
        }
    }

    public static void WriteJson(string path, IReadOnlyList<(IGoal Goal, GoalReport Report)> results, DateTimeOffset at)
    {
        var document = new
        {
            at,
            machine = new { processors = Environment.ProcessorCount, runtime = RuntimeInformation.FrameworkDescription, system = RuntimeInformation.OSDescription },
            goals = results.Select(result => new { result.Goal.Id, result.Goal.Title, result.Goal.Bar, result.Report }),
        };
        File.WriteAllText(path, JsonSerializer.Serialize(document, Json));
    }

    public static string Show(double value) => Math.Abs(value) switch
    {
        >= 1_000 => value.ToString("N0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.0", CultureInfo.InvariantCulture),
        >= 0.01 => value.ToString("0.00", CultureInfo.InvariantCulture),
        0 => "0",
        _ => value.ToString("0.0000", CultureInfo.InvariantCulture),
    };
}
