using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Analysis.Structure.Blocks;

/// <summary>
/// Order blocks (DOMAIN B1.4, C6): a close beyond the latest final swing of a side, or beyond the provisional one, makes a block of the most extreme
/// opposite bar between swing and close. None is ever erased: what becomes of it are events.
/// </summary>
internal sealed class OrderBlocks : IHasState
{
    private readonly StructureOptions _options;
    private readonly LiveBlocks _bullish;
    private readonly LiveBlocks _bearish;
    private readonly BlockBar[] _recent;
    private BlockTrigger _high;
    private BlockTrigger _low;
    private BlockTrigger _provisional;
    private int _lastIndex = -1;
    private double _volumeBefore;
    private double _volumeTwoBefore;

    public OrderBlocks(StructureOptions options)
    {
        _options = options;
        _bullish = new LiveBlocks(Direction.Bullish, options);
        _bearish = new LiveBlocks(Direction.Bearish, options);
        _recent = new BlockBar[options.SwingLength];
    }

    /// <summary>Blocks forgotten because there were too many.</summary>
    public long Dropped { get; private set; }

    /// <summary>The blocks of a side that are not invalidated, oldest first.</summary>
    public IReadOnlyList<OrderBlock> Live(Direction direction) => (direction == Direction.Bullish ? _bullish : _bearish).Items;

    /// <summary>First part of a bar: what becomes of the blocks, and what does its close make?</summary>
    public void Update(in Bar bar, in BarContext context)
    {
        _bullish.Update(bar, context);
        _bearish.Update(bar, context);
        Check(ref _high, bar, context);
        Check(ref _low, bar, context);
        Check(ref _provisional, bar, context);

        var seen = new BlockBar(context.Index, bar.OpenTime, High: bar.High, Low: bar.Low);
        _high.See(seen);
        _low.See(seen);
        _provisional.See(seen);
        _recent[context.Index % _recent.Length] = seen;
        _lastIndex = context.Index;
        (_volumeTwoBefore, _volumeBefore) = (_volumeBefore, bar.Volume);
    }

    /// <summary>Second part: takes over what the bar did to the swings.</summary>
    public void OnSwing(SwingChange change, in Swing provisional, in BarContext context)
    {
        if (change == SwingChange.Turned && _provisional.Swing.Direction != Direction.None)
        {
            (_provisional.Swing.Direction == Direction.Bullish ? ref _high : ref _low) = _provisional;
        }
        else if (change == SwingChange.Superseded && _provisional.Block.Direction != Direction.None)
        {
            TellSuperseded(context);
        }

        _provisional = new BlockTrigger(provisional);
        for (var index = Math.Max(provisional.Index + 1, context.Index - _recent.Length + 1); index <= context.Index; index++)
        {
            _provisional.See(_recent[index % _recent.Length]);
        }
    }

    /// <summary>For the parity view, which knows the final swings beforehand: watches this one instead of the last of its side.</summary>
    public void WatchFinal(in Swing swing) => (swing.Direction == Direction.Bullish ? ref _high : ref _low) = new BlockTrigger(swing);

    public void Reset()
    {
        _bullish.Clear();
        _bearish.Clear();
        Array.Clear(_recent);
        (_high, _low, _provisional) = (default, default, default);
        (_lastIndex, _volumeBefore, _volumeTwoBefore, Dropped) = (-1, 0, 0, 0);
    }

    public void SaveState(StateWriter writer)
    {
        writer.Section("orderBlocks", 1);
        writer.Write(Dropped);
        writer.Write(_lastIndex);
        writer.Write(_volumeBefore);
        writer.Write(_volumeTwoBefore);
        _high.Save(writer);
        _low.Save(writer);
        _provisional.Save(writer);
        foreach (var bar in _recent)
        {
            bar.Save(writer);
        }

        _bullish.SaveState(writer);
        _bearish.SaveState(writer);
    }

    public void LoadState(StateReader reader)
    {
        reader.Section("orderBlocks", 1);
        Dropped = reader.ReadInt64();
        _lastIndex = reader.ReadInt32();
        _volumeBefore = reader.ReadDouble();
        _volumeTwoBefore = reader.ReadDouble();
        _high = BlockTrigger.Load(reader);
        _low = BlockTrigger.Load(reader);
        _provisional = BlockTrigger.Load(reader);
        for (var i = 0; i < _recent.Length; i++)
        {
            _recent[i] = BlockBar.Load(reader);
        }

        _bullish.LoadState(reader);
        _bearish.LoadState(reader);
    }

    private void Check(ref BlockTrigger trigger, in Bar bar, in BarContext context)
    {
        if (!trigger.TryCross(bar.Close, out var found))
        {
            return;
        }

        var made = found ?? _recent[_lastIndex % _recent.Length];
        var direction = trigger.Swing.Direction;

        // The reference swaps the ends of a block that has no bar of its own; only the row that it takes for a first swing can make one.
        var isSwapped = found is null && _options.Parity;
        var (earlier, crossing) = (_volumeTwoBefore, bar.Volume + _volumeBefore);
        var larger = Math.Max(earlier, crossing);
        var block = new OrderBlock(
            direction,
            made.Index,
            made.OpenTime,
            Top: isSwapped ? made.Low : made.High,
            Bottom: isSwapped ? made.High : made.Low,
            trigger.Swing.Index,
            KnownAt: context.CloseTime,
            Volume: bar.Volume + _volumeBefore + _volumeTwoBefore,
            Balance: larger == 0 ? 1 : Math.Min(earlier, crossing) / larger,
            OrderBlockStatus.Active,
            MitigatedAt: Timestamp.Epoch,
            BrokenAt: Timestamp.Epoch,
            TriggerSuperseded: false);
        trigger.Made(block);
        context.Emit(block.ToEvent(StructureEventKind.BlockActive, context, endsHere: false));
        Dropped += (direction == Direction.Bullish ? _bullish : _bearish).Add(block) ? 0 : 1;
    }

    private void TellSuperseded(in BarContext context)
    {
        var block = _provisional.Block;
        (block.Direction == Direction.Bullish ? _bullish : _bearish).MarkSuperseded(block.Index, block.TriggerIndex);
        context.Emit(block.ToEvent(StructureEventKind.BlockTriggerSuperseded, context, endsHere: false));
    }
}
