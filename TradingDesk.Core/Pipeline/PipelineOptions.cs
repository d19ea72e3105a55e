using TradingDesk.Core.Domain;
using TradingDesk.Core.Execution;
using TradingDesk.Core.Risk;

namespace TradingDesk.Core.Pipeline;

/// <summary>How the pipeline runs.</summary>
public sealed record PipelineOptions
{
    /// <summary>Threads that lanes are spread over; 1 to 64. The result is the same for every number. Default 1.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>Stage of the activation ladder: <c>paper</c> in simulated and replay mode, <c>shadow</c> when live begins.</summary>
    public string Stage { get; init; } = "paper";

    public Money InitialBalance { get; init; } = new(10_000m);

    /// <summary>ISO 4217 code of the account's currency.</summary>
    public string Currency { get; init; } = "USD";

    /// <summary>Bars do not close before <c>HistoryLoaded</c> was said for their instrument.</summary>
    public bool WaitForHistory { get; init; }

    /// <summary>Age of a bar, at the event that closed it, above which nothing is entered on it: it closed late, after an interruption. Default 15 s.</summary>
    public TimeSpan MaxBarAge { get; init; } = TimeSpan.FromSeconds(15);

    public RiskOptions Risk { get; init; } = new();

    public PaperBrokerOptions PaperBroker { get; init; } = new();
}
