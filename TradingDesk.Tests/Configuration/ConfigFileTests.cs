using System.Text;
using System.Text.Json;
using TradingDesk.Core.Configuration;

namespace TradingDesk.Tests.Configuration;

/// <summary>Files: how edits come in, what happens while the desk is stopped, and what a crash leaves.</summary>
public sealed class ConfigFileTests : IDisposable
{
    private readonly ConfigBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Edit_GoodFile_BecomesAVersionByFile()
    {
        using var store = await _bench.OpenAsync();
        await File.WriteAllBytesAsync(_bench.FileOf("BTCUSD"), ConfigBench.Edited("""{"decision":{"riskReward":4},"risk":{"maxLotsPerOrder":0.05}}"""));

        await _bench.SettleAsync(store);

        var current = store.Find(ConfigBench.Btc)!;
        Assert.Equal((2, "file", 4.0), (current.Version, current.By, current.Config.Decision.RiskReward));
        Assert.Single(_bench.Announced);
    }

    [Fact]
    public async Task Edit_StillMoving_IsNotTakenBeforeItStandsStill()
    {
        using var store = await _bench.OpenAsync();
        for (var priority = 1; priority <= 5; priority++)
        {
            await File.WriteAllBytesAsync(_bench.FileOf("BTCUSD"), ConfigBench.Edited($$"""{"priority":{{priority}}}"""));
            await store.CheckFilesAsync(_bench.WallClock, CancellationToken.None);
            _bench.WallClock.Advance(_bench.Options.SettleFor * 0.9);
        }

        Assert.Equal(1, store.Find(ConfigBench.Btc)!.Version);
        await _bench.SettleAsync(store);
        Assert.Equal((2, 5), (store.Find(ConfigBench.Btc)!.Version, store.Find(ConfigBench.Btc)!.Config.Priority));
    }

    [Fact]
    public async Task Edit_BadThenGood_ShowsTheFaultAndClearsIt()
    {
        using var store = await _bench.OpenAsync();
        await File.WriteAllBytesAsync(_bench.FileOf("BTCUSD"), ConfigBench.Replaced("\"swingLength\": 5", "\"swingLength\": 5000"));
        await _bench.SettleAsync(store);
        var bad = store.GetComponents().Single();
        await File.WriteAllBytesAsync(_bench.FileOf("BTCUSD"), ConfigBench.Replaced("\"swingLength\": 5", "\"swingLength\": 7"));
        await _bench.SettleAsync(store);

        Assert.Equal("degraded", bad.Status);
        Assert.Contains("BTCUSD.json is refused, version 1 stays in force: structure.swingLength must be a whole number from 1 to 50, not 5000.", bad.Detail, StringComparison.Ordinal);
        Assert.Equal("healthy", store.GetComponents().Single().Status);
        Assert.Equal(7, store.Find(ConfigBench.Btc)!.Config.SwingLength);
    }

    [Fact]
    public async Task Edit_LoosensRisk_IsRefusedUnlessTheOptionSaysOtherwise()
    {
        using var store = await _bench.OpenAsync();
        await File.WriteAllBytesAsync(_bench.FileOf("BTCUSD"), ConfigBench.Edited("""{"risk":{"maxOpenPositions":6}}"""));
        await _bench.SettleAsync(store);
        var refused = store.Find(ConfigBench.Btc)!.Version;

        // The same edit with the desk stopped in between is no way around it.
        using var again = await _bench.OpenAsync();
        var refusedAtStart = again.Find(ConfigBench.Btc)!.Version;
        _bench.Options.FileMayLoosenRisk = true;
        using var allowed = await _bench.OpenAsync();

        Assert.Equal((1, 1), (refused, refusedAtStart));
        Assert.Contains("risk.maxOpenPositions would loosen a risk limit from 4 to 6", again.GetComponents().Single().Detail, StringComparison.Ordinal);
        Assert.Equal(6, allowed.Find(ConfigBench.Btc)!.Config.Risk.MaxOpenPositions);
    }

    [Fact]
    public async Task Edit_StoreFails_IsTriedAgain()
    {
        using var store = await _bench.OpenAsync();
        _bench.Versions.Fails = true;
        await File.WriteAllBytesAsync(_bench.FileOf("BTCUSD"), ConfigBench.Edited("""{"priority":3}"""));
        await _bench.SettleAsync(store);
        var failing = store.GetComponents().Single().Status;
        _bench.Versions.Fails = false;
        await _bench.SettleAsync(store);

        Assert.Equal("degraded", failing);
        Assert.Equal((2, "healthy"), (store.Find(ConfigBench.Btc)!.Version, store.GetComponents().Single().Status));
    }

