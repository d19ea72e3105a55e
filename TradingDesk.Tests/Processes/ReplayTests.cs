using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Pipeline.Replay;
using TradingDesk.Tests.Support;
using Xunit.Abstractions;

namespace TradingDesk.Tests.Processes;

/// <summary>
/// <c>simulate</c> and <c>replay</c> as commands: the same tape gives the same hashes however often, with any number of threads, and after an interruption.
/// One day in the everyday run, the five days of seed 7 in the long one.
/// </summary>
public sealed class ReplayTests(ReplayTests.Tape tape, ITestOutputHelper output) : IClassFixture<ReplayTests.Tape>
{
    private const string Frames = "binance-frames/spot_btcusdt_20240809.gz";

    private static bool IsLong => Environment.GetEnvironmentVariable("TRADINGDESK_LONG") == "1";

    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    [InlineData("0")]
    public async Task Replay_OfASimulatedTape_GivesTheSameHashesWithAnyWorkers(string workers)
    {
        var reference = await tape.WholeAsync();

        var again = await ReplayAsync(tape.Folder, "--workers", workers);

        AssertSame(reference, again);
        Assert.True(reference.Bars["M1"] > 2_000 && reference.Decisions.Values.Sum() == reference.Bars["M1"], "Every M1 bar of three symbols is decided.");
        output.WriteLine(JsonSerializer.Serialize(again, DeskJson.Options));
    }

    /// <summary>Another process has other addresses, other string hashes and another start time.</summary>
    [Fact]
    public async Task Replay_InAnotherProcess_GivesTheSameHashes()
    {
        var reference = await tape.WholeAsync();

        var (code, text, error) = await DeskProcess.RunCommandAsync(TimeSpan.FromMinutes(5), "replay", tape.Folder, "--json");

        Assert.True(code == 0, error);
        AssertSame(reference, JsonSerializer.Deserialize<ReplaySummary>(text, DeskJson.Options)!);
    }

    [Fact]
    public async Task Replay_InterruptedInTheMiddle_GoesOnToTheSameHashes()
    {
        var reference = await tape.WholeAsync();
        var state = Path.Combine(tape.Folder, "..", "state.bin");

        foreach (var part in (double[])[0.37, 0.62])
        {
            var stop = (long)(reference.Events * part);
            var first = await ReplayAsync(tape.Folder, "--workers", "2", "--state", state, "--stop-after", stop.ToString(CultureInfo.InvariantCulture));
            var rest = await ReplayAsync(tape.Folder, "--state", state, "--resume");

            Assert.NotEqual(reference.DecisionHash, first.DecisionHash);
            Assert.Equal(stop, first.Events);
            AssertSame(reference, rest);
        }
    }

    [Fact]
    public async Task Replay_OfFiveDaysOfSeed7_TradesBothWays()
    {
        if (!IsLong)
        {
            output.WriteLine("Five days are replayed in the long run (TRADINGDESK_LONG=1).");
            return;
        }

        var summary = await tape.WholeAsync();

        Assert.True(summary.Proposals["buy"] >= 20 && summary.Proposals["sell"] >= 20, $"{summary.Proposals["buy"]} buys and {summary.Proposals["sell"]} sells were proposed.");
        Assert.True(summary.Fills > 0 && summary.Trades > 0);
    }

