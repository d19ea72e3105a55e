using TradingDesk.Core.Domain;
using TradingDesk.Core.Ticks.Fusion;

namespace TradingDesk.Tests.Ticks.Fusion;

/// <summary>The tape that a merger made.</summary>
internal sealed class MergerRun : ITapeSink
{
    public static readonly Instrument Btc = new()
    {
        Symbol = new Symbol("BTCUSD"),
        Id = 0,
        TickSize = 0.01m,
        PriceDecimals = 2,
        PipSize = 1m,
        ContractSize = 1m,
        MinLots = new Quantity(0.01m),
        MaxLots = new Quantity(10m),
        LotStep = new Quantity(0.01m),
        AccountPerQuote = 1m,
        PrimaryVenue = Venue.Binance,
        SecondaryVenue = Venue.Mt5,
        ClosesAtWeekend = false,
    };

    public MergerRun(FusionOptions? options = null) => Merger = new TickMerger(Btc, options ?? new FusionOptions(), Discards, this);

    public DiscardCounters Discards { get; } = new();

    public TickMerger Merger { get; }

    public List<FusedTick> Tape { get; } = [];

    public void OnFused(in FusedTick tick) => Tape.Add(tick);

    /// <param name="milliseconds">Since the start of 2026.</param>
    /// <param name="number">Tells ticks apart.</param>
    public static Tick Quote(Venue venue, long milliseconds, int number) =>
        Tick.Quote(0, venue, At(milliseconds), At(milliseconds), bid: 100 + number, ask: 101 + number, sequence: venue == Venue.Binance ? number + 1 : 0);

    public static Timestamp At(long milliseconds) => Timestamp.FromUnixMilliseconds(1_767_225_600_000 + milliseconds);
}
