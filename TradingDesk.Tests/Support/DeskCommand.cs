using Microsoft.Extensions.Configuration;
using TradingDesk.Api.Cli;

namespace TradingDesk.Tests.Support;

/// <summary>A command of the program, run inside the test's process with its output caught.</summary>
internal static class DeskCommand
{
    public static async Task<(int Code, string Output, string Error)> InvokeAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var shell = new DeskShell { Out = output, Error = error, In = TextReader.Null, Configuration = new ConfigurationBuilder().Build() };
        var root = DeskCommandLine.Create(shell, (_, _) => throw new InvalidOperationException("No command of a test runs a desk."));
        root.Add(SimulateCommand.Create(shell));
        root.Add(ReplayCommand.Create(shell));
        var code = await DeskCommandLine.InvokeAsync(root, arguments, shell);
        return (code, output.ToString(), error.ToString());
    }
}
