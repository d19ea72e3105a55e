namespace TradingDesk.Core.Domain;

/// <summary>Where a price comes from.</summary>
public enum Venue : byte
{
    /// <summary>Binance spot or USD-M futures.</summary>
    Binance = 1,

    /// <summary>The broker's MetaTrader 5 terminal, over the bridge.</summary>
    Mt5 = 2,

    /// <summary>A file of bars or ticks without a venue of its own.</summary>
    File = 3,
}

public static class VenueExtensions
{
    /// <summary>The name used in JSON and storage: <c>binance</c>, <c>mt5</c>, <c>file</c>.</summary>
    public static string ToName(this Venue venue) => venue switch
    {
        Venue.Binance => "binance",
        Venue.Mt5 => "mt5",
        Venue.File => "file",
        _ => throw new ArgumentOutOfRangeException(nameof(venue), venue, "Unknown venue."),
    };
}
