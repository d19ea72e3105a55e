using TradingDesk.Web.Components;
using TradingDesk.Web.Components.Pages;

namespace TradingDesk.Tests.Web;

public sealed class ShowTests
{
    [Theory]
    [InlineData(61_686, 2, "61\u202F686.00")]
    [InlineData(-93.64, 1, "−93.6")]
    [InlineData(double.NaN, 2, "—")]
    public void Number_IsGroupedWithRealMinus(double value, int decimals, string expected) => Assert.Equal(expected, Show.Number(value, decimals));

    [Theory]
    [InlineData(0.021, "+2.1\u202F%")]
    [InlineData(-0.011, "−1.1\u202F%")]
    [InlineData(0, "0.0\u202F%")]
    public void SignedPercent_AlwaysShowsTheSignOfAChange(double fraction, string expected) => Assert.Equal(expected, Show.SignedPercent(fraction));

    [Theory]
    [InlineData("h4NotOpposed", "H4 not opposed")]
    [InlineData("m15Setup", "M15 setup")]
    [InlineData("spread", "Spread")]
    [InlineData(null, "—")]
    public void Words_ReadCamelCase(string? name, string expected) => Assert.Equal(expected, Show.Words(name));

    [Theory]
    [InlineData(0.0, "0")]
    [InlineData(3.0, "3")]
    [InlineData(0.1, "0.1")]
    [InlineData(0.30000000000000004, "0.3")]
    [InlineData(20, "20")]
    [InlineData(100, "100")]
    public void Value_HasNoFalsePrecision(double value, string expected) => Assert.Equal(expected, Show.Value(value));

    [Theory]
    [InlineData(41, "41\u202Fs")]
    [InlineData(600, "10\u202Fmin")]
    [InlineData(10_400, "2\u202Fh")]
    public void Age_IsShort(double seconds, string expected) => Assert.Equal(expected, Show.Age(seconds));

    [Fact]
    public void Csv_FormulasAndQuotesAreHarmless()
    {
        var made = Samples.Summary(1, "hold") with { Reason = "=HYPERLINK(\"x\"), go" };

        Assert.Contains("\"'=HYPERLINK(\"\"x\"\"), go\"", DecisionsPage.Csv([made]), StringComparison.Ordinal);
    }
}
