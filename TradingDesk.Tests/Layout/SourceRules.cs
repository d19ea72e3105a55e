using System.Text.RegularExpressions;

namespace TradingDesk.Tests.Layout;

/// <summary>Rules that every source file keeps; each returns what breaks it, in words.</summary>
internal static partial class SourceRules
{
    public const int MaxFileLines = 400;
    public const int MaxMethodLines = 70;

    private static readonly HashSet<string> Gone = new(StringComparer.Ordinal)
    {
        "OperationCanceledException", "ChannelClosedException", "ObjectDisposedException", "JSDisconnectedException",
    };

    /// <summary>The namespace is the project's name and the folders below it; file-scoped.</summary>
    public static IEnumerable<string> Namespace(SourceFile file)
    {
        var folder = file.Path[..Math.Max(0, file.Path.LastIndexOf('/'))].Replace('/', '.');
        var match = NamespaceLine().Match(CodeText.StripNonCode(file.Text));
        if (match.Success && match.Groups["name"].Value != folder)
        {
            yield return $"{file.Path}: namespace {match.Groups["name"].Value}, folder {folder}";
        }

        if (!match.Success && TypeDeclaration().IsMatch(CodeText.StripNonCode(file.Text)) && !file.Path.EndsWith("/Program.cs", StringComparison.Ordinal))
        {
            yield return $"{file.Path}: no file-scoped namespace";
        }
    }

    public static IEnumerable<string> FileLength(SourceFile file)
    {
        if (file.Lines.Count > MaxFileLines + 1)
        {
            yield return $"{file.Path}: {file.Lines.Count} lines";
        }
    }

    public static IEnumerable<string> MethodLength(SourceFile file) =>
        MethodLengths(file.Text).Where(method => method.Lines > MaxMethodLines).Select(method => $"{file.Path}: {method.Name} has {method.Lines} lines");

    /// <summary>Nothing is left to do later, nothing is missing behind an exception.</summary>
    public static IEnumerable<string> NoLeftovers(SourceFile file)
    {
        for (var i = 0; i < file.Lines.Count; i++)
        {
            if (Leftover().IsMatch(file.Lines[i]))
            {
                yield return $"{file.Path}:{i + 1}: {file.Lines[i].Trim()}";
            }
        }
    }

    /// <summary>A failure is handled or passed on. Only that the other end is gone may end in nothing, and a comment says so.</summary>
    public static IEnumerable<string> NoEmptyCatch(SourceFile file)
    {
        foreach (Match match in EmptyCatch().Matches(CodeText.StripNonCode(file.Text)))
        {
            var caught = ExceptionName().Matches(match.Value).Select(name => name.Value).ToList();
            var isExplained = file.Text.AsSpan(match.Index, match.Length).IndexOf("//") >= 0;
            if (!isExplained || caught.Count == 0 || !caught.TrueForAll(Gone.Contains))
            {
                yield return $"{file.Path}:{LineOf(file.Text, match.Index)}: {match.Value.ReplaceLineEndings(" ")}";
            }
        }
    }

    /// <summary>The repository stands alone: no path of one machine, no host of one package registry.</summary>
    public static IEnumerable<string> NoMachine(SourceFile file)
    {
        for (var i = 0; i < file.Lines.Count; i++)
        {
            if (MachinePath().IsMatch(file.Lines[i]) || RegistryHost().IsMatch(file.Lines[i]))
            {
                yield return $"{file.Path}:{i + 1}: {file.Lines[i].Trim()}";
            }
        }
    }

    /// <summary>Lines between the braces of every method, constructor and accessor with a block body.</summary>
    internal static IEnumerable<(string Name, int Lines)> MethodLengths(string text)
    {
        var code = CodeText.StripNonCode(text);
        var open = new Stack<(int Line, string? Method)>();
        var line = 1;
        var statement = 0;
        for (var i = 0; i < code.Length; i++)
        {
            switch (code[i])
            {
                case '\n':
                    line++;
                    break;
                case ';':
                    statement = i + 1;
                    break;
                case '{':
                    open.Push((line, open.Any(block => block.Method is not null) ? null : MethodName(code[statement..i])));
                    statement = i + 1;
                    break;
                case '}' when open.Count > 0:
                    var (from, method) = open.Pop();
                    statement = i + 1;
                    if (method is not null)
                    {
                        yield return (method, line - from - 1);
                    }

                    break;
            }
        }
    }

    private static string? MethodName(string header)
    {
        var match = MethodHeader().Match(header);
        return match.Success && !NotAMethod().IsMatch(header) ? match.Groups["name"].Value : null;
    }

    private static int LineOf(string text, int index) => text.AsSpan(0, index).Count('\n') + 1;

    [GeneratedRegex(@"^namespace\s+(?<name>[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"\b(class|struct|record|interface|enum)\s+\w")]
    private static partial Regex TypeDeclaration();

    [GeneratedRegex(@"(?<name>\w+)(<[\w\s,]+>)?\s*\(")]
    private static partial Regex MethodHeader();

    [GeneratedRegex(@"\b(class|struct|record|interface|enum|namespace)\s+\w|=>|[^=!<>]=[^=>]*$")]
    private static partial Regex NotAMethod();

    [GeneratedRegex(@"\b\w+Exception\b")]
    private static partial Regex ExceptionName();

    [GeneratedRegex(@"\bcatch\s*(\([^)]*\))?\s*(when\s*\((?>[^()]|\((?<d>)|\)(?<-d>))*\))?\s*\{\s*\}")]
    private static partial Regex EmptyCatch();

    // Written in pieces, so that the rule does not find itself.
    [GeneratedRegex(@"\bTO" + @"DO\b|\bFIX" + @"ME\b|\bHA" + @"CK\b|NotImplemented" + "Exception")]
    private static partial Regex Leftover();

    [GeneratedRegex("(^|[^A-Za-z0-9_.<>-])/(wo" + "rk|ho" + "me|ro" + "ot|Us" + @"ers)/|\b[A-Z]:\\\w")]
    private static partial Regex MachinePath();

    [GeneratedRegex("https?://[^\\s\"'<>)]*(nu" + "get|npm" + "js|py" + "pi|regis" + "try\\.|arti" + "factory)", RegexOptions.IgnoreCase)]
    private static partial Regex RegistryHost();
}
