using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Simulation;
using TradingDesk.Core.Storage;
using TradingDesk.Core.Storage.Sqlite;
using Xunit.Abstractions;

namespace TradingDesk.Tests.Processes;

/// <summary>What a desk does about the time in which it did not run.</summary>
public sealed class RestartTests(ITestOutputHelper output)
{
    private const int Speed = 60;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly Symbol Bitcoin = new("BTCUSD");

    /// <summary>
    /// Killed, away for two minutes of its market and more, robbed of half an hour of stored history: it comes back with every minute, takes the missing ones
    /// from the venue, says that they are history, decides none of them, and decides on whole bars again. Then it is killed before it has saved its clock.
    /// </summary>
    [Fact]
    public async Task Desk_AfterAKillAndAPause_BackfillsTheGapAndGoesOn()
    {
        await using var lives = await DeskLives.CreateAsync(Speed, output);
        lives.Start();
        await lives.WaitUntilWarmAsync();
        await lives.WaitForWholeBarsAsync(Patience);
        await lives.WorkUntilDeadAsync(TimeSpan.FromSeconds(2));
        var before = LastBars(lives.Acknowledged.EventsFrom(0));
        var robbed = Rob(lives.Folder);
        await Task.Delay(Pause);
        lives.Start();
        await lives.WaitUntilWarmAsync();
        await lives.CheckAsync();
        await lives.CheckCandlesAsync();
        await lives.WaitForWholeBarsAsync(Patience);
        foreach (var (symbol, last) in before)
        {
            var list = await lives.Desk.Client.GetFromJsonAsync<CandleList>($"/api/enhanced/candles/{symbol}/M1?from={last}&limit=1000", DeskJson.Options);
            var closed = list!.Candles.Where(c => c.Closed).ToArray();
            var gap = closed.TakeWhile(c => c.Flags.Contains("history", StringComparer.Ordinal)).Count();
            var impaired = closed.Skip(gap).TakeWhile(c => c.Flags.Any(f => f is "gap" or "filled")).Count();
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{symbol}: last bar closed {last}, then {gap} from history, {impaired} impaired, {closed.Length - gap - impaired} more"));
            Assert.True(gap > 0 && closed[0].OpenTime == last, "The bars go on where they stopped, with those of the pause.");
        }

        await lives.WorkUntilDeadAsync(TimeSpan.FromSeconds(1));
        File.Delete(Path.Combine(lives.Folder, SimulatorClockStore.FileName));
        lives.Start();
        await lives.WaitUntilWarmAsync();
        await lives.CheckAsync();
        await lives.WaitForWholeBarsAsync(Patience);
        await lives.StopAsync();
        using (var database = DeskDatabase.Open(lives.Folder, new StorageOptions(), TimeProvider.System))
        {
            var again = new DeskQueries(database).GetBars(Bitcoin, Timeframe.M1, robbed.Count, before: robbed[^1].CloseTime, from: robbed[0].OpenTime);
            Assert.Equal(robbed, again);
        }

        Assert.Empty(lives.Faults.Concat(lives.Acknowledged.Faults).Concat(DataFolderCheck.FindFaults(lives.Folder, lives.Acknowledged.EventsFrom(0))));
    }

    /// <summary>Close time of each symbol's last journaled M1 bar.</summary>
    private static Dictionary<string, Timestamp> LastBars(IReadOnlyList<StreamEvent> events) => events
        .Where(e => e.Type == StreamTypes.Bar)
        .Select(e => JsonSerializer.Deserialize<BarData>(e.Data, DeskJson.Options)!)
        .Where(b => b.Timeframe == "M1")
        .GroupBy(b => b.Symbol)
        .ToDictionary(g => g.Key, g => g.Max(b => b.Candle.CloseTime), StringComparer.Ordinal);

    /// <summary>Deletes half an hour of loaded history, as a kill does that comes before it was written.</summary>
    /// <returns>What was deleted.</returns>
    private static IReadOnlyList<Bar> Rob(string folder)
    {
        using var database = DeskDatabase.Open(folder, new StorageOptions(), TimeProvider.System);
        var history = new DeskQueries(database).GetBars(Bitcoin, Timeframe.M1, int.MaxValue).Where(b => (b.Flags & BarFlags.History) != 0).ToArray();
        var bars = history[^90..^60];
        database.Writer.Run(WriteStage.Record, connection => connection.Execute(string.Create(
            CultureInfo.InvariantCulture,
            $"DELETE FROM bars WHERE symbol = '{Bitcoin}' AND timeframe = {(int)Timeframe.M1} AND open_time BETWEEN {bars[0].OpenTime.UnixMicroseconds} AND {bars[^1].OpenTime.UnixMicroseconds}")));
        return bars;
    }
}
