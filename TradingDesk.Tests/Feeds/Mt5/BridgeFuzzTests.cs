using System.Diagnostics;
using System.Globalization;
using System.Text;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds;
using TradingDesk.Core.Feeds.Context;
using TradingDesk.Core.Feeds.Mt5;
using TradingDesk.Core.Feeds.Mt5.Trading;

namespace TradingDesk.Tests.Feeds.Mt5;

public sealed class BridgeFuzzTests
{
    private const int Seed = 20_261_121;
    private const long ServerMs = 1_773_154_800_000;

    private static readonly string[] Valid =
    [
        """{"v":1,"t":"ticks","seq":#,"s":"XAUUSDm","k":[[1773154800123,2410.11,2410.35,0,0,6],[1773154800187,2410.12,2410.36,0,0,6]]}""",
        """{"k":[[1773154800123,2410.11,2410.35]],"s":"GBPJPYm","seq":#,"t":"ticks","v":1}""",
        """{"v":1,"t":"ticks","seq":#,"s":"XAUUSDm","from":1773154800123,"more":false,"k":[]}""",
        """{"v":1,"t":"bar","seq":#,"s":"XAUUSDm","tf":"M1","k":[1773154740,2410.0,2410.9,2409.8,2410.2,132,24]}""",
        """{"v":1,"t":"bars","seq":#,"id":"gap-XAUUSDm","s":"XAUUSDm","tf":"M1","more":false,"k":[[1773154740,2410.0,2410.9,2409.8,2410.2,132,24]]}""",
        """{"v":1,"t":"hb","seq":#,"ts":1773144000123,"srvOff":10800,"conn":true,"trade":true,"rseq":9}""",
        """{"v":1,"t":"acct","seq":#,"bal":10000.0,"eq":10012.4,"margin":88.1,"free":9924.3,"tradeAllowed":true}""",
        """{"v":1,"t":"spec","seq":#,"s":"XAUUSDm","digits":2,"point":0.01}""",
        """{"v":1,"t":"snap","seq":#,"pos":[{"id":"881","s":"XAUUSDm","side":"buy"}],"ord":[]}""",
        """{"v":1,"t":"snap","seq":#,"id":"snap-1","more":true,"pos":[{"id":"881","s":"XAUUSDm","side":"buy","vol":0.10,"po":2410.11,"sl":2400,"tp":2430,"pr":11.2,"sw":-0.3,"tm":1773154800000,"magic":7001,"c":"d:9fQ2"}],"ord":[],"deals":[]}""",
        """{"v":1,"t":"deal","seq":#,"deal":"1201","pos":"881","ord":"991","s":"XAUUSDm","side":"buy","entry":"in","vol":0.10,"price":2410.36,"pr":0,"com":-0.7,"sw":0,"reason":"expert","magic":7001,"c":"d:9fQ2","tm":1773154800123}""",
        """{"v":1,"t":"cal","seq":#,"since":1773154800,"until":1773164800,"first":true,"more":false,"k":[{"id":"1","tm":1773155000,"ccy":"USD","imp":3,"name":"CPI","act":3.1,"unit":"%"}]}""",
        """{"v":1,"t":"macro","seq":#,"n":"VIX","val":2410.5,"tm":1773154800000}""",
        """{"v":1,"t":"ack","seq":#,"id":"9fQ2"}""",
        """{"v":1,"t":"res","seq":#,"id":"9fQ2","ok":true,"rc":10009,"ord":"991","deal":"1201","pos":"881","vol":0.10,"price":2410.36,"ms":83}""",
        """{"v":1,"t":"err","seq":#,"id":"9fQ2","code":"LIMIT"}""",
    ];

    public static int Count => Environment.GetEnvironmentVariable("TRADINGDESK_LONG") == "1" ? 1_000_000 : 20_000;

    [Fact]
    public void MutatedLines_NeverThrow_NeverHang_AndKeepMemoryFlat()
    {
        var decoder = BridgeInstruments.Decoder();
        var context = BridgeInstruments.Context();
        var at = Timestamp.FromUnixMilliseconds(ServerMs - 10_800_000);
        var output = new List<MarketEvent>();
        decoder.LinkUp(new BridgeLink("1", "Demo", 10_800, 300_000), at, output);
        var random = new Random(Seed);
        long accepted = 0;
        long malformed = 0;
        var slowest = TimeSpan.Zero;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < Count; i++)
        {
            var line = Mutate(random, decoder.LastSequence + 1);
            var watch = Stopwatch.GetTimestamp();
            var reaction = decoder.Process(line, at, output);
            if (reaction == BridgeReaction.Message)
            {
                context.Inbox.Take(decoder, line, at);
            }

            slowest = watch < 0 ? slowest : TimeSpan.FromTicks(Math.Max(slowest.Ticks, Stopwatch.GetElapsedTime(watch).Ticks));
            accepted += reaction is null ? 0 : 1;
            malformed += reaction is null ? 1 : 0;
            Assert.All(output.Where(item => item.Kind == MarketEventKind.Tick), item => Assert.InRange(item.Tick.OccurredAt.UnixMilliseconds, 0, ServerMs));
            output.Clear();
        }

