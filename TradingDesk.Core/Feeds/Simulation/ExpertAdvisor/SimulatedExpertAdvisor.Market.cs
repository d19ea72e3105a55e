using System.Runtime.InteropServices;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Simulation.ExpertAdvisor;

/// <summary>Ticks, bars, heartbeats, and the faults among them.</summary>
public sealed partial class SimulatedExpertAdvisor
{
    private const int MaxPerLine = 500;
    private static readonly TimeSpan LookBackForNewest = TimeSpan.FromHours(1);
    private static readonly TimeSpan CopySpan = TimeSpan.FromMinutes(5);
    private static readonly Timeframe[] SentBars = [Timeframe.M1, Timeframe.H1, Timeframe.H4];

    private bool _isTokenWrong;
    private bool _doubleNextTicks;
    private bool _loseNextTicks;
    private bool _delayNextTicks;
    private List<BrokerTick>? _lateTicks;
    private int _lateSymbol;
    private Timestamp _lateUntil;

    /// <summary>Puts a symbol's place back; the next look sends from there to the present, the last line saying that it was the last.</summary>
    private void StartReplay(int symbol, long fromServerMs, string? id, Timestamp now)
    {
        var place = _places[symbol];
        place.IsReplaying = true;
        place.ReplayId = id;
        if (fromServerMs == 0)
        {
            place.Next = NewestTickAt(symbol, now) ?? now;
            return;
        }

        // Of the hour that comes twice the first one: too much is sent rather than too little.
        var from = Timestamp.FromUnixMilliseconds(_serverClock.ToUtc(fromServerMs, nearUtcMs: 0));
        place.Next = Timestamp.Max(from, now - TimeSpan.FromMilliseconds(_options.ReplayCapMs));
    }

    private Timestamp? NewestTickAt(int symbol, Timestamp now)
    {
        _ticks.Clear();
        _broker.CopyTicks(symbol, now - LookBackForNewest, now, _ticks);
        return _ticks.Count == 0 ? null : _ticks[^1].At;
    }

    private void SendMarket(Timestamp now)
    {
        for (var symbol = 0; symbol < _places.Length; symbol++)
        {
            if (_places[symbol].IsWanted)
            {
                SendTicks(symbol, now);
                SendClosedBars(symbol, now);
            }
        }

        if (_lateTicks is not null && now >= _lateUntil)
        {
            _outbox.AddTicks(_broker.Symbols[_lateSymbol], _lateTicks, 0, _lateTicks.Count, more: null, id: null, fromServerMs: null);
            _lateTicks = null;
        }
    }

    private void SendTicks(int symbol, Timestamp now)
    {
        var place = _places[symbol];
        var from = place.Next;
        var isReplay = place.IsReplaying;
        var fromServerMs = _serverClock.ToServer(from.UnixMilliseconds);
        do
        {
            var to = from + CopySpan < now ? from + CopySpan : now;
            _ticks.Clear();
            _broker.CopyTicks(symbol, from, to, _ticks);
            from = to > from ? to : from;
            for (var start = 0; start < _ticks.Count || (isReplay && start == 0); start += MaxPerLine)
            {
                var count = Math.Min(MaxPerLine, _ticks.Count - start);
                var isLast = start + count == _ticks.Count && from >= now;
                AddTickLine(symbol, start, count, isReplay ? !isLast : null, place.ReplayId, fromServerMs);
            }
        }
        while (from < now);

        place.Next = from;
        place.IsReplaying = false;
    }

    private void AddTickLine(int symbol, int start, int count, bool? more, string? id, long fromServerMs)
    {
        if (_delayNextTicks && more is null && count > 0)
        {
            _delayNextTicks = false;
            _lateTicks = _ticks.GetRange(start, count);
            _lateSymbol = symbol;
            _lateUntil = _ticks[start].At + TimeSpan.FromSeconds(_options.LateBySeconds);
            return;
        }

        if (more is null && _ticks[start].At < _wideUntil)
        {
            for (var i = start; i < start + count; i++)
            {
                _ticks[i] = Quoted(_ticks[i]);
            }
        }

        var before = _outbox.Pending.Length;
        _outbox.AddTicks(_broker.Symbols[symbol], _ticks, start, count, more, id, fromServerMs);
        if (_doubleNextTicks)
        {
            _doubleNextTicks = false;
            _outbox.AddRaw(_outbox.Pending.Span[before..].ToArray());
        }
        else if (_loseNextTicks && count > 0)
        {
            _loseNextTicks = false;
            _outbox.CutTo(before);
        }
    }

