using TradingDesk.Core.Domain;
using TradingDesk.Core.Storage;
using TradingDesk.Core.Ticks.Fusion;

namespace TradingDesk.Core.Pipeline;

/// <summary>Rolls the merged tape up into rows of one second per venue: the last quote, what was traded, and the offset that belongs to them.</summary>
internal sealed class TickSeconds : IHasState
{
    private const int VenueSlots = 4;
    private readonly State[] _venues = new State[VenueSlots];

    /// <summary>Takes a tick; gives the finished second of its venue when a new one begins. A second without a quote so far gives none.</summary>
    public bool OnTick(in FusedTick fused, out TickSecond finished)
    {
        var tick = fused.Tick;
        ref var state = ref _venues[(int)tick.Venue];
        var second = tick.OccurredAt.UnixSeconds;
        finished = default;
        var rolled = state.TickCount > 0 && second > state.Second && state.Bid > 0;
        if (rolled)
        {
            finished = new TickSecond(tick.InstrumentId, tick.Venue, Timestamp.FromUnixSeconds(state.Second), state.Bid, state.Ask, state.Volume, state.TickCount, state.Offset);
        }

        if (second > state.Second)
        {
            (state.Second, state.Volume, state.TickCount) = (second, 0, 0);
        }

        state.TickCount++;
        state.Offset = fused.OffsetApplied;
        if (tick.Kind == TickKind.Quote)
        {
            (state.Bid, state.Ask) = (tick.Bid, tick.Ask);
        }
        else
        {
            state.Volume += tick.Volume;
        }

        return rolled;
    }

    public void SaveState(StateWriter writer)
    {
        writer.Section(nameof(TickSeconds), 1);
        foreach (var s in _venues)
        {
            writer.Write(s.Bid);
            writer.Write(s.Ask);
            writer.Write(s.Second);
            writer.Write(s.Volume);
            writer.Write(s.TickCount);
            writer.Write(s.Offset);
        }
    }

    public void LoadState(StateReader reader)
    {
        reader.Section(nameof(TickSeconds), 1);
        for (var i = 0; i < _venues.Length; i++)
        {
            _venues[i] = new State
            {
                Bid = reader.ReadDouble(),
                Ask = reader.ReadDouble(),
                Second = reader.ReadInt64(),
                Volume = reader.ReadDouble(),
                TickCount = reader.ReadInt32(),
                Offset = reader.ReadDouble(),
            };
        }
    }

    private struct State
    {
        public double Bid;
        public double Ask;
        public long Second;
        public double Volume;
        public int TickCount;
        public double Offset;
    }
}
