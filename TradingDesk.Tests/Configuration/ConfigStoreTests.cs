using System.Text.Json;
using TradingDesk.Core.Configuration;
using TradingDesk.Core.Domain;

namespace TradingDesk.Tests.Configuration;

public sealed class ConfigStoreTests : IDisposable
{
    private readonly ConfigBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Open_EmptyFolder_WritesTheBuiltInSymbols()
    {
        using var store = await _bench.OpenAsync();

        Assert.Equal(["BTCUSD", "XAUUSD", "GBPJPY"], store.Symbols.Select(symbol => symbol.Name));
        Assert.Equal(["BTCUSD.json", "GBPJPY.json", "XAUUSD.json"], Directory.GetFiles(_bench.Folder).Select(Path.GetFileName).Order());
        Assert.All(store.GetOverview().Symbols, view => Assert.Equal((1, "defaults"), (view.Version, view.By)));
        Assert.Equal("healthy", Assert.Single(store.GetComponents()).Status);
    }

    [Fact]
    public async Task Apply_Patch_IsAVersionFromTheNextBarOn()
    {
        using var store = await _bench.OpenAsync();

        var result = await ApplyAsync(store, """{"decision":{"riskReward":2.5},"risk":{"maxOpenPositions":5}}""");

        Assert.Equal(2, result.Value.Version);
        Assert.Equal("2026-03-02T10:01:00Z", result.Value.EffectiveFrom.ToString());
        Assert.Equal(["decision.riskReward", "risk.maxOpenPositions"], result.Value.Diff.Select(change => change.Path));
        Assert.Equal(2.5, store.Find(ConfigBench.Btc)!.Config.Decision.RiskReward);
        Assert.Equal(2, Assert.Single(_bench.Announced).Version);
        Assert.Contains("\"riskReward\": 2.5", await File.ReadAllTextAsync(_bench.FileOf("BTCUSD")), StringComparison.Ordinal);
        var history = await store.GetHistoryAsync(ConfigBench.Btc, 10, CancellationToken.None);
        Assert.Equal([2, 1], history!.Versions.Select(version => version.Version));
        Assert.Equal("2.5", history.Versions[0].Diff[0].After!.Value.GetRawText());
        Assert.True(history.Versions[0].Diff[1].LoosensRisk);
    }

    [Theory]
    [InlineData("""{"risk":{"riskPerTradeFraction":0.9}}""", "INVALID_CONFIG", "WRONG_VALUE")]
    [InlineData("""{"nonsense":1}""", "INVALID_CONFIG", "UNKNOWN_KEY")]
    [InlineData("""{"tickSize":0.1}""", "INVALID_CONFIG", "FIXED_WHILE_RUNNING")]
    [InlineData("""{"symbol":"XAUUSD"}""", "INVALID_CONFIG", "FIXED_WHILE_RUNNING")]
    [InlineData("{}", "NO_CHANGE", null)]
    public async Task Apply_NotAllowed_ChangesNothing(string patch, string code, string? cause)
    {
        using var store = await _bench.OpenAsync();
        var before = store.Find(ConfigBench.Btc);

        var result = await ApplyAsync(store, patch);

        Assert.Equal(code, result.Fault?.Code);
        Assert.Equal(cause, result.Fault!.Causes.FirstOrDefault()?.Code);
        Assert.Same(before, store.Find(ConfigBench.Btc));
        Assert.Empty(_bench.Announced);
    }

    [Fact]
    public async Task Apply_StoreFails_ChangesNothing()
    {
        using var store = await _bench.OpenAsync();
        var file = await File.ReadAllTextAsync(_bench.FileOf("BTCUSD"));
        _bench.Versions.Fails = true;

        await Assert.ThrowsAsync<IOException>(() => ApplyAsync(store, """{"priority":5}"""));

        Assert.Equal(1, store.Find(ConfigBench.Btc)!.Version);
        Assert.Empty(_bench.Announced);
        Assert.Equal(file, await File.ReadAllTextAsync(_bench.FileOf("BTCUSD")));
    }

    [Fact]
    public async Task Apply_UnknownSymbol_SaysSo()
    {
        using var store = await _bench.OpenAsync();

        var result = await store.ApplyAsync(new Symbol("EURUSD"), JsonElement.Parse("{}"), "t", "t", CancellationToken.None);

        Assert.Equal("UNKNOWN_SYMBOL", result.Fault?.Code);
        Assert.Null(store.GetView(new Symbol("EURUSD")));
        Assert.Null(await store.GetHistoryAsync(new Symbol("EURUSD"), 10, CancellationToken.None));
    }

    [Fact]
    public async Task Rollback_EarlierVersion_IsANewVersionWithTheOldDocument()
    {
        using var store = await _bench.OpenAsync();
        var first = store.GetView(ConfigBench.Btc)!.Document.GetRawText();
        await ApplyAsync(store, """{"priority":5}""");
        await ApplyAsync(store, """{"priority":6}""");

        var result = await store.RollbackAsync(ConfigBench.Btc, 1, "tester", "undo", CancellationToken.None);
        var unknown = await store.RollbackAsync(ConfigBench.Btc, 77, "tester", "undo", CancellationToken.None);

        Assert.Equal(4, result.Value.Version);
        Assert.Equal(first, store.GetView(ConfigBench.Btc)!.Document.GetRawText());
        Assert.Equal("UNKNOWN_VERSION", unknown.Fault?.Code);
    }

    [Fact]
    public async Task Apply_FromManyThreads_EveryVersionOnceAndInOrder()
    {
        using var store = await _bench.OpenAsync();

        await Parallel.ForEachAsync(Enumerable.Range(200, 100), async (priority, _) => await ApplyAsync(store, $$"""{"priority":{{priority}}}"""));

        Assert.Equal(Enumerable.Range(2, 100), _bench.Announced.Select(config => config.Version));
        Assert.Equal(101, store.Find(ConfigBench.Btc)!.Version);
    }

    [Fact]
    public async Task Reopen_AfterChanges_GoesOnWithTheNewestVersion()
    {
        using (var store = await _bench.OpenAsync())
        {
            await ApplyAsync(store, """{"decision":{"riskReward":2}}""");
        }

        using var again = await _bench.OpenAsync();

        var current = again.Find(ConfigBench.Btc)!;
        Assert.Equal((2, 2.0, "tester"), (current.Version, current.Config.Decision.RiskReward, current.By));
        Assert.Equal("healthy", again.GetComponents().Single().Status);
    }

    private static Task<Outcome<TradingDesk.Core.Contract.ConfigChangeResult>> ApplyAsync(ConfigStore store, string patch) =>
        store.ApplyAsync(ConfigBench.Btc, JsonElement.Parse(patch), "tester", "test", CancellationToken.None);
}
