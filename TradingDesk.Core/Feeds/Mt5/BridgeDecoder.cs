using System.Globalization;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Mt5;

/// <summary>Who is on the other end, from its hello.</summary>
internal sealed record BridgeLink(string Login, string Server, int ServerOffsetSeconds, long ReplayCapMs);

/// <summary>What a line asks of the session that received it.</summary>
internal enum BridgeReaction : byte
{
    None,

    /// <summary>A line is missing: ask for the ticks again, from <see cref="BridgeDecoder.ResumeFrom"/>.</summary>
    Resynchronize,

    /// <summary>An answer to one of the desk's requests is in <see cref="BridgeDecoder.Line"/>.</summary>
    Answer,

    /// <summary>A specification or the account's state, for whoever keeps it.</summary>
    Description,
}

/// <summary>A span of time that the terminal no longer replays tick by tick; its M1 bars are asked for instead.</summary>
internal readonly record struct BridgeGap(int Symbol, Timestamp From, Timestamp To);

/// <summary>
/// Lines in, market events out: the whole meaning of the bridge's protocol, without sockets, clocks or tasks. The live session and the replay of a tape
/// run the same code, so that the same lines give the same events.
/// </summary>
/// <remarks>
/// After a connection is made or a line is missed, a symbol is <i>recovering</i>: the Expert Advisor replays the ticks from the last one that the desk has
/// (inclusive, because several share a millisecond; as many of that millisecond as the desk has are skipped) in lines that carry <c>more</c>, and the symbol
/// is live again with the line that says <c>more:false</c>.
/// </remarks>
internal sealed partial class BridgeDecoder
{
    /// <summary>Room between the desk's idea of the replay cap and the Expert Advisor's, which looks a moment later.</summary>
    private static readonly TimeSpan ReplaySlack = TimeSpan.FromSeconds(30);

    /// <summary>A tick farther off than this is no late tick but a wrong clock or offset.</summary>
    private const long WrongClockMs = 900_000;

    /// <summary>Signs of life are passed on no more often than this.</summary>
    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(5);

    private static readonly FeedNotice Heartbeat = new(Venue.Mt5, InstrumentId: -1, FeedNoticeKind.Heartbeat, "heartbeat");

    private readonly BridgeSymbols _symbols;
    private readonly BridgeLineParser _line;
    private readonly ServerClock _clock;
    private readonly BridgeSymbolState[] _states;
    private readonly long _maxTickAgeMs;
    private readonly long _maxReplayMs;
    private long _lastSequence;
    private bool _isPartial;
    private Timestamp _heartbeatPassedOn;
    private int _linkUps;

    public BridgeDecoder(BridgeSymbols symbols, BridgeOptions options)
    {
        _symbols = symbols;
        _line = new BridgeLineParser(symbols);
        _clock = new ServerClock(options.DaylightSaving, options.MaxTickAgeMs);
        _maxTickAgeMs = options.MaxTickAgeMs;
        _maxReplayMs = (long)options.MaxGap.TotalMilliseconds;
        _states = symbols.Instruments.Select(instrument => new BridgeSymbolState(instrument)).ToArray();
    }

    /// <summary>The line last given to <see cref="Process"/>.</summary>
    public BridgeLineParser Line => _line;

    public ServerClock Clock => _clock;

    public DiscardCounters Discards { get; } = new();

    /// <summary>The session in force; <see langword="null"/> where there is none.</summary>
    public BridgeLink? Link { get; private set; }

    /// <summary>Ticks that came live but older than the limit; they are passed on as backfilled.</summary>
    public long LateTicks { get; private set; }

    /// <summary>Lines known to be missing.</summary>
    public long SequenceGaps { get; private set; }

    /// <summary>The id that lines of the replay now awaited carry; <see langword="null"/> for the one that a welcome starts. Lines of an older replay are not taken.</summary>
    public string? ReplayId { get; private set; }

    /// <summary>True while a symbol that has been live is catching up, or none has been live yet.</summary>
    public bool IsRecovering => Array.TrueForAll(_states, state => state.IsRecovering) || Array.Exists(_states, state => state.IsRecovering && state.WasLive);

    public long LastSequence => _lastSequence;

    /// <summary>Sessions begun so far; counted once their symbols are recovering.</summary>
    public int LinkUps => Volatile.Read(ref _linkUps);

    /// <summary>The caller has everything up to and including <paramref name="at"/> (from storage): the first session asks for what came later.</summary>
    public void ResumeAfter(int symbol, Timestamp at)
    {
        var state = _states[symbol];
        state.LastUtcMs = at.UnixMilliseconds;
        state.CountAtLast = int.MaxValue;
    }

    /// <summary>Where the Expert Advisor is to start for a symbol, in server ms; <see langword="null"/> where the newest tick will do.</summary>
    public long? ResumeFrom(int symbol) => _states[symbol].HasLast ? _clock.ToServer(_states[symbol].ResumeUtcMs) : null;

    /// <summary>False until the terminal has begun to send a symbol; for ever where it does not have it.</summary>
    public bool HasBeenLive(int symbol) => _states[symbol].WasLive;

    /// <summary>The newest tick's instant; <see langword="null"/> before the first.</summary>
    public Timestamp? LastTickAt(int symbol) => _states[symbol].HasLast ? Timestamp.FromUnixMilliseconds(_states[symbol].LastUtcMs) : null;

    public Bar? LatestBar(int symbol, Timeframe timeframe) => _states[symbol].LatestBars[(int)timeframe];

