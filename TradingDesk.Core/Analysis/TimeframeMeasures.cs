using TradingDesk.Core.Analysis.Momentum;
using TradingDesk.Core.Analysis.Patterns;
using TradingDesk.Core.Analysis.Structure;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Indicators;

namespace TradingDesk.Core.Analysis;

/// <summary>Trend strength, bands, momentum and candlestick patterns of one timeframe, beside its structure.</summary>
public sealed class TimeframeMeasures : IHasState
{
    /// <summary>Patterns and divergences kept for readers.</summary>
    public const int RecentEvents = 32;

    private readonly CandlePatternDetector _patterns = new(new CandlePatternOptions());
    private readonly DivergenceDetector _divergences = new();

    public Adx Adx14 { get; } = new();

    public BollingerBands Bollinger { get; } = new();

    public SuperTrend SuperTrend { get; } = new();

    public MomentumScore Momentum { get; } = new();

    public MomentumQuality Quality { get; } = new();

    public MomentumDecay Decay { get; } = new();

    public Macd Macd => Momentum.Macd;

    public VolumeActivity Volume => Momentum.Volume;

    /// <summary>The newest candlestick patterns.</summary>
    public RecentLog<CandlePatternEvent> Patterns { get; } = new(RecentEvents);

    /// <summary>The newest divergences.</summary>
    public RecentLog<DivergenceEvent> Divergences { get; } = new(RecentEvents);

    /// <summary>Takes the next closed bar after <paramref name="structure"/> has taken it.</summary>
    public void Update(in Bar bar, StructureAnalyzer structure)
    {
        Adx14.Update(bar);
        Bollinger.Update(bar);
        SuperTrend.Update(bar);
        Momentum.Update(bar);
        Quality.Update(bar);
        Decay.Update(bar);
        _patterns.Update(bar, Patterns);
        _divergences.Update(bar, structure.LastFinalHigh, structure.LastFinalLow, Divergences);
    }

    public void SaveState(StateWriter writer)
    {
        writer.Section(nameof(TimeframeMeasures), 1);
        foreach (var part in Parts())
        {
            part.SaveState(writer);
        }
    }

    public void LoadState(StateReader reader)
    {
        reader.Section(nameof(TimeframeMeasures), 1);
        foreach (var part in Parts())
        {
            part.LoadState(reader);
        }
    }

    private IHasState[] Parts() => [Adx14, Bollinger, SuperTrend, Momentum, Quality, Decay, _patterns, Patterns, _divergences, Divergences];
}
