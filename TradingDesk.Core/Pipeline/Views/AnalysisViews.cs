using System.Globalization;
using System.Text;
using TradingDesk.Core.Analysis;
using TradingDesk.Core.Analysis.Structure;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Storage;

namespace TradingDesk.Core.Pipeline.Views;

/// <summary>The multi-timeframe reading of one symbol, with a narrative in plain words.</summary>
internal static class AnalysisViews
{
    public static MultiTimeframeReport Build(SymbolLane lane)
    {
        var readings = SymbolLane.AnalysedTimeframes.Select(t => Build(lane, t)).ToArray();
        var alignment = Alignment(lane);
        var status = readings.All(r => string.Equals(r.Status, "ready", StringComparison.Ordinal)) ? "ready" : "warmingUp";
        return new MultiTimeframeReport(
            lane.Instrument.Symbol.Name,
            new MultiTimeframeAnalysis(status, readings, alignment, Confidence: null, Narrate(lane, alignment)) { OrderFlow = OrderFlowViews.Build(lane.OrderFlow.Read()) },
            [.. SymbolLane.AnalysedTimeframes.Select(t => t.ToString())]);
    }

    public static TimeframeTrend Trend(TimeframeAnalysis analysis) =>
        new(analysis.Timeframe.ToString(), analysis.Structure.Trend.ToTrend(), analysis.BarsUsed > 0 ? analysis.LastBar.CloseTime : null, analysis.BarsUsed);

    private static TimeframeAnalysisView Build(SymbolLane lane, Timeframe timeframe)
    {
        var a = lane.Analysis(timeframe);
        var swings = StructureViews.Build(lane, timeframe).Swings;
        var vwap = a.Vwap.Current;
        return new TimeframeAnalysisView(
            a.Timeframe.ToString(),
            a.BarsUsed >= a.LongEmaPeriod ? "ready" : "warmingUp",
            a.BarsUsed,
            a.BarsUsed > 0 ? a.LastBar.CloseTime : null,
            a.Structure.Trend.ToTrend(),
            a.Structure.LastLiveBreak is { } live ? live.ToLiveBreak() : null,
            LastFinal(swings, "high"),
            LastFinal(swings, "low"),
            a.Atr14.Current,
            a.Ema20.Current,
            a.LongEma.Current,
            a.Rsi14.Current,
            vwap?.Vwap,
            vwap?.Upper(1),
            vwap?.Lower(1))
        {
            Indicators = MeasureViews.Indicators(a),
            Momentum = MeasureViews.Momentum(a.Measures),
            Patterns = MeasureViews.Patterns(a.Measures),
        };
    }

    private static SwingView? LastFinal(IReadOnlyList<SwingView> swings, string kind) =>
        swings.LastOrDefault(s => string.Equals(s.Status, "final", StringComparison.Ordinal) && string.Equals(s.Kind, kind, StringComparison.Ordinal));

    /// <summary>Mean trend of the five timeframes, −1 all bearish to +1 all bullish; <see langword="null"/> until each has a bar.</summary>
    private static double? Alignment(SymbolLane lane)
    {
        double sum = 0;
        foreach (var timeframe in SymbolLane.AnalysedTimeframes)
        {
            var analysis = lane.Analysis(timeframe);
            if (analysis.BarsUsed == 0)
            {
                return null;
            }

            sum += (int)analysis.Structure.Trend;
        }

        return sum / SymbolLane.AnalysedTimeframes.Count;
    }

    private static string Narrate(SymbolLane lane, double? alignment)
    {
        var text = new StringBuilder();
        for (var i = SymbolLane.AnalysedTimeframes.Count - 1; i >= 0; i--)
        {
            var a = lane.Analysis(SymbolLane.AnalysedTimeframes[i]);
            text.Append(CultureInfo.InvariantCulture, $"{a.Timeframe} is {a.Structure.Trend.ToTrend()}");
            if (a.Structure.LastLiveBreak is { } live)
            {
                var age = a.BarsUsed - 1 - live.KnownAtIndex;
                text.Append(CultureInfo.InvariantCulture, $", last break {(live.Break == BreakKind.Choch ? "CHOCH" : "BOS")} {live.Direction.ToTrend()} {age} bars ago");
            }

            text.Append(i > 0 ? "; " : ". ");
        }

        text.Append(alignment switch
        {
            null => "Some timeframes have no closed bar yet.",
            > 0.5 => "The timeframes agree on up.",
            < -0.5 => "The timeframes agree on down.",
            _ => "The timeframes do not agree.",
        });
        return text.ToString();
    }
}
