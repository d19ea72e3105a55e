using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using TradingDesk.Core.Storage;
using TradingDesk.Tests.CrashWorker;

namespace TradingDesk.Tests.Storage.Crash;

/// <summary>One life of the crash worker: what it acknowledged before it was killed.</summary>
internal sealed class CrashRun : IDisposable
{
    private const int KilledBySignal9 = 137;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _errors = [];
    private readonly ManualResetEventSlim _hasAcknowledgedOrEnded = new();
    private long _lastAcknowledged;

    private CrashRun(Process process) => _process = process;

    /// <summary>Last sequence that the worker acknowledged; 0 where none.</summary>
    public long LastAcknowledged => Interlocked.Read(ref _lastAcknowledged);

    public string Errors => string.Join('\n', _errors);

    /// <summary>Starts a worker on a data folder.</summary>
    /// <param name="crashAt">Where it kills itself (<see cref="CrashPoint"/>); <see langword="null"/> for nowhere.</param>
    public static CrashRun Start(string folder, string? crashAt = null, params string[] options)
    {
        var assembly = typeof(CrashWorkerProgram).Assembly.Location;
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in (string[])["exec", assembly, folder, .. options])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment[CrashPoint.Variable] = crashAt ?? "";
        var run = new CrashRun(new Process { StartInfo = start });
        run._process.OutputDataReceived += (_, line) => run.Read(line.Data);
        run._process.ErrorDataReceived += (_, line) => run._errors.Enqueue(line.Data ?? "");
        run._process.EnableRaisingEvents = true;
        run._process.Exited += (_, _) => run._hasAcknowledgedOrEnded.Set();
        run._process.Start();
        run._process.BeginOutputReadLine();
        run._process.BeginErrorReadLine();
        return run;
    }

    /// <summary>Lets it work for a while after its first acknowledgement, then sends SIGKILL.</summary>
    public void KillAfter(TimeSpan work)
    {
        Assert.True(_hasAcknowledgedOrEnded.Wait(Patience) && LastAcknowledged > 0, $"The worker acknowledged nothing. {Errors}");
        _process.WaitForExit(work);
        _process.Kill();
        WaitForDeath();
    }

    /// <summary>Waits until it reaches its crash point.</summary>
    public void WaitForDeath()
    {
        Assert.True(_process.WaitForExit(Patience), "The worker did not reach its crash point.");
        _process.WaitForExit(); // Until its output is read to the end.
        Assert.True(_process.ExitCode == KilledBySignal9, $"The worker ended by itself with {_process.ExitCode}. {Errors}");
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
        _hasAcknowledgedOrEnded.Dispose();
    }

    private void Read(string? line)
    {
        // A line that the kill cut short was not acknowledged to anybody; the number in it would be too small, never too large.
        if (line is not null && line.StartsWith("ack ", StringComparison.Ordinal))
        {
            Interlocked.Exchange(ref _lastAcknowledged, long.Parse(line.AsSpan(4), CultureInfo.InvariantCulture));
            _hasAcknowledgedOrEnded.Set();
        }
    }
}
