using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Pipeline;

/// <summary>What a lane got back after a sleep.</summary>
/// <param name="FilledBars">M1 bars closed so far that hold fetched or late data.</param>
/// <param name="FetchedTicks">Ticks that came after their time.</param>
/// <param name="GapBars">M1 bars whose data could not be had.</param>
internal readonly record struct RecoveryCounts(Timestamp From, Timestamp To, int FilledBars, long FetchedTicks, int GapBars);

/// <summary>Whether a lane is getting over a sleep, and what came of it. Decides, so it is saved and loaded.</summary>
internal sealed class SleepState : IHasState
{
    private int _filledBars;
    private long _fetchedTicks;
    private int _gapBars;

    /// <summary>The latest sleep's number; only its own recovery ends it.</summary>
    public int Wake { get; private set; }

    public bool IsRecovering { get; private set; }

    public Timestamp From { get; private set; }

    public Timestamp To { get; private set; }

    public RecoveryCounts Counts => new(From, To, _filledBars, _fetchedTicks, _gapBars);

    public void Begin(SleptCommand slept)
    {
        // A sleep during the recovery from another: one recovery, from the first one's start.
        From = IsRecovering ? From : slept.From;
        (_filledBars, _fetchedTicks, _gapBars) = IsRecovering ? (_filledBars, _fetchedTicks, _gapBars) : (0, 0, 0);
        To = slept.To;
        Wake = slept.Wake;
        IsRecovering = true;
    }

    /// <summary>The data are whole again as far as they can be had. False where a later sleep has begun since.</summary>
    public bool TryEnd(int wake)
    {
        if (!IsRecovering || wake != Wake)
        {
            return false;
        }

        IsRecovering = false;
        return true;
    }

    public void OnTick(in Tick tick) => _fetchedTicks += IsRecovering && tick.Backfilled ? 1 : 0;

    public void OnBar(in Bar bar)
    {
        if (bar.Timeframe == Timeframe.M1 && bar.IsImpaired && bar.OpenTime < To && bar.CloseTime > From)
        {
            _filledBars += (bar.Flags & BarFlags.Gap) == 0 ? 1 : 0;
            _gapBars += (bar.Flags & BarFlags.Gap) != 0 ? 1 : 0;
        }
    }

    public void SaveState(StateWriter writer)
    {
        writer.Section(nameof(SleepState), 1);
        writer.Write(Wake);
        writer.Write(IsRecovering);
        writer.Write(From);
        writer.Write(To);
        writer.Write(_filledBars);
        writer.Write(_fetchedTicks);
        writer.Write(_gapBars);
    }

    public void LoadState(StateReader reader)
    {
        reader.Section(nameof(SleepState), 1);
        Wake = reader.ReadInt32();
        IsRecovering = reader.ReadBoolean();
        From = reader.ReadTimestamp();
        To = reader.ReadTimestamp();
        _filledBars = reader.ReadInt32();
        _fetchedTicks = reader.ReadInt64();
        _gapBars = reader.ReadInt32();
    }
}
