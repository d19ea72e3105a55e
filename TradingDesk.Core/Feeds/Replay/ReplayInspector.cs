using System.Text;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Binance;

namespace TradingDesk.Core.Feeds.Replay;

/// <summary>Tells what a file is by its first lines: recorded frames (with which symbols of which market) or CSV (of what).</summary>
internal static class ReplayInspector
{
    /// <summary>Frames that are looked at. A symbol that first appears later is not read, and counted as unknown frames.</summary>
    private const int MaxFrames = 5_000;

    private const int MaxRows = 500;
    private const int MaxNotes = 100;

    public static Outcome<ReplayFile> Inspect(string path)
    {
        try
        {
            return ArchivedBars.TryParseName(path, out _, out var timeframe, out _) && IsArchive(path)
                ? new ReplayFile { Path = path, Format = ReplayFormat.Archive, CsvKind = CsvKind.Bars, Timeframe = timeframe }
                : LooksLikeFrames(path) ? InspectFrames(path) : InspectCsv(path);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return new Fault("UNREADABLE", $"{System.IO.Path.GetFileName(path)} cannot be read: {e.Message}");
        }
    }

    private static bool IsArchive(string path)
    {
        using var lines = new Utf8LineReader(path);
        return lines.TryReadLine(out var header) && Ascii.Equals(ArchivedBars.Header, header);
    }

    private static bool LooksLikeFrames(string path)
    {
        using var reader = new RecordedFrameReader(path);
        return reader.TryRead(out _, out var frame) && reader.BadLines <= MaxNotes && frame is [(byte)'{' or (byte)'[', ..];
    }

    private static Outcome<ReplayFile> InspectFrames(string path)
    {
        using var reader = new RecordedFrameReader(path);
        var symbols = new List<string>();
        BinanceMarket? market = null;
        for (var i = 0; i < MaxFrames && reader.TryRead(out _, out var frame); i++)
        {
            market ??= MarketOf(frame);
            var name = SymbolOf(frame);
            if (!name.IsEmpty && !IsIn(symbols, name) && Encoding.ASCII.GetString(name) is { Length: > Symbol.MinLength } text && Symbol.IsValid(text))
            {
                symbols.Add(text);
            }
        }

        if (symbols.Count == 0)
        {
            return new Fault("NO_SYMBOL", $"{System.IO.Path.GetFileName(path)} holds no frame that names a symbol.");
        }

        return new ReplayFile { Path = path, Format = ReplayFormat.Frames, Market = market ?? BinanceMarket.Spot, VenueSymbols = symbols };
    }

    private static bool IsIn(List<string> symbols, ReadOnlySpan<byte> name)
    {
        foreach (var symbol in symbols)
        {
            if (Ascii.Equals(symbol, name))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>USD-M events carry <c>pu</c> or a named bookTicker, spot ones <c>M</c> or a bookTicker without a name; null where the frame does not tell.</summary>
    private static BinanceMarket? MarketOf(ReadOnlySpan<byte> frame) =>
        frame.IndexOf("\"pu\":"u8) >= 0 || frame.IndexOf("\"e\":\"bookTicker\""u8) >= 0 ? BinanceMarket.UsdM
        : frame.IndexOf("\"M\":"u8) >= 0 || frame.IndexOf("{\"u\":"u8) >= 0 ? BinanceMarket.Spot
        : null;

    /// <summary>The event's symbol, or the stream's in upper case where only that names one.</summary>
    private static ReadOnlySpan<byte> SymbolOf(ReadOnlySpan<byte> frame)
    {
        var at = frame.IndexOf("\"s\":\""u8);
        if (at < 0)
        {
            return default;
        }

        var name = frame[(at + 5)..];
        var length = name.IndexOf((byte)'"');
        return length is > 0 and <= SymbolTable.MaxSymbolBytes && Ascii.IsValid(name[..length]) ? name[..length] : default;
    }

    private static Outcome<ReplayFile> InspectCsv(string path)
    {
        using var lines = new Utf8LineReader(path);
        var header = lines.TryReadLine(out var line) ? CsvColumns.Parse(line.TrimStart("\uFEFF"u8)) : new Fault("CSV_HEADER", "The file is empty.");
        if (!header.IsSuccess)
        {
            return new Fault(header.Fault.Code, $"{System.IO.Path.GetFileName(path)}: {header.Fault.Message}");
        }

        var columns = header.Value;
        var file = new ReplayFile { Path = path, Format = ReplayFormat.Csv, CsvKind = columns.Kind, Columns = columns };
        if (columns.Kind != CsvKind.Bars)
        {
            return file;
        }

        return TimeframeOf(lines, columns) is { } timeframe
            ? file with { Timeframe = timeframe }
            : new Fault("CSV_TIMEFRAME", $"{System.IO.Path.GetFileName(path)}: the bars' times are not {string.Join(", ", TimeframeExtensions.All)} apart.");
    }

    /// <summary>The smallest distance of neighbouring rows is the bars' length; gaps of weekends only make others longer.</summary>
    private static Timeframe? TimeframeOf(Utf8LineReader lines, CsvColumns columns)
    {
        var smallest = long.MaxValue;
        Timestamp? previous = null;
        for (var i = 0; i < MaxRows && lines.TryReadLine(out var line); i++)
        {
            if (!new CsvRow(line, columns.Separator).TryTime(columns, out var time))
            {
                continue;
            }

            if (previous is { } before && time > before)
            {
                smallest = Math.Min(smallest, time.UnixMicroseconds - before.UnixMicroseconds);
            }

            previous = time;
        }

        foreach (var timeframe in TimeframeExtensions.All)
        {
            if (timeframe.DurationMicroseconds() == smallest)
            {
                return timeframe;
            }
        }

        return null;
    }
}
