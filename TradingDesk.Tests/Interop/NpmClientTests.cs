using System.Text.Json;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Simulation;
using TradingDesk.Core.Feeds.Simulation.Protocol;
using TradingDesk.Tests.Feeds.Simulation.Protocol;

namespace TradingDesk.Tests.Interop;

/// <summary>A client that nobody here wrote understands the simulator, and receives what the desk's own adapter receives from the same server at the same time.</summary>
public sealed class NpmClientTests
{
    private const int Seconds = 4;

    [NodeFact]
    public async Task NpmBinance_ReceivesWhatOurAdapterReceives()
    {
        await using var server = new ServerUnderTest(speed: 10);
        await using var adapter = new AdapterUnderTest(server);
        await adapter.WaitForTicksAsync();

        var printed = await NpmClient.RunAsync(server.Address, "BTCUSDT", Seconds);

        Assert.DoesNotContain(printed, line => KindOf(line) == "error");
        await CompareRestAsync(server, printed);
        var theirs = printed.Where(line => KindOf(line) == "message").Select(line => line.GetProperty("data")).ToList();
        await adapter.WaitForAsync(TickKind.Trade, theirs.Where(m => IsOf(m, "aggTrade")).Max(m => m.GetProperty("a").GetInt64()));
        Compare(adapter.Rows(TickKind.Trade), Rows(theirs, "aggTrade", "a"), "aggTrade");
        Compare(adapter.Rows(TickKind.Quote), Rows(theirs, "bookTicker", "u"), "bookTicker");
    }

    /// <summary>Planted bugs: a rounded price, a skipped id and a repeated message must each be noticed by the comparison.</summary>
    [Theory]
    [InlineData("rounded")]
    [InlineData("skipped")]
    [InlineData("repeated")]
    public void Comparison_PlantedBug_IsSeen(string bug)
    {
        var market = new SimulatedMarket(new SimulatorOptions { Seed = 11, HistoryDays = 3 });
        var frames = new SimulatedFrames(market).Between(market.StartAt, market.StartAt + TimeSpan.FromMinutes(1)).Where(f => f.VenueSymbol == "BTCUSDT")
            .Select(f => JsonDocument.Parse(f.Message.ToArray()).RootElement.GetProperty("data")).ToList();
        var whole = Rows(frames, "aggTrade", "a");
        Compare(whole, whole, "aggTrade");
        var broken = frames.ToList();
        var middle = frames.FindIndex(frames.Count / 2, frame => frame.TryGetProperty("p", out _));
        switch (bug)
        {
            case "rounded":
                var price = frames[middle].GetProperty("p").GetString()!;
                var wrong = price[^7] == '0' ? price[..^7] + "1" + price[^6..] : price[..^7] + "0" + price[^6..];
                broken[middle] = JsonDocument.Parse(frames[middle].GetRawText().Replace(price, wrong, StringComparison.Ordinal)).RootElement;
                break;
            case "skipped":
                broken.RemoveAt(middle);
                break;
            default:
                broken.Insert(middle, frames[middle]);
                break;
        }

        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Compare(whole, Rows(broken, "aggTrade", "a"), "aggTrade"));
    }

    private static async Task CompareRestAsync(ServerUnderTest server, List<JsonElement> printed)
    {
        var klines = Single(printed, "klines").EnumerateArray().ToArray();
        Assert.Equal(200, klines.Length);
        var stored = await server.GetAsync($"/api/v3/klines?symbol=BTCUSDT&interval=1m&startTime={klines[0][0].GetInt64()}&limit=199");
        Assert.Equal(stored.EnumerateArray().Select(Canonical), klines.SkipLast(1).Select(Canonical));

        var symbol = Single(printed, "exchangeInfo").GetProperty("symbols").EnumerateArray().Single();
        Assert.Equal("BTCUSDT", symbol.GetProperty("symbol").GetString());
        Assert.Contains(symbol.GetProperty("filters").EnumerateArray(), filter => filter.GetProperty("filterType").GetString() == "PRICE_FILTER");

        var trades = Single(printed, "aggTrades").EnumerateArray().ToArray();
        var again = await server.GetAsync($"/api/v3/aggTrades?symbol=BTCUSDT&fromId={trades[0].GetProperty("a").GetInt64()}&limit=100");
        Assert.Equal(again.EnumerateArray().Select(Canonical), trades.Select(Canonical));
    }

    private static void Compare(List<(long Id, string Text)> ours, List<(long Id, string Text)> theirs, string kind)
    {
        Assert.True(theirs.Count >= 20, $"only {theirs.Count} {kind} messages");
        var (first, last) = (theirs[0].Id, theirs[^1].Id);
        Assert.Equal(ours.Where(m => m.Id >= first && m.Id <= last), theirs);
    }

    private static List<(long Id, string Text)> Rows(List<JsonElement> messages, string kind, string id) =>
        [.. messages.Where(m => IsOf(m, kind)).Select(m => (m.GetProperty(id).GetInt64(), AdapterUnderTest.Text(m)))];

    private static bool IsOf(JsonElement message, string kind) =>
        message.TryGetProperty("e", out var e) ? e.GetString() == kind : kind == "bookTicker" && message.TryGetProperty("B", out _);

    private static JsonElement Single(List<JsonElement> printed, string kind) => printed.Single(line => KindOf(line) == kind).GetProperty("data");

    private static string? KindOf(JsonElement line) => line.GetProperty("kind").GetString();

    /// <summary>The same text for the same values, without the members that the npm client adds.</summary>
    private static string Canonical(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => string.Join(',', element.EnumerateObject().Where(p => !IsAdded(p)).OrderBy(p => p.Name, StringComparer.Ordinal).Select(p => $"{p.Name}={Canonical(p.Value)}")),
        JsonValueKind.Array => string.Join(',', element.EnumerateArray().Select(Canonical)),
        _ => element.ToString(),
    };

    private static bool IsAdded(JsonProperty member) =>
        member.Name is "wsMarket" or "wsKey" or "streamName" or "isWSAPIResponse" || (member.Name == "e" && member.Value.GetString() == "bookTicker");
}
