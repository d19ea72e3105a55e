using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Context;
using TradingDesk.Core.Pipeline.Views;
using TradingDesk.Core.Storage;

namespace TradingDesk.Api.Hosting.Desk;

/// <summary>Keeps calendar and macro readings: the calendar when it has changed, the readings every five minutes of the desk's clock.</summary>
public sealed class ContextRecorder(MarketContext context, CalendarFile file, MacroLog log, TimeProvider clock)
{
    public static readonly TimeSpan MacroPeriod = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private long _savedVersion;
    private long _lastPeriod;

    /// <summary>Puts back what was stored. Before any feed runs.</summary>
    public void Restore()
    {
        if (file.Load() is { } stored)
        {
            context.Calendar.Restore(stored);
        }
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await Task.Delay(Look, TimeProvider.System, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                Record(Timestamp.Now(clock)); // what came in the last second
                return;
            }

            Record(Timestamp.Now(clock));
        }
    }

    /// <summary>One look.</summary>
    public void Record(Timestamp now)
    {
        var version = context.Calendar.Version;
        if (version != _savedVersion && file.Save(context.Calendar.State))
        {
            _savedVersion = version;
        }

        var period = now.UnixMicroseconds / (long)MacroPeriod.TotalMicroseconds;
        if (period != _lastPeriod && context.Macro.Readings.Any(reading => now - reading.ReceivedAt <= MacroBoard.StaleAfter))
        {
            _lastPeriod = period;
            log.Append(new MacroSample(now, Fresh(MacroSeries.Vix, now), Fresh(MacroSeries.Dxy, now), Fresh(MacroSeries.Us10y, now), Sessions.NameAt(now)));
        }
    }

    private double? Fresh(MacroSeries series, Timestamp now) =>
        context.Macro.LatestOf(series) is { } reading && now - reading.ReceivedAt <= MacroBoard.StaleAfter ? reading.Value : null;
}
