namespace TradingDesk.Core.Domain;

/// <summary>A bar in progress, as shown to people. Analyzers cannot take it.</summary>
public readonly record struct FormingBar(
    Timeframe Timeframe,
    Timestamp OpenTime,
    double Open,
    double High,
    double Low,
    double Close,
    double Volume,
    int TickCount,
    Venue Source)
{
    public Timestamp CloseTime => new(OpenTime.UnixMicroseconds + Timeframe.DurationMicroseconds());
}
