using System.Globalization;
using TradingDesk.Core.Feeds.Binance;

namespace TradingDesk.Tests.Feeds.Binance;

public sealed class DecimalTextTests
{
    [Fact]
    public void Scanner_RandomDecimals_EqualDoubleParse()
    {
        var random = new Random(20240809);
        for (var i = 0; i < 200_000; i++)
        {
            var text = RandomDecimal(random);
            var scanner = new FrameScanner(FrameCase.Utf8("\"" + text + "\""));
            var expected = double.Parse(text, CultureInfo.InvariantCulture);
            if (scanner.TryDecimal(out var scanned))
            {
                Assert.True(BitConverter.DoubleToInt64Bits(expected) == BitConverter.DoubleToInt64Bits(scanned), text);
            }

            Assert.True(DecimalText.TryParse(FrameCase.Utf8(text), out var parsed));
            Assert.True(BitConverter.DoubleToInt64Bits(expected) == BitConverter.DoubleToInt64Bits(parsed), text);
        }
    }

    [Theory]
    [InlineData("1.")]
    [InlineData(".5")]
    [InlineData("+1")]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("1e")]
    [InlineData(" 1")]
    [InlineData("1_0")]
    [InlineData("0x1")]
    [InlineData("Infinity")]
    [InlineData("1e400")]
    [InlineData("11111111111111111111111111111111111111111111111111111111111111111")]
    public void TryParse_NotADecimal_False(string text) => Assert.False(DecimalText.TryParse(FrameCase.Utf8(text), out _));

    [Theory]
    [InlineData("-1.5e-3", -0.0015)]
    [InlineData("123456789012345678901234567890", 123456789012345678901234567890.0)]
    [InlineData("1e308", 1e308)]
    [InlineData("007.50", 7.5)]
    public void TryParse_UnusualDecimal_Value(string text, double expected)
    {
        Assert.True(DecimalText.TryParse(FrameCase.Utf8(text), out var value));
        Assert.Equal(expected, value);
    }

    private static string RandomDecimal(Random random)
    {
        var whole = random.NextInt64(0, (long)Math.Pow(10, random.Next(1, 17))).ToString(CultureInfo.InvariantCulture);
        var decimals = random.Next(0, 12);
        var fraction = "";
        for (var i = 0; i < decimals; i++)
        {
            fraction += (char)('0' + random.Next(10));
        }

        return decimals == 0 ? whole : whole + "." + fraction;
    }
}
