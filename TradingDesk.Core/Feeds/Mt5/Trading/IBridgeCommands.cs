using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Mt5.Trading;

/// <summary>What execution uses of the bridge. Any thread.</summary>
public interface IBridgeCommands
{
    /// <summary>
    /// Sends a command and waits for its result. The same command again, in parallel or later, gives the one result and is not sent a second time.
    /// A connection that is lost meanwhile is waited for: after it is back, positions, orders and deals are read before anything is sent again.
    /// </summary>
    /// <returns>
    /// A result, <see cref="BridgeStatus.Unknown"/> included where none came in time. A fault where nothing was sent: <c>MT5_DISCONNECTED</c>, <c>MT5_BUSY</c>,
    /// <c>UNSUPPORTED</c> (symbol), <c>CONTRACT_NOT_VERIFIED</c>, <c>ID_REUSED</c> (another command had this id), <c>EXPIRED</c>.
    /// </returns>
    /// <exception cref="OperationCanceledException">The waiting was given up; the command may have been carried out and stays open.</exception>
    Task<Outcome<BridgeResult>> SendAsync(BridgeCommand command, CancellationToken cancellationToken);

    /// <summary>Finds out what became of a command whose outcome is not known: reads positions, orders and recent deals, and only then asks the Expert Advisor again under the same id.</summary>
    /// <returns>The result, possibly still <see cref="BridgeStatus.Unknown"/>. Faults: <c>MT5_DISCONNECTED</c>, <c>UNKNOWN_ID</c>.</returns>
    Task<Outcome<BridgeResult>> ResolveAsync(string id, CancellationToken cancellationToken);

    /// <summary>The account as the terminal last described it.</summary>
    BridgeSnapshot Snapshot { get; }

    /// <summary>Everything that changes from now on. Bounded; see <see cref="BridgeSubscription.Missed"/>.</summary>
    /// <param name="capacity">Events that may wait, 1 to 65,536.</param>
    BridgeSubscription Subscribe(int capacity = 1_024);
}
