using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;
using TradingDesk.Tests.Api.Fakes;

namespace TradingDesk.Tests.Api;

/// <summary>Server-sent events over a real connection.</summary>
public sealed class StreamTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Stream_JournaledAndOther_HaveIdEventAndOneDataLine()
    {
        await using var server = await ApiServer.StartAsync(real: true);
        using var client = server.ClientWith("read");
        await using var lines = await OpenAsync(client, "/api/enhanced/stream");
        await SubscribedAsync(server, 1);

        server.Desk.Publish(7, "bar", "BTCUSD", new { symbol = "BTCUSD", text = "two\nlines\r\nand <script>" });
        server.Desk.Publish(sequence: null, "tick", "BTCUSD", new { price = 1.5 });

        Assert.Equal("id: 7", await lines.NextAsync());
        Assert.Equal("event: bar", await lines.NextAsync());
        var data = JsonDocument.Parse((await lines.NextAsync())["data: ".Length..]).RootElement;
        Assert.Equal("two\nlines\r\nand <script>", data.GetProperty("text").GetString());
        Assert.Equal("event: tick", await lines.NextAsync());
    }

    [Fact]
    public async Task Stream_WithLastEventId_SendsWhatWasMissedExactlyOnce()
    {
        await using var server = await ApiServer.StartAsync(real: true);
        using var client = server.ClientWith("read");
        for (var sequence = 1; sequence <= 50; sequence++)
        {
            server.Desk.Publish(sequence, "bar", "BTCUSD", new { n = sequence });
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/enhanced/stream?lastEventId=3");
        request.Headers.Add("Last-Event-ID", "20");
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        server.Desk.Publish(51, "bar", "BTCUSD", new { n = 51 });

        Assert.Equal(Enumerable.Range(21, 31).Select(id => $"{id}"), (await ReadAsync(response, 31)).Select(item => item.EventId));
    }

    [Fact]
    public async Task Stream_ResumedBeyondTheJournal_SaysThatThereIsAGap()
    {
        await using var server = await ApiServer.StartAsync(real: true);
        using var client = server.ClientWith("read");
        server.Desk.Publish(9, "bar", "BTCUSD", new { n = 9 });
        server.Desk.ForgottenUpTo = 8;

        using var response = await client.GetAsync("/api/enhanced/stream?lastEventId=3", HttpCompletionOption.ResponseHeadersRead);

        Assert.Equal(["gap", "bar"], (await ReadAsync(response, 2)).Select(item => item.EventType));
    }

    [Fact]
    public async Task Stream_Filters_LetOnlyTheNamedThrough()
    {
        await using var server = await ApiServer.StartAsync(real: true);
        using var client = server.ClientWith("read");
        using var response = await client.GetAsync("/api/enhanced/stream?types=bar,order&symbols=BTCUSD", HttpCompletionOption.ResponseHeadersRead);
        await SubscribedAsync(server, 1);

        server.Desk.Publish(1, "decision", "BTCUSD", new { n = 1 });
        server.Desk.Publish(2, "bar", "GBPJPY", new { n = 2 });
        server.Desk.Publish(3, "order", "BTCUSD", new { n = 3 });

        Assert.Equal("3", (await ReadAsync(response, 1))[0].EventId);
    }

    [Fact]
    public async Task Stream_Silence_IsBrokenByHeartbeats()
    {
        await using var server = await ApiServer.StartAsync(real: true, settings: new() { ["Desk:Http:StreamHeartbeatSeconds"] = "1" });
        using var client = server.ClientWith("read");
        await using var lines = await OpenAsync(client, "/api/enhanced/stream");

        Assert.Equal(": heartbeat", await lines.NextAsync());
    }

    [Fact]
    public async Task Stream_ClientThatStopsReading_IsCutAndItsSlotFreed()
    {
        await using var server = await ApiServer.StartAsync(real: true, settings: new() { ["Desk:Http:StreamWriteTimeoutSeconds"] = "1" });
        using var client = server.ClientWith("read");
        using var response = await client.GetAsync("/api/enhanced/stream", HttpCompletionOption.ResponseHeadersRead);
        await SubscribedAsync(server, 1);

        var filler = new string('x', 20_000);
        for (var sequence = 1; sequence <= 2_000; sequence++)
        {
            server.Desk.Publish(sequence, "bar", "BTCUSD", new { filler });
        }

        await SubscribedAsync(server, 0);
    }

    [Fact]
    public async Task Streams_BeyondTheLimit_Are429UntilOneCloses()
    {
        await using var server = await ApiServer.StartAsync(real: true, settings: new() { ["Desk:Http:MaxStreamsPerCaller"] = "2", ["Desk:Http:StreamHeartbeatSeconds"] = "1" });
        using var client = server.ClientWith("read");
        var first = await client.GetAsync("/api/enhanced/stream", HttpCompletionOption.ResponseHeadersRead);
        using var second = await client.GetAsync("/api/enhanced/stream", HttpCompletionOption.ResponseHeadersRead);

        using var third = await client.GetAsync("/api/enhanced/stream", HttpCompletionOption.ResponseHeadersRead);
        await third.ProblemAsync(HttpStatusCode.TooManyRequests);

        first.Dispose();
        await SubscribedAsync(server, 1);
        using var fourth = await client.GetAsync("/api/enhanced/stream", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, fourth.StatusCode);
    }

    private static async Task<List<SseItem<string>>> ReadAsync(HttpResponseMessage response, int count)
    {
        using var patience = new CancellationTokenSource(Patience);
        var items = new List<SseItem<string>>();
        await foreach (var item in SseParser.Create(await response.Content.ReadAsStreamAsync(patience.Token)).EnumerateAsync(patience.Token))
        {
            items.Add(item);
            if (items.Count == count)
            {
                break;
            }
        }

        return items;
    }

    private static async Task<Lines> OpenAsync(HttpClient client, string path)
    {
        var response = await client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
        return new Lines(response, new StreamReader(await response.Content.ReadAsStreamAsync()));
    }

    private static async Task SubscribedAsync(ApiServer server, int count)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (server.Desk.OpenSubscriptions != count)
        {
            await Task.Delay(20, patience.Token);
        }
    }

    /// <summary>The stream's lines without the empty ones and the retry line.</summary>
    private sealed class Lines(HttpResponseMessage response, StreamReader reader) : IAsyncDisposable
    {
        public async Task<string> NextAsync()
        {
            using var patience = new CancellationTokenSource(Patience);
            while (await reader.ReadLineAsync(patience.Token) is { } line)
            {
                if (line.Length > 0 && !line.StartsWith("retry:", StringComparison.Ordinal))
                {
                    return line;
                }
            }

            throw new EndOfStreamException();
        }

        public ValueTask DisposeAsync()
        {
            reader.Dispose();
            response.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
