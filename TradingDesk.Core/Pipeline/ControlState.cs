using TradingDesk.Core.Domain;
using TradingDesk.Core.Journal;
using TradingDesk.Core.Risk;

namespace TradingDesk.Core.Pipeline;

/// <summary>What people have set: kill level and shadow mode, over the stage of the activation ladder.</summary>
internal sealed class ControlState(string stage)
{
    private const string System = "system";
    private HashSet<Symbol> _shadowSymbols = [];

    /// <summary>The ladder's stage: <c>shadow</c>, <c>paper</c>, …</summary>
    public string Stage { get; } = stage;

    public KillLevelEntry Kill { get; private set; } = new(KillLevel.Normal, System, "initial") { Sequence = 0, OccurredAt = Timestamp.Epoch };

    public ShadowModeEntry Shadow { get; private set; } = new(false, [], System, "initial") { Sequence = 0, OccurredAt = Timestamp.Epoch };

    /// <summary>True while storage cannot be relied on. Not part of a replay: like kill level and shadow mode it comes from outside.</summary>
    public bool StorageDegraded { get; set; }

    /// <summary>True where proposals of the symbol are recorded and never sent.</summary>
    public bool IsShadow(Symbol symbol) =>
        string.Equals(Stage, "shadow", StringComparison.Ordinal)
        || (Shadow.Enabled && (_shadowSymbols.Count == 0 || _shadowSymbols.Contains(symbol)));

    public ShadowModeEntry SetShadow(SetShadowModeCommand command, long sequence, Timestamp at)
    {
        Shadow = new ShadowModeEntry(command.Enabled, command.Symbols, command.By, command.Reason) { Sequence = sequence, OccurredAt = at };
        _shadowSymbols = [.. command.Symbols];
        return Shadow;
    }

    public KillLevelEntry SetKill(KillLevel level, string by, string reason, long sequence, Timestamp at)
    {
        Kill = new KillLevelEntry(level, by, reason) { Sequence = sequence, OccurredAt = at };
        return Kill;
    }

    public void Restore(DeskRecoveryState recovery)
    {
        Kill = recovery.Kill ?? Kill;
        if (recovery.Shadow is { } shadow)
        {
            Shadow = shadow;
            _shadowSymbols = [.. shadow.Symbols];
        }
    }
}
