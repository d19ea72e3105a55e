using TradingDesk.Core.Domain;
using TradingDesk.Core.Indicators;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Golden;

/// <summary>Every row of the reference's result files, null rows included, to 1e-8.</summary>
public sealed class IndicatorGoldenTests
{
    private const double Tolerance = 1e-8;

    [SharedDataFact(IndicatorReference.Quotes, "indicator-results/atr.standard.json")]
    public void Atr_DefaultQuotes_EqualsReference() =>
        Check(IndicatorReference.ReadResults("indicator-results/atr.standard.json", "atr"), new Atr(14), reading => reading);

    [SharedDataFact(IndicatorReference.Quotes, "indicator-results/ema.standard.json")]
    public void Ema_DefaultQuotes_EqualsReference() =>
        Check(IndicatorReference.ReadResults("indicator-results/ema.standard.json", "ema"), new Ema(20), reading => reading);

    [SharedDataFact(IndicatorReference.Quotes, "indicator-results/rsi.standard.json")]
    public void Rsi_DefaultQuotes_EqualsReference() =>
        Check(IndicatorReference.ReadResults("indicator-results/rsi.standard.json", "rsi"), new Rsi(14), reading => reading);

    [SharedDataFact(IndicatorReference.Quotes, "indicator-results/vwap.standard.json")]
    public void SessionVwap_DefaultQuotesFromFirstBar_EqualsReference() => Check(
        IndicatorReference.ReadResults("indicator-results/vwap.standard.json", "vwap"),
        new SessionVwap(SessionAnchor.FirstBar),
        reading => reading?.Vwap);

    [SharedDataTheory(
        "indicator-results/bad.csv",
        "indicator-results/zeros.csv",
        "indicator-results/mismatch.csv",
        "indicator-results/toobig.csv",
        "indicator-results/penny.csv",
        "indicator-results/intraday.csv")]
    [InlineData("bad", 300)]
    [InlineData("zeros", 0)]
    [InlineData("mismatch", 400)]
    [InlineData("toobig", 1_000)]
    [InlineData("penny", 500)]
    [InlineData("intraday", 1_500)]
    public void EveryIndicator_AwkwardInput_GivesFiniteReadings(string file, int atLeast)
    {
        var bars = IndicatorReference.ReadBars($"indicator-results/{file}.csv");

        Assert.True(bars.Length >= atLeast, $"{file}: {bars.Length} bars");
        CheckFinite(new Atr(), bars, reading => reading);
        CheckFinite(new Ema(20), bars, reading => reading);
        CheckFinite(new Rsi(), bars, reading => reading);
        CheckFinite(new SessionVwap(SessionAnchor.UtcDay), bars, reading => reading.Vwap + (reading.Sigma ?? 0));
    }

    private static void CheckFinite<TReading>(IBarStep<TReading> step, Bar[] bars, Func<TReading, double> value)
        where TReading : struct
    {
        foreach (var bar in bars)
        {
            if (step.Update(bar) is { } reading)
            {
                Assert.True(double.IsFinite(value(reading)), $"{step.GetType().Name} at {bar.OpenTime}");
            }
        }
    }

    private static void Check<TReading>(double?[] expected, IBarStep<TReading> step, Func<TReading?, double?> value)
        where TReading : struct
    {
        var bars = IndicatorReference.ReadBars(IndicatorReference.Quotes);
        Assert.Equal(502, bars.Length);
        Assert.Equal(expected.Length, bars.Length);
        for (var i = 0; i < bars.Length; i++)
        {
            var actual = value(step.Update(bars[i]));
            Assert.True(
                expected[i].HasValue == actual.HasValue && Math.Abs(expected[i].GetValueOrDefault() - actual.GetValueOrDefault()) <= Tolerance,
                $"Row {i}: expected {expected[i]:R}, got {actual:R}.");
        }
    }
}
