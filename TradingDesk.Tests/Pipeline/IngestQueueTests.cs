using System.Threading.Channels;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds;
using TradingDesk.Core.Pipeline;
using Xunit;
using Xunit.Abstractions;

namespace TradingDesk.Tests.Pipeline;

public sealed class IngestQueueTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Events one by one and in buffers, around the bound, in random turns: what comes out, in which order, and what is dropped is what a bounded channel gives.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Publish_AnyMix_BehavesAsABoundedChannel(int seed)
    {
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var (queue, reference) = (new IngestQueue(), new ReferenceQueue());
        var buffer = new MarketEventBuffer();
        var (next, waited, expectedWaited) = (0, 0, 0);
        for (var turn = 0; turn < 3_000; turn++)
        {
            if (random.Next(turn < 1_000 ? 1_000 : 60) == 0)
            {
                AssertSameBlock(queue, reference);
            }

            var size = turn < 1_000 ? 100 : random.Next(40);
            buffer.Clear();
            for (var i = 0; i < size && queue.Health.Depth + size <= IngestQueue.Capacity; i++)
            {
                buffer.Add(random.Next(2) == 0 ? Quote(next++) : Trade(next++));
                Assert.True(reference.PublishAsync(buffer[i]).AsTask().IsCompleted);
            }

            Assert.True(queue.PublishAsync(buffer, CancellationToken.None).AsTask().IsCompleted);
            var item = random.Next(10) > 0 ? Quote(next++) : Trade(next++);
            waited += queue.PublishAsync(item, CancellationToken.None).AsTask().IsCompleted ? 0 : 1;
            expectedWaited += reference.PublishAsync(item).AsTask().IsCompleted ? 0 : 1;
        }

        while (queue.Health.Depth > 0)
        {
            AssertSameBlock(queue, reference);
        }

        output.WriteLine($"{next:N0} events, {reference.Dropped} quotes dropped, {waited} waited");
        Assert.Equal(reference.Dropped, queue.Discards[DiscardReason.QueueFull]);
        Assert.Equal(expectedWaited, waited);
        Assert.True(reference.Dropped > 0 && waited > 0, "the queue was never full");
    }

    [Fact]
    public async Task Publish_BufferThatFitsInPart_TakesWhatFitsDropsQuotesAndWaitsWithTheRest()
    {
        var queue = new IngestQueue();
        for (var i = 0; i < IngestQueue.Capacity - 2; i++)
        {
            Assert.True(queue.PublishAsync(Trade(i), CancellationToken.None).AsTask().IsCompletedSuccessfully);
        }

        var buffer = new MarketEventBuffer();
        foreach (var item in new[] { Trade(-1), Quote(-2), Quote(-3), Trade(-4), Quote(-5) })
        {
            buffer.Add(item);
        }

        var publishing = queue.PublishAsync(buffer, CancellationToken.None).AsTask();

        Assert.Equal(1, queue.Discards[DiscardReason.QueueFull]);
        Assert.False(publishing.IsCompleted);
        queue.Take();
        await publishing.WaitAsync(Patience);
        queue.Complete();
        var all = new List<MarketEvent>();
        Drain(queue, all);
        Assert.Equal([-1L, -2L, -4L, -5L], all.TakeLast(4).Select(item => item.Tick.Sequence));
    }

    [Fact]
    public async Task Publish_FromManyThreads_KeepsEachPublishersOrder()
    {
        const int Publishers = 4;
        const int Each = 30_000;
        var queue = new IngestQueue();
        var taken = new List<MarketEvent>();
        var reader = Task.Run(() => Drain(queue, taken));

        await Task.WhenAll(Enumerable.Range(0, Publishers).Select(publisher => Task.Run(async () =>
        {
            var buffer = new MarketEventBuffer();
            for (var i = 0; i < Each; i++)
            {
                if (publisher % 2 == 0)
                {
                    await queue.PublishAsync(Trade(i, publisher), CancellationToken.None);
                    continue;
                }

                buffer.Add(Trade(i, publisher));
                if (buffer.Count == 100)
                {
                    await queue.PublishAsync(buffer, CancellationToken.None);
                    buffer.Clear();
                }
            }
        }))).WaitAsync(Patience);
        queue.Complete();
        await reader.WaitAsync(Patience);

        Assert.Equal(Publishers * Each, taken.Count);
        Assert.Null(FirstDisorder(taken));
    }

    /// <summary>The check above sees two events that changed places.</summary>
    [Fact]
    public void FirstDisorder_TwoSwapped_IsFound() => Assert.NotNull(FirstDisorder([Trade(0), Trade(2), Trade(1)]));

    [Fact]
    public void Publish_Full_DropsQuotesAndMakesOthersWaitInTurn()
    {
        var queue = Full();

        var quote = queue.PublishAsync(Quote(1), CancellationToken.None).AsTask();
        var first = queue.PublishAsync(Trade(-1), CancellationToken.None).AsTask();
        var second = queue.PublishAsync(MarketEvent.Clock(new Timestamp(5)), CancellationToken.None).AsTask();

        Assert.True(quote.IsCompletedSuccessfully);
        Assert.Equal(1, queue.Discards[DiscardReason.QueueFull]);
        Assert.False(first.IsCompleted || second.IsCompleted);
        queue.Take();
        Assert.True(first.IsCompletedSuccessfully && second.IsCompletedSuccessfully);
        var all = new List<MarketEvent>();
        queue.Complete();
        Drain(queue, all);
        Assert.Equal(-1, all[^2].Tick.Sequence);
        Assert.Equal(MarketEventKind.Clock, all[^1].Kind);
    }

    [Fact]
    public async Task Publish_CancelledWhileWaiting_IsNotTakenIn()
    {
        var queue = Full();
        using var stop = new CancellationTokenSource();
        var waiting = queue.PublishAsync(Trade(-1), stop.Token).AsTask();

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(Patience));
        queue.Complete();
        var all = new List<MarketEvent>();
        Drain(queue, all);
        Assert.DoesNotContain(all, item => item.Tick.Sequence == -1);
    }

    [Fact]
    public async Task Complete_WithWaiting_RefusesThemAndGivesOutTheRest()
    {
        var queue = Full();
        var waiting = queue.PublishAsync(Trade(-1), CancellationToken.None).AsTask();

        queue.Complete();

        await Assert.ThrowsAsync<InvalidOperationException>(() => waiting.WaitAsync(Patience));
        await Assert.ThrowsAsync<InvalidOperationException>(() => queue.PublishAsync(Trade(0), CancellationToken.None).AsTask());
        var all = new List<MarketEvent>();
        Drain(queue, all);
        Assert.Equal(IngestQueue.Capacity, all.Count);
    }

    [Fact]
    public async Task Take_Empty_WakesForTheNextEvent()
    {
        var queue = new IngestQueue();
        var taking = Task.Run(() => queue.Take()?.Items[0].Tick.Sequence);
        await Task.Delay(50);
        Assert.False(taking.IsCompleted);

        await queue.PublishAsync(Trade(7), CancellationToken.None);

        Assert.Equal(7, await taking.WaitAsync(Patience));
    }

    private static MarketEvent Trade(int sequence, int instrument = 0) =>
        MarketEvent.FromTick(Tick.Trade(instrument, Venue.Binance, new Timestamp(1), new Timestamp(1), price: 1, volume: 1, aggressor: 1, sequence: sequence));

    private static MarketEvent Quote(int sequence) =>
        MarketEvent.FromTick(Tick.Quote(0, Venue.Binance, new Timestamp(1), new Timestamp(1), bid: 1, ask: 2, sequence: sequence));

    private static IngestQueue Full()
    {
        var queue = new IngestQueue();
        for (var i = 0; i < IngestQueue.Capacity; i++)
        {
            Assert.True(queue.PublishAsync(Trade(i), CancellationToken.None).AsTask().IsCompletedSuccessfully);
        }

        return queue;
    }

    private static void Drain(IngestQueue queue, List<MarketEvent> into)
    {
        while (queue.Take() is { } block)
        {
            into.AddRange(block.Items.AsSpan(0, block.Count));
        }
    }

    private static string? FirstDisorder(List<MarketEvent> events)
    {
        var last = new Dictionary<int, long>();
        foreach (var item in events)
        {
            if (last.TryGetValue(item.InstrumentId, out var before) && item.Tick.Sequence != before + 1)
            {
                return $"publisher {item.InstrumentId}: {item.Tick.Sequence} after {before}";
            }

            last[item.InstrumentId] = item.Tick.Sequence;
        }

        return null;
    }

    private static void AssertSameBlock(IngestQueue queue, ReferenceQueue reference)
    {
        if (queue.Health.Depth == 0)
        {
            return;
        }

        var block = queue.Take()!;
        for (var i = 0; i < block.Count; i++)
        {
            Assert.Equal(reference.Read().Tick, block.Items[i].Tick);
        }
    }

    /// <summary>The rule in its plainest form: a channel that holds single events.</summary>
    private sealed class ReferenceQueue
    {
        private readonly Channel<MarketEvent> _channel = Channel.CreateBounded<MarketEvent>(IngestQueue.Capacity);

        public long Dropped { get; private set; }

        public ValueTask PublishAsync(MarketEvent item)
        {
            if (_channel.Writer.TryWrite(item))
            {
                return ValueTask.CompletedTask;
            }

            if (item.Tick.Kind == TickKind.Quote)
            {
                Dropped++;
                return ValueTask.CompletedTask;
            }

            return _channel.Writer.WriteAsync(item);
        }

        public MarketEvent Read() => _channel.Reader.TryRead(out var item) ? item : throw new InvalidOperationException("The reference holds nothing.");
    }
}
