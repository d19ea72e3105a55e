using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Ticks;

/// <summary>A tick in four words: instant (52 bits, µs) with its flags, reception, and two numbers (bid and ask, or price and volume).</summary>
internal static class PackedTick
{
    private const int FlagBits = 8;
    private const long VenueMask = 0b11;
    private const long TradeFlag = 1 << 2;
    private const long BackfilledFlag = 1 << 3;
    private const int AggressorShift = 4;
    private const long AggressorMask = 0b11;

    public static void Write(Span<long> words, in Tick tick)
    {
        var isTrade = tick.Kind == TickKind.Trade;
        var flags = (long)tick.Venue
            | (isTrade ? TradeFlag : 0)
            | (tick.Backfilled ? BackfilledFlag : 0)
            | ((tick.Aggressor + 1L) << AggressorShift);
        words[0] = (tick.OccurredAt.UnixMicroseconds << FlagBits) | flags;
        words[1] = tick.ReceivedAt.UnixMicroseconds;
        words[2] = BitConverter.DoubleToInt64Bits(isTrade ? tick.Price : tick.Bid);
        words[3] = BitConverter.DoubleToInt64Bits(isTrade ? tick.Volume : tick.Ask);
    }

    public static Tick Read(ReadOnlySpan<long> words, int instrumentId)
    {
        var flags = words[0];
        var venue = (Venue)(flags & VenueMask);
        var occurredAt = new Timestamp(words[0] >> FlagBits);
        var receivedAt = new Timestamp(words[1]);
        var first = BitConverter.Int64BitsToDouble(words[2]);
        var second = BitConverter.Int64BitsToDouble(words[3]);
        var backfilled = (flags & BackfilledFlag) != 0;
        if ((flags & TradeFlag) == 0)
        {
            return Tick.Quote(instrumentId, venue, occurredAt, receivedAt, bid: first, ask: second, backfilled: backfilled);
        }

        var aggressor = (int)((flags >> AggressorShift) & AggressorMask) - 1;
        return Tick.Trade(instrumentId, venue, occurredAt, receivedAt, price: first, volume: second, aggressor: aggressor, backfilled: backfilled);
    }
}
