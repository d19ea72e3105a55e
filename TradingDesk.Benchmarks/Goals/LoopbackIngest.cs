using System.Diagnostics;
using System.Net.WebSockets;
using TradingDesk.Benchmarks.Data;
using TradingDesk.Benchmarks.Protocol;
using TradingDesk.Core.Domain;

namespace TradingDesk.Benchmarks.Goals;

/// <summary>
/// G11: from a loopback WebSocket through parsing, queue, validation, bars of all timeframes, indicators, structure and decisions, against the same client that
/// only receives.
/// </summary>
internal sealed class LoopbackIngest : IGoal
{
    private const int Messages = 400_000;
    private static readonly Timestamp ReceivedAt = TickSeries.Start + TimeSpan.FromMilliseconds(Messages);
    private const double MinShare = 0.40;
    private const double MinRate = 300_000;

    public string Id => "G11";

    public string Title => "loopback ingest to bars and indicators";

    public string Bar => ">= 40 % of a bare ClientWebSocket's rate and >= 300,000 messages/s";

    public GoalReport Run(GoalContext context)
    {
        var frames = Enumerable.Range(0, Messages).Select(i => Frames.MakeTrade(i)).ToArray();
        using var server = new LoopbackServer(frames);
        var received = ReceiveBareAsync(server).GetAwaiter().GetResult();
        var ours = RunProduct(server);
        var direct = RunDirect(frames);
        if (received.Messages != Messages || ours.Hash != direct.Hash || ours.Ticks != Messages)
        {
            return GoalReport.NotEqual($"received {received.Messages}, through the socket {ours.Ticks} ticks, hash {ours.Hash}; without it {direct.Ticks} ticks, hash {direct.Hash}");
        }

        var (ourProcessor, bareProcessor) = (new List<double>(), new List<double>());
        var comparison = RatioProtocol.Compare(
            "ns/message",
            new Contender("product", () => WithProcessorTime(ourProcessor, () => RunProduct(server).Nanoseconds)),
            new Contender("bare ClientWebSocket", () => WithProcessorTime(bareProcessor, () => ReceiveBareAsync(server).GetAwaiter().GetResult().Nanoseconds)),
            blocks: 8,
            warmUps: 12);
        var rate = 1e9 / comparison.Product.Median;
        var bareRate = 1e9 / comparison.Peer.Median;
        return GoalReport.Measured(
            $"all {Messages:N0} messages arrive on both sides; bars and decisions after the socket equal those without it (hash {ours.Hash[..12]}…)",
            [comparison.Product, comparison.Peer, comparison.Ratio, Median("product processor time, server's included", ourProcessor), Median("bare processor time, server's included", bareProcessor), Figure.Single("product rate", "messages/s", rate), Figure.Single("bare rate", "messages/s", bareRate)],
            [
                new BarCheck($"{comparison.Ratio.Median:P0} of the bare rate >= {MinShare:P0}", comparison.Ratio.Median >= MinShare),
                new BarCheck($"{rate:N0} messages/s >= {MinRate:N0}", rate >= MinRate),
            ],
            $"Trade frames of {frames[0].Length} bytes; server and client share the machine's {Environment.ProcessorCount} cores, the product has three threads of its own: socket, handling, pipeline.",
            "Both sides begin when the server begins to send; the bare one ends with the last message, the product's when the last tick has left the pipeline.");
    }

    /// <summary>Processor time of all threads: it says what the work costs where the machine is too busy for the clock to say it.</summary>
    private static double WithProcessorTime(List<double> samples, Func<double> pass)
    {
        var before = Environment.CpuUsage.TotalTime;
        var result = pass();
        samples.Add((Environment.CpuUsage.TotalTime - before).TotalNanoseconds / Messages);
        return result;
    }

    private static Figure Median(string name, List<double> samples) => Figure.Single(name, "ns/message", Figure.Of(name, "ns", samples).Median);

    private static async Task<(int Messages, double Nanoseconds)> ReceiveBareAsync(LoopbackServer server)
    {
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(server.Address, CancellationToken.None);
        var buffer = new byte[65_536];
        var messages = 0;
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
                var elapsed = Stopwatch.GetElapsedTime(server.SendingSince);
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
                return (messages, elapsed.TotalNanoseconds / messages);
            }

            messages++;
        }
    }

    private static (string Hash, long Ticks, double Nanoseconds) RunProduct(LoopbackServer server)
    {
        var rig = new IngestRig(ReceivedAt);
        var ended = rig.RunAsync(server.Address).GetAwaiter().GetResult();
        return (rig.Output.OutcomeHash, rig.Ticks, Stopwatch.GetElapsedTime(server.SendingSince, ended).TotalNanoseconds / Messages);
    }

    private static (string Hash, long Ticks) RunDirect(byte[][] frames)
    {
        var rig = new IngestRig(ReceivedAt);
        rig.RunDirect(frames);
        return (rig.Output.OutcomeHash, rig.Ticks);
    }
}
