using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using TradingDesk.Core.Domain;

namespace TradingDesk.Benchmarks.Peers;

/// <summary>Why the libraries of other people cannot run here.</summary>
internal sealed class PeerAbsentException(string message) : Exception(message);

/// <summary>
/// A Node process with the npm packages of this folder, fed over a file and standard input. They are installed from the lock file when they are first wanted, run in
/// a process of their own and are neither linked nor shipped.
/// </summary>
internal sealed class NodePeer : IDisposable
{
    private readonly Process _process;
    private readonly string _file;

    /// <exception cref="PeerAbsentException">Node.js or the packages are not to be had.</exception>
    public NodePeer(ReadOnlySpan<Bar> bars)
    {
        var folder = FindFolder() ?? throw new PeerAbsentException("TradingDesk.Benchmarks/Peers was not found above the benchmark's folder.");
        Install(folder);
        _file = Path.GetTempFileName();
        Write(bars, _file);
        _process = Start("node", folder, "peer.js", _file);
        if (_process.StandardOutput.ReadLine() != "ready")
        {
            throw new PeerAbsentException($"The Node process did not start: {_process.StandardError.ReadToEnd()}");
        }
    }

    public Dictionary<string, double> Last(string library)
    {
        using var answer = JsonDocument.Parse(Ask($"{library} last"));
        return answer.RootElement.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetDouble(), StringComparer.Ordinal);
    }

    /// <summary>Nanoseconds per bar over passes of at least 0.3 s.</summary>
    public double Time(string library) => double.Parse(Ask($"{library} time"), CultureInfo.InvariantCulture);

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
        File.Delete(_file);
    }

    private string Ask(string command)
    {
        _process.StandardInput.WriteLine(command);
        _process.StandardInput.Flush();
        return _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"The Node process ended: {_process.StandardError.ReadToEnd()}");
    }

    private static void Install(string folder)
    {
        var installed = new FileInfo(Path.Combine(folder, "node_modules", ".package-lock.json"));
        if (installed.Exists && installed.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(Path.Combine(folder, "package-lock.json")))
        {
            return;
        }

        using var npm = Start(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", folder, "ci", "--ignore-scripts", "--no-audit", "--no-fund");
        npm.StandardInput.Close();
        var (output, errors) = (npm.StandardOutput.ReadToEndAsync(), npm.StandardError.ReadToEndAsync());
        if (!npm.WaitForExit(TimeSpan.FromMinutes(3)))
        {
            npm.Kill(entireProcessTree: true);
            throw new PeerAbsentException("npm ci took more than three minutes.");
        }

        if (npm.ExitCode != 0)
        {
            throw new PeerAbsentException($"npm ci ended with {npm.ExitCode}: {errors.Result.Trim()} {output.Result.Trim()}");
        }
    }

    private static Process Start(string program, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception fault)
        {
            throw new PeerAbsentException($"{program} cannot be started: {fault.Message}");
        }
    }

    private static void Write(ReadOnlySpan<Bar> bars, string path)
    {
        using var writer = new BinaryWriter(File.Create(path));
        foreach (ref readonly var bar in bars)
        {
            writer.Write(bar.Open);
            writer.Write(bar.High);
            writer.Write(bar.Low);
            writer.Write(bar.Close);
            writer.Write(bar.Volume);
        }
    }

    private static string? FindFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "TradingDesk.Benchmarks", "Peers");
            if (File.Exists(Path.Combine(candidate, "package-lock.json")))
            {
                return candidate;
            }
        }

        return null;
    }
}
