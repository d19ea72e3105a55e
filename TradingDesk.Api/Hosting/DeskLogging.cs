using Serilog;
using Serilog.Core;
using Serilog.Extensions.Logging;
using Serilog.Formatting.Json;

namespace TradingDesk.Api.Hosting;

/// <summary>
/// Console for people, rolling JSON lines in <c>logs/</c> for programs. Levels are set where .NET sets them, in <c>Logging:LogLevel</c>. Request headers and bodies are never
/// logged; what slips into a message is redacted.
/// </summary>
internal static class DeskLogging
{
    private const long MaxFileBytes = 64L * 1024 * 1024;
    private const int KeptFiles = 30;

    public static void AddDeskLogging(this WebApplicationBuilder builder, DeskHostOptions host)
    {
        builder.Logging.ClearProviders();
        builder.Logging.AddFilter("Quartz", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning);

        // Not AddSerilog: it adds a rule that lets everything through, whatever Logging:LogLevel says.
        builder.Logging.AddProvider(new SerilogLoggerProvider(Create(host, new SecretRedactor(builder.Configuration)), dispose: true));
    }

    private static Logger Create(DeskHostOptions host, SecretRedactor redactor) => new LoggerConfiguration()
        .MinimumLevel.Verbose()
        .Enrich.FromLogContext()
        .WriteTo.Console(new RedactingFormatter(new ConsoleLineFormatter(), redactor))
        .WriteTo.File(
            new RedactingFormatter(new JsonFormatter(closingDelimiter: null, renderMessage: true), redactor),
            Path.Combine(host.LogFolder, "desk-.json"),
            rollingInterval: RollingInterval.Day,
            rollOnFileSizeLimit: true,
            fileSizeLimitBytes: MaxFileBytes,
            retainedFileCountLimit: KeptFiles)
        .CreateLogger();
}
