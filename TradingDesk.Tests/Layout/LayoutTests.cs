using System.Xml.Linq;
using TradingDesk.Core.Domain;

namespace TradingDesk.Tests.Layout;

/// <summary>The direction between projects and between the folders of Core.</summary>
public sealed class LayoutTests
{
    private const string PlantedRoot = "TradingDesk.Tests.Layout.Planted";

    private static readonly Dictionary<string, string[]> AllowedReferences = new(StringComparer.Ordinal)
    {
        ["TradingDesk.Core"] = [],
        ["TradingDesk.Web"] = ["TradingDesk.Core"],
        ["TradingDesk.Api"] = ["TradingDesk.Core", "TradingDesk.Web"],
        ["TradingDesk.Tests"] = ["TradingDesk.Core", "TradingDesk.Web", "TradingDesk.Api", "CrashWorker"],
        ["TradingDesk.Benchmarks"] = ["TradingDesk.Core", "TradingDesk.Web", "TradingDesk.Api"],
        ["build/BlazorScript"] = [],
        ["build/CrashWorker"] = ["TradingDesk.Core"],
    };

    [Fact]
    public void Core_Stages_UseOnlyEarlierOnes() =>
        Assert.Equal("", string.Join('\n', StageOrder.FindViolations(typeof(Symbol).Assembly.GetTypes(), "TradingDesk.Core")));

    [Fact]
    public void Core_Folders_AreThoseOfTheArchitecture() => Assert.All(
        typeof(Symbol).Assembly.GetTypes().Select(type => StageOrder.FolderOf(type, "TradingDesk.Core")).OfType<string>().Distinct(),
        folder => Assert.True(StageOrder.IsKnown(folder), folder));

    [Fact]
    public void Core_PlantedViolations_AreCaughtInEveryForm()
    {
        var planted = typeof(LayoutTests).Assembly.GetTypes().Where(type => type.Namespace == PlantedRoot + ".Bars");

        var caught = StageOrder.FindViolations(planted, PlantedRoot).Select(violation => violation[(PlantedRoot.Length + ".Bars.".Length)..].Split(' ', '+')[0]).Distinct().Order();

        Assert.Equal(["UsesLaterStageAsArgument", "UsesLaterStageInBody", "UsesLaterStageInLambda", "UsesLaterStageInSignature"], caught);
    }

    [Theory]
    [InlineData("Bars", "Domain", true)]
    [InlineData("Bars", "Decisions", false)]
    [InlineData("Domain", "Contract", false)]
    [InlineData("Contract", "Feeds", false)]
    [InlineData("Risk", "Storage", false)]
    [InlineData("Storage", "Journal", true)]
    [InlineData("Storage", "Configuration", false)]
    [InlineData("Operations", "Storage", false)]
    [InlineData("Pipeline", "Configuration", true)]
    [InlineData("Journal", "Pipeline", false)]
    public void MayUse_Pair_IsAsTheArchitectureSays(string folder, string used, bool expected) => Assert.Equal(expected, StageOrder.MayUse(folder, used));

    [Fact]
    public void Projects_References_GoOneWay()
    {
        var projects = SourceTree.Files.Where(file => file.Path.EndsWith(".csproj", StringComparison.Ordinal)).ToList();

        Assert.Equal(AllowedReferences.Keys.Order(StringComparer.Ordinal), projects.Select(FolderOf).Order(StringComparer.Ordinal));
        Assert.Empty(projects.SelectMany(FindForbidden));
    }

    [Theory]
    [InlineData("TradingDesk.Web", "<ProjectReference Include=\"../TradingDesk.Api/TradingDesk.Api.csproj\" />")]
    [InlineData("TradingDesk.Core", "<FrameworkReference Include=\"Microsoft.AspNetCore.App\" />")]
    [InlineData("TradingDesk.Core", "<PackageReference Include=\"Microsoft.AspNetCore.OpenApi\" />")]
    public void Projects_PlantedReference_IsCaught(string folder, string item) =>
        Assert.Single(FindForbidden(new SourceFile($"{folder}/{folder}.csproj", $"<Project Sdk=\"Microsoft.NET.Sdk\"><ItemGroup>{item}</ItemGroup></Project>")));

    private static string FolderOf(SourceFile project) => project.Path[..project.Path.LastIndexOf('/')];

    private static IEnumerable<string> FindForbidden(SourceFile project)
    {
        var folder = FolderOf(project);
        var items = XDocument.Parse(project.Text).Descendants().ToList();
        foreach (var reference in Included(items, "ProjectReference"))
        {
            var target = reference.Replace('\\', '/').Split('/')[^2];
            if (!AllowedReferences[folder].Contains(target))
            {
                yield return $"{folder} references {target}";
            }
        }

        if (folder != "TradingDesk.Core")
        {
            yield break;
        }

        foreach (var reference in Included(items, "FrameworkReference").Concat(Included(items, "PackageReference")))
        {
            if (reference.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) || reference.Contains("Blazor", StringComparison.Ordinal))
            {
                yield return $"{folder} references {reference}";
            }
        }
    }

    private static IEnumerable<string> Included(List<XElement> items, string kind) =>
        items.Where(item => item.Name.LocalName == kind).Select(item => item.Attribute("Include")?.Value).OfType<string>();
}
