using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Analysis.Structure;

/// <summary>
/// The streaming form of the reference's BOS and CHOCH (DOMAIN B1.3, C4): a pattern of three final swings a, b, c and the provisional d, then the first
/// close beyond b's level from two bars after b. It knows breaks late and cancels some; decisions use <see cref="LiveBreakDetector"/> instead.
/// </summary>
/// <remarks>
/// b is always the last final swing but one, so only three swings need their first break watched; patterns not broken yet wait sorted by level. The
/// cost of a bar is O(log n) for each pattern that it breaks, otherwise constant.
/// </remarks>
internal sealed class SmcBreakDetector : IHasState
{
    private readonly StructureOptions _options;
    private readonly double[] _closes;
    private readonly Timestamp[] _closeTimes;
    private readonly WaitingPatterns _bullish;
    private readonly WaitingPatterns _bearish;
    private readonly KnownBreaks _known;
    private readonly List<BreakPattern> _brokenNow = [];

    private int _finalSwings;
    private bool _stamped;
    private double _levelA;
    private WatchedSwing _b;
    private WatchedSwing _c;
    private WatchedSwing _d;

    public SmcBreakDetector(StructureOptions options)
    {
        _options = options;
        _closes = new double[options.SwingLength];
        _closeTimes = new Timestamp[options.SwingLength];
        _bullish = new WaitingPatterns(Direction.Bullish, options.MaxWaitingPatterns);
        _bearish = new WaitingPatterns(Direction.Bearish, options.MaxWaitingPatterns);
        _known = new KnownBreaks(options.MaxKnownBreaks);
    }

    /// <summary>Patterns dropped because too many waited.</summary>
    public long Dropped { get; private set; }

    public int Waiting => _bullish.Count + _bearish.Count;

    /// <summary>First part of a bar: what does its close break?</summary>
    public void OnClose(in BarContext bar)
    {
        var place = bar.Index % _closes.Length;
        _closes[place] = bar.Close;
        _closeTimes[place] = bar.CloseTime;
        _b.Watch(bar.Index, bar.Close, bar.CloseTime);
        _c.Watch(bar.Index, bar.Close, bar.CloseTime);
        _d.Watch(bar.Index, bar.Close, bar.CloseTime);
        CollectBroken(bar.Close);
        foreach (var pattern in _brokenNow)
        {
            _known.Add(new KnownBreak(pattern, bar.Index, bar.CloseTime), bar);
        }
    }

    /// <summary>Second part: what does a new or more extreme provisional swing complete?</summary>
    public void OnSwing(SwingChange change, in Swing provisional, in BarContext bar)
    {
        if (change == SwingChange.Turned)
        {
            Shift();
        }

        _d = new WatchedSwing(provisional, BreakLevel(provisional));
        for (var index = Math.Max(provisional.Index + 2, 0); index <= bar.Index; index++)
        {
            var place = index % _closes.Length;
            _d.Watch(index, _closes[place], _closeTimes[place]);
        }

        if (_finalSwings >= 3 && !_stamped && KindOfPattern() is var kind and not BreakKind.None)
        {
            Stamp(kind, bar);
        }
    }

    /// <summary>Last part: which breaks can nothing cancel any more?</summary>
    public void OnBarDone(in BarContext bar)
    {
        if (_finalSwings >= 2)
        {
            _known.Finalise(_b.Swing.Index, bar);
        }
    }

    public void Reset()
    {
        (_finalSwings, _stamped, _levelA, Dropped) = (0, false, 0, 0);
        (_b, _c, _d) = (default, default, default);
        _bullish.Clear();
        _bearish.Clear();
        _known.Clear();
    }

    public void SaveState(StateWriter writer)
    {
        writer.Section("smcBreaks", 1);
        writer.Write(_options.SwingLength);
        writer.Write(_finalSwings);
        writer.Write(_stamped);
        writer.Write(_levelA);
        writer.Write(Dropped);
        _b.Save(writer);
        _c.Save(writer);
        _d.Save(writer);
        for (var i = 0; i < _closes.Length; i++)
        {
            writer.Write(_closes[i]);
            writer.Write(_closeTimes[i]);
        }

        _bullish.SaveState(writer);
        _bearish.SaveState(writer);
        _known.SaveState(writer);
    }

