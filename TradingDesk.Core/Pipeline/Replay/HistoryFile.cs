using System.Globalization;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Pipeline.Replay;

/// <summary>M1 bars beside a tape, from before its first message: <c>history/SYMBOL_M1.csv</c> with <c>time,open,high,low,close,volume,ticks</c>.</summary>
internal static class HistoryFile
{
    public const string Folder = "history";
    private const string Header = "time,open,high,low,close,volume,ticks";

    public static void Write(string tapeFolder, Symbol symbol, IEnumerable<Bar> bars)
    {
        var folder = Path.Combine(tapeFolder, Folder);
        Directory.CreateDirectory(folder);
        using var writer = new StreamWriter(Path.Combine(folder, $"{symbol}_M1.csv"));
        writer.WriteLine(Header);
        foreach (var bar in bars)
        {
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{bar.OpenTime},{bar.Open:R},{bar.High:R},{bar.Low:R},{bar.Close:R},{bar.Volume:R},{bar.TickCount}"));
        }
    }

    /// <exception cref="InvalidDataException">A row is not what <see cref="Write"/> writes.</exception>
    public static IEnumerable<Bar> Read(string path, Venue source)
    {
        foreach (var (index, line) in File.ReadLines(path).Index().Skip(1))
        {
            var parts = line.Split(',');
            if (parts.Length != 7 || !Timestamp.TryParse(parts[0], out var openTime))
            {
                throw new InvalidDataException($"{Path.GetFileName(path)}, line {index + 1}: not a history bar.");
            }

            yield return new Bar(
                Timeframe.M1,
                openTime,
                open: Number(parts[1]),
                high: Number(parts[2]),
                low: Number(parts[3]),
                close: Number(parts[4]),
                volume: Number(parts[5]),
                buyVolume: 0,
                tickCount: int.Parse(parts[6], CultureInfo.InvariantCulture),
                source: source,
                flags: BarFlags.History);
        }
    }

    private static double Number(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
}
