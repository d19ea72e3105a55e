using System.IO.Compression;
using System.Text;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Replay;

namespace TradingDesk.Core.Storage;

/// <summary>
/// Bars that left the database: <c>archive/SYMBOL/TIMEFRAME/</c> with a file a day in the format of <see cref="ArchivedBars"/>, which <c>replay</c> reads.
/// Adding the same bars again changes nothing. Used by one thread at a time.
/// </summary>
public sealed class BarArchive(string dataFolder)
{
    public const string FolderName = "archive";

    /// <summary>Adds bars; they are on the disk when it returns.</summary>
    public void Add(Symbol symbol, Timeframe timeframe, IReadOnlyList<Bar> bars)
    {
        foreach (var day in bars.GroupBy(bar => Timeframe.D1.Floor(bar.OpenTime)))
        {
            var path = Path.Combine(FolderOf(symbol, timeframe), ArchivedBars.FileName(symbol, timeframe, day.Key));
            var merged = new SortedDictionary<Timestamp, Bar>();
            foreach (var bar in (File.Exists(path) ? ArchivedBars.Read(path, timeframe) : []).Concat(day))
            {
                merged[bar.OpenTime] = bar;
            }

            Write(path, merged.Values);
        }
    }

    /// <summary>Every archived bar of a symbol and timeframe, oldest first.</summary>
    public IEnumerable<Bar> Read(Symbol symbol, Timeframe timeframe) =>
        FilesOf(FolderOf(symbol, timeframe)).SelectMany(path => ArchivedBars.Read(path, timeframe));

    /// <summary>Removes the days of which every bar is older than <paramref name="cutoff"/>.</summary>
    public RemovedFiles RemoveBefore(Timeframe timeframe, Timestamp cutoff)
    {
        var root = Path.Combine(dataFolder, FolderName);
        var folders = Directory.Exists(root) ? Directory.GetDirectories(root).Select(symbol => Path.Combine(symbol, timeframe.ToString())) : [];
        return RemovedFiles.Delete(folders.SelectMany(FilesOf).Where(path =>
            ArchivedBars.TryParseName(path, out _, out _, out var day) && day + TimeSpan.FromDays(1) <= cutoff));
    }

    private static IEnumerable<string> FilesOf(string folder) =>
        Directory.Exists(folder) ? Directory.GetFiles(folder, "*" + ArchivedBars.Extension).Order(StringComparer.Ordinal) : [];

    /// <summary>Whole or not at all: a new file takes the old one's place when it is on the disk.</summary>
    private static void Write(string path, IEnumerable<Bar> bars)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var unfinished = path + ".part";
        using (var file = File.Create(unfinished))
        {
            using (var writer = new StreamWriter(new GZipStream(file, CompressionLevel.Optimal, leaveOpen: true), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)))
            {
                writer.Write(ArchivedBars.Header + "\n");
                foreach (var bar in bars)
                {
                    writer.Write(ArchivedBars.Line(bar) + "\n");
                }
            }

            file.Flush(flushToDisk: true);
        }

        CrashPoint.Hit("archive", "before-rename");
        File.Move(unfinished, path, overwrite: true);
    }

    private string FolderOf(Symbol symbol, Timeframe timeframe) => Path.Combine(dataFolder, FolderName, symbol.Name, timeframe.ToString());
}
