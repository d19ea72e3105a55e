using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using TradingDesk.Core.Configuration;

namespace TradingDesk.Tests.Configuration;

/// <summary>
/// RELIABILITY T21: whatever stands in the file, what is in force is a whole good document. Each check also runs against a deliberately careless loader and must catch it.
/// </summary>
public sealed class HotReloadTests : IDisposable
{
    private readonly ConfigBench _bench = new();

    public void Dispose() => _bench.Dispose();

    /// <summary>Contents that must never come into force.</summary>
    private static IReadOnlyList<(string Name, byte[] Content)> BadContents { get; } =
    [
        ("truncated", SymbolDefaults.Find(ConfigBench.Btc)!.ToFileBytes()[..700]),
        ("wrong type", ConfigBench.Replaced("\"priority\": 10", "\"priority\": \"10\"")),
        ("unknown key", ConfigBench.Replaced("\"priority\": 10", "\"priority\": 11, \"prioritee\": 12")),
        ("out of range", ConfigBench.Replaced("\"riskPerTradeFraction\": 0.0025", "\"riskPerTradeFraction\": 0.5")),
        ("loosened risk limit", ConfigBench.Replaced("\"maxOpenPositions\": 4", "\"maxOpenPositions\": 5")),
        ("tiers out of order", ConfigBench.Replaced("\"highPips\": 10", "\"highPips\": 100")),
        ("partly good", ConfigBench.Replaced("\"priority\": 10", "\"priority\": 77").Concat("}"u8.ToArray()).ToArray()),
        ("too large", [.. ConfigBench.Replaced("\"priority\": 10", "\"priority\": 12"), .. Enumerable.Repeat((byte)' ', 70_000)]),
        ("bytes", [0xFF, 0xFE, 0x00, 0x7B]),
    ];

    [Fact]
    public async Task Reload_BadContent_LeavesTheOldInForceAndIsVisible()
    {
        using var store = await _bench.OpenAsync();

        var violations = await FindViolationsAsync(
            async content =>
            {
                await File.WriteAllBytesAsync(_bench.FileOf("BTCUSD"), content);
                await _bench.SettleAsync(store);
                Assert.True(_bench.Options.SettleFor + _bench.Options.PollInterval < TimeSpan.FromSeconds(5));
            },
            () => store.GetView(ConfigBench.Btc)!.Document.GetRawText(),
            () => store.GetComponents().Single().Status != "healthy");

        Assert.Empty(violations);
    }

    [Fact]
    public async Task Reload_CarelessLoader_IsCaughtByTheSameCheck()
    {
        // The planted bug: keys are taken one by one, as far as they can be read.
        var inForce = JsonNode.Parse(SymbolDefaults.Find(ConfigBench.Btc)!.Json.GetRawText())!.AsObject();

        var violations = await FindViolationsAsync(
            content =>
            {
                try
                {
                    foreach (var (key, value) in JsonNode.Parse(content)!.AsObject())
                    {
                        inForce[key] = value?.DeepClone();
                    }
                }
                catch (JsonException)
                {
                    return Task.CompletedTask;
                }

                return Task.CompletedTask;
            },
            () => inForce.ToJsonString(),
            () => false);

        Assert.Contains(violations, violation => violation.StartsWith("wrong type: not the old document", StringComparison.Ordinal));
        Assert.Contains(violations, violation => violation.StartsWith("out of range: not the old document", StringComparison.Ordinal));
        Assert.Contains(violations, violation => violation.StartsWith("truncated: not visible", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Reload_FileReplacedMidReadAndByHundreds_OnlyWholeDocumentsComeIntoForce()
    {
        using var store = await _bench.OpenAsync();
        var documents = Enumerable.Range(0, 50).Select(i => ConfigBench.Edited($$"""{"priority":{{i + 1}},"structure":{"swingLength":{{i + 1}} } }""")).ToList();
        using var stop = new CancellationTokenSource();
        var writer = Task.Run(() => WriteTornAsync(_bench.FileOf("BTCUSD"), documents, stop.Token));

        // Files settle at once here, so that every torn state that a reader can see is judged.
        _bench.Options.SettleFor = TimeSpan.Zero;
        for (var look = 0; look < 300; look++)
        {
            await store.CheckFilesAsync(_bench.WallClock, CancellationToken.None);
        }

        await stop.CancelAsync();
        await writer;
        await File.WriteAllBytesAsync(_bench.FileOf("BTCUSD"), documents[41]);
        await _bench.SettleAsync(store);

        Assert.NotEmpty(_bench.Announced);
        Assert.Empty(FindTorn(_bench.Announced.Select(config => (config.Config.Priority, config.Config.SwingLength))));
        Assert.Equal(42, store.Find(ConfigBench.Btc)!.Config.SwingLength);
    }

    [Fact]
    public void Reload_TornDocument_IsCaughtByTheSameCheck() => Assert.Equal(["3/4"], FindTorn([(10, 5), (2, 2), (3, 4)]));

    private static async Task<IReadOnlyList<string>> FindViolationsAsync(Func<byte[], Task> offer, Func<string> inForce, Func<bool> isVisible)
    {
        var violations = new List<string>();
        var before = inForce();
        foreach (var (name, content) in BadContents)
        {
            await offer(content);
            if (inForce() != before)
            {
                violations.Add($"{name}: not the old document");
            }

            if (!isVisible())
            {
                violations.Add($"{name}: not visible");
            }
        }

        return violations;
    }

    /// <summary>Every document written has the same number in both places, except the built-in one (10 and 5).</summary>
    private static IReadOnlyList<string> FindTorn(IEnumerable<(int Priority, int SwingLength)> seen) =>
        [.. seen.Where(pair => pair.Priority != pair.SwingLength && pair != (10, 5)).Select(pair => $"{pair.Priority}/{pair.SwingLength}")];

    /// <summary>Writes in the worst way: in place, in small pieces, with pauses.</summary>
    private static async Task WriteTornAsync(string path, List<byte[]> documents, CancellationToken cancellationToken)
    {
        for (var i = 0; !cancellationToken.IsCancellationRequested; i++)
        {
            var content = documents[i % documents.Count];
            if (i % 2 == 0)
            {
                await File.WriteAllBytesAsync(path + ".new", content, CancellationToken.None);
                File.Move(path + ".new", path, overwrite: true);
                continue;
            }

            await using var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            stream.SetLength(0);
            foreach (var piece in content.Chunk(400))
            {
                await stream.WriteAsync(piece, CancellationToken.None);
                await stream.FlushAsync(CancellationToken.None);
            }
        }
    }
}
