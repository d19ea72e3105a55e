using System.Diagnostics;
using System.Net.WebSockets;
using TradingDesk.Benchmarks.Data;
using TradingDesk.Benchmarks.Protocol;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds;
using TradingDesk.Core.Feeds.Binance;
using TradingDesk.Core.Pipeline;
using TradingDesk.Core.Pipeline.Replay;

namespace TradingDesk.Benchmarks.Goals;

/// <summary>
/// G11: from a loopback WebSocket through parsing, queue, validation, bars of all timeframes, indicators, structure and decisions, against the same client that
/// only receives.
/// </summary>
internal sealed class LoopbackIngest : IGoal
{
    private const int Messages = 400_000;
    private const double MinShare = 0.40;
    private const double MinRate = 300_000;

    public string Id => "G11";

    public string Title => "loopback ingest to bars and indicators";

    public string Bar => ">= 40 % of a bare ClientWebSocket's rate and >= 300,000 messages/s";

    public GoalReport Run(GoalContext context)
    {
        var frames = Enumerable.Range(0, Messages).Select(i => Frames.MakeTrade(i)).ToArray();
        using var server = new LoopbackServer(frames);
        var received = Receive(server.Address, (_, _) => { });
        var ours = RunProduct(server.Address);
        var direct = RunDirect(frames);
        if (received.Messages != Messages || ours.Hash != direct.Hash || ours.Ticks != Messages)
        {
            return GoalReport.NotEqual($"received {received.Messages}, through the socket {ours.Ticks} ticks, hash {ours.Hash}; without it {direct.Ticks} ticks, hash {direct.Hash}");
        }

        var comparison = RatioProtocol.Compare(
            "ns/message",
            new Contender("product", () => RunProduct(server.Address).Nanoseconds),
            new Contender("bare ClientWebSocket", () => Receive(server.Address, (_, _) => { }).Nanoseconds));
        var rate = 1e9 / comparison.Product.Median;
        var bareRate = 1e9 / comparison.Peer.Median;
        return GoalReport.Measured(
            $"all {Messages:N0} messages arrive on both sides; bars and decisions after the socket equal those without it (hash {ours.Hash[..12]}…)",
            [comparison.Product, comparison.Peer, comparison.Ratio, Figure.Single("product rate", "messages/s", rate), Figure.Single("bare rate", "messages/s", bareRate)],
            [
                new BarCheck($"{comparison.Ratio.Median:P0} of the bare rate >= {MinShare:P0}", comparison.Ratio.Median >= MinShare),
                new BarCheck($"{rate:N0} messages/s >= {MinRate:N0}", rate >= MinRate),
            ],
            $"Trade frames of {frames[0].Length} bytes; server and client share the machine's {Environment.ProcessorCount} cores, the product uses a second thread behind its queue.",
            "The product's side ends when the last tick has left the pipeline, not when it was received.");
    }

    /// <summary>Receives everything; calls <paramref name="take"/> with each whole message.</summary>
    private static (int Messages, double Nanoseconds) Receive(Uri address, Action<ReadOnlyMemory<byte>, int> take) => ReceiveAsync(address, take).GetAwaiter().GetResult();

    private static async Task<(int Messages, double Nanoseconds)> ReceiveAsync(Uri address, Action<ReadOnlyMemory<byte>, int> take)
    {
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(address, CancellationToken.None);
        var buffer = new byte[65_536];
        var messages = 0;
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var length = 0;
            ValueWebSocketReceiveResult part;
            do
            {
                part = await socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
                length += part.Count;
            }
            while (!part.EndOfMessage);

            if (part.MessageType == WebSocketMessageType.Close)
            {
                var elapsed = Stopwatch.GetElapsedTime(started);
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
                return (messages, elapsed.TotalNanoseconds / messages);
            }

            take(buffer.AsMemory(0, length), messages++);
        }
    }

    private static (string Hash, long Ticks, double Nanoseconds) RunProduct(Uri address)
    {
        var desk = new Desk();
        var started = Stopwatch.GetTimestamp();
        var worker = new Thread(desk.Drain);
        worker.Start();
        Receive(address, desk.Take);
        desk.Queue.Complete();
        worker.Join();
        return (desk.Output.OutcomeHash, desk.Ticks, Stopwatch.GetElapsedTime(started).TotalNanoseconds / Messages);
    }

    private static (string Hash, long Ticks) RunDirect(byte[][] frames)
    {
        var desk = new Desk();
        var worker = new Thread(desk.Drain);
        worker.Start();
        for (var i = 0; i < frames.Length; i++)
        {
            desk.Take(frames[i], i);
        }

        desk.Queue.Complete();
        worker.Join();
        return (desk.Output.OutcomeHash, desk.Ticks);
    }

    /// <summary>The product's parts between socket and output, wired as the desk wires them.</summary>
    private sealed class Desk
    {
        private const int BatchSize = 1_024;
        private readonly BinanceMessageHandler _handler = new([new BinanceSymbol(0, "BTCUSDT", BinanceMarket.Spot)], new DiscardCounters(), bookLevels: 0);
        private readonly MarketEventBuffer _events = new();
        private readonly DeskPipeline _pipeline;

        public Desk()
        {
            _pipeline = new DeskPipeline([Instruments.Make(1)[0].ToSettings(0)], new PipelineOptions(), Output);
        }

        public ReplayOutput Output { get; } = new();

        public IngestQueue Queue { get; } = new();

        public long LastAskedAt { get; private set; }

        public long Ticks => _pipeline.Lanes[0].TickCount;

        public void Take(ReadOnlyMemory<byte> message, int index)
        {
            // The clock is asked as for a live frame; the instant used is the frame's own, so that event time is the same in every pass.
            LastAskedAt = TimeProvider.System.GetTimestamp();
            var receivedAt = TickSeries.Start + TimeSpan.FromMilliseconds(index + 1);
            _handler.Handle(message.Span, receivedAt, _events);
            for (var i = 0; i < _events.Count; i++)
            {
                var publishing = Queue.PublishAsync(_events[i], CancellationToken.None);
                if (!publishing.IsCompletedSuccessfully)
                {
                    publishing.AsTask().GetAwaiter().GetResult();
                }
            }

            _events.Clear();
        }

        public void Drain()
        {
            var batch = new MarketEvent[BatchSize];
            var reader = Queue.Reader;
            while (Wait(reader))
            {
                var count = 0;
                while (count < BatchSize && reader.TryRead(out var item))
                {
                    batch[count++] = item;
                }

                _pipeline.Process(batch, count);
            }
        }

        private static bool Wait(System.Threading.Channels.ChannelReader<MarketEvent> reader)
        {
            var wait = reader.WaitToReadAsync(CancellationToken.None);
            return wait.IsCompletedSuccessfully ? wait.Result : wait.AsTask().GetAwaiter().GetResult();
        }
    }
}
