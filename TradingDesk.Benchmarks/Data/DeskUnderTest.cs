using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;

namespace TradingDesk.Benchmarks.Data;

/// <summary>The real executable as a process on a data folder, simulated market, built in the same configuration as this program.</summary>
internal sealed class DeskUnderTest : IDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly Process _process;
    private readonly HttpClient _client;
    private readonly long _started = Stopwatch.GetTimestamp();

    private DeskUnderTest(Process process, Uri address, string apiKey)
    {
        _process = process;
        _client = new HttpClient { BaseAddress = address };
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", apiKey);
    }

    /// <summary>The executable's assembly; <see langword="null"/> where it has not been built.</summary>
    public static string? AssemblyPath { get; } = Find();

    public static DeskUnderTest Start(string dataFolder, string apiKey)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = dataFolder };
        foreach (var argument in new[] { "exec", AssemblyPath!, "--urls", address.ToString() })
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["Desk__DataFolder"] = dataFolder;
        start.Environment["Desk__Mode"] = "simulated";
        start.Environment["Desk__Simulator__BinancePort"] = "0";
        start.Environment["Desk__Bridge__Port"] = "0";
        var process = new Process { StartInfo = start };
        var desk = new DeskUnderTest(process, address, apiKey);
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return desk;
    }

    /// <summary>Milliseconds from the start of the process to <c>/health/ready</c>.</summary>
    public Task<double> UntilReadyAsync() => UntilAsync(async () =>
    {
        using var response = await _client.GetAsync("/health/ready");
        return response.StatusCode == HttpStatusCode.OK;
    });

    /// <summary>Milliseconds from the start of the process until all history has passed through the analyses and bars may close.</summary>
    public Task<double> UntilWarmAsync() => UntilAsync(async () =>
    {
        using var health = JsonDocument.Parse(await _client.GetStringAsync("/health"));
        return health.RootElement.GetProperty("components").EnumerateArray().Any(c => c.GetProperty("name").GetString() == "pipeline" && c.GetProperty("status").GetString() == "healthy");
    });

    /// <summary>SIGKILL.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
        _client.Dispose();
    }

    private async Task<double> UntilAsync(Func<Task<bool>> isTrue)
    {
        while (Stopwatch.GetElapsedTime(_started) < Patience)
        {
            try
            {
                if (await isTrue())
                {
                    return Stopwatch.GetElapsedTime(_started).TotalMilliseconds;
                }
            }
            catch (HttpRequestException) when (!_process.HasExited)
            {
                await Task.Yield(); // Not listening yet.
            }

            await Task.Delay(Poll);
        }

        throw new InvalidOperationException($"The desk did not come up within {Patience.TotalSeconds} s.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string? Find()
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        for (var folder = own; folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "TradingDesk.sln")))
            {
                var path = Path.Combine(folder.FullName, "TradingDesk.Api", "bin", own.Parent!.Name, own.Name, "TradingDesk.Api.dll");
                return File.Exists(path) ? path : null;
            }
        }

        return null;
    }
}