    /// <summary>Planted: one digit of one trade's quantity differs, and so do the bars; where many do, decisions differ too.</summary>
    [Theory]
    [InlineData(1, false)]
    [InlineData(2_000, true)]
    public async Task Replay_OfAMutatedTape_GivesAnotherHash(int trades, bool changesDecisions)
    {
        var reference = await tape.WholeAsync();
        var copy = Directory.CreateTempSubdirectory("tradingdesk-mutated-").FullName;
        try
        {
            foreach (var file in Directory.EnumerateFiles(tape.Folder, "*", SearchOption.AllDirectories))
            {
                var target = Path.Combine(copy, Path.GetRelativePath(tape.Folder, file));
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(file, target);
            }

            await MutateAsync(copy, trades);
            var mutated = await ReplayAsync(copy);

            Assert.NotEqual(reference.OutcomeHash, mutated.OutcomeHash);
            Assert.True(!changesDecisions || reference.DecisionHash != mutated.DecisionHash);
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }

    [SharedDataFact(Frames)]
    public async Task Replay_OfRecordedFrames_IsTheSameTwiceAndEveryFrameIsAccountedFor()
    {
        var file = SharedData.Require(Frames);

        var first = await ReplayAsync(file);
        var second = await ReplayAsync(file);

        AssertSame(first, second);
        var frames = await CountFramesAsync(file);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"frames {string.Join(", ", frames.Select(f => $"{f.Key} {f.Value}"))}"));
        output.WriteLine(JsonSerializer.Serialize(first, DeskJson.Options));
        Assert.True(first.Ticks > 0 && first.Bars["M1"] > 0);
        Assert.All(first.Discards.Keys, reason => Assert.True(Enum.TryParse<Core.Domain.DiscardReason>(reason, ignoreCase: true, out _), reason));
        var ticks = frames.GetValueOrDefault("aggTrade") + frames.GetValueOrDefault("trade") + frames.GetValueOrDefault("bookTicker");
        var refused = first.Discards.Where(d => d.Key is not ("unknownFrame" or "late" or "marketClosed")).Sum(d => d.Value);
        Assert.Equal(ticks, first.Ticks + refused);
    }

    internal static async Task<ReplaySummary> ReplayAsync(params string[] arguments)
    {
        var (code, text, error) = await DeskCommand.InvokeAsync(["replay", .. arguments, "--json"]);
        Assert.True(code == 0, error);
        return JsonSerializer.Deserialize<ReplaySummary>(text, DeskJson.Options)!;
    }

    private static void AssertSame(ReplaySummary expected, ReplaySummary actual)
    {
        Assert.Equal(expected.DecisionHash, actual.DecisionHash);
        Assert.Equal(expected.OutcomeHash, actual.OutcomeHash);
        Assert.Equal((expected.Events, expected.Ticks, expected.Fills, expected.Trades), (actual.Events, actual.Ticks, actual.Fills, actual.Trades));
        Assert.Equal(expected.Bars, actual.Bars);
        Assert.Equal(expected.Discards, actual.Discards);
        Assert.Equal(expected.Decisions, actual.Decisions);
        Assert.Equal(expected.Proposals, actual.Proposals);
    }

    /// <summary>Changes the first digit of the quantity of trades from the middle of the largest file of the tape on.</summary>
    private static async Task MutateAsync(string folder, int trades)
    {
        var file = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(f => !f.Contains("history", StringComparison.Ordinal)).MaxBy(f => new FileInfo(f).Length)!;
        char[] text;
        await using (var input = Open(file))
        {
            using var reader = new StreamReader(input);
            text = (await reader.ReadToEndAsync()).ToCharArray();
        }

        const string Quantity = "\"q\":\"";
        var at = text.Length / 2;
        for (var i = 0; i < trades; i++)
        {
            var next = text.AsSpan(at).IndexOf(Quantity);
            Assert.True(next >= 0, "The tape holds too few trades.");
            at += next + Quantity.Length;
            text[at] = text[at] == '9' ? '8' : (char)(text[at] + 1);
        }

        await using var output = IsGzip(file) ? new GZipStream(File.Create(file), CompressionLevel.Fastest) : (Stream)File.Create(file);
        await using var writer = new StreamWriter(output);
        await writer.WriteAsync(text);
    }

    private static async Task<Dictionary<string, long>> CountFramesAsync(string file)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        using var reader = new StreamReader(Open(file));
        while (await reader.ReadLineAsync() is { } line)
        {
            var kind = line.Contains("@aggTrade", StringComparison.Ordinal) ? "aggTrade"
                : line.Contains("@trade", StringComparison.Ordinal) ? "trade"
                : line.Contains("@bookTicker", StringComparison.Ordinal) ? "bookTicker"
                : "other";
            counts[kind] = counts.GetValueOrDefault(kind) + 1;
        }

        return counts;
    }

    private static Stream Open(string file) => IsGzip(file) ? new GZipStream(File.OpenRead(file), CompressionMode.Decompress) : File.OpenRead(file);

    private static bool IsGzip(string file) => file.EndsWith(".gz", StringComparison.Ordinal);

    /// <summary>One tape for all tests, and its first replay.</summary>
    public sealed class Tape : IDisposable
    {
        private readonly string _root = Directory.CreateTempSubdirectory("tradingdesk-tape-").FullName;
        private readonly Lazy<Task<ReplaySummary>> _whole;

        public Tape() => _whole = new Lazy<Task<ReplaySummary>>(MakeAsync);

        public string Folder => Path.Combine(_root, "tape");

        internal Task<ReplaySummary> WholeAsync() => _whole.Value;

        public void Dispose() => Directory.Delete(_root, recursive: true);

        private async Task<ReplaySummary> MakeAsync()
        {
            var (code, _, error) = await DeskCommand.InvokeAsync("simulate", "--days", IsLong ? "5" : "1", "--seed", "7", "--out", Folder);
            Assert.True(code == 0, error);
            return await ReplayAsync(Folder);
        }
    }
}
