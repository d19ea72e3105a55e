using System.Diagnostics;
using System.Globalization;

namespace TradingDesk.Core.Operations.Load;

/// <summary>
/// The load of this machine: from <c>/proc</c> on Linux (busy share of the first line of <c>stat</c>, <c>MemAvailable</c> of <c>meminfo</c>); elsewhere the
/// process's own processor time stands for the machine's and the garbage collector's view for memory.
/// </summary>
public sealed class SystemLoadReader(TimeProvider clock) : ILoadReader
{
    private const string StatPath = "/proc/stat";
    private const string MemoryPath = "/proc/meminfo";

    /// <summary>Columns of the cpu line that are not work: idle and waiting for disks.</summary>
    private static readonly int[] IdleColumns = [3, 4];

    private long _lastBusy = -1;
    private long _lastTotal;
    private long _lastAt = clock.GetTimestamp();
    private TimeSpan _lastProcess = ProcessTime();

    public LoadSample Read()
    {
        var process = ReadProcess();
        return OperatingSystem.IsLinux()
            ? new LoadSample(ReadMachine() ?? process, process, ReadMemory() ?? CollectorMemory())
            : new LoadSample(process, process, CollectorMemory());
    }

    /// <summary>Busy and total jiffies of a <c>cpu</c> line; <see langword="null"/> where it is none.</summary>
    public static (long Busy, long Total)? ParseStat(string line)
    {
        var parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length < 6 || parts[0] != "cpu")
        {
            return null;
        }

        // The first eight: guest time, after them, is in user time already.
        long busy = 0, total = 0;
        for (var i = 1; i < Math.Min(parts.Length, 9); i++)
        {
            if (!long.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out var jiffies))
            {
                return null;
            }

            total += jiffies;
            busy += Array.IndexOf(IdleColumns, i - 1) < 0 ? jiffies : 0;
        }

        return (busy, total);
    }

    /// <summary>Memory in use as a fraction, from the lines of <c>meminfo</c>; <see langword="null"/> where they do not say.</summary>
    public static double? ParseMemory(IEnumerable<string> lines)
    {
        long? total = null, available = null;
        foreach (var line in lines)
        {
            total ??= Kilobytes(line, "MemTotal:");
            available ??= Kilobytes(line, "MemAvailable:");
        }

        return total is > 0 && available is { } free ? 1 - ((double)free / total.Value) : null;
    }

    private static long? Kilobytes(string line, string name) =>
        line.StartsWith(name, StringComparison.Ordinal)
        && long.TryParse(line.AsSpan(name.Length).Trim().TrimEnd("kB").Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static TimeSpan ProcessTime()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime;
    }

    private static double CollectorMemory()
    {
        var info = GC.GetGCMemoryInfo();
        return info.TotalAvailableMemoryBytes > 0 ? Math.Clamp((double)info.MemoryLoadBytes / info.TotalAvailableMemoryBytes, 0, 1) : 0;
    }

    private static double? ReadMemory()
    {
        try
        {
            return ParseMemory(File.ReadLines(MemoryPath));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // a container may hide it; the caller has another measure
        }
    }

    private double? ReadMachine()
    {
        try
        {
            if (ParseStat(File.ReadLines(StatPath).First()) is not var (busy, total))
            {
                return null;
            }

            var load = _lastBusy >= 0 && total > _lastTotal ? (double)(busy - _lastBusy) / (total - _lastTotal) : 0;
            (_lastBusy, _lastTotal) = (busy, total);
            return Math.Clamp(load, 0, 1);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // as above
        }
    }

    private double ReadProcess()
    {
        var now = clock.GetTimestamp();
        var time = ProcessTime();
        var elapsed = clock.GetElapsedTime(_lastAt, now) * Environment.ProcessorCount;
        var load = elapsed > TimeSpan.Zero ? (time - _lastProcess) / elapsed : 0;
        (_lastAt, _lastProcess) = (now, time);
        return Math.Clamp(load, 0, 1);
    }
}