    /// <summary>A session begins. Gives the spans that can no longer be replayed as ticks; each has been announced as a gap.</summary>
    public IReadOnlyList<BridgeGap> LinkUp(BridgeLink link, Timestamp at, List<MarketEvent> output)
    {
        LinkDown("replaced by a new session", at, output);
        Link = link;
        ReplayId = null;
        _isPartial = false;
        _lastSequence = 1; // the hello
        _clock.Declare(link.ServerOffsetSeconds, at.UnixMilliseconds, newSession: true);
        var gaps = new List<BridgeGap>();
        var replayCapMs = Math.Min(link.ReplayCapMs, _maxReplayMs);
        for (var symbol = 0; symbol < _states.Length; symbol++)
        {
            var state = _states[symbol];
            state.StartRecovering();
            if (state.HasLast && at.UnixMilliseconds - state.LastUtcMs > replayCapMs)
            {
                var from = Timestamp.FromUnixMilliseconds(state.LastUtcMs + 1);
                var to = Timeframe.M1.Floor(Timestamp.FromUnixMilliseconds(at.UnixMilliseconds - replayCapMs) + ReplaySlack) + TimeSpan.FromMinutes(1);
                state.SkipTo(to.UnixMilliseconds);
                output.Add(Notice(symbol, FeedNoticeKind.GapUnfilled, "longer than the terminal replays", at, from, to));
                gaps.Add(new BridgeGap(symbol, from, to));
            }
        }

        Interlocked.Increment(ref _linkUps);
        return gaps;
    }

    /// <summary>The session ended: nothing more comes until the next one. Without a session nothing happens.</summary>
    public void LinkDown(string reason, Timestamp at, List<MarketEvent> output)
    {
        if (Link is null)
        {
            return;
        }

        Link = null;
        for (var symbol = 0; symbol < _states.Length; symbol++)
        {
            Interrupt(symbol, reason, at, output);
        }
    }

    /// <summary>
    /// Continues without having seen the session begin (a tape that starts in its middle, or a single channel of one): symbols are taken as live, and missing
    /// numbers and new sessions tell nothing, until a session begins in sight.
    /// </summary>
    public void Assume(BridgeLink link, Timestamp at)
    {
        Link = link;
        _isPartial = true;
        _clock.Declare(link.ServerOffsetSeconds, at.UnixMilliseconds, newSession: true);
    }

    /// <summary>Takes one line of an authenticated session. Returns <see langword="null"/> where it is malformed (counted).</summary>
    public BridgeReaction? Process(ReadOnlySpan<byte> line, Timestamp receivedAt, List<MarketEvent> output)
    {
        if (!_line.TryParse(line))
        {
            Discards.Add(DiscardReason.Malformed);
            return null;
        }

        if (_line.Type == BridgeMessageType.Link)
        {
            Discards.Add(DiscardReason.UnknownFrame);
            return BridgeReaction.None;
        }

        if (_isPartial ? _line.Sequence == _lastSequence : _line.Sequence <= _lastSequence)
        {
            Discards.Add(DiscardReason.Duplicate, Math.Max(1, _line.Ticks.Length));
            return BridgeReaction.None;
        }

        var missed = !_isPartial && _line.Sequence != _lastSequence + 1;
        _lastSequence = _line.Sequence;
        if (missed)
        {
            SequenceGaps++;
            ReplayId = string.Create(CultureInfo.InvariantCulture, $"replay-{SequenceGaps}");
            for (var symbol = 0; symbol < _states.Length; symbol++)
            {
                Interrupt(symbol, "a line is missing", receivedAt, output);
                _states[symbol].StartRecovering();
            }

            // What this line carries comes again with the replay that is now asked for.
            Discards.Add(DiscardReason.Duplicate, _line.Ticks.Length);
            return BridgeReaction.Resynchronize;
        }

        return Dispatch(receivedAt, output);
    }

    private BridgeReaction Dispatch(Timestamp receivedAt, List<MarketEvent> output)
    {
        switch (_line.Type)
        {
            case BridgeMessageType.Ticks or BridgeMessageType.Bar when _line.Symbol < 0:
            case BridgeMessageType.Unknown:
                Discards.Add(DiscardReason.UnknownFrame);
                return BridgeReaction.None;
            case BridgeMessageType.Ticks:
                TakeTicks(_line.Symbol, receivedAt, output);
                return BridgeReaction.None;
            case BridgeMessageType.Bar:
                KeepBrokerBar(_line.Symbol, receivedAt);
                return BridgeReaction.None;
            case BridgeMessageType.Bars:
                return TakeBars(receivedAt, output);
            case BridgeMessageType.Heartbeat:
                if (_line.ServerOffsetSeconds is { } offset)
                {
                    _clock.Declare(offset, receivedAt.UnixMilliseconds, newSession: false);
                }

                if (receivedAt - _heartbeatPassedOn >= HeartbeatInterval)
                {
                    _heartbeatPassedOn = receivedAt;
                    output.Add(MarketEvent.FromFeed(Heartbeat, receivedAt));
                }

                return BridgeReaction.None;
            case BridgeMessageType.Spec or BridgeMessageType.Account:
                return BridgeReaction.Description;
            case BridgeMessageType.Error:
                return BridgeReaction.Answer;
            default:
                return BridgeReaction.None;
        }
    }

    private void Interrupt(int symbol, string reason, Timestamp at, List<MarketEvent> output)
    {
        if (!_states[symbol].IsInterrupted)
        {
            _states[symbol].IsInterrupted = true;
            output.Add(Notice(symbol, FeedNoticeKind.Interrupted, reason, at));
        }
    }

    private MarketEvent Notice(int symbol, FeedNoticeKind kind, string reason, Timestamp at, Timestamp? from = null, Timestamp? to = null) =>
        MarketEvent.FromFeed(new FeedNotice(Venue.Mt5, _symbols.Instruments[symbol].Id, kind, reason, from, to), at);
}
