using System.Globalization;
using System.IO.Compression;
using System.Text;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Storage;

/// <summary>
/// Bars that left the database: <c>archive/SYMBOL/TIMEFRAME/yyyyMM.csv.gz</c>, oldest first, with the header <c>time,open,high,low,close,volume</c> that
/// <c>replay</c> reads. Adding the same bars again changes nothing. Used by one thread at a time.
/// </summary>
public sealed class BarArchive(string dataFolder)
{
    public const string FolderName = "archive";

    private const string Header = "time,open,high,low,close,volume";
    private const string Extension = ".csv.gz";
    private const string MonthFormat = "yyyyMM";

    /// <summary>Adds bars; they are on the disk when it returns.</summary>
    public void Add(Symbol symbol, Timeframe timeframe, IReadOnlyList<Bar> bars)
    {
        foreach (var month in bars.GroupBy(bar => bar.OpenTime.ToUtcDateTime().ToString(MonthFormat, CultureInfo.InvariantCulture)))
        {
            var path = Path.Combine(dataFolder, FolderName, symbol.Name, timeframe.ToString(), month.Key + Extension);
            var lines = ReadLines(path);
            foreach (var bar in month)
            {
                lines[bar.OpenTime] = Line(bar);
            }

            Write(path, lines);
        }
    }

    /// <summary>Removes files of which every bar is older than <paramref name="cutoff"/>; gives their number.</summary>
    public int RemoveBefore(Timeframe timeframe, Timestamp cutoff)
    {
        var root = Path.Combine(dataFolder, FolderName);
        if (!Directory.Exists(root))
        {
            return 0;
        }

        var removed = 0;
        foreach (var folder in Directory.GetDirectories(root).Select(symbol => Path.Combine(symbol, timeframe.ToString())).Where(Directory.Exists))
        {
            foreach (var file in Directory.GetFiles(folder, "*" + Extension))
            {
                var name = Path.GetFileName(file)[..^Extension.Length];
                if (DateTime.TryParseExact(name, MonthFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var month)
                    && month.AddMonths(1) <= cutoff.ToUtcDateTime())
                {
                    File.Delete(file);
                    removed++;
                }
            }
        }

        return removed;
    }

    private static SortedDictionary<Timestamp, string> ReadLines(string path)
    {
        var lines = new SortedDictionary<Timestamp, string>();
        if (!File.Exists(path))
        {
            return lines;
        }

        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress), Encoding.UTF8);
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            if (!Timestamp.TryParse(line.Split(',', 2)[0], out var time))
            {
                throw new InvalidDataException($"{path} holds a line that is not a bar: {line}");
            }

            lines[time] = line;
        }

        return lines;
    }

    /// <summary>Whole or not at all: a new file takes the old one's place when it is on the disk.</summary>
    private static void Write(string path, SortedDictionary<Timestamp, string> lines)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var unfinished = path + ".part";
        using (var file = File.Create(unfinished))
        {
            using (var writer = new StreamWriter(new GZipStream(file, CompressionLevel.Optimal, leaveOpen: true), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)))
            {
                writer.Write(Header + "\n");
                foreach (var line in lines.Values)
                {
                    writer.Write(line + "\n");
                }
            }

            file.Flush(flushToDisk: true);
        }

        CrashPoint.Hit("archive", "before-rename");
        File.Move(unfinished, path, overwrite: true);
    }

    private static string Line(in Bar bar) =>
        string.Create(CultureInfo.InvariantCulture, $"{bar.OpenTime},{bar.Open:R},{bar.High:R},{bar.Low:R},{bar.Close:R},{bar.Volume:R}");
}
