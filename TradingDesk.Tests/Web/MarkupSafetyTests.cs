using System.Text.RegularExpressions;
using TradingDesk.Web;

namespace TradingDesk.Tests.Web;

/// <summary>What the content security policy and the handling of outside text rest on, checked on the sources.</summary>
public sealed partial class MarkupSafetyTests
{
    [Fact]
    public void Sources_NoRawMarkupAndNothingInline()
    {
        var offences = Directory.EnumerateFiles(WebFolder(), "*.*", SearchOption.AllDirectories)
            .Where(file => file.EndsWith(".razor", StringComparison.Ordinal) || file.EndsWith(".cs", StringComparison.Ordinal))
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal) && !file.Contains("node_modules", StringComparison.Ordinal))
            .SelectMany(file => Forbidden().Matches(File.ReadAllText(file)).Select(match => $"{Path.GetFileName(file)}: {match.Value}"));

        Assert.Empty(offences);
    }

    [Theory]
    [InlineData("@((MarkupString)reason)")]
    [InlineData("<p style=\"color:red\">")]
    [InlineData("<a onclick=\"go()\">")]
    [InlineData("<script>go()</script>")]
    [InlineData("builder.AddMarkupContent(0, text)")]
    public void Check_PlantedOffence_IsFound(string offence) => Assert.Matches(Forbidden(), offence);

    [Fact]
    public void Policy_HasNothingUnsafe()
    {
        Assert.StartsWith("default-src 'self';", DeskWeb.ContentSecurityPolicy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", DeskWeb.ContentSecurityPolicy, StringComparison.Ordinal);
    }

    [GeneratedRegex("""MarkupString|AddMarkupContent|\sstyle="|\son[a-z]+="|<script>|<style""", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Forbidden();

    private static string WebFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "TradingDesk.sln")))
            {
                return Path.Combine(folder.FullName, "TradingDesk.Web");
            }
        }

        throw new InvalidOperationException("TradingDesk.sln was not found above the test assembly.");
    }
}
