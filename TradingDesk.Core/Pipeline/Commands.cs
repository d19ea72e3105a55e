using TradingDesk.Core.Domain;
using TradingDesk.Core.Risk;

namespace TradingDesk.Core.Pipeline;

/// <summary>A request of a person or job, handled by the pipeline in its place among the events.</summary>
internal abstract record DeskCommand
{
    /// <summary>Completed when the change is durable; the result is <see langword="null"/> or the reason for refusal.</summary>
    public TaskCompletionSource<Fault?> Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

internal sealed record SetShadowModeCommand(bool Enabled, IReadOnlyList<Symbol> Symbols, string By, string Reason) : DeskCommand;

internal sealed record RaiseKillLevelCommand(KillLevel Level, string By, string Reason) : DeskCommand;

internal sealed record ResetKillLevelCommand(string By, string Reason) : DeskCommand;

/// <summary>New settings of a symbol; in force from the next M1 bar.</summary>
internal sealed record ApplySettingsCommand(SymbolSettings Settings, int Version, string By, string Reason) : DeskCommand;

/// <summary>A timeframe's close by the clock: what the scheduler posts. Stands for the close itself, however late it comes, so that the result is the same without it.</summary>
internal sealed record TimerCommand(Timeframe Timeframe) : DeskCommand;

/// <summary>The desk has slept: no bar closes until each venue has given what was missed.</summary>
/// <param name="Wake">Numbers the sleep; its recovery carries the same number.</param>
/// <param name="IsShort">Short enough to be filled tick by tick; otherwise with bars.</param>
internal sealed record SleptCommand(int Wake, Timestamp From, Timestamp To, bool IsShort) : DeskCommand;

/// <summary>An instrument's venue has delivered what the sleep of that number missed, as far as it can be had.</summary>
internal sealed record RecoveredCommand(int Wake) : DeskCommand;

/// <summary>The desk is (no longer) behind what it receives: while it is, nothing is entered on prices that are no longer those of now.</summary>
internal sealed record BehindCommand(bool IsBehind, TimeSpan Lag) : DeskCommand;

/// <summary>History of an instrument is loaded: bars may close from here on.</summary>
internal sealed record HistoryLoadedCommand : DeskCommand;

/// <summary>Something that the desk did to itself and people should find later.</summary>
internal sealed record ReportCommand(string Component, string Kind, string Detail) : DeskCommand;

/// <summary>Storage cannot be relied on (or can again): no entries meanwhile. Comes from whoever watches storage, in its place among the events.</summary>
internal sealed record SetStorageStateCommand(bool Degraded, string Reason) : DeskCommand;

/// <summary>Reads a lane in its own order.</summary>
internal abstract record QueryCommand : DeskCommand
{
    public abstract void Run(SymbolLane lane);
}

internal sealed record QueryCommand<T>(Func<SymbolLane, T> Read) : QueryCommand
{
    public TaskCompletionSource<T> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override void Run(SymbolLane lane)
    {
        try
        {
            Result.SetResult(Read(lane));
        }
        catch (InvalidOperationException e)
        {
            // A reader's bug must not stop the market; the reader gets it.
            Result.SetException(e);
        }
    }
}
