using Microsoft.Extensions.Logging;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Binance;

/// <content>Fetching what was missed: trade by trade where that is feasible, otherwise minute candles up to the present minute and trades from there.</content>
internal sealed partial class FrameConsumer
{
    /// <summary>Below this the number of missing trades is not asked for first.</summary>
    private static readonly TimeSpan ShortGap = TimeSpan.FromMinutes(1);

    /// <summary>A candle is final at the venue this long after its end at the latest.</summary>
    private static readonly TimeSpan CandleSettles = TimeSpan.FromSeconds(2);

    /// <summary>A jump in trade ids on a connection that is up: the instrument is interrupted until it is filled.</summary>
    private async ValueTask FillMidStreamAsync(int slot, CancellationToken cancellationToken)
    {
        _slots[slot].IsWhole = false;
        await InterruptAsync(slot, "trades are missing", cancellationToken);
        await FillAsync(slot, cancellationToken);
    }

    /// <summary>Fetches and passes on everything after the last trade passed on. False where it could not be had in full.</summary>
    private async ValueTask<bool> FillAsync(int slot, CancellationToken cancellationToken)
    {
        Volatile.Write(ref _isFilling, true);
        try
        {
            if (await IsTooMuchForTradesAsync(slot, cancellationToken) && !await FillByBarsAsync(slot, cancellationToken))
            {
                return false;
            }

            return await FillByTradesAsync(slot, cancellationToken);
        }
        finally
        {
            Volatile.Write(ref _isFilling, false);
        }
    }

    private async ValueTask<bool> IsTooMuchForTradesAsync(int slot, CancellationToken cancellationToken)
    {
        var now = handler.VenueTimeAt(Timestamp.Now(clock));
        var span = now - handler.LastTradeTimeOf(slot);
        if (handler.IsCoveredByBars(slot) || span <= ShortGap)
        {
            return false;
        }

        if (span > options.MaxGap)
        {
            return true;
        }

        var last = await rest.GetLastTradeBeforeAsync(symbols[slot], now, cancellationToken);
        return last is { IsSuccess: true, Value: { } trade } && trade.Id - handler.LastTradeIdOf(slot) > options.MaxGapTrades;
    }

    /// <summary>Passes on minute candles from the minute of the last trade to the last whole one.</summary>
    private async ValueTask<bool> FillByBarsAsync(int slot, CancellationToken cancellationToken)
    {
        var symbol = symbols[slot];
        var from = Timeframe.M1.Floor(handler.LastTradeTimeOf(slot));
        var to = Timeframe.M1.Floor(handler.VenueTimeAt(Timestamp.Now(clock)) - CandleSettles);
        logger.LogInformation("Binance {Symbol}: candles from {From} to {To} stand in for missed trades", symbol.VenueSymbol, from, to);
        while (from < to)
        {
            var reply = await rest.GetMinuteCandlesAsync(symbol, from, to, cancellationToken);
            if (!reply.IsSuccess)
            {
                logger.LogWarning("Binance {Symbol}: candles from {From} on cannot be fetched: {Fault}", symbol.VenueSymbol, from, reply.Fault);
                return false;
            }

            await TakeFetchedAsync(slot, FetchedFrames.Candles(symbol, reply.Value), cancellationToken);
            var covered = Timeframe.M1.Floor(handler.LastTradeTimeOf(slot)) + TimeSpan.FromMinutes(1);
            if (handler.LastKind != BinanceFrameKind.KlineBatch || !handler.IsCoveredByBars(slot) || covered <= from)
            {
                return false;
            }

            if (handler.LastRows < BinanceRestClient.PageSize)
            {
                return true;
            }

            from = covered;
        }

        return true;
    }

    private async ValueTask<bool> FillByTradesAsync(int slot, CancellationToken cancellationToken)
    {
        var symbol = symbols[slot];
        for (var fetched = 0L; fetched < options.MaxGapTrades;)
        {
            var before = handler.LastTradeIdOf(slot);
            var wasCovered = handler.IsCoveredByBars(slot);
            var reply = wasCovered
                ? await rest.GetAggTradesFromAsync(symbol, handler.LastTradeTimeOf(slot), cancellationToken)
                : await rest.GetAggTradesAsync(symbol, before + 1, cancellationToken);
            if (!reply.IsSuccess)
            {
                logger.LogWarning("Binance {Symbol}: trades from {Id} on cannot be fetched: {Fault}", symbol.VenueSymbol, before + 1, reply.Fault);
                return false;
            }

            await TakeFetchedAsync(slot, FetchedFrames.Trades(symbol, reply.Value), cancellationToken);
            if (handler.LastKind != BinanceFrameKind.AggTradeBatch)
            {
                return false;
            }

            fetched += handler.LastRows;
            if (handler.LastRows < BinanceRestClient.PageSize)
            {
                return true;
            }
        }

        return false;
    }

    private ValueTask TakeFetchedAsync(int slot, byte[] frame, CancellationToken cancellationToken)
    {
        var at = Advance(Timestamp.Now(clock));
        Tap(slot, at, frame);
        Handle(frame, at);
        return PublishAsync(cancellationToken);
    }
}
