using System.ComponentModel.DataAnnotations;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace TradingDesk.Api.Hosting;

/// <summary>Where metrics and traces go. Section <c>Desk:Telemetry</c>. Without an endpoint nothing is collected and nothing leaves.</summary>
public sealed class DeskTelemetryOptions
{
    public const string Section = "Desk:Telemetry";

    /// <summary>Address of an OTLP receiver, such as <c>http://127.0.0.1:4318</c>; the standard variable <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> serves too. Default: none.</summary>
    public Uri? OtlpEndpoint { get; set; }

    /// <summary><c>http/protobuf</c> (default) or <c>grpc</c>.</summary>
    [RegularExpression("^(http/protobuf|grpc)$")]
    public string OtlpProtocol { get; set; } = "http/protobuf";

    /// <summary>Time between two exports of metrics, seconds. 1 to 3,600; default 60.</summary>
    [Range(1, 3_600)]
    public int MetricsIntervalSeconds { get; set; } = 60;
}

/// <summary>Holds the OpenTelemetry SDK for as long as the host runs.</summary>
internal sealed class DeskTelemetry(DeskTelemetryOptions options) : IHostedService, IDisposable
{
    private OpenTelemetrySdk? _sdk;

    public static DeskTelemetryOptions Read(IConfiguration configuration)
    {
        var options = configuration.GetSection(DeskTelemetryOptions.Section).Get<DeskTelemetryOptions>() ?? new DeskTelemetryOptions();
        if (options.OtlpEndpoint is null && Uri.TryCreate(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"], UriKind.Absolute, out var standard))
        {
            options.OtlpEndpoint = standard;
        }

        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        return options;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.OtlpEndpoint is not { } endpoint)
        {
            return Task.CompletedTask;
        }

        var protocol = options.OtlpProtocol == "grpc" ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        _sdk = OpenTelemetrySdk.Create(builder => builder
            .ConfigureResource(resource => resource.AddService("tradingdesk"))
            .WithMetrics(metrics => metrics.AddMeter("TradingDesk*", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime", "Quartz*"))
            .WithTracing(traces => traces.AddSource("TradingDesk.*", "Microsoft.AspNetCore", "Quartz*"))
            .UseOtlpExporter(protocol, endpoint)
            .Services.Configure<MetricReaderOptions>(reader => reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = options.MetricsIntervalSeconds * 1_000));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _sdk?.Dispose();
        _sdk = null;
    }
}
