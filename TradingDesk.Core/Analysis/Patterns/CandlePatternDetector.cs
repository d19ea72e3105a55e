using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Analysis.Patterns;

/// <summary>
/// Candlestick patterns as TA-Lib recognises them (averages over the candles before, the pattern's own excluded), and three of price action. A pattern is
/// known at the close of its last bar and never withdrawn. Source: TA-Lib, <c>ta_CDL*.c</c> and the candle settings of <c>ta_global.c</c>.
/// </summary>
public sealed class CandlePatternDetector : IAnalyzer<CandlePatternEvent>
{
    private readonly CandlePatternOptions _options;
    private readonly CandleHistory _history = new();
    private readonly PatternRule[] _rules = [.. PatternRule.All];

    /// <exception cref="System.ComponentModel.DataAnnotations.ValidationException">An option is out of range.</exception>
    public CandlePatternDetector(CandlePatternOptions options)
    {
        options.Validate();
        _options = options;
    }

    public int WarmupBars => 1;

    public void Update(in Bar bar, IEventSink<CandlePatternEvent> sink)
    {
        _history.Add(bar);
        foreach (var rule in _rules)
        {
            if (_history.LastIndex >= rule.Lookback && rule.Match(_history, _options) is not 0 and var strength)
            {
                sink.Add(new CandlePatternEvent(
                    rule.Pattern,
                    rule.DirectionOf(strength),
                    strength,
                    rule.Confidence * Math.Abs(strength) / 100,
                    rule.Bars,
                    _history[rule.Bars - 1].Bar.OpenTime,
                    _history.LastIndex,
                    bar.CloseTime,
                    bar.Close));
            }
        }
    }

    public void Reset() => _history.Reset();

    public void SaveState(StateWriter writer)
    {
        writer.Section("candlePatterns", 1);
        _history.SaveState(writer);
    }

    public void LoadState(StateReader reader)
    {
        reader.Section("candlePatterns", 1);
        _history.LoadState(reader);
    }
}
