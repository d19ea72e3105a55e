using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using TradingDesk.Core.Storage;

namespace TradingDesk.Tests.Support;

/// <summary>
/// The real executable as a process of its own, on a data folder, in simulated mode on ports of the system's choice. It is killed, if it still lives,
/// when this object is disposed; the data folder belongs to the caller.
/// </summary>
public sealed partial class DeskProcess : IAsyncDisposable
{
    private const int Terminate = 15;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly long _startedAt = Stopwatch.GetTimestamp();
    private bool _isDisposed;

    private DeskProcess(Process process, Uri address, string apiKey)
    {
        _process = process;
        Address = address;
        Client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) };
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", apiKey);
    }

    /// <summary>Where API and dashboard answer.</summary>
    public Uri Address { get; }

    /// <summary>Calls the desk with the API key it was started with.</summary>
    public HttpClient Client { get; }

    public int ProcessId => _process.Id;

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    /// <summary>Real time since the process was started.</summary>
    public TimeSpan Age => Stopwatch.GetElapsedTime(_startedAt);

    /// <summary>Both standard streams so far, line by line.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>The sign-in link that the desk printed, once it has.</summary>
    public Uri? SignInLink => _output.Select(line => LinkPattern().Match(line)).FirstOrDefault(match => match.Success) is { } link ? new Uri(link.Value) : null;

    /// <summary>Makes an API key in a data folder with the command for it; the desk may run on the folder or not.</summary>
    public static async Task<string> CreateKeyAsync(string dataFolder, string scopes = "read,trade,admin")
    {
        var (code, output, error) = await DeskCommand.InvokeAsync("keys", "create", "test", "--scopes", scopes, "--data-folder", dataFolder);
        return code == 0 ? output.Trim() : throw new InvalidOperationException($"keys create: {error}");
    }

    /// <summary>Runs a command of the program in a process of its own, to its end.</summary>
    /// <exception cref="TimeoutException">It took longer than <paramref name="patience"/> and was killed.</exception>
    public static async Task<(int Code, string Output, string Error)> RunCommandAsync(TimeSpan patience, params string[] arguments)
    {
        using var process = new Process { StartInfo = StartInfo(arguments) };
        process.Start();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync().WaitAsync(patience);
        }
        catch (TimeoutException)
        {
            process.Kill();
            throw;
        }

        return (process.ExitCode, await output, await error);
    }

    /// <summary>Starts the desk; does not wait for anything.</summary>
    /// <param name="apiKey">For <see cref="Client"/>, from <see cref="CreateKeyAsync"/>.</param>
    /// <param name="environment">Settings such as <c>Desk__Simulator__Speed</c>; they win over the defaults here.</param>
    public static DeskProcess Start(string dataFolder, string apiKey, IReadOnlyDictionary<string, string>? environment = null)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var start = StartInfo("--urls", address.ToString());
        start.WorkingDirectory = dataFolder;
        start.Environment["Desk__DataFolder"] = dataFolder;
        start.Environment["Desk__Mode"] = "simulated";
        start.Environment["Desk__Simulator__BinancePort"] = "0";
        start.Environment["Desk__Bridge__Port"] = "0";
        start.Environment["Desk__Coordination__MaxDeferredWaitSeconds"] = "0"; // whatever else the machine does
        start.Environment[CrashPoint.Variable] = "";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var desk = new DeskProcess(new Process { StartInfo = start }, address, apiKey);
        desk._process.OutputDataReceived += (_, line) => desk.Keep(line.Data);
        desk._process.ErrorDataReceived += (_, line) => desk.Keep(line.Data);
        desk._process.Start();
        desk._process.BeginOutputReadLine();
        desk._process.BeginErrorReadLine();
        return desk;
    }

    /// <summary>Waits until <c>/health/ready</c> says 200.</summary>
    /// <returns>Real time from the start of the process.</returns>
    /// <exception cref="InvalidOperationException">The desk ended, or was not ready within <paramref name="patience"/>; the message holds its output.</exception>
    public async Task<TimeSpan> WaitUntilReadyAsync(TimeSpan patience)
    {
        await WaitForAsync("ready", patience, async () =>
        {
            using var response = await Client.GetAsync("/health/ready");
            return response.StatusCode == HttpStatusCode.OK;
        });
        return Age;
    }

    /// <summary>Waits for something that the desk is asked again and again; not being connected counts as "not yet".</summary>
    /// <exception cref="InvalidOperationException">The desk ended or it took longer than <paramref name="patience"/>; the message holds its output.</exception>
    public async Task WaitForAsync(string what, TimeSpan patience, Func<Task<bool>> isTrue)
    {
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < patience)
        {
            if (_process.HasExited)
            {
                throw new InvalidOperationException($"The desk ended with {_process.ExitCode} before it was {what}.\n{Output}");
            }

            try
            {
                if (await isTrue())
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                await Task.Yield(); // not listening yet
            }

            await Task.Delay(Poll);
        }

        throw new InvalidOperationException($"The desk was not {what} within {patience.TotalSeconds} s.\n{Output}");
    }

    /// <summary>SIGKILL, and waits for the death.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Waits until the process has ended by itself.</summary>
    /// <exception cref="TimeoutException">It lives on.</exception>
    public async Task<int> WaitForExitAsync(TimeSpan patience)
    {
        await _process.WaitForExitAsync().WaitAsync(patience);
        return _process.ExitCode;
    }

    /// <summary>Asks the desk to stop (SIGTERM) and waits.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="TimeoutException">It does not stop.</exception>
    public async Task<int> StopAsync()
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException("Windows has no SIGTERM.");
        }

        if (!_process.HasExited)
        {
            _ = Signal(_process.Id, Terminate);
        }

        return await WaitForExitAsync(StopPatience);
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        Client.Dispose();
        _process.Dispose();
    }

    /// <summary>The program beside its own files (web assets, settings), as built with these tests.</summary>
    private static string AssemblyPath
    {
        get
        {
            var target = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
            for (var folder = target; folder is not null; folder = folder.Parent)
            {
                var built = Path.Combine(folder.FullName, "TradingDesk.Api", "bin", target.Parent!.Name, target.Name, "TradingDesk.Api.dll");
                if (File.Exists(built))
                {
                    return built;
                }
            }

            throw new FileNotFoundException("TradingDesk.Api.dll is not built.");
        }
    }

    private static ProcessStartInfo StartInfo(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in (string[])["exec", AssemblyPath, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        return start;
    }

    /// <summary>The port is free when it is looked for; nobody else on the machine asks for it by number.</summary>
    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            _output.Enqueue(line);
        }
    }

    [GeneratedRegex(@"https?://\S+#code=\S+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex LinkPattern();

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Signal(int processId, int signal);
}
