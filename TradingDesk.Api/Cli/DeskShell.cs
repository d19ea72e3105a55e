using TradingDesk.Api.Hosting;
using TradingDesk.Core.Configuration;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Storage;

namespace TradingDesk.Api.Cli;

/// <summary>What commands need from the world: where to write, which clock, which configuration. Tests bring their own.</summary>
public sealed class DeskShell
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int BadUsage = 2;

    public TextWriter Out { get; init; } = Console.Out;

    public TextWriter Error { get; init; } = Console.Error;

    public TextReader In { get; init; } = Console.In;

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>appsettings.json beside the program, overridden by the environment.</summary>
    public IConfiguration Configuration { get; init; } = new ConfigurationBuilder()
        .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
        .AddEnvironmentVariables()
        .Build();

    /// <summary>The data folder, absolute: the option where given, else the configuration's.</summary>
    public string DataFolderOf(string? option) => Path.GetFullPath(option ?? Configuration[DeskOptions.Section + ":DataFolder"] ?? "data");

    /// <summary>The desk's address: the option where given, else where a desk with this configuration listens.</summary>
    public string AddressOf(string? option)
    {
        var configured = option ?? Configuration["ASPNETCORE_URLS"] ?? Configuration["urls"] ?? DeskApiExtensions.DefaultUrl;
        return FirstSignInLink.Callable(configured.Split(';')[0]).TrimEnd('/');
    }

    public DeskDatabase OpenDatabase(string folder) =>
        DeskDatabase.Open(folder, Configuration.GetSection(StorageOptions.Section).Get<StorageOptions>() ?? new StorageOptions(), Clock);

    /// <summary>Says in one line what went wrong.</summary>
    public async Task<int> FailAsync(string message, int exitCode = Failed)
    {
        await Error.WriteLineAsync(message.ReplaceLineEndings(" "));
        return exitCode;
    }

    public Task<int> FailAsync(Fault fault) => FailAsync(fault.Message, BadUsage);

    public static string Show(Timestamp? instant) => instant?.ToString() ?? "-";
}
