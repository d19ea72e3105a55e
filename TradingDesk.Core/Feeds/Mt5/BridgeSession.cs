using System.Buffers;
using System.Globalization;
using System.Net.Sockets;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Mt5.Trading;

namespace TradingDesk.Core.Feeds.Mt5;

/// <summary>One authenticated session: welcome, lines in, heartbeats both ways, requests out. Ends by returning why.</summary>
internal sealed class BridgeSession(BridgeConnection connection, BridgeDecoder decoder, BridgeContext context, IFeedSink sink)
{
    /// <summary>The tape's channel of lines that name no symbol.</summary>
    public const string TapeChannel = "session";

    private const string BarsWanted = "M1,H1,H4";
    private const int TicksPerLine = 500;
    private const int MaxGapBars = 10_000;

    private readonly List<MarketEvent> _events = new(capacity: 512);
    private int _malformed;
    private BridgeCommandLink? _commands;
    private string? _accountReadId;
    private string? _endReason;
    private long _lastReceived;

    /// <summary>Runs until the peer is gone, silent, faulty or replaced.</summary>
    /// <exception cref="OperationCanceledException">Cancelled from outside.</exception>
    public async Task<string> RunAsync(BridgeLink link, CancellationToken cancellationToken)
    {
        var commands = _commands = new BridgeCommandLink(connection, $"{link.Login}@{link.Server}", at => decoder.Clock.ToServer(at.UnixMilliseconds), cancellationToken);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _lastReceived = context.Timers.GetTimestamp();
        var heartbeats = SendHeartbeatsAsync(ending);
        try
        {
            await StartAsync(link, commands, ending.Token);
            var end = await ReadAsync(ending.Token);
            return _endReason ?? (end == LineReadEnd.TooLong ? "line too long" : "closed by the terminal");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return _endReason ?? "cancelled";
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException)
        {
            return "connection lost";
        }
        finally
        {
            await ending.CancelAsync();
            await heartbeats;
        }
    }

    /// <summary>Asks for the bars that M1 stands in for, then says welcome. The Expert Advisor takes lines in order, so the bars come before the replayed ticks.</summary>
    private async Task StartAsync(BridgeLink link, BridgeCommandLink commands, CancellationToken cancellationToken)
    {
        var now = Timestamp.Now(context.Clock);
        context.Tap?.OnRaw(Venue.Mt5, TapeChannel, now, BridgeWire.LinkUp(link));
        var gaps = decoder.LinkUp(link, now, _events);
        await PublishAsync(cancellationToken);
        foreach (var gap in gaps)
        {
            var name = context.Symbols.Names[gap.Symbol];
            var from = Timeframe.M1.Floor(gap.From);
            var bars = (int)Math.Min(MaxGapBars, (gap.To - from).TotalMinutes);
            var fromServerSeconds = decoder.Clock.ToServer(from.UnixMilliseconds) / 1_000;
            await connection.SendAsync(sequence => BridgeWire.RequestBars(sequence, BridgeDecoder.GapRequestPrefix + name, name, "M1", fromServerSeconds, bars), cancellationToken);
        }

        var lastTicks = string.Join(',', Enumerable.Range(0, context.Symbols.Count)
            .Where(symbol => decoder.ResumeFrom(symbol) is not null)
            .Select(symbol => string.Create(CultureInfo.InvariantCulture, $"{context.Symbols.Names[symbol]}:{decoder.ResumeFrom(symbol)}")));
        var sessionId = string.Create(CultureInfo.InvariantCulture, $"{now.UnixMilliseconds:x}");
        await connection.SendAsync(
            sequence => BridgeWire.Welcome(sequence, Timestamp.Now(context.Clock).UnixMilliseconds, sessionId, context.Options.HeartbeatMs, string.Join(',', context.Symbols.Names), BarsWanted, lastTicks), cancellationToken);
        await context.Commands.LinkUpAsync(commands);
    }

    private async Task<LineReadEnd> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await connection.ReadAsync(cancellationToken);
            var rest = result.Buffer;
            while (TryProcessLine(ref rest, out var reaction))
            {
                await PublishAsync(cancellationToken);
                switch (reaction)
                {
                    case LineOutcome.TooLong:
                        context.Counters.CountOversizeLine();
                        return LineReadEnd.TooLong;
                    case LineOutcome.TooManyMalformed:
                        _endReason = "too many malformed lines";
                        return LineReadEnd.Stopped;
                    case LineOutcome.Resynchronize:
                        await ResynchronizeAsync(cancellationToken);
                        break;
                    case LineOutcome.AccountRead:
                        await context.Commands.AccountReadAsync(_accountReadId!);
                        break;
                }
            }