    [Fact]
    public async Task DeletedFile_Running_IsWrittenAgain()
    {
        using var store = await _bench.OpenAsync();
        var content = await File.ReadAllTextAsync(_bench.FileOf("BTCUSD"));
        File.Delete(_bench.FileOf("BTCUSD"));

        await _bench.SettleAsync(store);

        Assert.Equal(content, await File.ReadAllTextAsync(_bench.FileOf("BTCUSD")));
        Assert.Equal(1, store.Find(ConfigBench.Btc)!.Version);
    }

    [Fact]
    public async Task Start_FileEditedWhileStopped_MayChangeFixedFacts()
    {
        (await _bench.OpenAsync()).Dispose();
        await File.WriteAllBytesAsync(_bench.FileOf("BTCUSD"), ConfigBench.Edited("""{"tickSize":0.1,"priceDecimals":1}"""));

        using var store = await _bench.OpenAsync();

        Assert.Equal((2, "file"), (store.Find(ConfigBench.Btc)!.Version, store.Find(ConfigBench.Btc)!.By));
        Assert.Equal(0.1m, store.Find(ConfigBench.Btc)!.Config.ToInstrument(0).TickSize);
    }

    [Fact]
    public async Task Start_CrashBeforeTheFileWasRewritten_KeepsTheStoredVersion()
    {
        byte[] old;
        using (var store = await _bench.OpenAsync())
        {
            old = await File.ReadAllBytesAsync(_bench.FileOf("BTCUSD"));
            await store.ApplyAsync(ConfigBench.Btc, JsonElement.Parse("""{"priority":5}"""), "tester", "test", CancellationToken.None);
        }

        await File.WriteAllBytesAsync(_bench.FileOf("BTCUSD"), old);
        using var again = await _bench.OpenAsync();

        Assert.Equal((2, 5), (again.Find(ConfigBench.Btc)!.Version, again.Find(ConfigBench.Btc)!.Config.Priority));
        Assert.Contains("\"priority\": 5", await File.ReadAllTextAsync(_bench.FileOf("BTCUSD")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_NothingGoodAtAll_NamesEveryFaultOfEveryFile()
    {
        await File.WriteAllTextAsync(_bench.FileOf("BTCUSD"), "{");
        await File.WriteAllTextAsync(_bench.FileOf("EURUSD"), """{"symbol":"GBPUSD"}""");
        await File.WriteAllTextAsync(_bench.FileOf("gold"), "{}");

        var outcome = await _bench.TryOpenAsync();

        Assert.Contains(outcome.Fault!.Causes, fault => fault.Code == "NOT_JSON" && fault.Message.StartsWith("BTCUSD.json", StringComparison.Ordinal));
        Assert.Contains(outcome.Fault.Causes, fault => fault is { Code: "MISSING", Field: "tickSize" });
        Assert.Contains(outcome.Fault.Causes, fault => fault.Code == "FILE_NAME");
    }

    [Fact]
    public async Task Start_DocumentOfAnotherSymbol_IsRefused()
    {
        (await _bench.OpenAsync()).Dispose();
        File.Copy(_bench.FileOf("BTCUSD"), _bench.FileOf("XAUUSD"), overwrite: true);

        using var store = await _bench.OpenAsync();

        Assert.Contains("symbol is BTCUSD, but the file is named XAUUSD", store.GetComponents().Single().Detail, StringComparison.Ordinal);
        Assert.Equal(1, store.Find(new TradingDesk.Core.Domain.Symbol("XAUUSD"))!.Version);
    }

    [Fact]
    public async Task Watcher_OnItsOwn_TakesAnEditWithinTwoPolls()
    {
        using var store = await _bench.OpenAsync();
        using var stop = new CancellationTokenSource();
        var running = new ConfigFileWatcher(store, _bench.Options, _bench.WallClock).RunAsync(stop.Token);
        await File.WriteAllBytesAsync(_bench.FileOf("BTCUSD"), ConfigBench.Edited("""{"priority":9}"""));

        for (var poll = 0; poll < 200 && store.Find(ConfigBench.Btc)!.Version == 1; poll++)
        {
            _bench.WallClock.Advance(_bench.Options.PollInterval);
            await Task.Delay(5);
        }

        await stop.CancelAsync();
        await running;
        Assert.Equal(9, store.Find(ConfigBench.Btc)!.Config.Priority);
    }
}
