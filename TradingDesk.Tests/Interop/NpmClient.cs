using System.Diagnostics;
using System.Text.Json;

namespace TradingDesk.Tests.Interop;

/// <summary>Runs <c>client.js</c> with the npm package <c>binance</c>; installs the package first where it is missing or older than the lock file.</summary>
internal static class NpmClient
{
    private static readonly string? Folder = FindFolder();

    /// <summary>Why the client cannot run here, or null.</summary>
    public static string? SkipReason { get; } =
        Folder is null ? "TradingDesk.Tests/Interop was not found above the test's folder."
        : !IsThere("node") || !IsThere("npm") ? "Node.js is not installed."
        : null;

    public static async Task<List<JsonElement>> RunAsync(string baseAddress, string symbol, int seconds)
    {
        await InstallAsync();
        var output = await RunProcessAsync("node", ["client.js", baseAddress, symbol, $"{seconds}"], TimeSpan.FromSeconds(seconds + 60));
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
    }

    private static async Task InstallAsync()
    {
        var stamp = new FileInfo(Path.Combine(Folder!, "node_modules", ".package-lock.json"));
        var wanted = new FileInfo(Path.Combine(Folder!, "package-lock.json"));
        if (!stamp.Exists || stamp.LastWriteTimeUtc < wanted.LastWriteTimeUtc)
        {
            await RunProcessAsync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], TimeSpan.FromMinutes(3));
        }
    }

    private static async Task<string> RunProcessAsync(string program, IEnumerable<string> arguments, TimeSpan timeout)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        using var cancel = new CancellationTokenSource(timeout);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(cancel.Token), process.StandardError.ReadToEndAsync(cancel.Token));
        try
        {
            await process.WaitForExitAsync(cancel.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}: {await errors}{await output}");
        return await output;
    }

    private static bool IsThere(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder =>
            File.Exists(Path.Combine(folder, program)) || File.Exists(Path.Combine(folder, program + ".exe")) || File.Exists(Path.Combine(folder, program + ".cmd")));

    private static string? FindFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "TradingDesk.Tests", "Interop");
            if (File.Exists(Path.Combine(candidate, "package-lock.json")))
            {
                return candidate;
            }
        }

        return null;
    }
}

/// <summary>A test that needs Node.js; skipped with the reason where it is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NodeFactAttribute : FactAttribute
{
    public NodeFactAttribute() => Skip = NpmClient.SkipReason;
}
