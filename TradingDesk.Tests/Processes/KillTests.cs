using System.Diagnostics;
using System.Globalization;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Storage;
using TradingDesk.Core.Storage.Sqlite;
using TradingDesk.Tests.Support;
using Xunit.Abstractions;

namespace TradingDesk.Tests.Processes;

/// <summary>The real desk, killed with SIGKILL again and again on one data folder: what it acknowledged is there afterwards, and it goes on by itself.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Seed = 20_261_121;
    private const int Speed = 120;
    private const int Acknowledging = 3;

    private static bool IsLong => Environment.GetEnvironmentVariable("TRADINGDESK_LONG") == "1";

    /// <summary>In the everyday run the ones at which the most is under way; the long run visits all that a running desk passes.</summary>
    private static IEnumerable<string> CrashPoints => IsLong
        ? CrashPoint.All.Where(p => p.StartsWith("journal", StringComparison.Ordinal) || p.StartsWith("volume", StringComparison.Ordinal))
        : ["journal.before-commit", "journal.after-commit", "volume.before-commit"];

    [Fact]
    public async Task Desk_KilledAtRandomAndNamedMoments_LosesNothingAcknowledged()
    {
        var random = new Random(Seed);
        var kills = IsLong ? 25 : 5;
        output.WriteLine($"seed {Seed}, {kills} random kills, speed {Speed}");
        await using var lives = await DeskLives.CreateAsync(Speed, output);
        for (var i = 0; i < kills; i++)
        {
            await LiveAsync(lives, i, random);
        }

        foreach (var point in CrashPoints)
        {
            await CrashAsync(lives, point, random.Next(2, 12));
        }

        lives.Start();
        await lives.WaitUntilWarmAsync();
        await lives.CheckAsync();
        await lives.CheckCandlesAsync();
        await lives.StopAsync();
        var faults = DataFolderCheck.FindFaults(lives.Folder, lives.Acknowledged.EventsFrom(0));
        output.WriteLine($"{lives.Acknowledged.Count} events acknowledged, last {lives.Acknowledged.LastSequence}");
        Assert.Empty(lives.Faults.Concat(lives.Acknowledged.Faults).Concat(faults));
        Assert.True(lives.Acknowledged.Count > 50, "Too little was acknowledged to prove anything.");
        CheckThatTheCheckCanFail(lives);
    }

    /// <summary>One life with a random kill: two of five while the desk is starting, the others while it works.</summary>
    private async Task LiveAsync(DeskLives lives, int number, Random random)
    {
        var started = Stopwatch.GetTimestamp();
        var whileStarting = number % 5 >= Acknowledging;
        var after = TimeSpan.FromMilliseconds(whileStarting ? random.Next(100, 6_000) : random.Next(50, 5_000));
        lives.Start();
        if (whileStarting)
        {
            await Task.Delay(after);
            await lives.Desk.KillAsync();
            await lives.Desk.DisposeAsync();
            output.WriteLine($"life {number}: killed {after.TotalMilliseconds} ms after its start");
            return;
        }

        var ready = await lives.Desk.WaitUntilReadyAsync(DeskLives.ReadyPatience);
        await lives.CheckAsync();
        if (number % 2 == 0)
        {
            await lives.WaitUntilWarmAsync();
            await lives.CheckCandlesAsync();
        }

        await lives.WorkUntilDeadAsync(after);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"life {number}: ready after {ready.TotalMilliseconds:0} ms, killed {after.TotalMilliseconds} ms later, acknowledged up to {lives.Acknowledged.LastSequence}, {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s"));
    }

    /// <summary>One life that ends at a named point. What it owes is checked in the next one: this one may die under the check.</summary>
    private async Task CrashAsync(DeskLives lives, string point, int hits)
    {
        lives.Start(string.Create(CultureInfo.InvariantCulture, $"{point}:{hits}"));
        try
        {
            await lives.Desk.WaitUntilReadyAsync(DeskLives.ReadyPatience);
        }
        catch (InvalidOperationException) when (lives.Desk.HasExited)
        {
            output.WriteLine($"{point}:{hits}: passed while starting");
        }

        await lives.WorkUntilDeadAsync(kill: null);
        output.WriteLine($"{point}:{hits}: acknowledged up to {lives.Acknowledged.LastSequence}");
    }

    /// <summary>Planted losses: each must be reported by the check that has just found nothing.</summary>
    private static void CheckThatTheCheckCanFail(DeskLives lives)
    {
        var acknowledged = lives.Acknowledged.EventsFrom(0);
        var last = lives.Acknowledged.LastSequence;
        (string Sql, string Complaint)[] plants =
        [
            (Text($"DELETE FROM journal WHERE sequence = {last - 1}"), "has the number"),
            (Text($"DELETE FROM journal WHERE sequence >= {last}; UPDATE system_state SET value = '{last - 1}' WHERE key = 'journal.lastSequence'"), "was acknowledged and is lost"),
            (Text($"UPDATE journal SET json = '{{}}' WHERE sequence = (SELECT max(sequence) FROM journal WHERE type = 'risk' AND sequence <= {last})"), "was acknowledged as"),
            (Text($"DELETE FROM bars WHERE timeframe = {(int)Timeframe.M1} AND open_time = (SELECT max(open_time) - 60000000 FROM bars WHERE timeframe = {(int)Timeframe.M1})"), "M1 bars are missing"),
            ("UPDATE bars SET volume = volume + 1 WHERE flags = 0", "was journaled; stored is"),
            ("INSERT INTO journal SELECT (SELECT max(sequence) + 1 FROM journal), (SELECT max(occurred_at) FROM journal), type, symbol, json FROM journal WHERE type = 'decision' LIMIT 1", "was decided 2 times"),
            ("INSERT INTO journal SELECT (SELECT max(sequence) + 1 FROM journal), occurred_at, 'health', NULL, '{}' FROM journal WHERE sequence = 1", "steps back"),
            ("INSERT OR REPLACE INTO system_state (key, value) VALUES ('account.balance', '9999')", "The balance is"),
        ];
        foreach (var (sql, complaint) in plants)
        {
            var copy = Directory.CreateTempSubdirectory("tradingdesk-plant-").FullName;
            try
            {
                foreach (var file in Directory.EnumerateFiles(lives.Folder, "desk.db*"))
                {
                    File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
                }

                using (var database = DeskDatabase.Open(copy, new StorageOptions(), TimeProvider.System))
                {
                    database.Writer.Run(WriteStage.Record, connection => connection.Execute(sql));
                }

                Assert.Contains(DataFolderCheck.FindFaults(copy, acknowledged), fault => fault.Contains(complaint, StringComparison.Ordinal));
            }
            finally
            {
                Directory.Delete(copy, recursive: true);
            }
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
