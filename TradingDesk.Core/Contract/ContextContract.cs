using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Contract;

/// <summary><c>GET /api/enhanced/calendar</c>.</summary>
/// <param name="AsOf">When the source last sent it; null before the first time.</param>
/// <param name="Source"><c>mt5</c>, or <c>none</c>.</param>
/// <param name="Stale">True where it is older than a day or was never received: then it says nothing about what is coming.</param>
/// <param name="Events">By instant.</param>
public sealed record CalendarReport(Timestamp? AsOf, string Source, bool Stale, IReadOnlyList<CalendarEventView> Events);

/// <summary>A release. <paramref name="Importance"/> is <c>none</c>, <c>low</c>, <c>medium</c> or <c>high</c>; figures are in <paramref name="Unit"/>.</summary>
public sealed record CalendarEventView(
    string Id, Timestamp At, string Currency, string Importance, string Name, double? Actual, double? Forecast, double? Previous, double? SurprisePercent, string Unit);

/// <summary><c>GET /api/enhanced/macro</c>.</summary>
/// <param name="AsOf">When the newest reading was received; null before the first.</param>
/// <param name="Source"><c>mt5</c>, or <c>none</c>.</param>
/// <param name="Stale">True where no reading is newer than 15 minutes.</param>
/// <param name="Readings">The newest of each series.</param>
/// <param name="History">Every five minutes, oldest first.</param>
public sealed record MacroReport(Timestamp? AsOf, string Source, bool Stale, IReadOnlyList<MacroReadingView> Readings, IReadOnlyList<MacroSample> History);

/// <summary><paramref name="Series"/> is <c>vix</c>, <c>dxy</c> or <c>us10y</c>.</summary>
public sealed record MacroReadingView(string Series, double Value, Timestamp At, bool Stale);

/// <summary>A line of the macro log. Values that are missing or stale are null.</summary>
public sealed record MacroSample(Timestamp At, double? Vix, double? Dxy, double? Us10y, string Session);
