using System.Globalization;
using System.Text;
using TradingDesk.Core.Domain;

namespace TradingDesk.Web.Components;

/// <summary>How values are written on the dashboard: a real minus, narrow spaces between thousands, a sign on every change, a dash for what is not there.</summary>
public static class Show
{
    public const string None = "—";

    private static readonly NumberFormatInfo Numbers = new()
    {
        NumberGroupSeparator = "\u202F",
        NumberDecimalSeparator = ".",
        NegativeSign = "\u2212",
        PositiveSign = "+",
    };

    public static string Number(double? value, int decimals) => value is { } number && double.IsFinite(number) ? number.ToString("N" + Digits(decimals), Numbers) : None;

    public static string Number(decimal? value, int decimals) => value is { } number ? number.ToString("N" + Digits(decimals), Numbers) : None;

    public static string Count(long value) => value.ToString("N0", Numbers);

    /// <summary>With a plus where it is positive.</summary>
    public static string Signed(double? value, int decimals) => (value > 0 ? "+" : "") + Number(value, decimals);

    public static string Signed(decimal? value, int decimals) => (value > 0 ? "+" : "") + Number(value, decimals);

    /// <param name="fraction">0.021 is written 2.1 %.</param>
    public static string Percent(double? fraction, int decimals = 1) => fraction is { } value ? Number(value * 100, decimals) + "\u202F%" : None;

    public static string SignedPercent(double? fraction, int decimals = 1) => (fraction > 0 ? "+" : "") + Percent(fraction, decimals);

    /// <summary>As few digits as say it: for values whose unit is not known beforehand.</summary>
    public static string Value(double? value) => value is not { } number || !double.IsFinite(number) ? None
        : number == 0 ? "0"
        : Number(number, Math.Abs(number) switch { >= 1_000 => 1, >= 100 => 2, >= 1 => 3, >= 0.01 => 4, _ => 6 }) is var text && text.Contains('.', StringComparison.Ordinal)
            ? text.TrimEnd('0').TrimEnd('.')
            : text;

    public static string Clock(Timestamp? at) => at?.ToUtcDateTime().ToString("HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? None;

    public static string Minute(Timestamp? at) => at?.ToUtcDateTime().ToString("HH:mm", CultureInfo.InvariantCulture) ?? None;

    public static string Instant(Timestamp? at) => at?.ToUtcDateTime().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? None;

    public static string Age(double? seconds) => seconds is { } value ? Age(TimeSpan.FromSeconds(Math.Max(0, value))) : None;

    public static string Age(TimeSpan age) => age switch
    {
        { TotalSeconds: < 120 } => Count((long)age.TotalSeconds) + "\u202Fs",
        { TotalMinutes: < 120 } => Count((long)age.TotalMinutes) + "\u202Fmin",
        { TotalHours: < 48 } => Count((long)age.TotalHours) + "\u202Fh",
        _ => Count((long)age.TotalDays) + "\u202Fd",
    };

    /// <summary><c>m15Setup</c> becomes <c>M15 setup</c>: how the rule's camelCase names are read.</summary>
    public static string Words(string? name)
    {
        if (string.IsNullOrEmpty(name))
        {
            return None;
        }

        var words = new StringBuilder(name.Length + 4);
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && words.Length > 0 && words[^1] != ' ')
            {
                words.Append(' ');
            }

            words.Append(words.Length == 0 ? char.ToUpperInvariant(letter) : char.ToLowerInvariant(letter));
        }

        return words.ToString();
    }

    public static string Direction(string? trend) => trend switch
    {
        "bullish" or "up" or "buy" or "long" => "up",
        "bearish" or "down" or "sell" or "short" => "down",
        _ => "flat",
    };

    public static string Arrow(string? trend) => Direction(trend) switch { "up" => "▲", "down" => "▼", _ => "▬" };

    public static string Arrow(int sign) => sign switch { > 0 => "▲", < 0 => "▼", _ => "" };

    /// <summary>A coordinate in an SVG attribute.</summary>
    internal static string Svg(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Digits(int decimals) => Math.Clamp(decimals, 0, 9).ToString(CultureInfo.InvariantCulture);
}
