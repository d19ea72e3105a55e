using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Pipeline;

/// <summary>The latest quote and trade of each venue of one instrument, as accepted.</summary>
internal sealed class VenueQuotes : IHasState
{
    private const int VenueSlots = 4;
    private readonly State[] _venues = new State[VenueSlots];

    public ref readonly State this[Venue venue] => ref _venues[(int)venue];

    public void OnTick(in Tick tick)
    {
        ref var state = ref _venues[(int)tick.Venue];
        state.Total++;
        state.LastReceivedAt = tick.ReceivedAt;
        if (tick.Kind == TickKind.Quote)
        {
            (state.Bid, state.Ask, state.QuotedAt) = (tick.Bid, tick.Ask, tick.OccurredAt);
        }
        else
        {
            state.LastTrade = tick.Price;
        }
    }

    public void SaveState(StateWriter writer)
    {
        writer.Section(nameof(VenueQuotes), 2);
        foreach (var s in _venues)
        {
            writer.Write(s.Bid);
            writer.Write(s.Ask);
            writer.Write(s.LastTrade);
            writer.Write(s.QuotedAt);
            writer.Write(s.LastReceivedAt);
            writer.Write(s.Total);
        }
    }

    public void LoadState(StateReader reader)
    {
        reader.Section(nameof(VenueQuotes), 2);
        for (var i = 0; i < _venues.Length; i++)
        {
            _venues[i] = new State
            {
                Bid = reader.ReadDouble(),
                Ask = reader.ReadDouble(),
                LastTrade = reader.ReadDouble(),
                QuotedAt = reader.ReadTimestamp(),
                LastReceivedAt = reader.ReadTimestamp(),
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
        public long Total;
    }
}
