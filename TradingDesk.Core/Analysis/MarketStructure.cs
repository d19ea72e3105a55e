using TradingDesk.Core.Analysis.Liquidity;
using TradingDesk.Core.Analysis.Structure;
using TradingDesk.Core.Analysis.Structure.Blocks;
using TradingDesk.Core.Analysis.Structure.Gaps;
using TradingDesk.Core.Analysis.Structure.Ranges;
using TradingDesk.Core.Analysis.Structure.Sessions;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Analysis;

/// <summary>
/// All families of market structure of one instrument and timeframe in one append-only log: swings and breaks, fair value gaps, order blocks, the dealing
/// range, liquidity and sweeps, previous highs and lows, sessions.
/// </summary>
/// <remarks>
/// Order of events within a bar, fixed: first those of <see cref="StructureAnalyzer"/>; gaps (merged, mitigated, opened); order blocks (what becomes of
/// them, new ones, superseded triggers); the range; sweeps (settled, new); pools (swept, final, formed or grown); periods; sessions. Each family looks at a bar against
/// what was known at the bar before. Memory is bounded by the options; a bar costs O(1) on average, O(log n) or a scan of a bounded list where it
/// changes something, and allocates nothing once the lists have grown.
/// </remarks>
public sealed class MarketStructure : IAnalyzer<StructureEvent>
{
    private readonly FairValueGaps _gaps;
    private readonly OrderBlocks _blocks;
    private readonly DealingRange _range = new();
    private readonly SessionTracker[] _sessions = [.. SessionTable.Default.Select(session => new SessionTracker(session))];
    private Timestamp _lastClose;

    /// <exception cref="System.ComponentModel.DataAnnotations.ValidationException">An option is out of range.</exception>
    public MarketStructure(StructureOptions structure, LiquidityOptions liquidity)
    {
        Swings = new StructureAnalyzer(structure);
        Liquidity = new LiquidityAnalyzer(liquidity);
        _gaps = new FairValueGaps(structure);
        _blocks = new OrderBlocks(structure);
    }

    /// <summary>A session or period opens with the first bar.</summary>
    public int WarmupBars => 1;

    /// <summary>Swings, breaks, trend.</summary>
    public StructureAnalyzer Swings { get; }

    public LiquidityAnalyzer Liquidity { get; }

    /// <summary><see langword="null"/> until a high and a low are final.</summary>
    public RangeReading? Range => _range.Current;

    /// <summary>Each session that has begun at least once, running or over.</summary>
    public IEnumerable<SessionReading> Sessions => _sessions.Where(session => session.Current is not null).Select(session => session.Current!.Value);

    /// <summary>Bars that opened before the last one closed: not taken, because the past is not rewritten.</summary>
    public long LateBars { get; private set; }

    /// <summary>Open gaps forgotten because there were too many.</summary>
    public long DroppedGaps => _gaps.Dropped;

    /// <summary>Order blocks forgotten because there were too many.</summary>
    public long DroppedBlocks => _blocks.Dropped;

    /// <summary>Gaps below (bullish) or above (bearish) the market that no bar has touched, oldest first.</summary>
    public IEnumerable<FairValueGap> OpenGaps(Direction direction) => _gaps.OpenGaps(direction);

    /// <summary>Order blocks that are not invalidated, oldest first.</summary>
    public IReadOnlyList<OrderBlock> LiveBlocks(Direction direction) => _blocks.Live(direction);

    public void Update(in Bar bar, IEventSink<StructureEvent> sink)
    {
        if (bar.OpenTime < _lastClose)
        {
            LateBars++;
            return;
        }

        _lastClose = bar.CloseTime;
        var context = new BarContext(Swings.Bars, bar, sink);
        Swings.Update(bar, sink);
        _gaps.Update(bar, context);
        _blocks.Update(bar, context);
        if (Swings.Change != SwingChange.None)
        {
            _blocks.OnSwing(Swings.Change, Swings.ProvisionalSwing!.Value, context);
        }

        _range.Update(bar, Swings.FinalisedSwing, context);
        Liquidity.Update(bar, Swings.Change, Swings.FinalisedSwing, context);
        if (bar.Timeframe <= Timeframe.H1)
        {
            // Longer bars reach across kill zones.
            foreach (var session in _sessions)
            {
                session.Update(bar, context);
            }
        }
    }

    public void Reset()
    {
        Swings.Reset();
        _gaps.Reset();
        _blocks.Reset();
        _range.Reset();
        Liquidity.Reset();
        Array.ForEach(_sessions, session => session.Reset());
        (_lastClose, LateBars) = (default, 0);
    }

    public void SaveState(StateWriter writer)
    {
        writer.Section("marketStructure", 1);
        writer.Write(_lastClose);
        writer.Write(LateBars);
        Swings.SaveState(writer);
        _gaps.SaveState(writer);
        _blocks.SaveState(writer);
        _range.SaveState(writer);
        Liquidity.SaveState(writer);
        foreach (var session in _sessions)
        {
            session.SaveState(writer);
        }
    }

    public void LoadState(StateReader reader)
    {
        reader.Section("marketStructure", 1);
        _lastClose = reader.ReadTimestamp();
        LateBars = reader.ReadInt64();
        Swings.LoadState(reader);
        _gaps.LoadState(reader);
        _blocks.LoadState(reader);
        _range.LoadState(reader);
        Liquidity.LoadState(reader);
        foreach (var session in _sessions)
        {
            session.LoadState(reader);
        }
    }
}
