using System.Globalization;
using System.Net.Sockets;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Mt5.Trading;

/// <summary>
/// Every command sent and what became of it. One lock, never held while sending. An id is sent to the terminal again only after the account has been read, and only
/// under the same id.
/// </summary>
internal sealed partial class BridgeCommandBook(BridgeOptions options, BridgeSymbols symbols, BridgeDescriptions descriptions, BridgeBoard board, TimeProvider clock, TimeProvider timers)
{
    private const int MaxRemembered = 512;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, OpenCommand> _open = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (BridgeCommand Command, BridgeResult Result)> _done = new(StringComparer.Ordinal);
    private readonly Queue<string> _doneOrder = new();
    private BridgeCommandLink? _link;

    /// <summary>Commands without an answer.</summary>
    public int Open
    {
        get
        {
            lock (_gate)
            {
                return _open.Count;
            }
        }
    }

    public async Task<Outcome<BridgeResult>> SendAsync(BridgeCommand command, CancellationToken cancellationToken)
    {
        OpenCommand open;
        BridgeCommandLink? link = null;
        lock (_gate)
        {
            if (_done.TryGetValue(command.Id, out var done))
            {
                return done.Command == command ? done.Result : IdReused;
            }

            if (_open.TryGetValue(command.Id, out var known))
            {
                if (known.Command != command)
                {
                    return IdReused;
                }

                open = known;
            }
            else if (Refusal(command) is { } fault)
            {
                return fault;
            }
            else
            {
                link = _link;
                open = new OpenCommand(command, link!.Account, Timestamp.Now(clock), timers.GetTimestamp());
                _open.Add(command.Id, open);
            }
        }

        if (link is not null)
        {
            await TrySendAsync(link, command);
        }

        return await WaitAsync(open, cancellationToken);
    }

    public void Acknowledge(string id)
    {
        lock (_gate)
        {
            if (_open.TryGetValue(id, out var open))
            {
                open.AckAfter ??= timers.GetElapsedTime(open.SentTimestamp);
            }
        }
    }

    /// <summary>Takes the answer to a command. False where it answers none that is open.</summary>
    public bool Answer(BridgeResult result)
    {
        OpenCommand? open;
        lock (_gate)
        {
            if (!_open.Remove(result.Id, out open))
            {
                return false;
            }

            result = result with { AckAfter = open.AckAfter };
            Remember(open.Command, result);
        }

        open.Completion.TrySetResult(result);
        board.Publish(new BridgeResultEvent(Timestamp.Now(clock), result));
        return true;
    }

    /// <summary>Takes an <c>err</c> that names a command.</summary>
    public bool Refuse(string id, string code, string message) => Answer(
        new BridgeResult(id, code == BridgeRefusals.InDoubt ? BridgeStatus.Unknown : BridgeStatus.Refused) { Code = code, Message = message });

    private static Fault IdReused => new("ID_REUSED", "Another command has had this id.");

    private Fault? Refusal(BridgeCommand command)
    {
        if (command.Traded is { } symbol && symbols.IndexOf(symbol) < 0)
        {
            return new Fault("UNSUPPORTED", $"The bridge does not know {symbol}.");
        }

        if (_link is null)
        {
            return BridgeRequests.Disconnected;
        }

        if (_open.Count >= options.MaxOpenCommands)
        {
            return new Fault("MT5_BUSY", "Too many commands are without an answer.");
        }

        if (command.ExpiresAt <= Timestamp.Now(clock))
        {
            return new Fault("EXPIRED", "The command had expired before it was sent.");
        }

        return command.AddsRisk ? NotVerified(command.Traded!.Value) : null;
    }

    /// <summary>The same name may be another thing at this broker: nothing is opened before contract and currency are known to be the desk's.</summary>
    private Fault? NotVerified(Symbol symbol)
    {
        var spec = descriptions.SpecOf(symbol);
        return spec is null ? new Fault("CONTRACT_NOT_VERIFIED", $"The terminal has not described {symbol} yet.")
            : descriptions.MismatchOf(spec) is { } mismatch ? new Fault("CONTRACT_NOT_VERIFIED", mismatch)
            : board.Snapshot.Identity?.MarginMode is BridgeMarginMode.NotSaid or null ? new Fault("CONTRACT_NOT_VERIFIED", "The terminal has not said how the account keeps positions.")
            : null;
    }

    private void Remember(BridgeCommand command, BridgeResult result)
    {
        _done.Add(command.Id, (command, result));
        _doneOrder.Enqueue(command.Id);
        if (_doneOrder.Count > MaxRemembered)
        {
            _done.Remove(_doneOrder.Dequeue());
        }
    }

    /// <summary>A connection that breaks here is no answer: the command stays open and is looked up when the terminal is back.</summary>
    private async Task TrySendAsync(BridgeCommandLink link, BridgeCommand command)
    {
        try
        {
            await link.Connection.SendAsync(sequence => BridgeWire.Command(sequence, Timestamp.Now(clock).UnixMilliseconds, command, symbols), link.Ended);
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            SendsBroken++;
        }
    }

    private async Task<Outcome<BridgeResult>> WaitAsync(OpenCommand open, CancellationToken cancellationToken)
    {
        try
        {
            return await open.Completion.Task.WaitAsync(TimeSpan.FromMilliseconds(options.CommandTimeoutMs), timers, cancellationToken);
        }
        catch (TimeoutException)
        {
            return new BridgeResult(open.Command.Id, BridgeStatus.Unknown)
            {
                Code = "NO_ANSWER",
                Message = string.Create(CultureInfo.InvariantCulture, $"no answer within {options.CommandTimeoutMs} ms"),
                AckAfter = open.AckAfter,
            };
        }
    }
}
