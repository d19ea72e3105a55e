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

    [SharedDataFact(IndicatorReference.Quotes, "indicator-results/vwap.standard.json")]
    public void AnchoredVwap_DefaultQuotesFromFirstBar_EqualsReference() =>
        Check(Results("vwap", "vwap"), new AnchoredVwap(SessionAnchor.FirstBar), reading => reading);

    [SharedDataFact(IndicatorReference.Quotes, "indicator-results/sma.standard.json")]
    public void Sma_DefaultQuotes_EqualsReference() => Check(Results("sma", "sma"), new Sma(20), reading => reading);

    [SharedDataTheory(IndicatorReference.Quotes, "indicator-results/macd.standard.json")]
    [InlineData("macd")]
    [InlineData("signal")]
    [InlineData("histogram")]
    public void Macd_DefaultQuotes_EqualsReference(string property) => Check(Results("macd", property), new Macd(), reading => property switch
    {
        "macd" => reading?.Macd,
        "signal" => reading?.Signal,
        _ => reading?.Histogram,
    });

    [SharedDataTheory(IndicatorReference.Quotes, "indicator-results/adx.standard.json")]
    [InlineData("pdi")]
    [InlineData("mdi")]
    [InlineData("dx")]
    [InlineData("adx")]
    [InlineData("adxr")]
    public void Adx_DefaultQuotes_EqualsReference(string property) => Check(Results("adx", property), new Adx(14), reading => property switch
    {
        "pdi" => reading?.PlusDi,
        "mdi" => reading?.MinusDi,
        "dx" => reading?.Dx,
        "adx" => reading?.Adx,
        _ => reading?.Adxr,
    });

    [SharedDataTheory(IndicatorReference.Quotes, "indicator-results/bb.standard.json")]
    [InlineData("sma")]
    [InlineData("upperBand")]
    [InlineData("lowerBand")]
    [InlineData("percentB")]
    [InlineData("zScore")]
    [InlineData("width")]
    public void BollingerBands_DefaultQuotes_EqualsReference(string property) => Check(Results("bb", property), new BollingerBands(), reading => property switch
    {
        "sma" => reading?.Middle,
        "upperBand" => reading?.Upper,
        "lowerBand" => reading?.Lower,
        "percentB" => reading?.PercentB,
        "zScore" => reading?.ZScore,
        _ => reading?.Width,
    });

    [SharedDataTheory(IndicatorReference.Quotes, "indicator-results/supertrend.standard.json")]
    [InlineData("superTrend")]
    [InlineData("upperBand")]
    [InlineData("lowerBand")]
    public void SuperTrend_DefaultQuotes_EqualsReference(string property) => Check(Results("supertrend", property), new SuperTrend(), reading => property switch
    {
        "superTrend" => reading?.Value,
        "upperBand" => reading is { IsBullish: false } bearish ? bearish.Value : null,
        _ => reading is { IsBullish: true } bullish ? bullish.Value : null,
    });

    [SharedDataTheory(IndicatorReference.Quotes, "indicator-results/stdev.standard.json")]
    [InlineData("stdDev")]
    [InlineData("mean")]
    [InlineData("zScore")]
    public void StandardDeviation_DefaultQuotes_EqualsReference(string property) => Check(Results("stdev", property), new StandardDeviation(14), reading => property switch
    {
        "stdDev" => reading?.Deviation,
        "mean" => reading?.Mean,
        _ => reading?.ZScore,
    });

    [SharedDataTheory(IndicatorReference.Quotes, "indicator-results/roc.standard.json")]
    [InlineData("momentum")]
    [InlineData("roc")]
    public void RateOfChange_DefaultQuotes_EqualsReference(string property) =>
        Check(Results("roc", property), new RateOfChange(14), reading => property == "momentum" ? reading?.Change : reading?.Fraction * 100);

    [SharedDataFact(IndicatorReference.Quotes, "indicator-results/tr.standard.json")]
    public void TrueRange_DefaultQuotes_EqualsReference() => Check(Results("tr", "tr"), new Atr(1), reading => reading);

    [SharedDataFact(IndicatorReference.Quotes, "indicator-results/doji.standard.json", "indicator-results/marubozu.standard.json")]
    public void CandleShape_DefaultQuotes_MatchesWhereTheReferenceDoes()
    {
        var bars = IndicatorReference.ReadBars(IndicatorReference.Quotes);
        var doji = IndicatorReference.ReadResults("indicator-results/doji.standard.json", "match");
        var marubozu = IndicatorReference.ReadResults("indicator-results/marubozu.standard.json", "match");

        Assert.Equal(doji.Select(match => match != 0), bars.Select(bar => CandleShape.IsDojiByPrice(bar)));
        Assert.Equal(marubozu.Select(match => match != 0), bars.Select(bar => CandleShape.Of(bar).IsMarubozuByRange()));
        Assert.Equal((112, 6), (doji.Count(match => match != 0), marubozu.Count(match => match != 0)));
    }

    /// <summary>Planted bugs: a period off by one, and a sample instead of a population deviation, must both be seen.</summary>
    [SharedDataFact(IndicatorReference.Quotes, "indicator-results/sma.standard.json", "indicator-results/bb.standard.json")]
    public void Check_PlantedBug_IsSeen()
    {
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Check(Results("sma", "sma"), new Sma(21), reading => reading));
        var sample = Math.Sqrt(20.0 / 19);
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() =>
            Check(Results("bb", "upperBand"), new BollingerBands(20, 2 * sample), reading => reading?.Upper));
    }

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
        CheckFinite(new Sma(20), bars, reading => reading);
        CheckFinite(new Macd(), bars, reading => reading.Macd + (reading.Histogram ?? 0));
        CheckFinite(new Adx(), bars, reading => reading.PlusDi + reading.MinusDi + (reading.Adx ?? 0) + (reading.Adxr ?? 0));
        CheckFinite(new BollingerBands(), bars, reading => reading.Upper + reading.Lower + reading.Width + (reading.PercentB ?? 0) + (reading.ZScore ?? 0));
        CheckFinite(new SuperTrend(), bars, reading => reading.Value);
        CheckFinite(new StandardDeviation(14), bars, reading => reading.Deviation + (reading.ZScore ?? 0));
        CheckFinite(new RateOfChange(14), bars, reading => reading.Fraction);
        CheckFinite(new VolumeActivity(), bars, reading => (reading.Ratio ?? 0) + (reading.ZScore ?? 0));
        CheckFinite(new RollingVwap(60), bars, reading => reading);
    }

    private static double?[] Results(string file, string property) => IndicatorReference.ReadResults($"indicator-results/{file}.standard.json", property);

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
