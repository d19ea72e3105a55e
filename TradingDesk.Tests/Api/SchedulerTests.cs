using System.Net;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Simulation;
using TradingDesk.Tests.Api.Fakes;

namespace TradingDesk.Tests.Api;

/// <summary>Quartz on the desk's clock.</summary>
public sealed class SchedulerTests
{
    [Fact]
    public async Task Scheduler_OnAScaledClock_PostsHourAndFourHourClosesAtTheirBoundaries()
    {
        // A desk minute a second, from half a minute before noon, which closes an hour and four hours.
        var clock = new ScaledTimeProvider(TimeProvider.System, new DateTimeOffset(2024, 8, 9, 11, 59, 30, TimeSpan.Zero), speed: 60);
        await using var server = await ApiServer.StartAsync(deskClock: clock);

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (server.Desk.Timers.ToArray() is var timers && !(timers.Contains(Timeframe.H4) && timers.Contains(Timeframe.H1)))
        {
            await Task.Delay(20, patience.Token);
        }

        using var client = server.ClientWith("read");
        var view = await client.GetJsonAsync("/scheduler");
        Assert.Equal("running", view.GetProperty("status").GetString());
        var hour = view.GetProperty("jobs").EnumerateArray().Single(job => job.GetProperty("name").GetString() == "h1-close");
        Assert.EndsWith(":00:00Z", hour.GetProperty("next").GetString(), StringComparison.Ordinal);
        Assert.StartsWith("2024-08-", hour.GetProperty("last").GetString(), StringComparison.Ordinal);
        Assert.Equal("done", hour.GetProperty("lastOutcome").GetString());
    }

    [Fact]
    public async Task Job_RunNow_RunsAndReportsItsOutcome()
    {
        await using var server = await ApiServer.StartAsync();
        using var admin = server.ClientWith("admin");

        await (await admin.PostTextAsync("/scheduler/retention/run", "")).JsonAsync(HttpStatusCode.Accepted);

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        string? outcome;
        do
        {
            await Task.Delay(20, patience.Token);
            var view = await admin.GetJsonAsync("/scheduler");
            outcome = view.GetProperty("jobs").EnumerateArray().Single(job => job.GetProperty("name").GetString() == "retention").GetProperty("lastOutcome").GetString();
        }
        while (outcome != "removed 0 rows");
        Assert.Contains(server.Audit.Entries, entry => entry.Record.Target == "retention");
        await (await admin.PostTextAsync("/scheduler/nonsense/run", "")).ProblemAsync(HttpStatusCode.NotFound);
    }
}
