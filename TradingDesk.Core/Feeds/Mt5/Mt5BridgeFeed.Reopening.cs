namespace TradingDesk.Core.Feeds.Mt5;

/// <summary>A new session after a sleep.</summary>
public sealed partial class Mt5BridgeFeed
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(20);

    /// <inheritdoc/>
    public async Task ReopenAsync(string reason, CancellationToken cancellationToken)
    {
        var linkUps = _decoder.LinkUps;
        if (_active is { } active)
        {
            _endReason = reason;
            await active.EndAsync();
        }

        while (_decoder.LinkUps <= linkUps || _active is null || _decoder.IsRecovering)
        {
            await Task.Delay(LookInterval, _context.Timers, cancellationToken);
        }
    }
}
