using Microsoft.Extensions.Logging.Abstractions;
using TradingDesk.Core.Configuration;
using TradingDesk.Core.Decisions;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds;
using TradingDesk.Core.Feeds.Binance;
using TradingDesk.Core.Feeds.Replay;
using TradingDesk.Core.Feeds.Simulation;
using TradingDesk.Core.Journal;
using TradingDesk.Core.Operations;
using TradingDesk.Core.Pipeline;
using TradingDesk.Tests.Support;
using Xunit.Abstractions;

namespace TradingDesk.Tests.Reliability;

/// <summary>RELIABILITY T14: twice the busiest recorded minute, ten times of it, and a desk that stands still under it.</summary>
public sealed class OverloadTests(ITestOutputHelper output)
{
    private const string Recording = "binance-frames/spot_btcusdt_20240809.gz";
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("TRADINGDESK_LONG") == "1";
    private static readonly SymbolSettings[] Settings = [.. SymbolDefaults.All.Select((document, id) => new SymbolConfig(document).ToSettings(id))];
    private static readonly int Bitcoin = Array.FindIndex(Settings, s => s.Instrument.Symbol.Name == "BTCUSD");

    [SharedDataFact(Recording)]
    public async Task Engine_TwiceAndTenTimesTheBusiestMinute_KeepsUpAndRecoversFromStandingStill()
    {
        var minute = BusiestMinute();
        var clock = new ScaledTimeProvider(TimeProvider.System, minute[0].At.ToDateTimeOffset(), 2);
        var queue = new IngestQueue();
        var log = new EntryLog();
        var engine = new DeskEngine(new DeskPipeline(Settings, new PipelineOptions(), log), queue, clock, new StageTimer(TimeProvider.System), NullLogger<DeskEngine>.Instance);
        var running = Task.Factory.StartNew(() => engine.Run(CancellationToken.None), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var pace = await PlayAsync(minute, queue, clock, TimeSpan.FromSeconds(IsLong ? 30 : 4));
        clock.SetSpeed(10);
        var burst = await PlayAsync(minute, queue, clock, TimeSpan.FromSeconds(IsLong ? 50 : 15));
        Assert.Equal(0, queue.Discards[DiscardReason.QueueFull]);

        // The pipeline stands still while ten times as much comes as the queue holds.
        using var gate = new ManualResetEventSlim();
        var query = engine.QueryAsync(Bitcoin, _ => gate.Wait(TimeSpan.FromSeconds(60)), CancellationToken.None);
        var quote = minute.First(e => e.Tick.Kind == TickKind.Quote);
        for (var i = 0; i < IngestQueue.Capacity * 3; i++)
        {
            await queue.PublishAsync(quote, CancellationToken.None);
            Assert.True(queue.Health.Depth <= IngestQueue.Capacity);
        }

        Assert.True(queue.Health.Dropped >= IngestQueue.Capacity, $"{queue.Health.Dropped}");
        var trade = queue.PublishAsync(MarketEvent.FromTick(minute.First(e => e.Tick.Kind == TickKind.Trade).Tick), CancellationToken.None).AsTask();
        Assert.False(trade.IsCompleted); // a trade is never dropped: it waits
        var used = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.True(used < 150_000_000, $"{used} bytes");

        clock.AdvanceTo(clock.GetUtcNow() + TimeSpan.FromMinutes(1)); // what waits is old by now
        var released = TimeProvider.System.GetTimestamp();
        gate.Set();
        Assert.True(await query);
        await trade.WaitAsync(TimeSpan.FromSeconds(10));
        while (queue.Health.Depth > 0 && TimeProvider.System.GetElapsedTime(released) < TimeSpan.FromSeconds(10))
        {
            await Task.Delay(5);
        }

        await queue.PublishAsync(MarketEvent.Clock(Timestamp.Now(clock)), CancellationToken.None);
        queue.Complete();
        await running.WaitAsync(TimeSpan.FromSeconds(10));
        var normal = TimeProvider.System.GetElapsedTime(released);
        Assert.True(normal < TimeSpan.FromSeconds(10), $"{normal}");
        Assert.Equal(["Behind", "CaughtUp"], log.Operations("pipeline").TakeLast(2).Select(e => e.Kind));
        output.WriteLine($"{minute.Count} events in the busiest minute; {pace:F0} and {burst:F0} a second; {queue.Health.Dropped} quotes dropped; normal after {normal.TotalSeconds:F2} s; {used / 1e6:F0} MB");
    }

    /// <summary>While the desk is behind, the proposals that the market's default seed holds are refused; the control is the same run without.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Process_WhileBehind_NothingIsEntered(bool isBehind)
    {
        var run = new PipelineRun(new SimulatorOptions()).LoadHistory(30);
        run.Feed([MarketEvent.Command(new BehindCommand(isBehind, TimeSpan.FromSeconds(20)), -1, run.Market.StartAt)]);
        run.Run(TimeSpan.Zero, TimeSpan.FromMinutes(100));
        Assert.True(run.Output.BuyProposals + run.Output.SellProposals > 0);
        Assert.Equal(isBehind, run.Output.Verdicts[(int)Verdict.Buy] + run.Output.Verdicts[(int)Verdict.Sell] == 0);
        Assert.Equal(isBehind, run.Output.Fills == 0);
    }

    /// <summary>Plays the minute's events by the clock, over and over, for a stretch of event time; gives events per real second.</summary>
    private static async Task<double> PlayAsync(List<MarketEvent> minute, IngestQueue queue, ScaledTimeProvider clock, TimeSpan stretch)
    {
        var (start, realStart, count) = (Timestamp.Now(clock), TimeProvider.System.GetTimestamp(), 0);
        while (Timestamp.Now(clock) - start < stretch)
        {
            var due = minute[count % minute.Count].At - minute[0].At + (TimeSpan.FromMinutes(1) * (count / minute.Count));
            if (Timestamp.Now(clock) - start < due)
            {
                await Task.Delay(1);
                continue;
            }

            await queue.PublishAsync(Again(minute[count % minute.Count], Timestamp.Now(clock), ++count), CancellationToken.None);
        }

        return count / TimeProvider.System.GetElapsedTime(realStart).TotalSeconds;
    }

    private static MarketEvent Again(in MarketEvent item, Timestamp now, int number) => MarketEvent.FromTick(item.Tick.Kind == TickKind.Quote
        ? Tick.Quote(Bitcoin, Venue.Binance, now, now, bid: item.Tick.Bid, ask: item.Tick.Ask, sequence: number)
        : Tick.Trade(Bitcoin, Venue.Binance, now, now, price: item.Tick.Price, volume: item.Tick.Volume, aggressor: item.Tick.Aggressor, sequence: number));

    private static List<MarketEvent> BusiestMinute()
    {
        using var reader = new RecordedFrameReader(SharedData.Require(Recording));
        var handler = new BinanceMessageHandler([new BinanceSymbol(Bitcoin, "BTCUSDT", BinanceMarket.Spot)], new DiscardCounters(), bookLevels: 0);
        var (best, current, buffer) = (new List<MarketEvent>(), new List<MarketEvent>(), new MarketEventBuffer());
        while (reader.TryRead(out var at, out var frame))
        {
            if (current.Count > 0 && Timeframe.M1.Floor(at) != Timeframe.M1.Floor(current[0].At))
            {
                best = current.Count > best.Count ? current : best;
                current = [];
            }

            buffer.Clear();
            if (handler.Handle(frame, at, buffer, 0).Action == FrameAction.TradeGap)
            {
                handler.GiveUpGap(0);
                handler.Handle(frame, at, buffer, 0);
            }

            for (var i = 0; i < buffer.Count; i++)
            {
                if (buffer[i].Kind == MarketEventKind.Tick)
                {
                    current.Add(buffer[i]);
                }
            }
        }

        return current.Count > best.Count ? current : best;
    }
}
