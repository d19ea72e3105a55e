using Microsoft.Extensions.Logging;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds;
using TradingDesk.Core.Operations;
using TradingDesk.Core.Operations.Sleep;

namespace TradingDesk.Core.Pipeline;

/// <summary>
/// Carries the desk over a sleep. The stream of events is told first, which stops every bar from closing; then each feed makes new connections and fetches what it
/// missed; a venue's instruments go on when its feed is whole. What happened is in the journal.
/// </summary>
public sealed class WakeRecovery(IngestQueue queue, SleepWatch watch, TimeProvider clock, RecoveryOptions options, IReadOnlyList<Instrument> instruments, ILogger<WakeRecovery> log)
    : IHealthSource, IDisposable
{
    public const string Reason = "the desk slept";

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Timestamp _started = Timestamp.Now(clock);
    private int _wake;
    private int _recovering;
    private volatile string _detail = "has not slept";
    private volatile string? _failure;

    /// <summary>What is reopened after a sleep; set before the first beat.</summary>
    public IReadOnlyList<IMarketFeed> Feeds { get; set; } = [];

    /// <summary>Sleeps found so far.</summary>
    public int Sleeps => Volatile.Read(ref _wake);

    /// <summary>To be called before any event that carries the present time goes into the queue. Publishes what a sleep means, where there was one.</summary>
    public async ValueTask BeatAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (!watch.Beat(out var gap))
            {
                return;
            }

            var wake = Interlocked.Increment(ref _wake);
            var slept = new SleptCommand(wake, gap.From, gap.To, gap.Length <= TimeSpan.FromMinutes(options.GapFillMinutes));
            _detail = $"slept from {gap.From} to {gap.To}";
            log.LogWarning("The desk slept from {From} to {To}; what it missed is fetched.", gap.From, gap.To);
            await queue.PublishAsync(MarketEvent.Command(slept, instrumentId: -1, gap.To), cancellationToken);
            Interlocked.Add(ref _recovering, Feeds.Count);
            foreach (var feed in Feeds)
            {
                _ = RecoverAsync(feed, wake, cancellationToken);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public IEnumerable<ComponentHealth> GetComponents()
    {
        var status = _failure is not null ? HealthStatus.Unhealthy : Volatile.Read(ref _recovering) > 0 ? HealthStatus.Degraded : HealthStatus.Healthy;
        yield return new ComponentHealth("recovery", status, _started, _failure ?? _detail);
        if (clock is SteadyClock { WallShift: var shift } && shift.Duration() > TimeSpan.FromSeconds(1))
        {
            yield return new ComponentHealth("clock", HealthStatus.Degraded, _started, $"the machine's clock was set by {shift.TotalSeconds:+0;-0} s; the desk keeps its own until it is started again");
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task RecoverAsync(IMarketFeed feed, int wake, CancellationToken cancellationToken)
    {
        try
        {
            await feed.ReopenAsync(Reason, cancellationToken);
            foreach (var instrument in instruments)
            {
                if (instrument.PrimaryVenue == feed.Venue)
                {
                    await queue.PublishAsync(MarketEvent.Command(new RecoveredCommand(wake), instrument.Id, Timestamp.Now(clock)), cancellationToken);
                }
            }

            log.LogInformation("{Feed} is whole again after the sleep.", feed.Name);
        }
        catch (OperationCanceledException)
        {
            log.LogDebug("{Feed}: recovery was stopped.", feed.Name);
        }
        catch (Exception e)
        {
            // Its bars stay closed, and health says why: better no trade than one on half the data.
            _failure = $"{feed.Name} could not be reopened: {e.Message}";
            log.LogError(e, "{Feed} could not be reopened after the sleep.", feed.Name);
        }
        finally
        {
            Interlocked.Decrement(ref _recovering);
        }
    }
}
