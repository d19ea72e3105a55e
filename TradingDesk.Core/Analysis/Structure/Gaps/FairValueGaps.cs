using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Analysis.Structure.Gaps;

/// <summary>
/// Fair value gaps and their mitigation (DOMAIN B1.1, C7). A bar that rises between two bars of which the later one's low lies above the earlier one's
/// high leaves a bullish gap, known at the later one's close; mirrored for bearish. The first bar after that to touch the near edge mitigates it.
/// </summary>
internal sealed class FairValueGaps(StructureOptions options) : IHasState
{
    private readonly GapStack _bullish = new(options.MaxOpenGaps);
    private readonly GapStack _bearish = new(options.MaxOpenGaps);
    private Candle _before;
    private Candle _middle;
    private int _seen;

    /// <summary>Open gaps forgotten because there were too many.</summary>
    public long Dropped { get; private set; }

    public int Open => _bullish.Count + _bearish.Count;

    /// <summary>The gaps below (bullish) or above (bearish) the market that no bar has touched, oldest first.</summary>
    public IEnumerable<FairValueGap> OpenGaps(Direction direction)
    {
        var stack = direction == Direction.Bullish ? _bullish : _bearish;
        for (var i = 0; i < stack.Count; i++)
        {
            yield return stack[i];
        }
    }

    public void Update(in Bar bar, in BarContext context)
    {
        var made = _seen >= 2 ? Find(bar, context) : null;
        if (made is { } next && options.JoinConsecutiveGaps)
        {
            made = Join(next, context);
        }

        // The gap made now is looked at from the next bar on.
        Mitigate(_bullish, bar, context);
        Mitigate(_bearish, bar, context);
        if (made is { } gap)
        {
            context.Emit(context.Zone(StructureEventKind.GapOpened, gap.Direction, gap.NearEdge, gap.Top, gap.Bottom, gap.Index, gap.OriginAt, endsHere: false));
            Dropped += StackOf(gap.Direction).Push(gap) ? 0 : 1;
        }

        _before = _middle;
        _middle = new Candle(bar.OpenTime, Open: bar.Open, High: bar.High, Low: bar.Low, Close: bar.Close);
        _seen = Math.Min(_seen + 1, 2);
    }

    public void Reset()
    {
        _bullish.Clear();
        _bearish.Clear();
        (_seen, Dropped, _before, _middle) = (0, 0, default, default);
    }

    public void SaveState(StateWriter writer)
    {
        writer.Section("fairValueGaps", 1);
        writer.Write(_seen);
        writer.Write(Dropped);
        _before.Save(writer);
        _middle.Save(writer);
        _bullish.SaveState(writer);
        _bearish.SaveState(writer);
    }

    public void LoadState(StateReader reader)
    {
        reader.Section("fairValueGaps", 1);
        _seen = reader.ReadInt32();
        Dropped = reader.ReadInt64();
        _before = Candle.Load(reader);
        _middle = Candle.Load(reader);
        _bullish.LoadState(reader);
        _bearish.LoadState(reader);
    }

    private GapStack StackOf(Direction direction) => direction == Direction.Bullish ? _bullish : _bearish;

    private FairValueGap? Find(in Bar bar, in BarContext context)
    {
        if (_before.High < bar.Low && _middle.Close > _middle.Open)
        {
            return new FairValueGap(Direction.Bullish, context.Index - 1, _middle.OpenTime, context.CloseTime, Top: bar.Low, Bottom: _before.High);
        }

        return _before.Low > bar.High && _middle.Close < _middle.Open
            ? new FairValueGap(Direction.Bearish, context.Index - 1, _middle.OpenTime, context.CloseTime, Top: _before.Low, Bottom: bar.High)
            : null;
    }

    /// <summary>Takes in the gap of the bar before, whether or not this bar touches it: the joined gap is looked at from the next bar on.</summary>
    private FairValueGap Join(in FairValueGap gap, in BarContext context)
    {
        var stack = StackOf(gap.Direction);
        if (stack.Count == 0 || stack.Newest.Index != gap.Index - 1)
        {
            return gap;
        }

        var earlier = stack.Newest;
        stack.Pop();
        context.Emit(context.Zone(
            StructureEventKind.GapMerged, earlier.Direction, earlier.NearEdge, earlier.Top, earlier.Bottom, earlier.Index, earlier.OriginAt, endsHere: true, cause: gap.Index));
        return gap with { Top = Math.Max(earlier.Top, gap.Top), Bottom = Math.Min(earlier.Bottom, gap.Bottom) };
    }

    private static void Mitigate(GapStack stack, in Bar bar, in BarContext context)
    {
        while (stack.Count > 0 && stack.Newest.IsTouchedBy(bar))
        {
            ref readonly var gap = ref stack.Newest;
            context.Emit(context.Zone(StructureEventKind.GapMitigated, gap.Direction, gap.NearEdge, gap.Top, gap.Bottom, gap.Index, gap.OriginAt, endsHere: true));
            stack.Pop();
        }
    }

    private readonly record struct Candle(Timestamp OpenTime, double Open, double High, double Low, double Close)
    {
        public void Save(StateWriter writer)
        {
            writer.Write(OpenTime);
            writer.Write(Open);
            writer.Write(High);
            writer.Write(Low);
            writer.Write(Close);
        }

        public static Candle Load(StateReader reader) =>
            new(reader.ReadTimestamp(), Open: reader.ReadDouble(), High: reader.ReadDouble(), Low: reader.ReadDouble(), Close: reader.ReadDouble());
    }
}
