using System.ComponentModel.DataAnnotations;

namespace TradingDesk.Core.Feeds.Simulation;

/// <summary>The simulated market and its servers; section <c>Desk:Simulator</c>.</summary>
public sealed class SimulatorOptions
{
    public const string Section = "Desk:Simulator";

    /// <summary>How far back any history can reach; the market begins this many days before <see cref="StartAt"/>.</summary>
    public const int MaxHistoryDays = 60;

    /// <summary>
    /// Names the market: the same seed and <see cref="StartAt"/> give the same ticks for ever. Any value. The default was chosen because its first hundred
    /// minutes hold proposals, a fill and an exit by the plain rule.
    /// </summary>
    public long Seed { get; set; } = 133;

    /// <summary>Simulated instant of the first start of a data folder, UTC.</summary>
    public DateTimeOffset StartAt { get; set; } = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Days of history served before <see cref="StartAt"/>.</summary>
    [Range(1, MaxHistoryDays)]
    public int HistoryDays { get; set; } = 30;

    /// <summary>Simulated seconds per real second.</summary>
    [Range(0.1, 1000.0)]
    public double Speed { get; set; } = 10;

    /// <summary>TCP port on 127.0.0.1 of REST and WebSocket; 0 lets the system choose.</summary>
    [Range(0, 65_535)]
    public int BinancePort { get; set; } = 5081;

    /// <summary>Multiplies the tick rates of every instrument.</summary>
    [Range(0.05, 100.0)]
    public double TickRateFactor { get; set; } = 1;

    /// <summary>Multiplies the amplitude of every latent leg; 1 is the market described in <see cref="SimulatedInstrument.Defaults"/>.</summary>
    [Range(0.1, 10.0)]
    public double VolatilityFactor { get; set; } = 1;

    /// <summary>A fault for tests: the broker's basis jumps by this fraction of the anchor price, −0.1 to 0.1; 0 for none.</summary>
    [Range(-0.1, 0.1)]
    public double BasisStepFraction { get; set; }

    /// <summary>Minutes after <see cref="StartAt"/> at which that jump comes, over one minute; 0 to 1,000,000.</summary>
    [Range(0, 1_000_000)]
    public int BasisStepAfterMinutes { get; set; }

    /// <summary>Fraction of eligible minor turning points that first spike beyond an earlier extreme and return (liquidity sweeps).</summary>
    [Range(0.0, 1.0)]
    public double SweepFraction { get; set; } = 0.35;

    /// <summary>Real time between the server's pings; 0 keeps what the protocol says (20 s spot, 180 s futures).</summary>
    [Range(0.0, 600.0)]
    public double PingIntervalSeconds { get; set; }

    /// <summary>Real time within which a pong must come; 0 keeps what the protocol says (60 s spot, 600 s futures).</summary>
    [Range(0.0, 3_600.0)]
    public double PongTimeoutSeconds { get; set; }

    /// <summary>Frames that may wait for one WebSocket client before it is cut as too slow.</summary>
    [Range(100, 1_000_000)]
    public int SendQueueFrames { get; set; } = 20_000;

    /// <summary>Connections that may be open at once.</summary>
    [Range(1, 10_000)]
    public int MaxConnections { get; set; } = 64;

    /// <summary>Real time between two looks at the simulated clock, in milliseconds; everything due since the last look is sent.</summary>
    [Range(1, 1_000)]
    public int PacingMilliseconds { get; set; } = 15;
}
