using System.Globalization;
using TradingDesk.Core.Domain;

namespace TradingDesk.Web.Live;

/// <summary>Which traces to list. A member that is <see langword="null"/> does not filter.</summary>
/// <param name="Verdict"><c>buy</c>, <c>sell</c>, <c>hold</c> or <c>refused</c>.</param>
/// <param name="Limit">1…1,000.</param>
public sealed record DecisionFilter(
    string? Symbol = null, string? Verdict = null, Timestamp? From = null, Timestamp? To = null, int Limit = 100, string? Cursor = null)
{
    /// <summary>The query string, with its question mark.</summary>
    public string ToQuery()
    {
        List<string> parts = [$"limit={Limit.ToString(CultureInfo.InvariantCulture)}"];
        Add(parts, "symbol", Symbol);
        Add(parts, "verdict", Verdict);
        Add(parts, "from", From?.ToString());
        Add(parts, "to", To?.ToString());
        Add(parts, "cursor", Cursor);
        return "?" + string.Join('&', parts);
    }

    private static void Add(List<string> parts, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            parts.Add($"{name}={Uri.EscapeDataString(value)}");
        }
    }
}
