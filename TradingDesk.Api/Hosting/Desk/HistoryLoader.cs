using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds;
using TradingDesk.Core.Pipeline;
using TradingDesk.Core.Storage;

namespace TradingDesk.Api.Hosting.Desk;

/// <summary>
/// Warms an instrument up: stored M1 bars first, then what is missing up to the minute in which the desk started, from the primary venue's history. Until
/// that is done no bar of the instrument closes, so analyses see every bar in order.
/// </summary>
internal sealed class HistoryLoader(IngestQueue queue, IDeskQueries stored, DeskControl control, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(10);

    /// <param name="until">A whole minute: ticks from here on come from the feed.</param>
    public async Task LoadAsync(Instrument instrument, IHistoricalBars venue, Timestamp from, Timestamp until, CancellationToken cancellationToken)
    {
        var next = await LoadStoredAsync(instrument, from, until, cancellationToken);
        if (next < until)
        {
            var bars = await FetchAsync(instrument, venue, next, until, cancellationToken);
            await PublishAsync(instrument, bars, next, cancellationToken);
            logger.LogInformation("{Symbol}: {Count} bars of history from {Venue}.", instrument.Symbol, bars.Count, venue.Venue.ToName());
        }

        await control.HistoryLoadedAsync(instrument.Id, cancellationToken);
    }

    private async Task<Timestamp> LoadStoredAsync(Instrument instrument, Timestamp from, Timestamp until, CancellationToken cancellationToken)
    {
        var minutes = (int)Math.Ceiling((until - from).TotalMinutes);
        var bars = await Task.Run(() => stored.GetBars(instrument.Symbol, Timeframe.M1, minutes, before: until, from: from), cancellationToken);
        if (bars.Count == 0)
        {
            return from;
        }

        await PublishAsync(instrument, bars, from, cancellationToken);
        logger.LogInformation("{Symbol}: {Count} stored bars up to {Until}.", instrument.Symbol, bars.Count, bars[^1].CloseTime);
        return bars[^1].CloseTime;
    }

    private async Task<IReadOnlyList<Bar>> FetchAsync(Instrument instrument, IHistoricalBars venue, Timestamp from, Timestamp until, CancellationToken cancellationToken)
    {
        var delay = FirstRetry;
        while (true)
        {
            var answer = await venue.GetBarsAsync(instrument, Timeframe.M1, from, until, cancellationToken);
            if (answer.IsSuccess)
            {
                return answer.Value;
            }

            logger.LogDebug("{Symbol}: history from {Venue} is not there yet: {Fault}", instrument.Symbol, venue.Venue.ToName(), answer.Fault);
            await Task.Delay(delay, TimeProvider.System, cancellationToken);
            delay = delay * 2 < LongestRetry ? delay * 2 : LongestRetry;
        }
    }

    private async Task PublishAsync(Instrument instrument, IReadOnlyList<Bar> bars, Timestamp from, CancellationToken cancellationToken)
    {
        foreach (var bar in bars)
        {
            if (bar.OpenTime >= from)
            {
                await queue.PublishAsync(MarketEvent.FromBar(new LoadedBar(instrument.Id, AsHistory(bar)), Timestamp.Now(clock)), cancellationToken);
            }
        }
    }

    private static Bar AsHistory(in Bar bar) => new(
        bar.Timeframe,
        bar.OpenTime,
        open: bar.Open,
        high: bar.High,
        low: bar.Low,
        close: bar.Close,
        volume: bar.Volume,
        buyVolume: bar.BuyVolume,
        tickCount: bar.TickCount,
        source: bar.Source,
        flags: bar.Flags | BarFlags.History);
}
