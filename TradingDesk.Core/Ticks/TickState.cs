using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Ticks;

/// <summary>Writes a tick exactly and reads it back.</summary>
internal static class TickState
{
    public static void SaveOptional(StateWriter writer, bool present, in Tick tick)
    {
        writer.Write(present);
        if (present)
        {
            Save(writer, tick);
        }
    }

    public static bool LoadOptional(StateReader reader, out Tick tick)
    {
        var present = reader.ReadBoolean();
        tick = present ? Load(reader) : default;
        return present;
    }

    private static void Save(StateWriter writer, in Tick tick)
    {
        writer.Write(tick.InstrumentId);
        writer.Write((byte)tick.Venue);
        writer.Write((byte)tick.Kind);
        writer.Write(tick.OccurredAt);
        writer.Write(tick.ReceivedAt);
        writer.Write(tick.Sequence);
        writer.Write(tick.Backfilled);
        writer.Write(tick.Kind == TickKind.Quote ? tick.Bid : tick.Price);
        writer.Write(tick.Kind == TickKind.Quote ? tick.Ask : tick.Volume);
        writer.Write(tick.Aggressor);
    }

    private static Tick Load(StateReader reader)
    {
        var instrument = reader.ReadInt32();
        var venue = (Venue)reader.ReadByte();
        var kind = (TickKind)reader.ReadByte();
        var occurredAt = reader.ReadTimestamp();
        var receivedAt = reader.ReadTimestamp();
        var sequence = reader.ReadInt64();
        var backfilled = reader.ReadBoolean();
        var first = reader.ReadDouble();
        var second = reader.ReadDouble();
        var aggressor = reader.ReadSByte();
        return kind == TickKind.Quote
            ? Tick.Quote(instrument, venue, occurredAt, receivedAt, bid: first, ask: second, sequence, backfilled)
            : Tick.Trade(instrument, venue, occurredAt, receivedAt, price: first, volume: second, aggressor, sequence, backfilled);
    }
}
