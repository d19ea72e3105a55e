using System.Net;
using System.Net.Sockets;
using System.Text;
using TradingDesk.Tests.Api.Fakes;

namespace TradingDesk.Tests.Api;

/// <summary>T24: limits of the real server.</summary>
public sealed class ConnectionLimitTests
{
    [Fact]
    public async Task Body_LargerThanAllowed_Is413()
    {
        await using var server = await ApiServer.StartAsync(real: true);
        using var client = server.ClientWith("admin");

        // Asks first: a server that refuses at once may close before a client that just sends has sent all.
        client.DefaultRequestHeaders.ExpectContinue = true;

        using var known = await client.PostTextAsync("/shadow-mode", new string(' ', 70_000));
        await known.ProblemAsync(HttpStatusCode.RequestEntityTooLarge);

        using var chunked = new HttpRequestMessage(HttpMethod.Post, "/shadow-mode") { Content = new StreamContent(new MemoryStream(new byte[70_000])) };
        chunked.Content.Headers.ContentType = new("application/json");
        chunked.Headers.TransferEncodingChunked = true;
        using var unknown = await client.SendAsync(chunked);
        await unknown.ProblemAsync(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task Headers_LargerThanAllowed_Are431()
    {
        await using var server = await ApiServer.StartAsync(real: true);
        using var client = server.ClientWith("read");
        client.DefaultRequestHeaders.Add("X-Filler", new string('x', 17_000));

        using var response = await client.GetAsync("/health");

        Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task Slowloris_FiftyConnections_AreClosedWhileOthersAreServed()
    {
        await using var server = await ApiServer.StartAsync(real: true, settings: new() { ["Desk:Http:HeadersTimeoutSeconds"] = "1" });
        using var client = server.ClientWith("read");
        var slow = new List<TcpClient>();
        for (var i = 0; i < 50; i++)
        {
            var socket = new TcpClient();
            await socket.ConnectAsync(IPAddress.Loopback, server.Address.Port);
            await socket.GetStream().WriteAsync("GET /health HTTP/1.1\r\nHost: localhost\r\nX-"u8.ToArray());
            slow.Add(socket);
        }

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health")).StatusCode);

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        foreach (var socket in slow)
        {
            var answer = await new StreamReader(socket.GetStream(), Encoding.ASCII).ReadToEndAsync(patience.Token);
            Assert.Contains("408", answer, StringComparison.Ordinal);
            socket.Dispose();
        }
    }

    [Fact]
    public async Task Address_ByDefault_IsLoopback()
    {
        await using var server = await ApiServer.StartAsync(real: true);

        Assert.Equal("127.0.0.1", server.Address.Host);
        Assert.Equal("http://127.0.0.1:5080", TradingDesk.Api.Hosting.DeskApiExtensions.DefaultUrl);
    }
}
