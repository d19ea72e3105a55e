using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Binance;

/// <content>What was fetched from REST and stands among the frames.</content>
public sealed partial class BinanceMessageHandler
{
    /// <summary>Rows of the last fetched list.</summary>
    public int LastRows { get; private set; }

    /// <summary>Time of the symbol's last trade passed on, or the last instant that candles have covered instead.</summary>
    public Timestamp LastTradeTimeOf(int slot) => _flows[slot].LastTradeTime;

    /// <summary>True between candles that stand in for trades and the first trade after them: the ids in between are not known.</summary>
    public bool IsCoveredByBars(int slot) => _flows[slot].CoveredUntil is not null;

    /// <summary>Trades fetched from REST. What was passed on already is left out; a hole inside is a gap that cannot be filled.</summary>
    private FrameResult HandleFetched(SymbolFlow flow, Timestamp receivedAt, MarketEventBuffer output)
    {
        Counts.AddFrame();
        Counts.AddOther(BinanceFrameKind.AggTradeBatch);
        LastRows = _parser.Buffers.AggTrades.Count;
        flow.IsResumable = flow.CoveredUntil is not null;
        foreach (var trade in _parser.Buffers.AggTrades)
        {
            if (flow.TradeStream == BinanceFrameKind.Trade)
            {
                _discards.Add(DiscardReason.RedundantStream);
                continue;
            }

            if (!VenueTime.TryRead(trade.Time, out var tradeTime))
            {
                _discards.Add(DiscardReason.Malformed);
                continue;
            }

            if (trade.Id <= flow.LastTradeId || tradeTime < flow.CoveredUntil)
            {
                _discards.Add(DiscardReason.Duplicate);
                continue;
            }

            if (flow.LastTradeId >= 0 && trade.Id != flow.LastTradeId + 1 && flow.CoveredUntil is null)
            {
                NoteGap(flow, $"{trade.Id - flow.LastTradeId - 1} trades are not to be had", tradeTime, receivedAt, output);
            }

            flow.EndCover();
            flow.TradeStream = BinanceFrameKind.AggTrade;
            flow.LastTradeId = trade.Id;
            flow.LastTradeTime = tradeTime;
            flow.KlineCheck.AddTrade(tradeTime.UnixMicroseconds, trade.Price, trade.Quantity, trade.LastTradeId - trade.FirstTradeId + 1);
            Counts.AddBackfilledTrade();
            output.Add(MarketEvent.FromTick(Tick.Trade(
                flow.Symbol.InstrumentId, Venue.Binance, tradeTime, receivedAt, price: trade.Price, volume: trade.Quantity,
                aggressor: trade.BuyerIsMaker ? -1 : 1, sequence: trade.Id, backfilled: true)));
        }

        return default;
    }

    /// <summary>Minute candles that stand in for trades. Only whole ones are asked for; one that contradicts itself is counted and left out.</summary>
    private FrameResult HandleCandles(SymbolFlow flow, Timestamp receivedAt, MarketEventBuffer output)
    {
        Counts.AddFrame();
        Counts.AddOther(BinanceFrameKind.KlineBatch);
        LastRows = _parser.Buffers.KlineRows.Count;
        foreach (var row in _parser.Buffers.KlineRows)
        {
            if (!VenueTime.TryRead(row.OpenTime, out var open) || Timeframe.M1.Floor(open) != open || row.ToBar(open) is not { } bar)
            {
                _discards.Add(DiscardReason.Malformed);
                continue;
            }

            if (open < Timeframe.M1.Floor(flow.LastTradeTime) || bar.CloseTime <= flow.CoveredUntil)
            {
                _discards.Add(DiscardReason.Duplicate);
                continue;
            }

            flow.KlineCheck.AddGap();
            flow.CoveredUntil = bar.CloseTime;
            flow.IsResumable = false;
            flow.LastTradeTime = bar.CloseTime - TimeSpan.FromMicroseconds(1);
            output.Add(MarketEvent.FromBar(new LoadedBar(flow.Symbol.InstrumentId, bar), receivedAt));
        }

        return default;
    }
}
