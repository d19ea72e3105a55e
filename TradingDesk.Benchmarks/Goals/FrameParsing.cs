using System.Runtime.InteropServices;
using System.Text.Json;
using TradingDesk.Benchmarks.Data;
using TradingDesk.Benchmarks.Protocol;
using TradingDesk.Core.Feeds.Binance;

namespace TradingDesk.Benchmarks.Goals;

/// <summary>G10: the frame parser against a complete reader on Utf8JsonReader and against source-generated deserialisation, in one process.</summary>
internal sealed class FrameParsing : IGoal
{
    private const int MaxFrames = 50_000;
    private const int DamagedFrames = 30_000;

    public string Id => "G10";

    public string Title => "frame to typed tick";

    public string Bar => ">= 1.4x of Utf8JsonReader, >= 3x of source generation, 0 B";

    public GoalReport Run(GoalContext context)
    {
        var (all, source) = Frames.Load(MaxFrames);
        var parser = new BinanceFrameParser(Symbols());
        var ticks = all.Where(frame => parser.Parse(frame, out _) is BinanceFrameKind.Trade or BinanceFrameKind.BookTicker).ToArray();
        if (FindDifference(all, ticks) is { } difference)
        {
            return GoalReport.NotEqual(difference);
        }

        var reader = new BinanceFrameReader(Symbols());
        var bytes = Measure.BytesPerItem(ticks.Length, () => Parse(parser, ticks));
        var product = new Contender("frame parser", () => Measure.NanosecondsPerItem(ticks.Length, () => Parse(parser, ticks)));
        var first = RatioProtocol.Compare("ns/frame", product, new Contender("Utf8JsonReader", () => Measure.NanosecondsPerItem(ticks.Length, () => Read(reader, ticks))));
        var second = RatioProtocol.Compare("ns/frame", product, new Contender("source generation", () => Measure.NanosecondsPerItem(ticks.Length, () => Deserialize(ticks))));
        return GoalReport.Measured(
            $"{all.Length:N0} frames of all kinds and {DamagedFrames:N0} damaged ones parse alike; the numbers of {ticks.Length:N0} tick frames equal the source-generated ones",
            [first.Product, first.Peer, first.Ratio, second.Peer, second.Ratio, Figure.Single("allocated", "B/frame", bytes)],
            [
                new BarCheck($"{ReportWriter.Show(first.Ratio.Median)}x >= 1.4x of Utf8JsonReader", first.Ratio.Median >= 1.4),
                new BarCheck($"{ReportWriter.Show(second.Ratio.Median)}x >= 3x of source generation", second.Ratio.Median >= 3),
                new BarCheck($"{bytes} B/frame", bytes == 0),
            ],
            $"Input: {source}.",
            "The product accepts keys in any order and checks for repeated names; source generation makes objects and strings.");
    }

    private static SymbolTable Symbols() => new(["BTCUSDT"]);

    private static void Parse(BinanceFrameParser parser, byte[][] frames)
    {
        foreach (var frame in frames)
        {
            parser.Parse(frame, out _);
        }
    }

    private static void Read(BinanceFrameReader reader, byte[][] frames)
    {
        foreach (var frame in frames)
        {
            reader.Read(frame, out _);
        }
    }

    private static void Deserialize(byte[][] frames)
    {
        foreach (var frame in frames)
        {
            FrameJson.Read(frame);
        }
    }

    private static string? FindDifference(byte[][] all, byte[][] ticks)
    {
        var parser = new BinanceFrameParser(Symbols());
        var reader = new BinanceFrameReader(Symbols());
        var random = new Random(10);
        foreach (var frame in all.Concat(Enumerable.Range(0, DamagedFrames).Select(_ => Damage(all[random.Next(all.Length)], random))))
        {
            if (parser.Parse(frame, out var ours) != reader.Read(frame, out var theirs) || (ours.Kind > BinanceFrameKind.Unknown && !Same(ours, theirs)))
            {
                return $"differs on {System.Text.Encoding.UTF8.GetString(frame)}";
            }

            if (ours.Kind != BinanceFrameKind.Malformed && !IsJson(frame))
            {
                return $"accepted though no JSON: {System.Text.Encoding.UTF8.GetString(frame)}";
            }
        }

        foreach (var frame in ticks)
        {
            parser.Parse(frame, out var ours);
            var numbers = ours.Kind == BinanceFrameKind.Trade
                ? (ours.Price, ours.Quantity, 0, 0, ours.TradeId, ours.TransactionTime)
                : (ours.Bid, ours.BidQuantity, ours.Ask, ours.AskQuantity, ours.LastUpdateId, 0L);
            if (numbers != FrameJson.Read(frame))
            {
                return $"numbers differ on {System.Text.Encoding.UTF8.GetString(frame)}";
            }
        }

        return null;
    }

    private static byte[] Damage(byte[] frame, Random random)
    {
        var damaged = (byte[])frame.Clone();
        damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
        return random.Next(3) == 0 ? damaged[..random.Next(damaged.Length)] : damaged;
    }

    private static bool IsJson(byte[] frame)
    {
        try
        {
            JsonElement.Parse(frame);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool Same(BinanceFrame left, BinanceFrame right) =>
        MemoryMarshal.AsBytes(new ReadOnlySpan<BinanceFrame>(in left)).SequenceEqual(MemoryMarshal.AsBytes(new ReadOnlySpan<BinanceFrame>(in right)));
}