        Assert.True(accepted > Count / 20 && malformed > Count / 4, $"seed {Seed}: {accepted} accepted, {malformed} malformed");
        Assert.True(context.Board.Snapshot.Deals.Count <= BridgeBoard.MaxDeals && context.World.Calendar.State.Events.Count <= EconomicCalendar.Capacity, $"seed {Seed}");
        Assert.True(context.Board.Snapshot.Deals.Count > 0 && context.World.Macro.Readings.Count > 0, $"seed {Seed}: nothing of the account came through");
        Assert.Equal(malformed, decoder.Discards[DiscardReason.Malformed]);
        Assert.True(slowest < TimeSpan.FromMilliseconds(500), $"seed {Seed}: slowest line {slowest}");
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 10_000_000);
    }

    [Theory]
    [InlineData("""{"v":1,"t":"ticks","seq":2,"seq":3,"s":"XAUUSDm","k":[]}""")]
    [InlineData("""{"v":1,"t":"ticks","seq":2,"s":"XAUUSDm","k":[[1773154800123,2410.11,2410.35]]}x""")]
    [InlineData("""{"v":2,"t":"ticks","seq":2,"s":"XAUUSDm","k":[]}""")]
    [InlineData("""{"v":1,"t":"ticks","seq":2,"s":"XAUUSDm","k":[[1773154800123,"2410.11",2410.35]]}""")]
    [InlineData("""{"v":1,"t":"ticks","seq":2,"s":"XAUUSDm","k":[[1773154800123,2410,11,2410,35]],"k":[]}""")]
    [InlineData("""{"v":1,"t":"ticks","seq":2,"s":"XAUUSDm","k":[[1e300,2410.11,2410.35]]}""")]
    [InlineData("""{"v":1,"t":"ticks","seq":2,"s":"XAUUSDm","k":[[1773154800123,NaN,2410.35]]}""")]
    [InlineData("""{"v":1,"t":"ticks","seq":2,"s":"XAUUSDm","k":{}}""")]
    [InlineData("""{"v":1,"t":"hb","seq":2,"srvOff":999999}""")]
    [InlineData("""{"v":1,"seq":2,"s":"XAUUSDm","k":[]}""")]
    [InlineData("")]
    [InlineData("[]")]
    public void MalformedLine_IsCountedAndGivesNothing(string line)
    {
        var decoder = BridgeInstruments.Decoder();
        var output = new List<MarketEvent>();
        decoder.LinkUp(new BridgeLink("1", "Demo", 10_800, 300_000), Timestamp.FromUnixMilliseconds(ServerMs), output);
        Assert.Null(decoder.Process(Encoding.UTF8.GetBytes(line), Timestamp.FromUnixMilliseconds(ServerMs), output));
        Assert.Empty(output);
    }

    [Fact]
    public void KeyOrder_DoesNotMatter()
    {
        var at = Timestamp.FromUnixMilliseconds(ServerMs - 10_800_000);
        var ticks = new List<Tick>();
        foreach (var line in new[] { """{"v":1,"t":"ticks","seq":2,"s":"XAUUSDm","k":[[1773154800000,2410.11,2410.35]],"more":false}""", """{"k":[[1773154800000,2410.11,2410.35]],"more":false,"s":"XAUUSDm","seq":2,"t":"ticks","v":1}""" })
        {
            var decoder = BridgeInstruments.Decoder();
            var output = new List<MarketEvent>();
            decoder.LinkUp(new BridgeLink("1", "Demo", 10_800, 300_000), at, output);
            decoder.Process(Encoding.UTF8.GetBytes(line), at, output);
            ticks.Add(output[0].Tick);
        }

        Assert.Equal(ticks[0], ticks[1]);
    }

    [Fact]
    public void LiveTicks_AreTakenWithoutAllocation()
    {
        var decoder = BridgeInstruments.Decoder();
        var at = Timestamp.FromUnixMilliseconds(ServerMs - 10_800_000);
        var output = new List<MarketEvent>(64);
        decoder.LinkUp(new BridgeLink("1", "Demo", 10_800, 300_000), at, output);
        var lines = Enumerable.Range(2, 1_002).Select(sequence => Encoding.UTF8.GetBytes(Valid[sequence <= 2 ? 2 : 0].Replace("#", sequence.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal))).ToList();
        long before = 0;
        var taken = 0;
        for (var i = 0; i < lines.Count; i++)
        {
            before = i == 100 ? GC.GetAllocatedBytesForCurrentThread() : before;
            taken += decoder.Process(lines[i], at, output) == BridgeReaction.None ? output.Count : 0;
            output.Clear();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal((2 * (lines.Count - 1)) + 1, taken); // the first line is the replay's end: one notice
    }

    [Fact]
    public async Task UnauthenticatedPeers_WhateverTheySay_GetNothingIn()
    {
        await using var desk = new BridgeHarness();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await SpeakAsync(desk, connections: Count / LinesPerPeer, token: null);
        Assert.Equal("", WhatGotIn(desk));
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 30_000_000);
        using var honest = await BridgeProtocolTests.LivePeerAsync(desk); // the listener lives
    }

    /// <summary>The control: the same lines behind a good proof do get in, and the check sees it.</summary>
    [Fact]
    public async Task PeersThatKnowTheToken_AreSeenByTheSameCheck()
    {
        await using var desk = new BridgeHarness();
        await SpeakAsync(desk, connections: 3, BridgeInstruments.Token);
        Assert.NotEqual("", WhatGotIn(desk));
    }

    private const int LinesPerPeer = 100;

    private static async Task SpeakAsync(BridgeHarness desk, int connections, string? token)
    {
        var random = new Random(Seed);
        for (var i = 0; i < connections; i++)
        {
            using var peer = await desk.DialAsync();
            var text = new System.Text.StringBuilder();
            text.Append(token is not null ? peer.Hello(BridgeToken.Prove(token, peer.Nonce, "1", "Demo")) : (i % 3) switch { 0 => peer.Hello(new string('0', 64)), 1 => peer.Hello(""), _ => "" });
            for (var line = 0; line < LinesPerPeer; line++)
            {
                text.Append(line % 2 == 0 || token is not null ? Valid[random.Next(Valid.Length)].Replace("#", (line + 2).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal) : Encoding.Latin1.GetString(Mutate(random, line + 2))).Append('\n');
            }

            try
            {
                await peer.SendAsync(text.ToString());
                Assert.True(token is not null || await peer.IsClosedAsync(), $"seed {Seed}: peer {i} was not closed");
            }
            catch (IOException)
            {
                continue; // closed while it was still talking
            }

            if (token is not null)
            {
                await Eventually.IsTrueAsync(() => desk.Feed.Status.Messages >= LinesPerPeer * (i + 1), "the lines are read");
            }
        }
    }

    private static string WhatGotIn(BridgeHarness desk)
    {
        var snapshot = desk.Feed.Snapshot;
        return string.Join(", ", new[]
        {
            desk.Sink.Count > 0 ? "events" : "",
            desk.Feed.Status.Messages > 0 ? "messages" : "",
            snapshot.Identity is not null || snapshot.Deals.Count + snapshot.Positions.Count > 0 || snapshot.Account is not null ? "account" : "",
            desk.Feed.World.Calendar.State.AsOf is not null || desk.Feed.World.Macro.Readings.Count > 0 ? "world" : "",
        }.Where(part => part.Length > 0));
    }

    private static byte[] Mutate(Random random, long sequence)
    {
        var line = Encoding.UTF8.GetBytes(Valid[random.Next(Valid.Length)].Replace("#", sequence.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        return random.Next(8) switch
        {
            0 => line,
            1 => line[..random.Next(line.Length)],
            2 => Encoding.UTF8.GetBytes(new string('[', random.Next(1, 10_000))),
            3 => Encoding.UTF8.GetBytes("{\"v\":1,\"t\":\"ticks\",\"seq\":" + sequence.ToString(CultureInfo.InvariantCulture) + ",\"x\":\"" + new string('y', random.Next(10_000)) + "\"}"),
            4 => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(line).Replace("2410", random.Next(4) switch { 0 => "1e999", 1 => "-5", 2 => "0", _ => "123456789012345678901234567890" }, StringComparison.Ordinal)),
            5 => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(line).Replace("1773154800", random.Next(3) switch { 0 => "9", 1 => "99999999999999999", _ => "-1773154800" }, StringComparison.Ordinal)),
            _ => Flip(line, random),
        };
    }

    private static byte[] Flip(byte[] line, Random random)
    {
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            line[random.Next(line.Length)] = (byte)random.Next(256);
        }

        return line;
    }
}