    public void LoadState(StateReader reader)
    {
        reader.Section("smcBreaks", 1);
        var length = reader.ReadInt32();
        if (length != _options.SwingLength)
        {
            throw new InvalidDataException($"The saved breaks are for swing length {length}, not {_options.SwingLength}.");
        }

        _finalSwings = reader.ReadInt32();
        _stamped = reader.ReadBoolean();
        _levelA = reader.ReadDouble();
        Dropped = reader.ReadInt64();
        _b = WatchedSwing.Load(reader);
        _c = WatchedSwing.Load(reader);
        _d = WatchedSwing.Load(reader);
        for (var i = 0; i < _closes.Length; i++)
        {
            _closes[i] = reader.ReadDouble();
            _closeTimes[i] = reader.ReadTimestamp();
        }

        _bullish.LoadState(reader);
        _bearish.LoadState(reader);
        _known.LoadState(reader);
    }

    private double BreakLevel(in Swing swing) => _options.Parity ? (float)swing.Level : swing.Level;

    /// <summary>The provisional swing has become final: a new b may be stamped.</summary>
    private void Shift()
    {
        if (_d.Swing.Direction == Direction.None)
        {
            return;
        }

        _levelA = _b.Swing.Level;
        _b = _c;
        _c = _d;
        _finalSwings = Math.Min(_finalSwings + 1, 3);
        _stamped = false;
    }

    private BreakKind KindOfPattern()
    {
        // Seen from the side of the break, upwards: a bearish pattern is a bullish one of mirrored prices.
        var sign = (int)_d.Swing.Direction;
        var (a, b, c, d) = (sign * _levelA, sign * _b.Swing.Level, sign * _c.Swing.Level, sign * _d.Swing.Level);
        if (!(b < d))
        {
            return BreakKind.None;
        }

        return a < c && c < b ? BreakKind.Bos : c < a && a < b ? BreakKind.Choch : BreakKind.None;
    }

    private void Stamp(BreakKind kind, in BarContext bar)
    {
        _stamped = true;
        var pattern = new BreakPattern(kind, _b.Swing.Direction, _b.Swing.Index, _b.Swing.OriginAt, _b.Level);
        if (_b.BrokenIndex >= 0)
        {
            _known.Add(new KnownBreak(pattern, _b.BrokenIndex, _b.BrokenAt), bar);
        }
        else if (!(pattern.Direction == Direction.Bullish ? _bullish : _bearish).Add(pattern))
        {
            Dropped++;
        }
    }

    /// <summary>The waiting patterns that a close breaks, oldest first.</summary>
    private void CollectBroken(double close)
    {
        _brokenNow.Clear();
        while (_bullish.TryTakeBroken(close, out var pattern) || _bearish.TryTakeBroken(close, out pattern))
        {
            var place = _brokenNow.Count;
            while (place > 0 && _brokenNow[place - 1].Index > pattern.Index)
            {
                place--;
            }

            _brokenNow.Insert(place, pattern);
        }
    }

    /// <summary>A swing that may become b, and the first close beyond its level from two bars after it.</summary>
    private struct WatchedSwing(Swing swing, double level)
    {
        public readonly Swing Swing => swing;

        public readonly double Level => level;

        public int BrokenIndex { get; private set; } = -1;

        public Timestamp BrokenAt { get; private set; }

        public void Watch(int index, double close, Timestamp closeTime)
        {
            var beyond = swing.Direction == Direction.Bullish ? close > level : close < level;
            if (BrokenIndex < 0 && swing.Direction != Direction.None && index >= swing.Index + 2 && beyond)
            {
                BrokenIndex = index;
                BrokenAt = closeTime;
            }
        }

        public readonly void Save(StateWriter writer)
        {
            swing.Save(writer);
            writer.Write(level);
            writer.Write(BrokenIndex);
            writer.Write(BrokenAt);
        }

        public static WatchedSwing Load(StateReader reader)
        {
            var swing = Swing.Load(reader);
            var level = reader.ReadDouble();
            return new WatchedSwing(swing, level) { BrokenIndex = reader.ReadInt32(), BrokenAt = reader.ReadTimestamp() };
        }
    }
}
