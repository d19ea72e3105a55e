using TradingDesk.Core.Domain;
using TradingDesk.Core.Storage;

namespace TradingDesk.Core.Pipeline;

/// <summary>The latest quote and the running second of each venue of one instrument.</summary>
internal sealed class VenueQuotes : IHasState
{
    private const int VenueSlots = 4;
    private readonly State[] _venues = new State[VenueSlots];

    public ref readonly State this[Venue venue] => ref _venues[(int)venue];

    /// <summary>Takes an accepted tick; gives the finished second when a new one begins.</summary>
    public bool OnTick(in Tick tick, out TickSecond finished)
    {
        ref var state = ref _venues[(int)tick.Venue];
        var second = tick.OccurredAt.UnixSeconds;
        finished = default;
        var rolled = state.TickCount > 0 && second > state.Second && state.Bid > 0;
        if (rolled)
        {
            finished = new TickSecond(tick.InstrumentId, tick.Venue, Timestamp.FromUnixSeconds(state.Second), state.Bid, state.Ask, state.Volume, state.TickCount, OffsetApplied: 0);
        }

        if (second > state.Second)
        {
            (state.Second, state.Volume, state.TickCount) = (second, 0, 0);
        }

        state.TickCount++;
        state.Total++;
        state.LastReceivedAt = tick.ReceivedAt;
        if (tick.Kind == TickKind.Quote)
        {
            (state.Bid, state.Ask, state.QuotedAt) = (tick.Bid, tick.Ask, tick.OccurredAt);
        }
        else
        {
            state.LastTrade = tick.Price;
            state.Volume += tick.Volume;
        }

        return rolled;
    }

    public void SaveState(StateWriter writer)
    {
        writer.Section(nameof(VenueQuotes), 1);
        foreach (var s in _venues)
        {
            writer.Write(s.Bid);
            writer.Write(s.Ask);
            writer.Write(s.LastTrade);
            writer.Write(s.QuotedAt);
            writer.Write(s.LastReceivedAt);
            writer.Write(s.Second);
            writer.Write(s.Volume);
            writer.Write(s.TickCount);
            writer.Write(s.Total);
        }
    }

    public void LoadState(StateReader reader)
    {
        reader.Section(nameof(VenueQuotes), 1);
        for (var i = 0; i < _venues.Length; i++)
        {
            _venues[i] = new State
            {
                Bid = reader.ReadDouble(),
                Ask = reader.ReadDouble(),
                LastTrade = reader.ReadDouble(),
                QuotedAt = reader.ReadTimestamp(),
                LastReceivedAt = reader.ReadTimestamp(),
                Second = reader.ReadInt64(),
                Volume = reader.ReadDouble(),
                TickCount = reader.ReadInt32(),
                Total = reader.ReadInt64(),
            };
        }
    }

    internal struct State
    {
        public double Bid;
        public double Ask;
        public double LastTrade;
        public Timestamp QuotedAt;
        public Timestamp LastReceivedAt;
        public long Second;
        public double Volume;
        public int TickCount;
        public long Total;
    }
}
