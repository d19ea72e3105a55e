namespace TradingDesk.Core.Feeds.Simulation.Protocol;

/// <summary>
/// Ids of trades from their running number: aggregate ids are consecutive, and every fourth aggregate consists of two single trades, so that first and
/// last trade ids are consecutive too.
/// </summary>
internal static class BinanceIds
{
    private const long FirstAggregateId = 1_000_000;
    private const long FirstSingleTradeId = 2_000_000;

    public static long AggregateId(long tradeIndex) => FirstAggregateId + tradeIndex;

    public static long IndexOfAggregate(long aggregateId) => aggregateId - FirstAggregateId;

    public static long FirstTradeId(long tradeIndex) => FirstSingleTradeId + tradeIndex + (tradeIndex / 4);

    public static long LastTradeId(long tradeIndex) => FirstTradeId(tradeIndex + 1) - 1;

    public static int PartsOf(long tradeIndex) => (int)(FirstTradeId(tradeIndex + 1) - FirstTradeId(tradeIndex));

    /// <summary>The aggregate's quantity divided over its parts, the first getting the odd step.</summary>
    public static long QuantityOfPart(long quantity, long tradeIndex, int part)
    {
        if (PartsOf(tradeIndex) == 1)
        {
            return quantity;
        }

        var first = (quantity + 1) / 2;
        return part == 0 ? first : quantity - first;
    }
}
