using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds;

namespace TradingDesk.Core.Pipeline.Views;

/// <summary>The market-state answer: prices on each venue, offset, trends, the last decision.</summary>
internal static class MarketStateViews
{
    /// <summary>Share above and below which the ratio of M5 ATR14 to M15 ATR14 ÷ √3 counts as expanding or contracting (DOMAIN A3.1: ±20 %).</summary>
    private const double VolatilityBand = 0.2;

    public static MarketStateReport Build(SymbolLane lane, DeskSnapshot desk, SymbolSnapshot symbol, Timestamp now)
    {
        var instrument = lane.Instrument;
        var venues = symbol.Venues.Select(v => ToQuote(v, symbol, now)).ToArray();
        var primary = symbol.Venues.FirstOrDefault(v => v.Venue == instrument.PrimaryVenue);
        var missing = new List<string>();
        if (primary is null)
        {
            missing.Add($"no price from {instrument.PrimaryVenue.ToName()} yet");
        }

        if (!symbol.HistoryLoaded)
        {
            missing.Add("history is loading");
        }

        var m5 = lane.Analysis(Timeframe.M5).Atr14.Current;
        var m15 = lane.Analysis(Timeframe.M15).Atr14.Current;
        double? ratio = m5 is { } fast && m15 is { } slow && slow > 0 ? fast / (slow / Math.Sqrt(3)) : null;
        var state = new MarketState(
            missing.Count == 0 ? "ready" : "warmingUp",
            missing,
            venues,
            OffsetViews.Current(symbol, now),
            primary is { Bid: > 0 } ? (primary.Ask - primary.Bid) / (double)instrument.PipSize : null,
            Sessions.NameAt(now),
            ratio switch { null => "unknown", > 1 + VolatilityBand => "expanding", < 1 - VolatilityBand => "contracting", _ => "normal" },
            ratio,
            [.. SymbolLane.AnalysedTimeframes.Reverse().Select(t => AnalysisViews.Trend(lane.Analysis(t)))],
            NearestViews.Liquidity(lane.Analysis(Timeframe.M15)),
            NearestViews.Zones(lane.Analysis(Timeframe.M15)),
            Blackout: "unknown",
            symbol.LastTickAt is { } last ? Math.Max(0, (now - last).TotalSeconds) : null,
            symbol.LastDecision,
            [.. desk.Positions.Where(p => string.Equals(p.Symbol, instrument.Symbol.Name, StringComparison.Ordinal))],
            symbol.RecentCloses,
            QualityViews.Of(symbol.Quality));
        return new MarketStateReport(instrument.Symbol.Name, state, now);
    }

    public static VenueQuote ToQuote(VenueSnapshot venue, SymbolSnapshot symbol, Timestamp now)
    {
        var age = Math.Max(0, (now - venue.LastReceivedAt).TotalSeconds);
        var primary = venue.Venue == symbol.Instrument.PrimaryVenue;
        return new VenueQuote(venue.Venue.ToName(), venue.Bid, venue.Ask, venue.QuotedAt, age, venue.State.ToName(), primary);
    }
}
