using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Pipeline;

/// <summary>
/// How far the primary venue's ticks lie behind the desk's clock: latency, and a venue's clock that is slow. The desk's clock closes a quiet minute only when it
/// has passed its end by as much, or the minute's last ticks would find it closed. The highest of late, forgotten slowly; from events only.
/// </summary>
internal sealed class FeedLag : IHasState
{
    /// <summary>Beyond this a tick is no longer believed anyway.</summary>
    private const long LongestMicroseconds = 10_000_000;

    /// <summary>The part of the difference that one tick forgets: half of it in about 700 ticks.</summary>
    private const int Forgetting = 1_000;

    private long _microseconds;

    public TimeSpan Current => TimeSpan.FromMicroseconds(_microseconds);

    public void OnTick(in Tick tick)
    {
        if (tick.Backfilled)
        {
            return;
        }

        var sample = Math.Clamp(tick.ReceivedAt.UnixMicroseconds - tick.OccurredAt.UnixMicroseconds, 0, LongestMicroseconds);
        _microseconds = Math.Max(sample, _microseconds - ((_microseconds - sample) / Forgetting));
    }

    public void SaveState(StateWriter writer)
    {
        writer.Section(nameof(FeedLag), 1);
        writer.Write(_microseconds);
    }

    public void LoadState(StateReader reader)
    {
        reader.Section(nameof(FeedLag), 1);
        _microseconds = reader.ReadInt64();
    }
}
