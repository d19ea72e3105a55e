using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Binance;

namespace TradingDesk.Core.Feeds.Replay;

public enum ReplayFormat : byte
{
    /// <summary>Recorded Binance frames, one a line.</summary>
    Frames,
    Csv,

    /// <summary>A day of archived bars.</summary>
    Archive,
}

/// <summary>What one input file holds, found by looking into its beginning.</summary>
public sealed record ReplayFile
{
    public required string Path { get; init; }

    public required ReplayFormat Format { get; init; }

    /// <summary>Frames: the market that the events are of.</summary>
    public BinanceMarket Market { get; init; }

    /// <summary>Frames: venue symbols in the order of their first appearance. CSV: none.</summary>
    public IReadOnlyList<string> VenueSymbols { get; init; } = [];

    /// <summary>CSV: what the rows are.</summary>
    public CsvKind CsvKind { get; init; }

    /// <summary>Bars: their length.</summary>
    public Timeframe? Timeframe { get; init; }

    internal CsvColumns? Columns { get; init; }
}
