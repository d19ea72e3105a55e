using System.Text.RegularExpressions;

namespace TradingDesk.Api.Hosting;

/// <summary>
/// Takes secrets out of text on its way to a log: the desk's own keys and tokens by their form, everything after <c>Bearer</c>, cookies, and every value whose
/// configuration key says that it is a secret.
/// </summary>
public sealed partial class SecretRedactor
{
    public const string Mask = "***";
    private const int ShortestSecret = 6;
    private static readonly string[] SecretWords = ["password", "secret", "token", "apikey", "connectionstring", "credential"];

    private readonly string[] _literals;

    public SecretRedactor(IConfiguration configuration) => _literals =
    [
        .. configuration.AsEnumerable()
            .Where(pair => pair.Value is { Length: >= ShortestSecret } && IsSecretName(pair.Key))
            .Select(pair => pair.Value!)
            .Distinct(StringComparer.Ordinal)
            .OrderByDescending(value => value.Length),
    ];

    public string Redact(string text)
    {
        text = OwnTokens().Replace(text, Mask);
        text = Credentials().Replace(text, "${lead}" + Mask);
        foreach (var literal in _literals)
        {
            text = text.Replace(literal, Mask, StringComparison.Ordinal);
        }

        return text;
    }

    private static bool IsSecretName(string key)
    {
        var name = key.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
        return SecretWords.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase));
    }

    [GeneratedRegex(@"\btd[a-z]?_[A-Za-z0-9_\-]{16,}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex OwnTokens();

    [GeneratedRegex(@"(?<lead>(?:\b(?:Bearer|Basic)\s+|#code=|\b(?:tradingdesk(?:\.form)?)=))[A-Za-z0-9._~+/=\-%]{4,}", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Credentials();
}
