using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Bars.Fusion;

/// <summary>
/// The second venue's bars of an instrument, from its accepted quotes, by the same ladder as the primary's: half-open intervals, lateness, holds and gaps alike.
/// </summary>
/// <remarks>
/// Price: bids where the primary's bars are made of bids; mids where they are made of trades, which print on either side of the spread. Volume: the quote count where
/// the primary counts quotes too, otherwise 0: counts and base units do not add up.
/// </remarks>
internal sealed class SecondaryBars : IHasState
{
    private readonly TimeframeLadder _ladder;
    private readonly bool _usesMid;

    public SecondaryBars(Instrument instrument, Venue venue, BarOptions options, DiscardCounters discards)
    {
        Venue = venue;
        _usesMid = instrument.BarPrice == BarPrice.LastTrade;
        _ladder = new TimeframeLadder(Of(instrument, Venue), options, discards);
    }

    public Venue Venue { get; }

    /// <summary>True where the bars' volume is in the primary's unit.</summary>
    public bool HasVolume => !_usesMid;

    /// <param name="tick">An accepted tick of this venue.</param>
    public void OnTick(in Tick tick, IBarSink sink)
    {
        if (tick.Kind != TickKind.Quote)
        {
            return;
        }

        _ladder.OnTick(_usesMid ? AtMid(tick) : tick, sink);
    }

    public void OnClock(Timestamp eventTime, IBarSink sink) => _ladder.OnClock(eventTime, sink);

    public void Hold() => _ladder.Hold();

    public void Release(IBarSink sink) => _ladder.Release(sink);

    public void MarkGap(Timestamp from, Timestamp to) => _ladder.MarkGap(from, to);

    public void SaveState(StateWriter writer) => _ladder.SaveState(writer);

    public void LoadState(StateReader reader) => _ladder.LoadState(reader);

    /// <summary>The bar with a volume that adds up with the primary's.</summary>
    public Bar Comparable(in Bar bar) => HasVolume
        ? bar
        : new Bar(bar.Timeframe, bar.OpenTime, open: bar.Open, high: bar.High, low: bar.Low, close: bar.Close, volume: 0, buyVolume: 0, tickCount: bar.TickCount, source: bar.Source, flags: bar.Flags);

    private static Tick AtMid(in Tick tick) =>
        Tick.Quote(tick.InstrumentId, tick.Venue, tick.OccurredAt, tick.ReceivedAt, bid: tick.Mid, ask: tick.Mid, tick.Sequence, tick.Backfilled);

    private static Instrument Of(Instrument instrument, Venue venue) => new()
    {
        Symbol = instrument.Symbol,
        Id = instrument.Id,
        TickSize = instrument.TickSize,
        PriceDecimals = instrument.PriceDecimals,
        PipSize = instrument.PipSize,
        ContractSize = instrument.ContractSize,
        MinLots = instrument.MinLots,
        MaxLots = instrument.MaxLots,
        LotStep = instrument.LotStep,
        AccountPerQuote = instrument.AccountPerQuote,
        PrimaryVenue = venue,
        BarPrice = BarPrice.Bid,
        ClosesAtWeekend = instrument.ClosesAtWeekend,
    };
}
