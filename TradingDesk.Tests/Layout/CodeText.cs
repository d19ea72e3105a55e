using System.Text;

namespace TradingDesk.Tests.Layout;

/// <summary>C# text without what is not code, so that rules about code do not stumble over words in comments and strings.</summary>
internal static class CodeText
{
    /// <summary>The text with comments, strings and character literals blanked out; every line break stays where it is.</summary>
    public static string StripNonCode(string text)
    {
        var code = new StringBuilder(text.Length);
        var i = 0;
        while (i < text.Length)
        {
            var end = EndOfNonCode(text, i);
            if (end == i)
            {
                code.Append(text[i++]);
                continue;
            }

            for (; i < end; i++)
            {
                code.Append(text[i] == '\n' ? '\n' : ' ');
            }
        }

        return code.ToString();
    }

    /// <summary>Where the comment or literal that begins at <paramref name="start"/> ends; <paramref name="start"/> itself where none begins.</summary>
    private static int EndOfNonCode(string text, int start)
    {
        var rest = text.AsSpan(start);
        if (rest.StartsWith("//"))
        {
            return IndexOrEnd(text, "\n", start);
        }

        if (rest.StartsWith("/*"))
        {
            return Math.Min(text.Length, IndexOrEnd(text, "*/", start + 2) + 2);
        }

        if (rest[0] == '\'')
        {
            return EndOfQuoted(text, start + 1, '\'');
        }

        if (rest[0] == '"')
        {
            return EndOfString(text, start);
        }

        return start;
    }

    private static int EndOfString(string text, int start)
    {
        var quotes = 0;
        while (start + quotes < text.Length && text[start + quotes] == '"')
        {
            quotes++;
        }

        if (quotes >= 3)
        {
            var end = IndexOrEnd(text, new string('"', quotes), start + quotes);
            while (end + quotes < text.Length && text[end + quotes] == '"')
            {
                end++;
            }

            return Math.Min(text.Length, end + quotes);
        }

        var isVerbatim = start > 0 && (text[start - 1] == '@' || (start > 1 && text[start - 1] == '$' && text[start - 2] == '@'));
        return isVerbatim ? EndOfVerbatim(text, start + 1) : EndOfQuoted(text, start + 1, '"');
    }

    private static int EndOfQuoted(string text, int from, char quote)
    {
        for (var i = from; i < text.Length && text[i] != '\n'; i++)
        {
            if (text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == quote)
            {
                return i + 1;
            }
        }

        return IndexOrEnd(text, "\n", from);
    }

    private static int EndOfVerbatim(string text, int from)
    {
        for (var i = from; i < text.Length; i++)
        {
            if (text[i] != '"')
            {
                continue;
            }

            if (i + 1 < text.Length && text[i + 1] == '"')
            {
                i++;
                continue;
            }

            return i + 1;
        }

        return text.Length;
    }

    private static int IndexOrEnd(string text, string what, int from)
    {
        var index = from >= text.Length ? -1 : text.IndexOf(what, from, StringComparison.Ordinal);
        return index < 0 ? text.Length : index;
    }
}
