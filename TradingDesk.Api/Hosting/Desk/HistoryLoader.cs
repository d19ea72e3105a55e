using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds;
using TradingDesk.Core.Pipeline;
using TradingDesk.Core.Storage;

namespace TradingDesk.Api.Hosting.Desk;

/// <summary>
/// Warms an instrument up with stored M1 bars; what is missing among them and up to the minute in which the desk started comes from the primary venue's history. Until
/// that is done no bar of the instrument closes, so analyses see every bar in order.
/// </summary>
internal sealed class HistoryLoader(IngestQueue queue, IDeskQueries stored, DeskControl control, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(10);

    /// <param name="until">A whole minute: ticks from here on come from the feed.</param>
    public async Task LoadAsync(Instrument instrument, IHistoricalBars venue, Timestamp from, Timestamp until, CancellationToken cancellationToken)
    {
        var minutes = (int)Math.Ceiling((until - from).TotalMinutes);
        var bars = await Task.Run(() => stored.GetBars(instrument.Symbol, Timeframe.M1, minutes, before: until, from: from), cancellationToken);
        var next = MarketHours.NextOpen(instrument, from);
        var fetched = 0;
        var lacking = new List<Bar>();
        foreach (var bar in bars)
        {
            if ((bar.Flags & BarFlags.Gap) != 0)
            {
                // Stored without ticks that could not be had then: the venue may have the minute now.
                lacking.Add(bar);
                continue;
            }

            if (bar.OpenTime > next)
            {
                // A hole in what is stored: a kill can come after live bars were journaled and before all loaded history was written.
                fetched += await FillAsync(instrument, venue, next, bar.OpenTime, lacking, cancellationToken);
            }

            await PublishAsync(instrument, bar, cancellationToken);
            next = MarketHours.NextOpen(instrument, bar.CloseTime);
        }

        if (next < until)
        {
            fetched += await FillAsync(instrument, venue, next, until, lacking, cancellationToken);
        }

        logger.LogInformation("{Symbol}: {Stored} stored bars, {Fetched} from {Venue}.", instrument.Symbol, bars.Count, fetched, venue.Venue.ToName());
        await control.HistoryLoadedAsync(instrument.Id, cancellationToken);
    }

    /// <param name="lacking">Stored bars of the stretch that are known to lack ticks: they serve where the venue has nothing better. Emptied.</param>
    private async Task<int> FillAsync(Instrument instrument, IHistoricalBars venue, Timestamp from, Timestamp until, List<Bar> lacking, CancellationToken cancellationToken)
    {
        var bars = await FetchAsync(instrument, venue, from, until, cancellationToken);
        var had = bars.Select(bar => bar.OpenTime).ToHashSet();
        foreach (var bar in bars.Concat(lacking.Where(bar => !had.Contains(bar.OpenTime))).OrderBy(bar => bar.OpenTime))
        {
            await PublishAsync(instrument, bar, cancellationToken);
        }

        lacking.Clear();
        return bars.Count;
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

    private ValueTask PublishAsync(Instrument instrument, in Bar bar, CancellationToken cancellationToken) =>
        queue.PublishAsync(MarketEvent.FromBar(new LoadedBar(instrument.Id, AsHistory(bar)), Timestamp.Now(clock)), cancellationToken);

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
