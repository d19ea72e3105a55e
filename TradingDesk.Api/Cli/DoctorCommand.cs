using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using TradingDesk.Api.Hosting;
using TradingDesk.Core.Configuration;
using TradingDesk.Core.Storage;
using TradingDesk.Core.Storage.Compat;

namespace TradingDesk.Api.Cli;

/// <summary><c>doctor</c>: looks for what would keep a desk from running well. Exit code 1 where something does.</summary>
internal static class DoctorCommand
{
    private const long LowDiskBytes = 1L << 30;

    private enum Verdict
    {
        Ok,
        Warn,
        Fail,
    }

    private sealed record Finding(Verdict Verdict, string Name, string Detail);

    public static Command Create(DeskShell shell)
    {
        var folder = CommonOptions.DataFolder();
        var address = CommonOptions.Address();
        var bridge = new Option<bool>("--bridge") { Description = "Walk an Expert Advisor through the bridge's conformance suite instead; the desk must not run" };
        var trade = new Option<bool>("--trade") { Description = "With --bridge, on a demonstration account: open and close one smallest order" };
        var wait = new Option<int>("--wait") { Description = "With --bridge: seconds to wait for the Expert Advisor to dial, 1 to 3600", DefaultValueFactory = _ => 60 };
        var command = new Command("doctor", "Checks data folder, database, ports and configuration") { folder, address, bridge, trade, wait };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var data = shell.DataFolderOf(parsed.GetValue(folder));
            if (parsed.GetValue(bridge))
            {
                return parsed.GetValue(wait) is >= 1 and <= 3_600 and var seconds
                    ? await DoctorBridge.RunAsync(shell, data, parsed.GetValue(trade), seconds, cancellationToken)
                    : await shell.FailAsync("--wait must be from 1 to 3600.", DeskShell.BadUsage);
            }

            Finding[] findings =
            [
                new(Verdict.Ok, "runtime", $".NET {Environment.Version}"),
                CheckConfiguration(shell),
                CheckFolder(data),
                CheckDisk(data),
                CheckDatabase(shell, data),
                CheckPort(new Uri(shell.AddressOf(parsed.GetValue(address))), data),
                CheckClock(shell),
            ];
            foreach (var finding in findings)
            {
                await shell.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{finding.Verdict.ToString().ToLowerInvariant(),-4}  {finding.Name,-13}  {finding.Detail}"));
            }

            return findings.Any(finding => finding.Verdict == Verdict.Fail) ? DeskShell.Failed : DeskShell.Done;
        });
        return command;
    }

    private static Finding CheckConfiguration(DeskShell shell)
    {
        var options = DeskOptions.Read(shell.Configuration.GetSection(DeskOptions.Section));
        return options.IsSuccess
            ? new Finding(Verdict.Ok, "configuration", $"mode {options.Value.Mode.ToString().ToLowerInvariant()}")
            : new Finding(Verdict.Fail, "configuration", string.Join("; ", options.Fault.Causes.Select(cause => cause.Message).DefaultIfEmpty(options.Fault.Message)));
    }

    private static Finding CheckFolder(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var probe = Path.Combine(folder, ".doctor");
            File.WriteAllText(probe, "");
            File.Delete(probe);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return new Finding(Verdict.Fail, "data folder", fault.Message);
        }

        var open = !OperatingSystem.IsWindows() && (File.GetUnixFileMode(folder) & UnixFileMode.OtherRead) != 0;
        return open ? new Finding(Verdict.Warn, "data folder", $"{folder} can be read by every user of this machine") : new Finding(Verdict.Ok, "data folder", folder);
    }

    private static Finding CheckDisk(string folder)
    {
        try
        {
            var free = new DriveInfo(folder).AvailableFreeSpace;
            return new Finding(free < LowDiskBytes ? Verdict.Warn : Verdict.Ok, "disk", string.Create(CultureInfo.InvariantCulture, $"{free / 1_048_576} MiB free"));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new Finding(Verdict.Warn, "disk", fault.Message);
        }
    }

    private static Finding CheckDatabase(DeskShell shell, string folder)
    {
        var library = SqliteRuntime.Initialize();
        var name = $"SQLite {library.Version} ({(library.IsSystemLibrary ? "the system's" : "bundled")})";
        try
        {
            using var database = shell.OpenDatabase(folder);
            return new Finding(Verdict.Ok, "database", name);
        }
        catch (DatabaseStartException fault)
        {
            return new Finding(Verdict.Fail, "database", $"{name}: {fault.Message}");
        }
    }

    private static Finding CheckPort(Uri address, string folder)
    {
        using (var held = DeskInstance.TryHold(folder))
        {
            if (held is null)
            {
                return new Finding(Verdict.Ok, "port", $"a desk runs on this data folder ({address.Authority})");
            }
        }

        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, address.Port);
            listener.Start();
            return new Finding(Verdict.Ok, "port", string.Create(CultureInfo.InvariantCulture, $"{address.Port} is free"));
        }
        catch (SocketException)
        {
            return new Finding(Verdict.Fail, "port", string.Create(CultureInfo.InvariantCulture, $"{address.Port} is taken by another program; choose one with --urls"));
        }
    }

    private static Finding CheckClock(DeskShell shell)
    {
        var year = shell.Clock.GetUtcNow().Year;
        return year is >= 2024 and < 2100 ? new Finding(Verdict.Ok, "clock", "plausible") : new Finding(Verdict.Fail, "clock", string.Create(CultureInfo.InvariantCulture, $"the year is {year}"));
    }
}
