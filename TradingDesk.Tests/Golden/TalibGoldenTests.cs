using System.Text.Json;
using TradingDesk.Core.Analysis;
using TradingDesk.Core.Analysis.Patterns;
using TradingDesk.Core.Domain;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Golden;

/// <summary>The seventeen candlestick patterns against TA-Lib's test vectors.</summary>
public sealed class TalibGoldenTests
{
    private const string Vectors = "ta-lib/cdl.json";

    /// <summary>The vectors are of a version before 0.6, which asked for both ends of an engulfing strictly.</summary>
    private static readonly CandlePatternOptions Options = new() { AllowEqualEnds = false };

    public static TheoryData<int> Excerpts => [.. Enumerable.Range(0, TalibExcerpts.All.Count)];

    [Theory]
    [MemberData(nameof(Excerpts))]
    public void Update_Excerpt_GivesTheValueAtItsLastCandle(int index)
    {
        var (pattern, value, candles) = TalibExcerpts.All[index];

        Assert.Equal(value, LastValue(Bars(candles), pattern));
    }

    /// <summary>Planted bug: a detector that is a bar late, or one that counts the candle itself into its yardsticks, finds other things.</summary>
    [Fact]
    public void Update_ExcerptsOneBarLate_AreNotAllFound()
    {
        var found = TalibExcerpts.All.Count(e => LastValue(Bars(e.Candles)[..^1], e.Pattern) == e.Value);

        Assert.True(found <= TalibExcerpts.All.Count / 4, $"{found} of {TalibExcerpts.All.Count} found a bar early");
    }

    [SharedDataFact(Vectors)]
    public void Update_AllVectors_EqualTalibRowByRow()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(SharedData.Require(Vectors)));
        var compared = 0;
        foreach (var vector in document.RootElement.GetProperty("_").EnumerateArray())
        {
            var name = vector.GetProperty("name").GetString()!;
            if (!TalibExcerpts.All.Any(e => e.Pattern == name))
            {
                continue;
            }

            var inputs = vector.GetProperty("inputs").EnumerateArray().Select(column => column.EnumerateArray().Select(v => v.GetDouble()).ToArray()).ToArray();
            var bars = Enumerable.Range(0, inputs[0].Length).Select(i => TestBars.Make(i, inputs[0][i], inputs[1][i], inputs[2][i], inputs[3][i])).ToArray();
            var values = Values(bars, name);
            var first = vector.GetProperty("range").EnumerateArray().First().GetInt32();
            var expected = vector.GetProperty("outputs")[0].EnumerateArray().Select(v => (int)v.GetDouble()).ToArray();
            for (var i = 0; i < expected.Length; i++)
            {
                Assert.True(expected[i] == values[first + i], $"{name} row {first + i}: expected {expected[i]}, got {values[first + i]}");
            }

            compared++;
        }

        Assert.Equal(17, compared);
    }

    private static int LastValue(Bar[] bars, string pattern) => Values(bars, pattern)[^1];

    private static int[] Values(Bar[] bars, string pattern)
    {
        var detector = new CandlePatternDetector(Options);
        var log = new RecentLog<CandlePatternEvent>(10_000);
        foreach (var bar in bars)
        {
            detector.Update(bar, log);
        }

        var values = new int[bars.Length];
        foreach (var item in log.ToArray().Where(e => e.Pattern.ToString() == pattern))
        {
            values[item.KnownAtIndex] = item.Strength;
        }

        return values;
    }

    private static Bar[] Bars(string candles) =>
    [
        .. candles.Split([';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select((candle, i) =>
        {
            var cells = candle.Split(' ').Select(TestBars.Number).ToArray();
            return TestBars.Make(i, cells[0], cells[1], cells[2], cells[3]);
        }),
    ];
}
