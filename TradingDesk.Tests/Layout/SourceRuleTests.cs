namespace TradingDesk.Tests.Layout;

/// <summary>The rules over the whole tree, and for each rule a planted text that it must catch and a harmless one that it must not.</summary>
public sealed class SourceRuleTests
{
    private static IEnumerable<SourceFile> OwnCode => SourceTree.CSharp.Where(file => !file.Path.Contains("/Migrations/", StringComparison.Ordinal));

    [Fact]
    public void Tree_IsFound() => Assert.True(SourceTree.CSharp.Count() > 50, $"{SourceTree.CSharp.Count()} files under {SourceTree.Root}");

    [Fact]
    public void Tree_Namespaces_MatchFolders() => NoneBreaks(OwnCode.Where(file => !file.Path.StartsWith("build/", StringComparison.Ordinal)).SelectMany(SourceRules.Namespace));

    [Fact]
    public void Tree_Files_AreShort() =>
        NoneBreaks(OwnCode.Concat(SourceTree.Files.Where(file => file.Path.EndsWith(".razor", StringComparison.Ordinal))).SelectMany(SourceRules.FileLength));

    [Fact]
    public void Tree_Methods_AreShort() => NoneBreaks(OwnCode.Where(file => !file.Path.StartsWith("TradingDesk.Tests/", StringComparison.Ordinal)).SelectMany(SourceRules.MethodLength));

    [Fact]
    public void Tree_NothingIsLeftForLater() => NoneBreaks(SourceTree.Files.Where(file => !file.Path.EndsWith("package-lock.json", StringComparison.Ordinal)).SelectMany(SourceRules.NoLeftovers));

    [Fact]
    public void Tree_NoCatchIsEmpty() => NoneBreaks(OwnCode.SelectMany(SourceRules.NoEmptyCatch));

    [Fact]
    public void Tree_KnowsNoMachine() => NoneBreaks(SourceTree.Files.SelectMany(SourceRules.NoMachine));

    [Theory]
    [InlineData("namespace TradingDesk.Core.Bars;", true)]
    [InlineData("// namespace TradingDesk.Core.Ticks;\nnamespace TradingDesk.Core.Bars;", true)]
    [InlineData("namespace TradingDesk.Core.Ticks;", false)]
    [InlineData("namespace TradingDesk.Core.Bars { class A; }", false)]
    [InlineData("public sealed class A;", false)]
    public void Namespace_Planted_IsCaught(string text, bool isGood) => Check(SourceRules.Namespace, "TradingDesk.Core/Bars/A.cs", text, isGood);

    [Theory]
    [InlineData(400, true)]
    [InlineData(402, false)]
    public void FileLength_Planted_IsCaught(int lines, bool isGood) => Check(SourceRules.FileLength, "A.cs", new string('\n', lines - 1), isGood);

    [Theory]
    [InlineData(70, true)]
    [InlineData(71, false)]
    public void MethodLength_Planted_IsCaught(int lines, bool isGood)
    {
        var body = string.Concat(Enumerable.Repeat("x = \"{\"; // {\n", lines - 2)) + "if (y) {\n}\n";
        Check(SourceRules.MethodLength, "A.cs", "class A(int z)\n{\n    public async Task<int> M<T>(int y, Func<int, int> f) where T : struct\n    {\n" + body + "    }\n}\n", isGood);
    }

    [Fact]
    public void MethodLength_ClassesSwitchesAndInitializers_AreNoMethods() => Assert.Equal(
        ["M"],
        SourceRules.MethodLengths("class A(int b) { int[] c = new int[] { F(1) }; A D { get; } = new(2) { E = 1 }; int M() { return 1 switch { _ => G(3) }; } }").Select(method => method.Name));

    [Theory]
    [InlineData("x();", true)]
    [InlineData("// TO" + "DO later", false)]
    [InlineData("throw new NotImplemented" + "Exception();", false)]
    public void NoLeftovers_Planted_IsCaught(string text, bool isGood) => Check(SourceRules.NoLeftovers, "A.cs", text, isGood);

    [Theory]
    [InlineData("try { } catch (IOException e) { Log(e); }", true)]
    [InlineData("try { } catch (OperationCanceledException) when (t.IsSet(1)) {\n// stops\n}", true)]
    [InlineData("try { } catch (Exception e) when (e is ObjectDisposedException or OperationCanceledException) {\n// gone\n}", true)]
    [InlineData("try { } catch (OperationCanceledException) { }", false)]
    [InlineData("var s = \"catch { }\";", true)]
    [InlineData("try { } catch { }", false)]
    [InlineData("try { } catch (Exception)\n{\n // never mind\n}", false)]
    [InlineData("try { } catch (IOException e) when (F(e, (1))) { }", false)]
    public void NoEmptyCatch_Planted_IsCaught(string text, bool isGood) => Check(SourceRules.NoEmptyCatch, "A.cs", text, isGood);

    [Theory]
    [InlineData("see ../shared/data and /health/live and https://example.org/home/page", true)]
    [InlineData("cd /wo" + "rk/main", false)]
    [InlineData("\"/ho" + "me/someone/x\"", false)]
    [InlineData("C:" + "\\Users", false)]
    [InlineData("https://api.nu" + "get.org/v3/index.json", false)]
    [InlineData("\"resolved\": \"http://mirror.local/npm" + "js/x.tgz\"", false)]
    public void NoMachine_Planted_IsCaught(string text, bool isGood) => Check(SourceRules.NoMachine, "A.md", text, isGood);

    [Theory]
    [InlineData("a(\"{\"); b", "a(   ); b")]
    [InlineData("a('\"'); b", "a(   ); b")]
    [InlineData("a(\"\\\"{\"); b", "a(     ); b")]
    [InlineData("a(@\"\\\"); b", "a(@   ); b")]
    [InlineData("a(\"\"\" \"{ \"\"\"); b", "a(          ); b")]
    [InlineData("a /* { \n */ b // c", "a      \n    b     ")]
    public void StripNonCode_CommentsAndLiterals_AreBlankedOut(string text, string expected) => Assert.Equal(expected, CodeText.StripNonCode(text));

    private static void NoneBreaks(IEnumerable<string> violations)
    {
        var all = violations.ToList();
        Assert.True(all.Count == 0, string.Join('\n', all));
    }

    private static void Check(Func<SourceFile, IEnumerable<string>> rule, string path, string text, bool isGood) =>
        Assert.Equal(isGood, !rule(new SourceFile(path, text)).Any());
}
