using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Context;

/// <summary>How much an event moves markets.</summary>
public enum EventImportance : byte
{
    None,
    Low,
    Medium,
    High,
}

/// <summary>One release of an economic figure, or an event without one. Figures are in the unit that the source states; <see langword="null"/> where there is none (yet).</summary>
/// <param name="Id">The source's id of this release.</param>
/// <param name="At">When it is published, UTC.</param>
/// <param name="Currency">ISO 4217, three capital letters.</param>
public sealed record EconomicEvent(
    string Id, Timestamp At, string Currency, EventImportance Importance, string Name, double? Actual, double? Forecast, double? Previous, string Unit)
{
    /// <summary>Surprise in percent: (actual − forecast) / |forecast| · 100; <see langword="null"/> without either or with a forecast of zero.</summary>
    public double? SurprisePercent => Actual is { } actual && Forecast is { } forecast && forecast != 0 ? (actual - forecast) / Math.Abs(forecast) * 100 : null;
}
