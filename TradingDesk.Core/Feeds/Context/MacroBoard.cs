using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Context;

/// <summary>The markets around the traded ones.</summary>
public enum MacroSeries : byte
{
    /// <summary>Expected volatility of the S&amp;P 500, in percent a year.</summary>
    Vix,

    /// <summary>Index of the US dollar.</summary>
    Dxy,

    /// <summary>Yield of the ten-year US treasury in percent, or its price where the broker has only that.</summary>
    Us10y,
}

/// <summary>One reading.</summary>
/// <param name="At">When it was quoted, UTC.</param>
/// <param name="ReceivedAt">When the desk received it.</param>
public sealed record MacroReading(MacroSeries Series, double Value, Timestamp At, Timestamp ReceivedAt);

/// <summary>The newest reading of each series. Any thread.</summary>
public sealed class MacroBoard
{
    /// <summary>Of a reading that is not renewed.</summary>
    public static readonly TimeSpan StaleAfter = TimeSpan.FromMinutes(15);

    private static readonly MacroSeries[] All = Enum.GetValues<MacroSeries>();

    private readonly MacroReading?[] _latest = new MacroReading?[All.Length];

    /// <summary>The newest of each series that has one.</summary>
    public IReadOnlyList<MacroReading> Readings => [.. All.Select(LatestOf).OfType<MacroReading>()];

    public MacroReading? LatestOf(MacroSeries series) => Volatile.Read(ref _latest[(int)series]);

    /// <summary>Takes a reading; an older one than is known is left.</summary>
    public bool Take(MacroReading reading)
    {
        if (LatestOf(reading.Series) is { } known && known.At > reading.At)
        {
            return false;
        }

        Volatile.Write(ref _latest[(int)reading.Series], reading);
        return true;
    }
}

/// <summary>What the desk keeps of the world around its markets. Filled by the feeds.</summary>
public sealed class MarketContext
{
    public EconomicCalendar Calendar { get; } = new();

    public MacroBoard Macro { get; } = new();
}
