using System.Globalization;
using System.Text.Json;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Simulation.Protocol;

namespace TradingDesk.Tests.Feeds.Simulation.Protocol;

public sealed class StreamTests : IAsyncLifetime
{
    private readonly ServerUnderTest _server = new(speed: 30);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Combined_AggTrades_AreTheRestTrades_WithoutAGap()
    {
        using var socket = await _server.ConnectAsync("/stream?streams=btcusdt@aggTrade");
        var messages = await socket.ReceiveAsync(150);
        Assert.All(messages, m => Assert.Equal("btcusdt@aggTrade", m.GetProperty("stream").GetString()));
        var streamed = messages.Select(m => m.GetProperty("data")).ToArray();
        var first = streamed[0].GetProperty("a").GetInt64();
        Assert.Equal(Enumerable.Range(0, 150).Select(i => first + i), streamed.Select(t => t.GetProperty("a").GetInt64()));

        var rest = (await _server.GetAsync($"/api/v3/aggTrades?symbol=BTCUSDT&fromId={first}&limit=150")).EnumerateArray().ToArray();
        foreach (var (live, stored) in streamed.Zip(rest))
        {
            foreach (var name in new[] { "a", "p", "q", "f", "l", "T", "m" })
            {
                Assert.Equal(stored.GetProperty(name).ToString(), live.GetProperty(name).ToString());
            }
        }
    }

    [Fact]
    public async Task Trades_SplitTheAggregates()
    {
        using var socket = await _server.ConnectAsync("/stream?streams=btcusdt@trade/btcusdt@aggTrade");
        var messages = (await socket.ReceiveAsync(200)).Select(m => m.GetProperty("data")).ToArray();
        var singles = messages.Where(m => m.GetProperty("e").GetString() == "trade").ToArray();
        Assert.Equal(Enumerable.Range(0, singles.Length).Select(i => singles[0].GetProperty("t").GetInt64() + i), singles.Select(t => t.GetProperty("t").GetInt64()));
        foreach (var aggregate in messages.Where(m => m.GetProperty("e").GetString() == "aggTrade").Skip(2).SkipLast(2))
        {
            var parts = singles.Where(s => s.GetProperty("t").GetInt64() >= aggregate.GetProperty("f").GetInt64() && s.GetProperty("t").GetInt64() <= aggregate.GetProperty("l").GetInt64());
            Assert.Equal(Amount(aggregate, "q"), parts.Sum(p => Amount(p, "q")));
        }
    }

    [Fact]
    public async Task Raw_BookTicker_HasNoEnvelopeAndNoEventTime()
    {
        using var socket = await _server.ConnectAsync("/ws/btcusdt@bookTicker");
        var quotes = await socket.ReceiveAsync(30);
        foreach (var quote in quotes)
        {
            Assert.Equal(["u", "s", "b", "B", "a", "A"], quote.EnumerateObject().Select(p => p.Name));
            Assert.True(Amount(quote, "a") > Amount(quote, "b"));
        }

        Assert.All(quotes.Zip(quotes.Skip(1)), pair => Assert.True(pair.First.GetProperty("u").GetInt64() < pair.Second.GetProperty("u").GetInt64()));
    }

    [Fact]
    public async Task Klines_Closed_EqualRest()
    {
        _server.Clock.SetSpeed(60);
        using var socket = await _server.ConnectAsync("/ws/btcusdt@kline_1m");
        var closed = await socket.ReceiveUntilAsync(m => m.GetProperty("k").GetProperty("x").GetBoolean());
        var live = closed!.Value.GetProperty("k");
        var stored = (await _server.GetAsync($"/api/v3/klines?symbol=BTCUSDT&interval=1m&startTime={live.GetProperty("t").GetInt64()}&limit=1")).EnumerateArray().Single();
        foreach (var (name, index) in new[] { ("t", 0), ("o", 1), ("h", 2), ("l", 3), ("c", 4), ("v", 5), ("T", 6), ("q", 7), ("n", 8), ("V", 9), ("Q", 10) })
        {
            Assert.Equal(stored[index].ToString(), live.GetProperty(name).ToString());
        }
    }

