using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Binance;
using TradingDesk.Tests.Support;
using Xunit.Abstractions;

namespace TradingDesk.Tests.Feeds.Replay;

/// <summary>Replays of the recordings: repeatable, and every frame accounted for.</summary>
public sealed class RecordedFramesTests(ITestOutputHelper output)
{
    [SharedDataTheory("binance-frames")]
    [InlineData("spot_btcusdt_20240808.gz", 9757, 28040, 3451, 1)]
    [InlineData("spot_btcusdt_20240809.gz", 10147, 45134, 3044, 0)]
    [InlineData("spot_ethusdt_20240809.gz", 8409, 34681, 3036, 0)]
    [InlineData("usdm_btcusdt_20240808.gz", 21313, 66089, 6551, 1)]
    [InlineData("BINANCE_FUTURES.ws.1.0.gz", 91, 613, 764, 0)]
    public void Replay_Twice_SameEventsAndEveryFrameAccountedFor(string file, int trades, int quotes, int depthUpdates, int snapshots)
    {
        var path = SharedData.Find(Path.Combine("binance-frames", file))!;
        var first = ReplayRun.Of(path);
        var second = ReplayRun.Of(path);

        var counts = first.Handlers[0].Counts;
        output.WriteLine($"{file}: {first.Records} frames, {first.Trades} trades, {first.Quotes} quotes, {counts.DepthUpdates} depth, {counts.Klines} klines, "
            + $"{first.Clocks} clocks, discards {first.Discards.Total}, notices {first.Notices.Count}, {first.Hash}");
        foreach (var reason in Enum.GetValues<DiscardReason>())
        {
            output.WriteLine($"  {reason} {first.Discards[reason]}");
        }

        Assert.Equal(first.Hash, second.Hash);
        Assert.Equal((trades, quotes), (first.Trades, first.Quotes));
        Assert.Equal((depthUpdates, snapshots), ((int)counts.DepthUpdates, (int)counts.DepthSnapshots));
        Assert.Equal(0, first.Discards.Total);
        Assert.Equal(first.Records, counts.Frames);
        Assert.Equal(counts.Frames, counts.UsedFrames + first.Discards.Total);
        Assert.Empty(first.Notices);
    }
}
