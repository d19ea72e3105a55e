using System.ComponentModel.DataAnnotations;
using TradingDesk.Core.Feeds.Mt5;

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
}
