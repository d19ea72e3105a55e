using System.Runtime.InteropServices;

namespace TradingDesk.Core.Operations.Sleep;

/// <summary>
/// Time since the machine started, the time that it was suspended included: no change of the wall clock moves it. On Linux that is the boot-time clock (the
/// monotonic one, which .NET reads, stands still in a suspended machine); on Windows the performance counter counts on by itself.
/// </summary>
public static partial class Uptime
{
    private const int BootTimeClock = 7;

    /// <param name="monotonic">What to ask where there is no boot-time clock.</param>
    public static TimeSpan Read(TimeProvider monotonic) =>
        OperatingSystem.IsLinux() && GetTime(BootTimeClock, out var time) == 0
            ? new TimeSpan((time.Seconds * TimeSpan.TicksPerSecond) + (time.Nanoseconds / 100))
            : monotonic.GetElapsedTime(0);

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetTime(int clock, out UnixTime time);

    [StructLayout(LayoutKind.Sequential)]
    private struct UnixTime
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
