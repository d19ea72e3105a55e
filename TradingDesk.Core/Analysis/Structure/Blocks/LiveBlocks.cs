using System.Runtime.InteropServices;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Analysis.Structure.Blocks;

/// <summary>
/// The order blocks of one side that are not invalidated, oldest first, and their life (DOMAIN C6): active, mitigated at the first return into the block,
/// breaker once price has gone through it, invalidated once it has gone back through. A bar that can change none costs two comparisons.
/// </summary>
internal sealed class LiveBlocks(Direction direction, StructureOptions options)
{
    private readonly List<OrderBlock> _blocks = [];

    /// <summary>The nearest price on the block's far side (towards breaking) and on its other side (towards invalidating) at which something changes.</summary>
    private double _nextBelow = double.NegativeInfinity;
    private double _nextAbove = double.PositiveInfinity;

    public IReadOnlyList<OrderBlock> Items => _blocks;

    /// <returns>False where the oldest had to go.</returns>
    public bool Add(in OrderBlock block)
    {
        var fits = _blocks.Count < options.MaxOrderBlocks;
        if (!fits)
        {
            _blocks.RemoveAt(0);
        }

        _blocks.Add(block);
        Watch(block);
        return fits;
    }

    public void Update(in Bar bar, in BarContext context)
    {
        // Bearish blocks are bullish ones of mirrored prices.
        var sign = (int)direction;
        var low = direction == Direction.Bullish ? bar.Low : -bar.High;
        var high = direction == Direction.Bullish ? bar.High : -bar.Low;
        if (low > _nextBelow && high <= _nextAbove)
        {
            return;
        }

        var body = sign * (direction == Direction.Bullish ? Math.Min(bar.Open, bar.Close) : Math.Max(bar.Open, bar.Close));
        var breaking = options.BlocksBreakByBody ? body : low;
        (_nextBelow, _nextAbove) = (double.NegativeInfinity, double.PositiveInfinity);
        var blocks = CollectionsMarshal.AsSpan(_blocks);
        var kept = 0;
        for (var i = 0; i < blocks.Length; i++)
        {
            if (!Advance(ref blocks[i], low, high, breaking, context))
            {
                continue;
            }

            if (kept < i)
            {
                blocks[kept] = blocks[i];
            }

            Watch(blocks[kept++]);
        }

        _blocks.RemoveRange(kept, blocks.Length - kept);
    }

    public void MarkSuperseded(int index, int triggerIndex)
    {
        for (var i = 0; i < _blocks.Count; i++)
        {
            if (_blocks[i].Index == index && _blocks[i].TriggerIndex == triggerIndex)
            {
                _blocks[i] = _blocks[i] with { TriggerSuperseded = true };
            }
        }
    }

    public void Clear()
    {
        _blocks.Clear();
        (_nextBelow, _nextAbove) = (double.NegativeInfinity, double.PositiveInfinity);
    }

    public void SaveState(StateWriter writer)
    {
        writer.Write(_blocks.Count);
        foreach (var block in _blocks)
        {
            block.Save(writer);
        }
    }

    public void LoadState(StateReader reader)
    {
        Clear();
        var count = reader.ReadInt32();
        for (var i = 0; i < count; i++)
        {
            var block = OrderBlock.Load(reader);
            _blocks.Add(block);
            Watch(block);
        }
    }

    private (double Near, double Far) Edges(in OrderBlock block) => direction == Direction.Bullish ? (block.Top, block.Bottom) : (-block.Bottom, -block.Top);

    private void Watch(in OrderBlock block)
    {
        var (near, far) = Edges(block);
        if (block.Status == OrderBlockStatus.Breaker)
        {
            _nextAbove = Math.Min(_nextAbove, near);
        }
        else
        {
            _nextBelow = Math.Max(_nextBelow, block.Status == OrderBlockStatus.Active ? Math.Max(near, far) : far);
        }
    }

    /// <returns>False where the block is invalidated.</returns>
    private bool Advance(ref OrderBlock block, double low, double high, double breaking, in BarContext context)
    {
        var (near, far) = Edges(block);
        if (block.Status == OrderBlockStatus.Breaker)
        {
            if (high <= near)
            {
                return true;
            }

            context.Emit(block.ToEvent(StructureEventKind.BlockInvalidated, context, endsHere: true));
            return false;
        }

        if (block.Status == OrderBlockStatus.Active && low <= near)
        {
            block = block with { Status = OrderBlockStatus.Mitigated, MitigatedAt = context.CloseTime };
            context.Emit(block.ToEvent(StructureEventKind.BlockMitigated, context, endsHere: true));
        }

        if (breaking < far)
        {
            block = block with { Status = OrderBlockStatus.Breaker, BrokenAt = context.CloseTime };
            context.Emit(block.ToEvent(StructureEventKind.BlockBroken, context, endsHere: true));
        }

        return true;
    }
}
