using TradingDesk.Core.Configuration;
using TradingDesk.Tests.Layout;

namespace TradingDesk.Tests.Configuration;

public sealed class ConfigReferenceTests
{
    private const string PagePath = "docs/configuration.md";

    /// <summary>With TRADINGDESK_WRITE_DOCS=1 the test writes the page instead.</summary>
    [Fact]
    public void Page_InTheRepository_IsWhatTheSchemaSays()
    {
        var path = Path.Combine(SourceTree.Root!, PagePath);
        if (Environment.GetEnvironmentVariable("TRADINGDESK_WRITE_DOCS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, ConfigReference.ToMarkdown());
        }

        Assert.Equal(ConfigReference.ToMarkdown(), File.ReadAllText(path).ReplaceLineEndings("\n"));
    }
}
