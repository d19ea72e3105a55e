using TradingDesk.Benchmarks.Goals;
using TradingDesk.Benchmarks.Protocol;

const string Usage = """
    --list             names the goals
    --run ID           runs one goal (may stand several times)
    --all              runs all
    --long             full durations
    --json FILE        writes the results as JSON
    --markdown FILE    writes the results as table rows
    """;

var (ids, jsonFile, markdownFile, isAll, isLong) = (new List<string>(), (string?)null, (string?)null, false, false);
for (var i = 0; i < args.Length; i++)
{
    switch (args[i])
    {
        case "--list":
            foreach (var goal in GoalCatalog.All)
            {
                Console.WriteLine($"{goal.Id,-4} {goal.Title}: {goal.Bar}");
            }

            return 0;
        case "--all":
            isAll = true;
            break;
        case "--long":
            isLong = true;
            break;
        case "--run" when i + 1 < args.Length:
            ids.Add(args[++i]);
            break;
        case "--json" when i + 1 < args.Length:
            jsonFile = args[++i];
            break;
        case "--markdown" when i + 1 < args.Length:
            markdownFile = args[++i];
            break;
        default:
            Console.Error.WriteLine($"Unknown option {args[i]}.\n{Usage}");
            return 2;
    }
}

var unknown = ids.FirstOrDefault(id => !GoalCatalog.All.Any(goal => goal.Id.Equals(id, StringComparison.OrdinalIgnoreCase)));
if (unknown is not null || (ids.Count == 0 && !isAll))
{
    Console.Error.WriteLine(unknown is null ? Usage : $"There is no goal {unknown}; --list names them.");
    return 2;
}

#if DEBUG
Console.Error.WriteLine("This is a debug build: figures mean nothing. Run with -c Release.");
#endif

var results = new List<(IGoal, GoalReport)>();
foreach (var goal in GoalCatalog.All.Where(goal => isAll || ids.Contains(goal.Id, StringComparer.OrdinalIgnoreCase)))
{
    var report = goal.Run(new GoalContext(isLong, Console.Error));
    ReportWriter.WriteText(Console.Out, goal, report);
    results.Add((goal, report));
}

if (jsonFile is not null)
{
    ReportWriter.WriteJson(jsonFile, results, TimeProvider.System.GetUtcNow());
}

if (markdownFile is not null)
{
    using var writer = new StreamWriter(markdownFile);
    ReportWriter.WriteMarkdown(writer, results, TimeProvider.System.GetUtcNow());
}

return results.Any(result => result.Item2.Status == GoalStatus.Unequal) ? 1 : 0;
