namespace TradingDesk.Core.Execution;

/// <summary>How the paper account fills.</summary>
public sealed record PaperBrokerOptions
{
    /// <summary>Time between an order and the first quote that may fill it, in event-time milliseconds; 0 to 10,000. Default 150.</summary>
    public int LatencyMilliseconds { get; init; } = 150;

    /// <summary>Adverse slippage of market and stop fills, as a fraction of the spread at the fill; 0 to 5. Default 0.25.</summary>
    public double SlippageSpreadFraction { get; init; } = 0.25;

    /// <summary>Fee per fill as a fraction of notional; 0 to 0.01. Default 0.00002 (0.2 basis points).</summary>
    public double FeeFractionOfNotional { get; init; } = 0.00002;
}
