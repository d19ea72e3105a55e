namespace TradingDesk.Core.Risk;

/// <summary>Why an order was not approved. Codes are stable names for programs.</summary>
/// <param name="Code">Such as <c>MAX_OPEN_POSITIONS</c>.</param>
/// <param name="Limit">The limit, in the unit that <paramref name="Reason"/> names.</param>
/// <param name="Actual">What it was held against.</param>
public sealed record Refusal(string Code, double? Limit, double? Actual, string Reason);