    [Theory]
    [InlineData("/stream?streams=btcusdt@depth@100ms/btcusdt@bookTicker", "/api/v3/depth?symbol=BTCUSDT&limit=1000", false)]
    [InlineData("/public/stream?streams=xauusdt@depth@100ms/xauusdt@bookTicker", "/fapi/v1/depth?symbol=XAUUSDT&limit=1000", true)]
    public async Task Depth_SnapshotPlusDiffs_FollowsTheQuotes(string path, string snapshotPath, bool isFuture)
    {
        using var socket = await _server.ConnectAsync(path);
        var buffered = new List<JsonElement> { (await socket.ReceiveUntilAsync(IsDepth))!.Value.GetProperty("data") };
        var snapshot = await _server.GetAsync(snapshotPath);
        var (bids, asks) = (new SortedDictionary<decimal, decimal>(), new SortedDictionary<decimal, decimal>());
        Apply(bids, snapshot.GetProperty("bids"));
        Apply(asks, snapshot.GetProperty("asks"));
        var last = snapshot.GetProperty("lastUpdateId").GetInt64();
        JsonElement? quote = null;
        var (applied, compared) = (0, 0);
        while (applied < 60)
        {
            var message = (await socket.ReceiveAsync())!.Value;
            var data = message.GetProperty("data");
            if (!IsDepth(message))
            {
                quote = data;
                continue;
            }

            var (first, final) = (data.GetProperty("U").GetInt64(), data.GetProperty("u").GetInt64());
            if (final <= last)
            {
                continue;
            }

            Assert.True(applied == 0 ? first <= last + 1 : isFuture ? data.GetProperty("pu").GetInt64() == last : first == last + 1, $"U {first}, u {final} after {last}");
            Apply(bids, data.GetProperty("b"));
            Apply(asks, data.GetProperty("a"));
            last = final;
            applied++;
            Assert.True(bids.Keys.Last() < asks.Keys.First());
            if (quote is { } best && best.GetProperty("u").GetInt64() == final)
            {
                compared++;
                Assert.Equal((Amount(best, "b"), Amount(best, "B")), (bids.Last().Key, bids.Last().Value));
                Assert.Equal((Amount(best, "a"), Amount(best, "A")), (asks.First().Key, asks.First().Value));
            }
        }

        Assert.True(compared > 20);
    }

    [Fact]
    public async Task Futures_UnroutedSocket_DeliversOnlyPublicStreams()
    {
        using var unrouted = await _server.ConnectAsync("/stream?streams=xauusdt@aggTrade/xauusdt@bookTicker");
        Assert.All(await unrouted.ReceiveAsync(20), m => Assert.Equal("xauusdt@bookTicker", m.GetProperty("stream").GetString()));
        using var routed = await _server.ConnectAsync("/market/stream?streams=xauusdt@aggTrade/xauusdt@bookTicker/xauusdt@markPrice@1s");
        var messages = await routed.ReceiveAsync(20);
        Assert.DoesNotContain(messages, m => m.GetProperty("stream").GetString() == "xauusdt@bookTicker");
        Assert.Contains(messages, m => m.GetProperty("data").GetProperty("e").GetString() == "aggTrade" && m.GetProperty("data").TryGetProperty("nq", out _));
    }

    [Fact]
    public async Task Control_SubscribeListUnsubscribeProperties_AreAnswered()
    {
        using var socket = await _server.ConnectAsync("/ws");
        await socket.SendAsync("{\"method\":\"SUBSCRIBE\",\"params\":[\"btcusdt@bookTicker\"],\"id\":1}");
        Assert.Equal("{\"result\":null,\"id\":1}", (await socket.ReceiveUntilAsync(m => m.TryGetProperty("id", out _)))!.Value.GetRawText());
        Assert.Equal("BTCUSDT", (await socket.ReceiveAsync())!.Value.GetProperty("s").GetString());
        await socket.SendAsync("{\"method\":\"LIST_SUBSCRIPTIONS\",\"id\":\"x\"}");
        Assert.Equal("{\"result\":[\"btcusdt@bookTicker\"],\"id\":\"x\"}", (await socket.ReceiveUntilAsync(m => m.TryGetProperty("id", out _)))!.Value.GetRawText());
        await socket.SendAsync("{\"method\":\"SET_PROPERTY\",\"params\":[\"combined\",true],\"id\":4}");
        await socket.ReceiveUntilAsync(m => m.TryGetProperty("id", out _));
        Assert.NotNull(await socket.ReceiveUntilAsync(m => m.TryGetProperty("stream", out _)));
        await socket.SendAsync("{\"method\":\"UNSUBSCRIBE\",\"params\":[\"btcusdt@bookTicker\"],\"id\":5}");
        await socket.ReceiveUntilAsync(m => m.TryGetProperty("id", out var id) && id.GetRawText() == "5");
    }