            if (rest.Length > context.Options.MaxLineBytes)
            {
                context.Counters.CountOversizeLine();
                return LineReadEnd.TooLong;
            }

            connection.Advance(rest);
            Volatile.Write(ref _lastReceived, context.Timers.GetTimestamp());
            if (result.IsCompleted)
            {
                return LineReadEnd.Closed;
            }
        }
    }

    private enum LineOutcome : byte
    {
        Taken,
        Resynchronize,
        AccountRead,
        TooLong,
        TooManyMalformed,
    }

    private bool TryProcessLine(ref ReadOnlySequence<byte> rest, out LineOutcome outcome)
    {
        outcome = LineOutcome.Taken;
        if (!connection.TryTakeLine(ref rest, out var line))
        {
            return false;
        }

        if (line.Length > context.Options.MaxLineBytes)
        {
            outcome = LineOutcome.TooLong;
            return true;
        }

        var receivedAt = Timestamp.Now(context.Clock);
        var reaction = decoder.Process(line, receivedAt, _events);
        context.Counters.CountMessage(receivedAt);
        var symbol = reaction is null ? -1 : decoder.Line.Symbol;
        context.Tap?.OnRaw(Venue.Mt5, symbol < 0 ? TapeChannel : context.Symbols.Channels[symbol], receivedAt, line);
        switch (reaction)
        {
            case null:
                outcome = ++_malformed >= context.Options.MaxMalformedLines ? LineOutcome.TooManyMalformed : LineOutcome.Taken;
                break;
            case BridgeReaction.Resynchronize:
                outcome = LineOutcome.Resynchronize;
                break;
            case BridgeReaction.Answer:
                context.Requests.Take(decoder, receivedAt);
                break;
            case BridgeReaction.Message:
                _accountReadId = context.Inbox.Take(decoder, line, receivedAt);
                outcome = _accountReadId is null ? LineOutcome.Taken : LineOutcome.AccountRead;
                break;
        }

        return true;
    }

    private async Task ResynchronizeAsync(CancellationToken cancellationToken)
    {
        var id = decoder.ReplayId!;
        await context.Commands.ReadAccountAsync(_commands!);
        for (var symbol = 0; symbol < context.Symbols.Count; symbol++)
        {
            var name = context.Symbols.Names[symbol];
            var from = decoder.ResumeFrom(symbol) ?? 0;
            await connection.SendAsync(sequence => BridgeWire.RequestTicks(sequence, id, name, from, TicksPerLine), cancellationToken);
        }
    }

    /// <summary>Publishes what the last line gave, in order. Completes at once while the sink has room.</summary>
    private async ValueTask PublishAsync(CancellationToken cancellationToken)
    {
        for (var i = 0; i < _events.Count; i++)
        {
            await sink.PublishAsync(_events[i], cancellationToken);
        }

        _events.Clear();
    }

    private async Task SendHeartbeatsAsync(CancellationTokenSource ending)
    {
        var period = TimeSpan.FromMilliseconds(context.Options.HeartbeatMs);
        try
        {
            while (true)
            {
                await Task.Delay(period, context.Timers, ending.Token);
                if (connection.IsWaitingForBytes && context.Timers.GetElapsedTime(Volatile.Read(ref _lastReceived)) >= context.Options.SilenceLimit)
                {
                    _endReason = "no heartbeat from the terminal";
                    await ending.CancelAsync();
                    return;
                }

                using var sending = new CancellationTokenSource(context.Options.SilenceLimit, context.Timers);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(sending.Token, ending.Token);
                var now = Timestamp.Now(context.Clock);
                await connection.SendAsync(sequence => BridgeWire.Heartbeat(sequence, now.UnixMilliseconds, decoder.LastSequence), either.Token);
            }
        }
        catch (OperationCanceledException)
        {
            _endReason ??= ending.IsCancellationRequested ? null : "the terminal does not read";
            await ending.CancelAsync();
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException)
        {
            _endReason ??= "connection lost";
            await ending.CancelAsync();
        }
    }
}
