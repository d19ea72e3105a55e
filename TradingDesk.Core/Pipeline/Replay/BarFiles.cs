using System.Globalization;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Pipeline.Replay;

/// <summary>Writes closed bars to one CSV file per symbol and timeframe, in the format that <c>replay</c> reads.</summary>
internal sealed class BarFiles(string folder) : IDisposable
{
    private readonly Dictionary<(Symbol Symbol, Timeframe Timeframe), StreamWriter> _open = [];

    public void Write(Symbol symbol, in Bar bar)
    {
        if (!_open.TryGetValue((symbol, bar.Timeframe), out var writer))
        {
            Directory.CreateDirectory(folder);
            writer = new StreamWriter(Path.Combine(folder, $"{symbol}_{bar.Timeframe}.csv"));
            writer.WriteLine("time,open,high,low,close,volume,ticks,flags");
            _open[(symbol, bar.Timeframe)] = writer;
        }

        writer.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{bar.OpenTime},{bar.Open:R},{bar.High:R},{bar.Low:R},{bar.Close:R},{bar.Volume:R},{bar.TickCount},{bar.Flags.ToString().Replace(", ", "+", StringComparison.Ordinal)}"));
    }

    public void Dispose()
    {
        foreach (var writer in _open.Values)
        {
            writer.Dispose();
        }
    }
}
