using System.Globalization;
using System.Text;

namespace TradingDesk.Api.Endpoints;

/// <summary>Text that people write for people, such as a reason.</summary>
internal static class PlainText
{
    public const int MaxLength = 500;

    public static string Rule { get; } =
        string.Create(CultureInfo.InvariantCulture, $"Must be text of 1 to {MaxLength} characters, without control characters, line breaks or marks that change the direction of writing.");

    public static bool IsGood(string text)
    {
        if (text.Length > MaxLength || string.IsNullOrWhiteSpace(text))
        {
            return false;
        }

        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf16(rest, out var rune, out var length) != System.Buffers.OperationStatus.Done || IsBarred(rune))
            {
                return false;
            }

            rest = rest[length..];
        }

        return true;
    }

    private static bool IsBarred(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
