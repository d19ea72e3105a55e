using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using TradingDesk.Core.Operations;
using TradingDesk.Tests.Support;
using Xunit;

namespace TradingDesk.Tests.Processes;

/// <summary>An OTLP collector on loopback receives the desk's own metrics from the real process, at the interval that is configured.</summary>
public sealed class TelemetryTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Observable without a single tick.</summary>
    private static readonly string[] Expected = [MetricNames.Ticks, MetricNames.Bars, MetricNames.QueueDepth, MetricNames.QueueCapacity, MetricNames.Health, "tradingdesk"];

    [Fact]
    public async Task Run_WithAnEndpoint_SendsTheDesksMetrics()
    {
        var bodies = new ConcurrentQueue<byte[]>();
        var contentTypes = new ConcurrentQueue<string?>();
        await using var collector = await StartCollectorAsync(bodies, contentTypes);
        var folder = Directory.CreateTempSubdirectory("tradingdesk-telemetry-").FullName;
        try
        {
            var settings = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["Desk__Telemetry__OtlpEndpoint"] = collector.Urls.Single(),
                ["Desk__Telemetry__MetricsIntervalSeconds"] = "1",
                ["Desk__Tape__Enabled"] = "false",
                ["Desk__Engine__HistoryDays"] = "1",
            };
            await using var desk = DeskProcess.Start(folder, await DeskProcess.CreateKeyAsync(folder), settings);
            await desk.WaitUntilReadyAsync(Patience);

            // Three exports within the patience are only there where the interval is not the default minute.
            await desk.WaitForAsync("metrics", Patience, () => Task.FromResult(bodies.Count >= 3 && Array.TrueForAll(Expected, name => bodies.Any(body => Holds(body, name)))));

            Assert.All(contentTypes, type => Assert.Equal("application/x-protobuf", type));
            Assert.DoesNotContain(bodies, body => Holds(body, "desk.unheard.of"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static bool Holds(byte[] body, string name) => body.AsSpan().IndexOf(Encoding.UTF8.GetBytes(name)) >= 0;

    private static async Task<WebApplication> StartCollectorAsync(ConcurrentQueue<byte[]> bodies, ConcurrentQueue<string?> contentTypes)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapPost("/v1/metrics", async (HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            contentTypes.Enqueue(request.ContentType);
            bodies.Enqueue(body.ToArray());
        });
        app.MapPost("/v1/traces", () => { });
        await app.StartAsync();
        return app;
    }
}
