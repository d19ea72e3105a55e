using TradingDesk.Core.Analysis;
using TradingDesk.Core.Analysis.Momentum;
using TradingDesk.Core.Analysis.Structure;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Storage;

namespace TradingDesk.Core.Pipeline.Views;

/// <summary>Indicator values, momentum and candlestick patterns of one timeframe.</summary>
internal static class MeasureViews
{
    public static IndicatorsView Indicators(TimeframeAnalysis analysis)
    {
        var measures = analysis.Measures;
        var (macd, adx, bands, trend) = (measures.Macd.Current, measures.Adx14.Current, measures.Bollinger.Current, measures.SuperTrend.Current);
        var vwap = analysis.Vwap.Current;
        return new IndicatorsView(
            macd?.Macd,
            macd?.Signal,
            macd?.Histogram,
            adx?.PlusDi,
            adx?.MinusDi,
            adx?.Adx,
            bands?.Upper,
            bands?.Middle,
            bands?.Lower,
            bands?.PercentB,
            bands?.ZScore,
            bands?.Width,
            trend?.Value,
            trend is { } t ? NameOf(t.IsBullish ? Direction.Bullish : Direction.Bearish) : null,
            measures.Volume.Current?.Ratio,
            measures.Volume.Current?.ZScore,
            [.. Enumerable.Range(1, 3).Select(k => new BandView(k, vwap?.Upper(k), vwap?.Lower(k)))]);
    }

    public static MomentumView Momentum(TimeframeMeasures measures)
    {
        var momentum = measures.Momentum.Current;
        var decay = measures.Decay.Current;
        return new MomentumView(
            momentum.HasValue && decay.HasValue ? "ready" : "warmingUp",
            momentum is { } up ? ToView(up.For(Direction.Bullish)) : null,
            momentum is { } down ? ToView(down.For(Direction.Bearish)) : null,
            momentum?.SlopeAtr,
            momentum?.RangeRatio,
            momentum?.AtrRatio,
            measures.Quality.Current is { } quality ? new MomentumQualityView(NameOf(quality.Direction), quality.Run, Camel(quality.Grade.ToString())) : null,
            decay is { Move: not Direction.None } d ? new MomentumDecayView(NameOf(d.Move), d.RsiDecays, d.MacdDecays) : null,
            [.. measures.Divergences.ToArray().Select(ToView)]);
    }

    public static IReadOnlyList<PatternView> Patterns(TimeframeMeasures measures) =>
    [
        .. measures.Patterns.ToArray().Select(p => new PatternView(
            Camel(p.Pattern.ToString()), NameOf(p.Direction), p.Strength, p.Confidence, p.Bars, p.OriginAt, p.KnownAt, p.Close)),
    ];

    /// <summary>Unlike a trend, a reading without direction is not a range.</summary>
    public static string NameOf(Direction direction) => direction == Direction.None ? "none" : StructureNames.ToName(direction);

    public static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    private static MomentumVerdictView ToView(MomentumVerdict verdict) => new(Camel(verdict.State.ToString()), verdict.Score, verdict.Confidence);

    private static DivergenceView ToView(DivergenceEvent item) => new(
        Camel(item.Source.ToString()),
        Camel(item.Kind.ToString()),
        NameOf(item.Direction),
        item.FirstAt,
        item.SecondAt,
        item.FirstPrice,
        item.SecondPrice,
        item.FirstValue,
        item.SecondValue,
        item.KnownAt);
}
