using System.Text;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Replay;

public enum CsvKind : byte
{
    Trades,
    Quotes,
    Bars,
}

/// <summary>
/// The columns of a CSV file by its header: names in any case, with or without &lt;angle brackets&gt;, separated by comma, semicolon or tab. <c>time</c>,
/// <c>date</c>, <c>datetime</c> or <c>timestamp</c> hold the time, <c>date</c> and <c>time</c> together make it (MetaTrader's export).
/// </summary>
internal sealed class CsvColumns
{
    /// <summary>Columns beyond this are not read.</summary>
    public const int MaxColumns = 64;

    private static readonly string[] TimeNames = ["datetime", "timestamp", "time", "date"];

    public required CsvKind Kind { get; init; }

    public required byte Separator { get; init; }

    public required int Time { get; init; }

    /// <summary>The column of the time of day where date and time are apart, otherwise −1; so are all columns that a file lacks.</summary>
    public int Clock { get; init; } = -1;

    public int Bid { get; init; } = -1;

    public int Ask { get; init; } = -1;

    public int Price { get; init; } = -1;

    public int Quantity { get; init; } = -1;

    public int IsBuyerMaker { get; init; } = -1;

    public int Open { get; init; } = -1;

    public int High { get; init; } = -1;

    public int Low { get; init; } = -1;

    public int Close { get; init; } = -1;

    public int Volume { get; init; } = -1;

    /// <summary>Reads a header line, without a byte order mark.</summary>
    public static Outcome<CsvColumns> Parse(ReadOnlySpan<byte> header)
    {
        var text = Encoding.UTF8.GetString(header);
        var separator = text.Contains('\t', StringComparison.Ordinal) ? '\t' : text.Contains(';', StringComparison.Ordinal) ? ';' : ',';
        string[] names = [.. text.Split(separator).Select(n => n.Trim().Trim('"', '<', '>').ToLowerInvariant().Replace("_", "", StringComparison.Ordinal))];
        int Find(params string[] wanted) => wanted.Select(w => Array.IndexOf(names, w)).FirstOrDefault(at => at >= 0, -1);

        var date = Find("date");
        var clock = Find("time");
        var isApart = date >= 0 && clock >= 0;
        var columns = new
        {
            Time = isApart ? date : Find(TimeNames),
            Bid = Find("bid"),
            Ask = Find("ask"),
            Price = Find("price"),
            Quantity = Find("quantity", "qty", "volume", "size", "amount"),
            Open = Find("open"),
            High = Find("high"),
            Low = Find("low"),
            Close = Find("close"),
        };
        CsvKind? kind = columns is { Open: >= 0, High: >= 0, Low: >= 0, Close: >= 0 } ? CsvKind.Bars
            : columns is { Bid: >= 0, Ask: >= 0 } ? CsvKind.Quotes
            : columns is { Price: >= 0, Quantity: >= 0 } ? CsvKind.Trades
            : null;
        if (columns.Time < 0 || kind is null || names.Length > MaxColumns)
        {
            return new Fault("CSV_HEADER", "The header must name time with price and quantity, with bid and ask, or with open, high, low and close.");
        }

        return new CsvColumns
        {
            Kind = kind.Value,
            Separator = (byte)separator,
            Time = columns.Time,
            Clock = isApart ? clock : -1,
            Bid = columns.Bid,
            Ask = columns.Ask,
            Price = columns.Price,
            Quantity = columns.Quantity,
            IsBuyerMaker = Find("isbuyermaker"),
            Open = columns.Open,
            High = columns.High,
            Low = columns.Low,
            Close = columns.Close,

            // A broker's "volume" beside its tick volume is 0 for currencies.
            Volume = Find("tickvolume", "tickvol", "volume", "vol"),
        };
    }
}
