using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Serilog.Events;
using Serilog.Parsing;
using TradingDesk.Api.Hosting;
using TradingDesk.Tests.Api.Fakes;

namespace TradingDesk.Tests.Api;

/// <summary>T28: what is secret stays out of logs; what is foreign cannot forge them.</summary>
public sealed class LoggingTests
{
    private const string Canary = "canary-7f3a9c5e1b";

    [Fact]
    public async Task Secrets_InHeadersConfigurationAndExceptions_AreInNoLogFile()
    {
        var settings = new Dictionary<string, string?>
        {
            ["Logging:LogLevel:Default"] = "Trace",
            ["Desk:Broker:Password"] = Canary + "-config",
            ["ConnectionStrings:Main"] = "Host=x;Password=" + Canary + "-db",
        };
        await using var server = await ApiServer.StartAsync(settings: settings, map: app => app.MapGet("/fails", (HttpContext http, ILogger<LoggingTests> logger) =>
        {
            logger.LogInformation("Headers {Headers}", http.Request.Headers.ToString() + string.Join(' ', http.Request.Headers.Select(header => header.Key + ": " + header.Value)));
            throw new InvalidOperationException($"Cannot connect with {Canary}-config or {http.Request.Headers.Authorization}");
        }));
        var key = server.Keys.Add(Canary, "read");
        using var client = server.Client(key);
        client.DefaultRequestHeaders.Add("Cookie", "tradingdesk=" + Canary + "-cookie");

        var answer = await client.GetAsync("/fails");
        await server.Client("td_" + Canary + "-wrong-key-0123456789").GetAsync("/health");
        var logs = await LogsAsync(server);

        Assert.Contains("Cannot connect with", logs, StringComparison.Ordinal);
        Assert.Contains(SecretRedactor.Mask, logs, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, logs, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task LogFile_EachLine_IsOneJsonObject()
    {
        await using var server = await ApiServer.StartAsync();
        var logger = server.Services.GetRequiredService<ILogger<LoggingTests>>();
        logger.LogWarning("Reason {Reason}", "line\r\n{\"forged\":true}\u0001");

        var lines = (await LogsAsync(server)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.All(lines, line => Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(line).RootElement.ValueKind));
        Assert.DoesNotContain(lines, line => line.StartsWith("{\"forged\"", StringComparison.Ordinal));
    }

    [Fact]
    public void ConsoleLine_WithForeignText_StaysOneLine()
    {
        var template = new MessageTemplateParser().Parse("Reason {Reason}");
        var logEvent = new LogEvent(DateTimeOffset.UnixEpoch, LogEventLevel.Warning, exception: null, template, [new LogEventProperty("Reason", new ScalarValue("a\r\n00:00:00Z ERR forged\u001b[2J"))]);
        using var text = new StringWriter();

        new ConsoleLineFormatter().Format(logEvent, text);

        Assert.Single(text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.DoesNotContain('\u001b', text.ToString());
    }

    [Theory]
    [InlineData("Authorization: Bearer abcdefgh", "abcdefgh")]
    [InlineData("key td_0123456789abcdef_SECRETsecret-_0123", "SECRETsecret")]
    [InlineData("circuit tdc_AAAABBBBCCCCDDDDEEEE", "AAAABBBB")]
    [InlineData("http://127.0.0.1:5080/signin#code=abcdef0123456789", "abcdef0123456789")]
    [InlineData("Cookie: tradingdesk=CfDJ8abc; tradingdesk.form=xyzxyz", "CfDJ8abc")]
    [InlineData("the planted-password here", "planted-password")]
    public void Redact_Secret_IsMasked(string text, string secret)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Some:Password", "planted-password")]).Build();

        var redacted = new SecretRedactor(configuration).Redact(text);

        Assert.DoesNotContain(secret, redacted, StringComparison.Ordinal);
        Assert.Contains(SecretRedactor.Mask, redacted, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Telemetry_WithEndpoint_IsSentThereAndHoldsNoKey()
    {
        using var receiver = new TcpListener(System.Net.IPAddress.Loopback, 0);
        receiver.Start();
        var received = ReceiveAsync(receiver);
        var port = ((System.Net.IPEndPoint)receiver.LocalEndpoint).Port;
        var server = await ApiServer.StartAsync(real: true, settings: new() { ["Desk:Telemetry:OtlpEndpoint"] = $"http://127.0.0.1:{port}" });
        var key = server.Keys.Add(Canary, "read");
        using (var client = server.Client(key))
        {
            await client.GetAsync("/health");
        }

        await server.DisposeAsync();

        var text = await received.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.StartsWith("POST /v1/", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, text, StringComparison.Ordinal);
    }

    private static async Task<string> LogsAsync(ApiServer server)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        var folder = Path.Combine(server.Folder, "logs");
        while (!Directory.Exists(folder) || Directory.GetFiles(folder).All(file => new FileInfo(file).Length == 0))
        {
            await Task.Delay(20, patience.Token);
        }

        var all = new StringBuilder();
        foreach (var file in Directory.GetFiles(folder, "desk-*.json"))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            all.Append(await new StreamReader(stream).ReadToEndAsync());
        }

        return all.ToString();
    }

    /// <summary>Takes one request and answers 200.</summary>
    private static async Task<string> ReceiveAsync(TcpListener listener)
    {
        using var connection = await listener.AcceptTcpClientAsync();
        var stream = connection.GetStream();
        var buffer = new byte[65_536];
        var read = await stream.ReadAsync(buffer);
        await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray());
        return Encoding.Latin1.GetString(buffer, 0, read);
    }
}
