using System.Buffers;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Mt5;

/// <summary>From an accepted socket to a session and its end.</summary>
public sealed partial class Mt5BridgeFeed
{
    private async Task ServeAsync(Socket socket, IFeedSink sink, CancellationToken cancellationToken)
    {
        using var connection = TryOpen(socket);
        if (connection is null)
        {
            Interlocked.Decrement(ref _pendingPeers);
            return;
        }

        BridgeHello? hello = null;
        try
        {
            hello = await AuthenticateAsync(connection, cancellationToken);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
        finally
        {
            Interlocked.Decrement(ref _pendingPeers);
        }

        if (hello is null || !MayFeed(hello))
        {
            _context.Counters.CountRefusedPeer();
            _logger.LogWarning("MT5 bridge refused a peer from {Peer}", connection.Peer);
            return;
        }

        await FeedAsync(connection, hello, sink, cancellationToken);
    }

    /// <summary>A socket that is gone already gives <see langword="null"/>.</summary>
    private BridgeConnection? TryOpen(Socket socket)
    {
        try
        {
            return new BridgeConnection(socket, _options.MaxLineBytes);
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException)
        {
            socket.Dispose();
            return null;
        }
    }

    /// <summary>Lets what is no network fault end the feed: a fault of the desk must not pass for a silent terminal.</summary>
    private static async Task GuardAsync(Task serving, CancellationTokenSource ending)
    {
        try
        {
            await serving;
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            return;
        }
        catch
        {
            await ending.CancelAsync();
            throw;
        }
    }

    /// <summary>Challenge, hello, proof. <see langword="null"/> where the peer did not prove the token.</summary>
    private async Task<BridgeHello?> AuthenticateAsync(BridgeConnection connection, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMilliseconds(_options.AuthenticationMs), _context.Timers);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var nonce = BridgeToken.NewNonce();
        await connection.SendAsync(BridgeWire.Challenge(nonce), either.Token);
        while (true)
        {
            var result = await connection.ReadAsync(either.Token);
            var rest = result.Buffer;
            if (TryTakeHello(connection, ref rest, out var hello))
            {
                connection.AdvanceUnexamined(rest);
                return hello is not null && BridgeToken.IsProven(_token, nonce, hello, connection.Peer) ? hello : null;
            }

            if (result.IsCompleted || rest.Length > BridgeHello.MaxBytes)
            {
                return null;
            }

            connection.Advance(rest);
        }
    }

    private static bool TryTakeHello(BridgeConnection connection, ref ReadOnlySequence<byte> rest, out BridgeHello? hello)
    {
        if (!connection.TryTakeLine(ref rest, out var line))
        {
            hello = null;
            return false;
        }

        hello = line.Length <= BridgeHello.MaxBytes && BridgeHello.TryParse(line, out var read) ? read : null;
        return true;
    }

    private bool MayFeed(BridgeHello hello) =>
        (_options.AllowedAccounts.Count == 0 || _options.AllowedAccounts.Contains(hello.Account, StringComparer.Ordinal))
        && (_active is not { } active || active.Link.Login == hello.Login && active.Link.Server == hello.Server);

    /// <summary>Ends the account's older session, waits until its last event is out, and runs the new one.</summary>
    private async Task FeedAsync(BridgeConnection connection, BridgeHello hello, IFeedSink sink, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var link = new BridgeLink(hello.Login, hello.Server, hello.ServerOffsetSeconds, hello.ReplayCapMs ?? _options.DefaultReplayCapMs);
        if (_active is { } older)
        {
            await older.EndAsync();
        }

        await _turn.WaitAsync(cancellationToken);
        try
        {
            _active = new ActiveSession(connection, link, ending);
            _context.Counters.CountSession();
            SetDetail($"connected to {link.Server}");
            _logger.LogInformation("MT5 terminal connected: {Server}, server time UTC{Offset:+0.##;-0.##}", link.Server, link.ServerOffsetSeconds / 3600.0);
            var session = new BridgeSession(connection, _decoder, _context, sink);
            var reason = await session.RunAsync(link, ending.Token);
            await EndAsync(reason, sink, cancellationToken);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            await EndAsync(Interlocked.Exchange(ref _endReason, null) ?? "replaced by a new session", sink, cancellationToken);
        }
        finally
        {
            _active = null;
            _context.Requests.FailAll();
            _turn.Release();
        }
    }

    private async Task EndAsync(string reason, IFeedSink sink, CancellationToken cancellationToken)
    {
        var now = Timestamp.Now(_context.Clock);
        _context.Tap?.OnRaw(Venue.Mt5, BridgeSession.TapeChannel, now, BridgeWire.LinkDown(reason));
        var events = new List<MarketEvent>();
        _decoder.LinkDown(reason, now, events);
        foreach (var item in events)
        {
            await sink.PublishAsync(item, cancellationToken);
        }

        SetDetail($"disconnected: {reason}");
        _logger.LogWarning("MT5 terminal disconnected: {Reason}", reason);
    }
}
