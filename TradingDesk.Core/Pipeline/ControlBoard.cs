using TradingDesk.Core.Domain;
using TradingDesk.Core.Journal;
using TradingDesk.Core.Risk;

namespace TradingDesk.Core.Pipeline;

/// <summary>Kill level and shadow mode as last made durable: what readers may see. Written by the journal pump, read by any thread.</summary>
public sealed class ControlBoard
{
    private volatile KillLevelEntry _kill;
    private volatile ShadowModeEntry _shadow;

    public ControlBoard(DeskRecoveryState recovery)
    {
        _kill = recovery.Kill ?? new KillLevelEntry(KillLevel.Normal, "system", "initial") { Sequence = 0, OccurredAt = Timestamp.Epoch };
        _shadow = recovery.Shadow ?? new ShadowModeEntry(Enabled: false, [], "system", "initial") { Sequence = 0, OccurredAt = Timestamp.Epoch };
    }

    public KillLevelEntry Kill => _kill;

    public ShadowModeEntry Shadow => _shadow;

    /// <summary>Takes entries that have just become durable.</summary>
    public void OnDurable(IReadOnlyList<JournalEntry> entries)
    {
        foreach (var entry in entries)
        {
            switch (entry)
            {
                case KillLevelEntry kill:
                    _kill = kill;
                    break;
                case ShadowModeEntry shadow:
                    _shadow = shadow;
                    break;
                default:
                    break;
            }
        }
    }
}
