using System.Diagnostics;
using System.Text;
using TradingDesk.Core.Feeds.Binance;
using Xunit.Abstractions;

namespace TradingDesk.Tests.Feeds.Binance;

/// <summary>
/// RELIABILITY T12: the fast parser and the complete one give the same verdict and the same values on every frame, nothing escapes as an exception,
/// nothing takes long, memory stays flat.
/// </summary>
public sealed class FrameFuzzTests(ITestOutputHelper output)
{
    private const int Seed = 12_2024;
    private static readonly TimeSpan HangLimit = TimeSpan.FromMilliseconds(100);

    [Fact]
    public void Parse_MutatedFrames_BothParsersAgree() => Run(50_000);

    [Fact]
    [Trait("Category", "Long")]
    public void Parse_MillionMutatedFrames_BothParsersAgree() =>
        Run(Environment.GetEnvironmentVariable("TRADINGDESK_LONG") == "1" ? 1_000_000 : 20_000);

    /// <summary>The planted bug: a parser that takes the last of two equal names (as many do) must be caught by the same comparison.</summary>
    [Fact]
    public void Parse_LastOfTwoNamesWins_IsCaught()
    {
        var symbols = new SymbolTable(FrameCase.Symbols);
        var reader = new BinanceFrameReader(symbols);
        var mutator = new FrameMutator(Seed);
        var isCaught = false;
        for (var i = 0; i < 50_000 && !isCaught; i++)
        {
            var frame = mutator.Next();
            var kind = reader.Read(frame, out var value);
            var text = Encoding.UTF8.GetString(frame);
            var isTwice = kind == BinanceFrameKind.Malformed && text.Contains("\"e\":\"trade\"", StringComparison.Ordinal)
                && text.Split("\"p\":").Length == 3;
            if (isTwice)
            {
                var first = text.IndexOf("\"p\":", StringComparison.Ordinal);
                var once = text.Remove(first, text.IndexOf(',', first) + 1 - first);
                isCaught = reader.Read(FrameCase.Utf8(once), out _) != kind;
            }
        }

        Assert.True(isCaught, $"seed {Seed}");
    }

    [Fact]
    public void Parse_HugeFrames_QuickAndRefusedOrSkipped()
    {
        var parser = new BinanceFrameParser(new SymbolTable(FrameCase.Symbols));
        var deep = new string('[', 10_000) + new string(']', 10_000);
        var deepData = "{\"stream\":\"x@y\",\"data\":" + string.Concat(Enumerable.Repeat("{\"a\":", 10_000)) + "1" + new string('}', 10_001);
        var longString = "{\"e\":\"trade\",\"E\":1,\"s\":\"" + new string('A', 10_000_000) + "\",\"t\":1,\"p\":\"1\",\"q\":\"1\",\"T\":1,\"m\":true}";
        var longNumber = "{\"e\":\"trade\",\"E\":1,\"s\":\"BTCUSDT\",\"t\":1,\"p\":\"" + new string('9', 10_000_000) + "\",\"q\":\"1\",\"T\":1,\"m\":true}";
        var unfinished = "{\"e\":\"" + new string('A', 10_000_000);
        foreach (var (text, expected) in new[]
        {
            (deep, BinanceFrameKind.Malformed),
            (deepData, BinanceFrameKind.Malformed),
            (longString, BinanceFrameKind.Trade),
            (longNumber, BinanceFrameKind.Malformed),
            (unfinished, BinanceFrameKind.Malformed),
        })
        {
            var bytes = FrameCase.Utf8(text);
            parser.Parse(bytes, out _);
            var started = Stopwatch.GetTimestamp();
            Assert.Equal(expected, parser.Parse(bytes, out var frame));
            Assert.True(Stopwatch.GetElapsedTime(started) < HangLimit, $"{text[..20]}… took {Stopwatch.GetElapsedTime(started).TotalMilliseconds} ms");
            Assert.True(expected == BinanceFrameKind.Malformed || frame.SymbolSlot == -1);
        }
    }

    private void Run(int iterations)
    {
        var symbols = new SymbolTable(FrameCase.Symbols);
        var parser = new BinanceFrameParser(symbols);
        var reader = new BinanceFrameReader(symbols);
        var mutator = new FrameMutator(Seed);
        var verdicts = new Dictionary<BinanceFrameKind, int>();
        var memoryBefore = GC.GetTotalMemory(forceFullCollection: true);
        var slowest = TimeSpan.Zero;
        for (var i = 0; i < iterations; i++)
        {
            var bytes = mutator.Next();
            var started = Stopwatch.GetTimestamp();
            var kind = parser.Parse(bytes, out var fast);
            var taken = Stopwatch.GetElapsedTime(started);
            slowest = taken > slowest ? taken : slowest;
            reader.Read(bytes, out var full);
            var fastText = FrameCase.Render(fast, parser.Buffers);
            var fullText = FrameCase.Render(full, reader.Buffers);
            Assert.True(fastText == fullText, $"seed {Seed}, frame {i}: {Encoding.UTF8.GetString(bytes)}\nfast {fastText}\nfull {fullText}");
            verdicts[kind] = verdicts.GetValueOrDefault(kind) + 1;
        }

        // Other tests of this process allocate at the same time: what stays after a few looks is the parser's.
        var grown = long.MaxValue;
        for (var look = 0; look < 20 && grown >= 10_000_000; look++)
        {
            Thread.Sleep(look * 100);
            grown = Math.Min(grown, GC.GetTotalMemory(forceFullCollection: true) - memoryBefore);
        }

        output.WriteLine($"seed {Seed}, {iterations} frames, slowest {slowest.TotalMilliseconds:F1} ms, memory {grown / 1024} KB: {string.Join(", ", verdicts.OrderBy(v => v.Key))}");
        Assert.True(slowest < HangLimit, $"A frame took {slowest.TotalMilliseconds} ms.");
        Assert.True(grown < 10_000_000, $"Memory grew by {grown} bytes.");
        Assert.All(Enum.GetValues<BinanceFrameKind>(), kind => Assert.True(verdicts.ContainsKey(kind), $"No frame of kind {kind} came up."));
    }
}
