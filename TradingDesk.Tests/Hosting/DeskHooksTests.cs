using System.Reflection;
using TradingDesk.Api.Hosting.Desk;
using TradingDesk.Tests.Layout;

namespace TradingDesk.Tests.Hosting;

/// <summary>What tests put inside a desk cannot be reached from outside, and no client goes out beside the one maker.</summary>
public sealed class DeskHooksTests
{
    private static readonly string[] Production = ["TradingDesk.Core/", "TradingDesk.Api/", "TradingDesk.Web/"];

    private static IEnumerable<SourceFile> Code => SourceTree.CSharp.Where(f => Array.Exists(Production, p => f.Path.StartsWith(p, StringComparison.Ordinal)));

    /// <summary>The chaos steps are used by no file of the program, so no setting can turn them on.</summary>
    [Fact]
    public void Program_KnowsNoChaos() => Assert.Empty(Code.Where(f => f.Text.Contains("Simmy", StringComparison.Ordinal) || f.Text.Contains("AddChaos", StringComparison.Ordinal)).Select(f => f.Path));

    /// <summary>Nothing in the program makes hooks other than none, and none of them is public or bound to configuration.</summary>
    [Fact]
    public void Program_MakesNoHooks()
    {
        Assert.False(typeof(DeskHooks).IsPublic);
        Assert.All(typeof(DeskHooks).GetProperties(BindingFlags.Public | BindingFlags.Instance), p => Assert.Null(p.GetValue(DeskHooks.None)));
        Assert.Empty(Code.Where(f => !f.Path.EndsWith("/DeskHooks.cs", StringComparison.Ordinal) && f.Text.Contains("new DeskHooks", StringComparison.Ordinal)).Select(f => f.Path));
        Assert.DoesNotContain(Code, f => f.Text.Contains("Get<DeskHooks>", StringComparison.Ordinal) || f.Text.Contains("<DeskHooks>(configuration", StringComparison.Ordinal));
    }

    /// <summary>One maker of clients; the command line's own calls to its own desk and the dashboard's to its own API are the two that do not go out.</summary>
    [Fact]
    public void Program_MakesHttpClientsInOnePlace() => Assert.Equal(
        ["TradingDesk.Api/Cli/LocalClient.cs", "TradingDesk.Core/Feeds/Http/OutgoingHttp.cs"],
        Code.Where(f => f.Text.Contains("new HttpClient", StringComparison.Ordinal) || f.Text.Contains("HttpClient _", StringComparison.Ordinal) && f.Text.Contains("= new()", StringComparison.Ordinal)).Select(f => f.Path).Order(StringComparer.Ordinal));
}
