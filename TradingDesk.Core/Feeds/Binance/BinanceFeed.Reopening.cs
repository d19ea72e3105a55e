namespace TradingDesk.Core.Feeds.Binance;

/// <content>New connections after a sleep.</content>
public sealed partial class BinanceFeed
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(100);

    /// <inheritdoc/>
    public async Task ReopenAsync(string reason, CancellationToken cancellationToken)
    {
        // Every route must come up anew, and the handling task must have got there: what it says of the time before does not count.
        var wanted = _runners.Select(runner => (Runner: runner, Ups: runner.Ups + 1)).ToArray();
        foreach (var (runner, _) in wanted)
        {
            runner.Cut(reason);
        }

        while (!Array.TrueForAll(wanted, w => w.Runner.UpsHandled >= w.Ups) || !_consumer.AllLive || _consumer.IsFilling)
        {
            await Task.Delay(LookInterval, _clock, cancellationToken);
        }
    }

    private RouteRunner? RunnerOf(StreamRoute route) => Array.Find(_runners, r => ReferenceEquals(r.Route, route));

    private void Renew(StreamRoute route) => RunnerOf(route)?.Renew();
}
