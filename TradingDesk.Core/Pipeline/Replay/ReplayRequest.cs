using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Pipeline.Replay;

/// <summary>What to replay and how.</summary>
public sealed record ReplayRequest
{
    /// <summary>Tape folders, recorded frame files, CSV files, or folders of those.</summary>
    public required IReadOnlyList<string> Paths { get; init; }

    /// <summary>Names the symbol of inputs that hold just one.</summary>
    public Symbol? Symbol { get; init; }

    /// <summary>Event seconds per second; <see langword="null"/> for as fast as it goes.</summary>
    public double? Speed { get; init; }

    /// <summary>Threads; 0 for one per processor.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>Folder for one CSV file of closed bars per symbol and timeframe.</summary>
    public string? BarsOut { get; init; }

    /// <summary>Stop after so many events and write the state to <see cref="StateFile"/>.</summary>
    public long? StopAfter { get; init; }

    /// <summary>Where to write the state when stopping, and from where to take it up when <see cref="Resume"/> is set.</summary>
    public string? StateFile { get; init; }

    /// <summary>Skip the events that the state in <see cref="StateFile"/> has seen and go on from there.</summary>
    public bool Resume { get; init; }
}

/// <summary>What a replay did. The same inputs give the same values, <see cref="WallSeconds"/> and <see cref="TicksPerSecond"/> apart.</summary>
public sealed record ReplaySummary(
    IReadOnlyList<string> Files,
    long Events,
    long Ticks,
    IReadOnlyDictionary<string, long> Bars,
    IReadOnlyDictionary<string, long> Discards,
    IReadOnlyDictionary<string, long> Decisions,
    IReadOnlyDictionary<string, long> Proposals,
    long Fills,
    long Trades,
    string DecisionHash,
    string OutcomeHash,
    double WallSeconds,
    double TicksPerSecond);