    [Theory]
    [InlineData("nonsense", 3)]
    [InlineData("[1]", 2)]
    [InlineData("{\"method\":\"DANCE\",\"id\":1}", 2)]
    [InlineData("{\"method\":\"SUBSCRIBE\",\"params\":[1],\"id\":1}", 2)]
    [InlineData("{\"method\":\"GET_PROPERTY\",\"params\":[\"colour\"],\"id\":1}", 0)]
    [InlineData("{\"method\":\"SET_PROPERTY\",\"params\":[\"combined\",\"yes\"],\"id\":1}", 1)]
    public async Task Control_BadMessage_AnswersItsCode(string message, int code)
    {
        using var socket = await _server.ConnectAsync("/ws");
        await socket.SendAsync(message);
        Assert.Equal(code, (await socket.ReceiveAsync())!.Value.GetProperty("code").GetInt32());
    }

    [Fact]
    public async Task Control_TooManyMessagesInASecond_IsCut()
    {
        _server.Clock.SetSpeed(0.1);
        using var socket = await _server.ConnectAsync("/ws");
        for (var i = 0; i < 20; i++)
        {
            try
            {
                await socket.SendAsync("{\"method\":\"LIST_SUBSCRIPTIONS\",\"id\":1}");
            }
            catch (Exception error) when (error is System.Net.WebSockets.WebSocketException or IOException)
            {
                break;
            }
        }

        Assert.Null(await socket.ReceiveUntilAsync(_ => false));
    }

    [Fact]
    public async Task TimeUnit_Microseconds_InTheWholeConnection()
    {
        using var socket = await _server.ConnectAsync("/stream?streams=btcusdt@aggTrade&timeUnit=MICROSECOND");
        var data = (await socket.ReceiveAsync())!.Value.GetProperty("data");
        Assert.InRange(data.GetProperty("T").GetInt64(), 1_000_000_000_000_000, long.MaxValue);
        Assert.InRange(data.GetProperty("E").GetInt64(), 1_000_000_000_000_000, long.MaxValue);
    }

    [Fact]
    public async Task PartialBooksAndTickers_AreServed()
    {
        using var socket = await _server.ConnectAsync("/stream?streams=btcusdt@depth5@100ms/btcusdt@miniTicker/btcusdt@ticker");
        var seen = new HashSet<string>();
        while (seen.Count < 3)
        {
            seen.Add((await socket.ReceiveAsync())!.Value.GetProperty("stream").GetString()!);
        }
    }

    [Fact]
    public void SimulatedFrames_AreTheServersFrames_InOrder()
    {
        var from = _server.Market.StartAt;
        var frames = new SimulatedFrames(_server.Market) { IncludesDepth = true };
        var previous = Timestamp.Epoch;
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var frame in frames.Between(from, from + TimeSpan.FromMinutes(3)))
        {
            Assert.True(frame.ReceivedAt >= previous);
            previous = frame.ReceivedAt;
            var stream = JsonDocument.Parse(frame.Message).RootElement.GetProperty("stream").GetString()!;
            Assert.StartsWith(frame.VenueSymbol.ToLowerInvariant(), stream, StringComparison.Ordinal);
            counts[stream] = counts.GetValueOrDefault(stream) + 1;
        }

        Assert.Equal(6, counts.Count);
        Assert.All(counts.Values, count => Assert.True(count > 50));
    }

    [Fact]
    public async Task SimulatedFrames_EqualWhatASocketReceives()
    {
        using var socket = await _server.ConnectAsync("/stream?streams=btcusdt@aggTrade/btcusdt@bookTicker");
        var received = (await socket.ReceiveAsync(100)).Select(m => m.GetRawText()).ToArray();
        var from = _server.Market.StartAt;
        var written = new SimulatedFrames(_server.Market).Between(from, from + TimeSpan.FromMinutes(10))
            .Where(f => f.VenueSymbol == "BTCUSDT").Select(f => System.Text.Encoding.UTF8.GetString(f.Message.Span)).ToList();
        var start = written.IndexOf(received[0]);
        Assert.True(start >= 0);
        Assert.Equal(written.Skip(start).Take(100), received);
    }

    private static bool IsDepth(JsonElement message) => message.GetProperty("stream").GetString()!.EndsWith("@depth@100ms", StringComparison.Ordinal);

    private static void Apply(SortedDictionary<decimal, decimal> side, JsonElement levels)
    {
        foreach (var level in levels.EnumerateArray())
        {
            var (price, quantity) = (Amount(level[0]), Amount(level[1]));
            if (quantity == 0)
            {
                side.Remove(price);
            }
            else
            {
                side[price] = quantity;
            }
        }
    }

    private static decimal Amount(JsonElement element, string name) => Amount(element.GetProperty(name));

    private static decimal Amount(JsonElement element) => decimal.Parse(element.GetString()!, CultureInfo.InvariantCulture);
}
