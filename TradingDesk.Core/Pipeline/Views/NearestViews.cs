using TradingDesk.Core.Analysis;
using TradingDesk.Core.Analysis.Structure;
using TradingDesk.Core.Analysis.Structure.Blocks;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Storage;

namespace TradingDesk.Core.Pipeline.Views;

/// <summary>The levels and zones nearest to the last close of a timeframe, nearest first, their distance in ATR(14). Empty while the ATR warms up.</summary>
internal static class NearestViews
{
    private const int MaxItems = 6;

    public static IReadOnlyList<LevelView> Liquidity(TimeframeAnalysis analysis)
    {
        var liquidity = analysis.Market.Liquidity;
        var pools = Sides().SelectMany(side => liquidity.OpenPools(side).Select(pool => (Kind: side == Direction.Bullish ? "equalHighs" : "equalLows", Price: pool.Level)));
        var highs = liquidity.Periods.Where(period => period.HighBrokenAt is null).Select(period => (Kind: $"{period.Tag.ToName()}High", Price: period.High));
        var lows = liquidity.Periods.Where(period => period.LowBrokenAt is null).Select(period => (Kind: $"{period.Tag.ToName()}Low", Price: period.Low));
        return Nearest(analysis, [.. pools, .. highs, .. lows]);
    }

    /// <summary>Order blocks that price has not gone through, and open gaps, by the edge that price meets first.</summary>
    public static IReadOnlyList<LevelView> Zones(TimeframeAnalysis analysis)
    {
        var market = analysis.Market;
        var blocks = Sides().SelectMany(side => market.LiveBlocks(side)
            .Where(block => block.Status != OrderBlockStatus.Breaker)
            .Select(block => (Kind: $"{side.ToName()}OrderBlock", Price: block.NearEdge)));
        var gaps = Sides().SelectMany(side => market.OpenGaps(side).Select(gap => (Kind: $"{side.ToName()}FairValueGap", Price: gap.NearEdge)));
        return Nearest(analysis, [.. blocks, .. gaps]);
    }

    private static Direction[] Sides() => [Direction.Bullish, Direction.Bearish];

    private static LevelView[] Nearest(TimeframeAnalysis analysis, List<(string Kind, double Price)> levels) => analysis.Atr14.Current is { } atr and > 0
        ? [.. levels.Select(level => new LevelView(level.Kind, level.Price, (level.Price - analysis.LastBar.Close) / atr)).OrderBy(level => Math.Abs(level.DistanceAtr)).Take(MaxItems)]
        : [];
}
