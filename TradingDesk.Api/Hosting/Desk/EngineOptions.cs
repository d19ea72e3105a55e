using System.ComponentModel.DataAnnotations;

namespace TradingDesk.Api.Hosting.Desk;

/// <summary>How the engine runs in this process; section <c>Desk:Engine</c>.</summary>
public sealed class EngineOptions
{
    public const string Section = "Desk:Engine";

    /// <summary>Threads that symbols are spread over. The result is the same for every number.</summary>
    [Range(1, 64)]
    public int Workers { get; set; } = 1;

    /// <summary>Days of M1 history that analyses are warmed up with; the venue is asked for what is not stored.</summary>
    [Range(1, 60)]
    public int HistoryDays { get; set; } = 30;

    /// <summary>Open positions over all symbols.</summary>
    [Range(1, 100)]
    public int MaxOpenPositions { get; set; } = 12;

    /// <summary>Loss of equity since the start of the UTC day that stops entries, as a fraction.</summary>
    [Range(0.001, 0.2)]
    public double DayLossLimitFraction { get; set; } = 0.02;

    /// <summary>Milliseconds of event time between a paper order and the first quote that may fill it.</summary>
    [Range(0, 10_000)]
    public int PaperLatencyMilliseconds { get; set; } = 150;

    /// <summary>Adverse slippage of paper market and stop fills, as a fraction of the spread.</summary>
    [Range(0.0, 5.0)]
    public double PaperSlippageSpreadFraction { get; set; } = 0.25;

    /// <summary>Paper fee per fill, as a fraction of notional.</summary>
    [Range(0.0, 0.01)]
    public double PaperFeeFraction { get; set; } = 0.00002;

    /// <summary>Real seconds between two <c>tick</c> events of the stream.</summary>
    [Range(0.05, 10.0)]
    public double TickEventSeconds { get; set; } = 0.25;
}
