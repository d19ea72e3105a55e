using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using TradingDesk.Core.Configuration;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Configuration;

/// <summary>A configuration in a folder of its own, with clocks that the test holds.</summary>
internal sealed class ConfigBench : IConfigListener, IDisposable
{
    public static readonly Symbol Btc = new("BTCUSD");

    public static readonly DateTimeOffset StartTime = new(2026, 3, 2, 10, 0, 30, TimeSpan.Zero);

    public string Folder { get; } = Directory.CreateTempSubdirectory("desk-config-").FullName;

    public MemoryVersionStore Versions { get; } = new();

    public ManualTimeProvider DeskClock { get; } = new(StartTime);

    public ManualTimeProvider WallClock { get; } = new(StartTime);

    public ConfigStoreOptions Options { get; } = new();

    public List<ConfigInForce> Announced { get; } = [];

    public string FileOf(string symbol) => Path.Combine(Folder, symbol + ".json");

    public async Task<ConfigStore> OpenAsync()
    {
        var outcome = await TryOpenAsync();
        Assert.True(outcome.IsSuccess, outcome.Fault?.ToString());
        outcome.Value.SetListener(this);
        return outcome.Value;
    }

    public Task<Outcome<ConfigStore>> TryOpenAsync() =>
        ConfigStart.OpenAsync(Folder, Options, Versions, DeskClock, NullLogger<ConfigStore>.Instance, CancellationToken.None);

    /// <summary>Looks at the files, waits until they have settled, and looks again.</summary>
    public async Task SettleAsync(ConfigStore store)
    {
        await store.CheckFilesAsync(WallClock, CancellationToken.None);
        WallClock.Advance(Options.SettleFor);
        await store.CheckFilesAsync(WallClock, CancellationToken.None);
    }

    /// <summary>The symbol's built-in document with a patch over it, as file content.</summary>
    public static byte[] Edited(string patch)
    {
        var outcome = SymbolDefaults.Find(Btc)!.Patch(JsonElement.Parse(patch));
        Assert.True(outcome.IsSuccess, outcome.Fault?.ToString());
        return outcome.Value.ToFileBytes();
    }

    /// <summary>The built-in document with one piece of its text replaced, valid or not.</summary>
    public static byte[] Replaced(string old, string with)
    {
        var text = Encoding.UTF8.GetString(SymbolDefaults.Find(Btc)!.ToFileBytes());
        Assert.Contains(old, text, StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(text.Replace(old, with, StringComparison.Ordinal));
    }

    public void OnConfigChanged(ConfigInForce config, IReadOnlyList<ConfigChange> diff) => Announced.Add(config);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
