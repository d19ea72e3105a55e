using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Mt5;

/// <summary>How far the desk is with one symbol.</summary>
internal sealed class BridgeSymbolState(Instrument instrument)
{
    private const long Never = long.MinValue;

    public Instrument Instrument { get; } = instrument;

    public Bar?[] LatestBars { get; } = new Bar?[TimeframeExtensions.All.Count];

    /// <summary>Instant of the newest tick, in UTC ms.</summary>
    public long LastUtcMs { get; set; } = Never;

    /// <summary>Ticks received with exactly that instant.</summary>
    public int CountAtLast { get; set; }

    public bool HasLast => LastUtcMs != Never;

    /// <summary>Where the replay starts: the newest tick, or later after a gap.</summary>
    public long ResumeUtcMs { get; private set; } = Never;

    /// <summary>Ticks at <see cref="LastUtcMs"/> that the replay repeats and that are still to come.</summary>
    public int SkipAtLast { get; set; }

    public bool IsRecovering { get; private set; }

    /// <summary>True where the pipeline has been told so.</summary>
    public bool IsInterrupted { get; set; }

    /// <summary>False until the symbol has been live once.</summary>
    public bool WasLive { get; set; }

    public void StartRecovering()
    {
        IsRecovering = true;
        ResumeUtcMs = LastUtcMs;
        SkipAtLast = CountAtLast;
    }

    public void SkipTo(long utcMs)
    {
        ResumeUtcMs = utcMs;
        LastUtcMs = utcMs - 1;
        CountAtLast = SkipAtLast = int.MaxValue;
    }

    public void EndRecovering() => IsRecovering = false;

    public void Advance(long utcMs)
    {
        if (utcMs > LastUtcMs)
        {
            LastUtcMs = utcMs;
            CountAtLast = 1;
        }
        else if (utcMs == LastUtcMs && CountAtLast < int.MaxValue)
        {
            CountAtLast++;
        }
    }
}
