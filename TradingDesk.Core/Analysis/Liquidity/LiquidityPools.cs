using System.Runtime.InteropServices;
using TradingDesk.Core.Analysis.Structure;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Analysis.Liquidity;

/// <summary>
/// Equal highs (or lows) of one side (DOMAIN B1.5, C7). Each final swing joins the earliest pool whose band holds it and that was not swept before the
/// swing, otherwise it opens one. The band's width is frozen with the first swing; a pool is visible from its second. With a constant tolerance the
/// visible pools are those of the batch definition.
/// </summary>
internal sealed class LiquidityPools(Direction side, int capacity) : IHasState
{
    private readonly List<LiquidityPool> _pools = [];

    /// <summary>The nearest far edge of an unswept pool: a bar that does not reach it sweeps none.</summary>
    private double _nearest = Unreachable(side);

    /// <summary>Swept pools that a swing before the sweep may still join.</summary>
    private int _swept;

    /// <summary>Pools forgotten because there were too many.</summary>
    public long Dropped { get; private set; }

    /// <summary>Oldest first, those with one touch and lately swept ones among them.</summary>
    public IReadOnlyList<LiquidityPool> Items => _pools;

    /// <summary>First part of a bar: which pools does it sweep?</summary>
    public void Update(double high, double low, in BarContext context)
    {
        if (side == Direction.Bullish ? high < _nearest : low > _nearest)
        {
            return;
        }

        _nearest = Unreachable(side);
        foreach (ref var pool in CollectionsMarshal.AsSpan(_pools))
        {
            if (!pool.IsSwept && pool.IsReachedBy(high, low))
            {
                pool = pool with { SweptIndex = context.Index, SweptAt = context.CloseTime };
                _swept++;
                if (pool.IsVisible)
                {
                    context.Emit(pool.ToEvent(StructureEventKind.PoolSwept, context));
                }
            }

            Watch(pool);
        }
    }

    /// <summary>Second part: a swing of this side has become final.</summary>
    /// <param name="tolerance">Half the width of the band that it would open; <see langword="null"/> where it is not known yet.</param>
    /// <param name="reachedSince">The farthest price beyond the swing since its own bar: where that has left the band already, the swing opens no pool, for nothing could join it.</param>
    public void OnFinal(in Swing swing, double? tolerance, double reachedSince, in BarContext context)
    {
        FinishSweptBefore(swing.Index, context);
        foreach (ref var pool in CollectionsMarshal.AsSpan(_pools))
        {
            if (pool.Holds(swing.Level))
            {
                Join(ref pool, swing, context);
                return;
            }
        }

        if (tolerance is { } width)
        {
            Open(new LiquidityPool(
                side, swing.Index, swing.OriginAt, swing.Level, width, swing.Level, Touches: 1, swing.Index, KnownAt: Timestamp.Epoch, SweptIndex: -1, SweptAt: Timestamp.Epoch), reachedSince);
        }
    }

    public void Reset()
    {
        _pools.Clear();
        (_nearest, _swept, Dropped) = (Unreachable(side), 0, 0);
    }

    public void SaveState(StateWriter writer)
    {
        writer.Section("liquidityPools", 1);
        writer.Write(Dropped);
        writer.Write(_pools.Count);
        foreach (var pool in _pools)
        {
            pool.Save(writer);
        }
    }

    public void LoadState(StateReader reader)
    {
        reader.Section("liquidityPools", 1);
        Reset();
        Dropped = reader.ReadInt64();
        var count = reader.ReadInt32();
        for (var i = 0; i < count; i++)
        {
            _pools.Add(LiquidityPool.Load(reader));
            Watch(_pools[i]);
            _swept += _pools[i].IsSwept ? 1 : 0;
        }
    }

    private static double Unreachable(Direction side) => side == Direction.Bullish ? double.PositiveInfinity : double.NegativeInfinity;

    private void Watch(in LiquidityPool pool)
    {
        if (!pool.IsSwept)
        {
            _nearest = side == Direction.Bullish ? Math.Min(_nearest, pool.FarEdge) : Math.Max(_nearest, pool.FarEdge);
        }
    }

    /// <summary>Swings become final in the order of their bars: a pool swept by now or before the swing's bar can have no further member.</summary>
    private void FinishSweptBefore(int index, in BarContext context)
    {
        if (_swept == 0)
        {
            return;
        }

        var pools = CollectionsMarshal.AsSpan(_pools);
        var kept = 0;
        foreach (ref readonly var pool in pools)
        {
            if (!pool.IsSwept || pool.SweptIndex > index)
            {
                pools[kept++] = pool;
                continue;
            }

            _swept--;
            if (pool.IsVisible)
            {
                context.Emit(pool.ToEvent(StructureEventKind.PoolFinal, context));
            }
        }

        _pools.RemoveRange(kept, _pools.Count - kept);
    }

    private static void Join(ref LiquidityPool pool, in Swing swing, in BarContext context)
    {
        var becomesVisible = !pool.IsVisible;
        pool = pool with
        {
            LevelSum = pool.LevelSum + swing.Level,
            Touches = pool.Touches + 1,
            LastIndex = swing.Index,
            KnownAt = becomesVisible ? context.CloseTime : pool.KnownAt,
        };
        context.Emit(pool.ToEvent(becomesVisible ? StructureEventKind.PoolFormed : StructureEventKind.PoolGrown, context));
        if (becomesVisible && pool.IsSwept)
        {
            context.Emit(pool.ToEvent(StructureEventKind.PoolSwept, context));
        }
    }

    private void Open(in LiquidityPool pool, double reachedSince)
    {
        if (pool.IsReachedBy(reachedSince, reachedSince))
        {
            return;
        }

        if (_pools.Count == capacity)
        {
            _swept -= _pools[0].IsSwept ? 1 : 0;
            _pools.RemoveAt(0);
            Dropped++;
        }

        _pools.Add(pool);
        Watch(pool);
    }
}