    private void SendNewestAgain(Timestamp now)
    {
        for (var symbol = 0; symbol < _places.Length; symbol++)
        {
            if (_places[symbol].IsWanted && NewestTickAt(symbol, now) is not null)
            {
                _outbox.AddTicks(_broker.Symbols[symbol], _ticks, _ticks.Count - 1, 1, more: null, id: null, fromServerMs: null);
            }
        }
    }

    private void SendClosedBars(int symbol, Timestamp now)
    {
        var place = _places[symbol];
        foreach (var timeframe in SentBars)
        {
            var from = _rates.FloorInServerTime(timeframe, place.BarsSentUntil);
            if (_rates.FloorInServerTime(timeframe, now) == from)
            {
                continue;
            }

            _bars.Clear();
            _rates.Copy(symbol, timeframe, from, now, count: MaxPerLine, _bars);
            foreach (ref readonly var bar in CollectionsMarshal.AsSpan(_bars))
            {
                _outbox.AddBar(_broker.Symbols[symbol], timeframe, bar);
            }
        }

        place.BarsSentUntil = now;
    }

    private void AnswerBars(string id, int symbol, Timeframe timeframe, long fromServerSeconds, int count, Timestamp now)
    {
        _bars.Clear();
        var from = Timestamp.FromUnixMilliseconds(_serverClock.ToUtc(fromServerSeconds * 1_000, nearUtcMs: 0));
        _rates.Copy(symbol, timeframe, from, now, count, _bars);
        var start = 0;
        do
        {
            var length = Math.Min(MaxPerLine, _bars.Count - start);
            _outbox.AddBars(id, _broker.Symbols[symbol], timeframe, CollectionsMarshal.AsSpan(_bars).Slice(start, length), more: start + length < _bars.Count);
            start += length;
        }
        while (start < _bars.Count);
    }

    private void SendHeartbeat(Timestamp now)
    {
        // A changed offset goes out before the ticks that are stamped by it.
        var offset = _outbox.OffsetSeconds(now);
        if (offset != _lastOffsetSent || _timers.GetElapsedTime(_lastHeartbeat) >= _heartbeatPeriod)
        {
            _lastOffsetSent = offset;
            _outbox.AddHeartbeat(now, _receivedSequence);
            _lastHeartbeat = _timers.GetTimestamp();
        }
    }

    private void SendDescriptions()
    {
        if (_lastDescription != 0 && _timers.GetElapsedTime(_lastDescription) < DescriptionPeriod)
        {
            return;
        }

        _lastDescription = _timers.GetTimestamp();
        for (var symbol = 0; symbol < _places.Length; symbol++)
        {
            if (_places[symbol].IsWanted)
            {
                _outbox.AddSpec(_broker.Symbols[symbol], _options.StopsLevelPoints);
            }
        }

        _outbox.AddAccount(_server);
        _outbox.AddSnapshot(_server, _broker.Symbols, id: null, dealsFrom: null);
    }

    private async Task<bool> MisbehaveAsync(CancellationToken cancellationToken)
    {
        while (_faults.TryDequeue(out var fault))
        {
            switch (fault)
            {
                case ExpertAdvisorFault.Disconnect:
                    return false;
                case ExpertAdvisorFault.WrongToken:
                    _isTokenWrong = true;
                    return false;
                case ExpertAdvisorFault.Freeze:
                    await Task.Delay(TimeSpan.FromMilliseconds(_options.FreezeMs), _timers, cancellationToken);
                    break;
                case ExpertAdvisorFault.DuplicateTicks:
                    _doubleNextTicks = true;
                    break;
                case ExpertAdvisorFault.LateTicks:
                    _delayNextTicks = true;
                    break;
                case ExpertAdvisorFault.LostLine:
                    _loseNextTicks = true;
                    break;
                case ExpertAdvisorFault.StaleTicks:
                    SendNewestAgain(Timestamp.Now(_clock));
                    break;
                case ExpertAdvisorFault.WideSpread:
                    _wideUntil = Timestamp.Now(_clock) + WideFor;
                    break;
                case ExpertAdvisorFault.OversizeLine:
                    _outbox.AddRaw(new byte[2_000_000].AsSpan());
                    break;
                case ExpertAdvisorFault.GarbageLine:
                    _outbox.AddRaw("{\"v\":1,\"t\":\"ticks\",,\n"u8);
                    break;
            }
        }

        return true;
    }
}
