using TradingDesk.Api.Hosting.Desk;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Context;
using TradingDesk.Core.Storage;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Storage;

/// <summary>Calendar and macro log on disk.</summary>
public sealed class MarketContextStorageTests : IDisposable
{
    private static readonly Timestamp Start = Timestamp.FromUnixSeconds(1_773_144_000);

    private readonly string _folder = Directory.CreateTempSubdirectory("context").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Recorder_OverARestart_KeepsTheCalendarAndTheLog()
    {
        var clock = new ManualTimeProvider(Start.ToDateTimeOffset());
        var context = new MarketContext();
        var recorder = new ContextRecorder(context, new CalendarFile(_folder), new MacroLog(_folder), clock);
        context.Calendar.Replace("mt5", Start, Start + TimeSpan.FromDays(1), [new EconomicEvent("1", Start + TimeSpan.FromHours(1), "USD", EventImportance.High, "CPI \"core\"", 3.1, 3, null, "%")], Start);
        for (var second = 0; second < 1_000; second++)
        {
            var now = Start + TimeSpan.FromSeconds(second);
            context.Macro.Take(new MacroReading(MacroSeries.Vix, 16, now, now));
            recorder.Record(now);
        }

        var later = new MarketContext();
        var log = new MacroLog(_folder);
        new ContextRecorder(later, new CalendarFile(_folder), log, clock).Restore();
        Assert.Equal(("mt5", Start), (later.Calendar.State.Source, later.Calendar.State.AsOf!.Value));
        Assert.Equal(context.Calendar.State.Events, later.Calendar.State.Events);
        Assert.Equal([0, 300, 600, 900], log.Since(Start).Select(sample => (int)(sample.At - Start).TotalSeconds));
        Assert.All(log.Since(Start), sample => Assert.Equal((16.0, null, "London"), (sample.Vix!.Value, sample.Dxy, sample.Session)));
    }

    [Fact]
    public void Recorder_WithoutFreshReadings_WritesNothing()
    {
        var context = new MarketContext();
        var log = new MacroLog(_folder);
        context.Macro.Take(new MacroReading(MacroSeries.Vix, 16, Start, Start));
        new ContextRecorder(context, new CalendarFile(_folder), log, TimeProvider.System).Record(Start + TimeSpan.FromMinutes(16));
        Assert.Empty(log.Since(Timestamp.Epoch));
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void MacroLog_WithALineCutShort_ReadsTheOthersAndGoesOn()
    {
        new MacroLog(_folder).Append(new MacroSample(Start, 16, 104, 4.2, "London"));
        var file = Directory.GetFiles(Path.Combine(_folder, MacroLog.FolderName)).Single();
        File.AppendAllText(file, "{\"at\":\"2026-03-1");
        var log = new MacroLog(_folder);
        log.Append(new MacroSample(Start + TimeSpan.FromMinutes(5), 17, 104, 4.2, "London"));
        Assert.Equal(1, log.Unreadable);
        Assert.Equal([16.0, 17.0], new MacroLog(_folder).Since(Start).Select(sample => sample.Vix!.Value));
    }

    [Fact]
    public void MacroLog_RemoveBefore_TakesWholeDays()
    {
        var log = new MacroLog(_folder);
        for (var day = 0; day < 10; day++)
        {
            log.Append(new MacroSample(Start + TimeSpan.FromDays(day), 16, 104, 4.2, "London"));
        }

        Assert.Equal(2, MacroLog.RemoveBefore(_folder, Start + TimeSpan.FromDays(9) - TimeSpan.FromDays(7)));
        Assert.Equal(8, Directory.GetFiles(Path.Combine(_folder, MacroLog.FolderName)).Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{\"source\":\"mt5\"}")]
    [InlineData("{\"source\":\"mt5\",\"asOf\":\"2026-03-10T12:00:00Z\",\"events\":[{\"id\":")]
    public void CalendarFile_ThatIsDamaged_IsAsIfItWereNotThere(string text)
    {
        File.WriteAllText(Path.Combine(_folder, CalendarFile.FileName), text);
        Assert.Null(new CalendarFile(_folder).Load());
    }
}
