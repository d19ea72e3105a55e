using TradingDesk.Core.Analysis.Liquidity;
using TradingDesk.Core.Analysis.Structure;
using TradingDesk.Core.Analysis.Structure.Blocks;
using TradingDesk.Core.Analysis.Structure.Gaps;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Analysis.Parity;

/// <summary>
/// The eight tables of the reference library (smart-money-concepts 0.0.27, DOMAIN B1) over a whole series of bars, made by the desk's own steps. What the
/// reference knows beforehand (the final set of swings, the range of all data) is handed to the steps here; nothing of this is fit for live use.
/// </summary>
public sealed class SmcBatch
{
    private readonly IReadOnlyList<Bar> _bars;
    private readonly StructureOptions _options;
    private readonly List<StructureEvent> _structure;
    private readonly SmcSwing[] _swings;

    /// <param name="swingLength">Bars after a swing that confirm it, 1 to 50.</param>
    public SmcBatch(IReadOnlyList<Bar> bars, int swingLength)
    {
        _bars = bars;
        _options = new StructureOptions { SwingLength = swingLength, Parity = true, MaxOpenGaps = 100_000, MaxOrderBlocks = 10_000, MaxWaitingPatterns = 100_000 };
        var analyzer = new StructureAnalyzer(_options);
        _structure = Collect((bar, _, sink) => analyzer.Update(bar, sink));
        _swings = FinalSet(analyzer);
    }

    /// <summary><c>swing_highs_lows</c>, with its two anchors.</summary>
    public IReadOnlyList<SmcSwing> Swings => _swings;

    /// <summary>The log that swings and breaks are folded from.</summary>
    internal IReadOnlyList<StructureEvent> Events => _structure;

    /// <summary><c>bos_choch</c> with <c>close_break</c>.</summary>
    public IReadOnlyList<SmcBreak> Breaks() => SmcFold.Breaks(_structure);

    /// <summary><c>fvg</c>.</summary>
    public IReadOnlyList<SmcGap> Gaps(bool joinConsecutive)
    {
        var gaps = new FairValueGaps(new StructureOptions { JoinConsecutiveGaps = joinConsecutive, MaxOpenGaps = _options.MaxOpenGaps });
        return SmcFold.Gaps(Collect((bar, index, sink) => gaps.Update(bar, new BarContext(index, bar, sink))));
    }

    /// <summary><c>ob</c>.</summary>
    public IReadOnlyList<SmcBlock> OrderBlocks()
    {
        var blocks = new OrderBlocks(_options);
        var next = 0;
        return SmcFold.Blocks(Collect((bar, index, sink) =>
        {
            blocks.Update(bar, new BarContext(index, bar, sink));
            for (; next < _swings.Length && _swings[next].Row == index; next++)
            {
                blocks.WatchFinal(ToSwing(_swings[next]));
            }
        }));
    }

    /// <summary><c>liquidity</c>.</summary>
    /// <param name="rangePercent">Half a band's width as a fraction of the range of all data.</param>
    public IReadOnlyList<SmcPool> Liquidity(double rangePercent = 0.01)
    {
        if (_bars.Count == 0)
        {
            return [];
        }

        var width = (_bars.Max(bar => bar.High) - _bars.Min(bar => bar.Low)) * rangePercent;
        var highs = new LiquidityPools(Direction.Bullish, int.MaxValue);
        var lows = new LiquidityPools(Direction.Bearish, int.MaxValue);
        var next = 0;
        return SmcFold.Pools(Collect((bar, index, sink) =>
        {
            var context = new BarContext(index, bar, sink);
            highs.Update(bar.High, bar.Low, context);
            lows.Update(bar.High, bar.Low, context);
            for (; next < _swings.Length && _swings[next].Row == index; next++)
            {
                var swing = ToSwing(_swings[next]);
                (swing.Direction == Direction.Bullish ? highs : lows).OnFinal(swing, width, reachedSince: swing.Level, context);
            }
        }));
    }

    /// <summary><c>previous_high_low</c>: a row for every bar.</summary>
    /// <param name="period">Four hours, day or week.</param>
    public IReadOnlyList<SmcPeriodRow> PreviousHighLow(StructureTag period) => SmcSeries.PreviousHighLow(_bars, period);

    /// <summary><c>sessions</c>: a row for every bar.</summary>
    /// <param name="start">UTC time of day, inclusive.</param>
    /// <param name="end">UTC time of day, inclusive too.</param>
    public IReadOnlyList<SmcSessionRow> Session(TimeSpan start, TimeSpan end) => SmcSeries.Session(_bars, start, end);

    /// <summary><c>retracements</c>: a row for every bar.</summary>
    public IReadOnlyList<SmcRetracementRow> Retracements() => SmcRetracements.Build(_bars, _swings);

    private Swing ToSwing(in SmcSwing row) => new((Direction)row.Side, row.Row, _bars[row.Row].OpenTime, row.Level);

    /// <summary>The final swings and the last provisional one, between the rows that the reference takes for swings at either end.</summary>
    private SmcSwing[] FinalSet(StructureAnalyzer analyzer)
    {
        var swings = _structure.Where(item => item.Kind == StructureEventKind.SwingFinal).Select(item => new SmcSwing(item.OriginIndex, (int)item.Direction, item.Level)).ToList();
        if (analyzer.ProvisionalSwing is not { } last)
        {
            return [];
        }

        swings.Add(new SmcSwing(last.Index, (int)last.Direction, last.Level));
        return [Anchor(0, -swings[0].Side), .. swings, Anchor(_bars.Count - 1, -swings[^1].Side)];
    }

    private SmcSwing Anchor(int row, int side) => new(row, side, side > 0 ? _bars[row].High : _bars[row].Low);

    private List<StructureEvent> Collect(Action<Bar, int, IEventSink<StructureEvent>> step)
    {
        var log = new Log();
        for (var i = 0; i < _bars.Count; i++)
        {
            step(_bars[i], i, log);
        }

        return log.Events;
    }

    private sealed class Log : IEventSink<StructureEvent>
    {
        public List<StructureEvent> Events { get; } = [];

        public void Add(in StructureEvent item) => Events.Add(item);
    }
}
