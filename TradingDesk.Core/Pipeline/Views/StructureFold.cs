using TradingDesk.Core.Analysis;
using TradingDesk.Core.Analysis.Liquidity;
using TradingDesk.Core.Analysis.Structure;
using TradingDesk.Core.Analysis.Structure.Blocks;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Storage;

namespace TradingDesk.Core.Pipeline.Views;

/// <summary>
/// Folds events into what is known now, family by family. The log is bounded: what has left it and still lives is taken from the analyzers, and an event
/// about something that has left it is passed over.
/// </summary>
internal sealed class StructureFold
{
    private readonly Dictionary<Key, SwingView> _swings = [];
    private readonly Dictionary<Key, BreakView> _breaks = [];
    private readonly Dictionary<Key, FairValueGapView> _gaps = [];
    private readonly Dictionary<Key, OrderBlockView> _blocks = [];
    private readonly Dictionary<Key, LiquidityView> _pools = [];
    private readonly Dictionary<Key, SweepView> _sweeps = [];
    private readonly List<LiveBreakView> _liveBreaks = [];

    public IEnumerable<SwingView> Swings => _swings.Values.OrderBy(item => item.OriginAt);

    public IEnumerable<BreakView> Breaks => _breaks.Values.OrderBy(item => item.KnownAt);

    public IEnumerable<FairValueGapView> Gaps => _gaps.Values.OrderBy(item => item.KnownAt);

    public IEnumerable<OrderBlockView> Blocks => _blocks.Values.OrderBy(item => item.KnownAt);

    public IEnumerable<LiquidityView> Pools => _pools.Values.OrderBy(item => item.KnownAt);

    public IEnumerable<SweepView> Sweeps => _sweeps.Values.OrderBy(item => item.KnownAt);

    public IReadOnlyList<LiveBreakView> LiveBreaks => _liveBreaks;

    /// <summary>What lives now, whether or not the log still tells of it; before the events.</summary>
    public void Begin(MarketStructure market)
    {
        foreach (var side in (Direction[])[Direction.Bullish, Direction.Bearish])
        {
            foreach (var gap in market.OpenGaps(side))
            {
                _gaps[new Key(gap.Index, side)] = new FairValueGapView(side.ToName(), Top: gap.Top, Bottom: gap.Bottom, "open", gap.OriginAt, gap.KnownAt, FinalAt: null);
            }

            foreach (var block in market.LiveBlocks(side))
            {
                _blocks[new Key(block.Index, side, block.TriggerIndex)] = ToView(block);
            }

            foreach (var pool in market.Liquidity.OpenPools(side))
            {
                _pools[new Key(pool.AnchorIndex, side)] = ToView(pool);
            }
        }
    }

    public void Add(in StructureEvent item)
    {
        var key = new Key(item.OriginIndex, item.Direction);
        switch (item.Kind)
        {
            case StructureEventKind.SwingProvisional:
                _swings[key] = item.ToSwing();
                break;
            case StructureEventKind.SwingSuperseded or StructureEventKind.SwingFinal when _swings.TryGetValue(key, out var swing):
                _swings[key] = item.ToSwing() with { KnownAt = swing.KnownAt };
                break;
            case StructureEventKind.BreakKnown:
                _breaks[key] = item.ToBreak();
                break;
            case StructureEventKind.BreakCancelled or StructureEventKind.BreakFinal when _breaks.TryGetValue(key, out var known):
                _breaks[key] = item.ToBreak() with { KnownAt = known.KnownAt };
                break;
            case StructureEventKind.LiveBreak:
                _liveBreaks.Add(item.ToLiveBreak());
                break;
            case StructureEventKind.GapOpened:
                _gaps[key] = item.ToGap();
                break;
            case StructureEventKind.GapMerged:
                _gaps.Remove(key);
                break;
            case StructureEventKind.GapMitigated when _gaps.TryGetValue(key, out var gap):
                _gaps[key] = gap with { Status = "mitigated", FinalAt = item.FinalAt };
                break;
            case StructureEventKind.PoolFormed:
                _pools[key] = item.ToPool();
                break;
            case StructureEventKind.PoolGrown or StructureEventKind.PoolSwept or StructureEventKind.PoolFinal when _pools.TryGetValue(key, out var pool):
                _pools[key] = item.ToPool() with { KnownAt = pool.KnownAt };
                break;
            default:
                AddBlockOrSweep(item);
                break;
        }
    }

    private static OrderBlockView ToView(in OrderBlock block) => new(
        block.Direction.ToName(),
        Top: block.Top,
        Bottom: block.Bottom,
        block.Status switch { OrderBlockStatus.Active => "active", OrderBlockStatus.Mitigated => "mitigated", _ => "breaker" },
        block.OriginAt,
        block.KnownAt,
        FinalAt: null,
        MitigatedAt: Optional(block.MitigatedAt),
        BrokenAt: Optional(block.BrokenAt),
        block.Volume,
        block.Balance,
        block.TriggerSuperseded);

    private static LiquidityView ToView(in LiquidityPool pool) => new(
        pool.Side.ToSide(), pool.Level, Top: pool.Top, Bottom: pool.Bottom, "open", pool.OriginAt, pool.KnownAt, FinalAt: null, SweptAt: null, pool.Touches);

    private static Timestamp? Optional(Timestamp at) => at == Timestamp.Epoch ? null : at;

    private void AddBlockOrSweep(in StructureEvent item)
    {
        var block = new Key(item.OriginIndex, item.Direction, item.CauseIndex);
        var sweep = new Key(item.OriginIndex, item.Direction, item.BrokenIndex, item.Tag);
        switch (item.Kind)
        {
            case StructureEventKind.BlockActive:
                _blocks[block] = item.ToBlock();
                break;
            case StructureEventKind.BlockMitigated when _blocks.TryGetValue(block, out var known):
                _blocks[block] = known with { Status = "mitigated", MitigatedAt = item.KnownAt };
                break;
            case StructureEventKind.BlockBroken when _blocks.TryGetValue(block, out var known):
                _blocks[block] = known with { Status = "breaker", BrokenAt = item.KnownAt };
                break;
            case StructureEventKind.BlockInvalidated when _blocks.TryGetValue(block, out var known):
                _blocks[block] = known with { Status = "invalidated", FinalAt = item.KnownAt };
                break;
            case StructureEventKind.BlockTriggerSuperseded when _blocks.TryGetValue(block, out var known):
                _blocks[block] = known with { TriggerSuperseded = true };
                break;
            case StructureEventKind.SweepKnown:
                _sweeps[sweep] = item.ToSweep();
                break;
            case StructureEventKind.SweepConfirmed or StructureEventKind.SweepFailed when _sweeps.TryGetValue(sweep, out var known):
                _sweeps[sweep] = item.ToSweep() with { KnownAt = known.KnownAt };
                break;
            default:
                // Periods, sessions and the range are read from the analyzers; the rest is about what has left the log.
                break;
        }
    }

    private readonly record struct Key(int Origin, Direction Direction, int Cause = -1, StructureTag Tag = StructureTag.None);
}
