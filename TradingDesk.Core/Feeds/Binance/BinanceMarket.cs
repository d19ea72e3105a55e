namespace TradingDesk.Core.Feeds.Binance;

/// <summary>The two Binance markets that the desk reads. They differ in addresses, routes, book rules and rate limits.</summary>
public enum BinanceMarket : byte
{
    Spot,

    /// <summary>USD-margined futures: sockets are routed (<c>/public</c>, <c>/market</c>), books chain by <c>pu</c>.</summary>
    UsdM,
}

/// <summary>One instrument as Binance names it.</summary>
/// <param name="InstrumentId">The desk's dense id (<see cref="Domain.Instrument.Id"/>).</param>
/// <param name="VenueSymbol">Upper-case venue symbol such as <c>BTCUSDT</c>.</param>
/// <param name="Market">Where it trades.</param>
public sealed record BinanceSymbol(int InstrumentId, string VenueSymbol, BinanceMarket Market)
{
    /// <summary>The symbol as stream names carry it.</summary>
    public string StreamName { get; } = VenueSymbol.ToLowerInvariant();
}
