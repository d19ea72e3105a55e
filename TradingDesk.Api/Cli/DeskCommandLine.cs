using System.CommandLine;
using TradingDesk.Core.Storage;

namespace TradingDesk.Api.Cli;

/// <summary>The program from a shell: the command tree, its exit codes (0 done, 1 failed, 2 bad usage) and its one-line errors.</summary>
public static class DeskCommandLine
{
    private const string RunName = "run";

    /// <summary>How long a command may take to end in order after SIGTERM or Ctrl+C; longer than the host gives itself, or a stopping desk is cut off.</summary>
    private static readonly TimeSpan TerminationPatience = TimeSpan.FromMinutes(1);

    /// <summary>Options of <c>run</c> as configuration keys; everything in <c>--Section:Key value</c> form works too.</summary>
    public static IDictionary<string, string> RunSwitches { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["--data-folder"] = "Desk:DataFolder",
        ["--mode"] = "Desk:Mode",
    };

    /// <param name="run">Runs the desk with the arguments after <c>run</c>, until it is stopped.</param>
    public static RootCommand Create(DeskShell shell, Func<string[], CancellationToken, Task<int>> run)
    {
        var root = new RootCommand("TradingDesk: a trading desk on your own machine. Without a command it runs the desk.");
        AsRun(root, run);
        var runCommand = new Command(RunName, "Runs the desk (default)");
        AsRun(runCommand, run);
        root.Add(runCommand);
        root.Add(KeysCommand.Create(shell));
        root.Add(UsersCommand.Create(shell));
        root.Add(StatusCommand.Create(shell));
        root.Add(KillCommand.Create(shell));
        root.Add(DoctorCommand.Create(shell));
        return root;
    }

    public static async Task<int> InvokeAsync(RootCommand root, string[] args, DeskShell shell, CancellationToken cancellationToken = default)
    {
        if (args.Length > 0 && !args[0].StartsWith('-') && !root.Subcommands.Any(command => command.Name == args[0]))
        {
            return await shell.FailAsync($"There is no command '{Printable(args[0])}'; --help lists them.", DeskShell.BadUsage);
        }

        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            return await shell.FailAsync(Printable(parsed.Errors[0].Message), DeskShell.BadUsage);
        }

        if (parsed.UnmatchedTokens.Count > 0 && parsed.CommandResult.Command is not (RootCommand or { Name: RunName }))
        {
            return await shell.FailAsync($"'{Printable(parsed.UnmatchedTokens[0])}' is not an option of this command; --help lists them.", DeskShell.BadUsage);
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { Output = shell.Out, Error = shell.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TerminationPatience }, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return await shell.FailAsync("Cancelled.");
        }
        catch (DatabaseStartException fault)
        {
            return await shell.FailAsync(fault.Message);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or HttpRequestException)
        {
            return await shell.FailAsync(fault.Message);
        }
    }

    private static void AsRun(Command command, Func<string[], CancellationToken, Task<int>> run)
    {
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, cancellationToken) => run([.. parsed.UnmatchedTokens], cancellationToken));
    }

    private static string Printable(string text) => string.Concat(text.Take(200).Select(c => char.IsControl(c) ? '?' : c));
}

/// <summary>Options that several commands share.</summary>
internal static class CommonOptions
{
    public static Option<string?> DataFolder() => new("--data-folder") { Description = "The data folder (default: Desk:DataFolder of the configuration)" };

    public static Option<string?> Address() => new("--url") { Description = "Address of the running desk (default: where the configuration lets it listen)" };

    public static Option<bool> Json() => new("--json") { Description = "Print the answer as JSON" };
}
