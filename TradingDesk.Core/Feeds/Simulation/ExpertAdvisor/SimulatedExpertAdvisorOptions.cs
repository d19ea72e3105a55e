using System.ComponentModel.DataAnnotations;
using TradingDesk.Core.Feeds.Mt5;
using TradingDesk.Core.Feeds.Mt5.Trading;

namespace TradingDesk.Core.Feeds.Simulation.ExpertAdvisor;

/// <summary>The simulator's stand-in for the Expert Advisor. Section <c>Desk:Simulator:ExpertAdvisor</c>.</summary>
public sealed class SimulatedExpertAdvisorOptions
{
    public const string Section = "Desk:Simulator:ExpertAdvisor";

    /// <summary>Account number. Default 700001.</summary>
    public string Login { get; set; } = "700001";

    /// <summary>Trade server's name. Default <c>Simulated-Demo</c>.</summary>
    public string Server { get; set; } = "Simulated-Demo";

    /// <summary>Server time minus UTC in winter, in seconds, −50,400 to 50,400 in whole hours. Default 7,200.</summary>
    [Range(-50_400, 50_400)]
    public int WinterOffsetSeconds { get; set; } = 7_200;

    /// <summary>When the server goes one hour further. Default <see cref="DaylightSaving.UnitedStates"/>.</summary>
    [EnumDataType(typeof(DaylightSaving))]
    public DaylightSaving DaylightSaving { get; set; } = DaylightSaving.UnitedStates;

    /// <summary>Milliseconds between two looks at the market and the socket, 1 to 1,000. Default 30.</summary>
    [Range(1, 1_000)]
    public int PumpMs { get; set; } = 30;

    /// <summary>Milliseconds of ticks that it replays after an interruption, 0 to 86,400,000. Default 1,800,000.</summary>
    [Range(0, 86_400_000)]
    public int ReplayCapMs { get; set; } = 1_800_000;

    /// <summary>First wait before dialling again, in milliseconds, 1 to 60,000; doubles up to <see cref="MaxBackoffMs"/>. Default 1,000.</summary>
    [Range(1, 60_000)]
    public int MinBackoffMs { get; set; } = 1_000;

    /// <summary>Longest wait before dialling again, in milliseconds, 1 to 600,000. Default 30,000.</summary>
    [Range(1, 600_000)]
    public int MaxBackoffMs { get; set; } = 30_000;

    /// <summary>Milliseconds without a byte from the desk after which it dials again, 100 to 600,000. Default 5,000.</summary>
    [Range(100, 600_000)]
    public int SilenceMs { get; set; } = 5_000;

    /// <summary>Milliseconds that a send may take before the connection is given up, 100 to 600,000. Default 5,000.</summary>
    [Range(100, 600_000)]
    public int SendTimeoutMs { get; set; } = 5_000;

    /// <summary>How long <see cref="ExpertAdvisorFault.Freeze"/> lasts, in milliseconds, 1 to 3,600,000. Default 10,000.</summary>
    [Range(1, 3_600_000)]
    public int FreezeMs { get; set; } = 10_000;

    /// <summary>How late <see cref="ExpertAdvisorFault.LateTicks"/> are, in seconds of the market's clock, 1 to 3,600. Default 15.</summary>
    [Range(1, 3_600)]
    public int LateBySeconds { get; set; } = 15;

    /// <summary>How the account keeps positions. Default <see cref="BridgeMarginMode.Hedging"/>.</summary>
    [EnumDataType(typeof(BridgeMarginMode))]
    public BridgeMarginMode MarginMode { get; set; } = BridgeMarginMode.Hedging;

    /// <summary>Whether the account says that it is a demonstration one. Default true.</summary>
    public bool IsDemo { get; set; } = true;

    /// <summary>Money at the start, in account currency, 1 to 1,000,000,000. Default 10,000.</summary>
    [Range(1, 1_000_000_000)]
    public int InitialBalance { get; set; } = 10_000;

    /// <summary>Commission of each deal, in account currency per lot, 0 to 1,000. Default 3.5.</summary>
    [Range(0, 1_000)]
    public decimal CommissionPerLot { get; set; } = 3.5m;

    /// <summary>Swap of a night for one lot bought, in account currency, −10,000 to 10,000. Default −8.</summary>
    [Range(-10_000, 10_000)]
    public decimal SwapLongPerLot { get; set; } = -8m;

    /// <summary>Swap of a night for one lot sold, in account currency, −10,000 to 10,000. Default 2.</summary>
    [Range(-10_000, 10_000)]
    public decimal SwapShortPerLot { get; set; } = 2m;

    /// <summary>Least distance of stops from the price, in points, 0 to 10,000. Default 0.</summary>
    [Range(0, 10_000)]
    public int StopsLevelPoints { get; set; }

    /// <summary>Own limit: lots of one order, 0 to 10,000. Default 1.</summary>
    [Range(0, 10_000)]
    public decimal MaxLotsPerOrder { get; set; } = 1m;

    /// <summary>Own limit: lots of all positions and orders, 0 to 100,000. Default 5.</summary>
    [Range(0, 100_000)]
    public decimal MaxTotalLots { get; set; } = 5m;

    /// <summary>Own limit: orders that open, in a minute, 0 to 10,000. Default 60.</summary>
    [Range(0, 10_000)]
    public int MaxOrdersPerMinute { get; set; } = 60;

    /// <summary>Own limit: loss of a day in account currency, 0 to 1,000,000,000. Default 1,000.</summary>
    [Range(0, 1_000_000_000)]
    public decimal MaxDailyLoss { get; set; } = 1_000m;

    /// <summary>Whether orders are taken on a real account. Default false.</summary>
    public bool AllowReal { get; set; }

    /// <summary>Milliseconds of the market's clock without a word from the desk after which nothing new is opened, 100 to 3,600,000. Default 60,000.</summary>
    [Range(100, 3_600_000)]
    public int DeadManMs { get; set; } = 60_000;
}
