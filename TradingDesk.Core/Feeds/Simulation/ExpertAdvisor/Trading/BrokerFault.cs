namespace TradingDesk.Core.Feeds.Simulation.ExpertAdvisor.Trading;

/// <summary>What can go wrong with an order.</summary>
public enum BrokerFaultKind : byte
{
    /// <summary>The price has moved: retcode 10004, nothing is done.</summary>
    Requote,

    /// <summary>Refused with <see cref="BrokerFault.Retcode"/>.</summary>
    Reject,

    /// <summary>Only <see cref="BrokerFault.Fraction"/> of the volume is filled: retcode 10010.</summary>
    PartialFill,

    /// <summary>Carried out and stored, but the result never leaves.</summary>
    LostResult,

    /// <summary>The acknowledgement never leaves.</summary>
    LostAck,

    /// <summary>The result leaves <see cref="BrokerFault.DelayMs"/> later.</summary>
    DelayedResult,

    /// <summary>Carried out and stored; the connection breaks before the result leaves.</summary>
    Disconnect,

    /// <summary>The terminal dies between order and result: carried out, but no result was stored.</summary>
    CrashAfterOrder,

    /// <summary>The terminal dies before the order: the id is marked as begun and nothing was done.</summary>
    CrashBeforeOrder,

    /// <summary>Carried out; the broker puts its own comment in place of the command's id.</summary>
    OtherComment,
}

/// <summary>One fault, for the next order that comes.</summary>
public readonly record struct BrokerFault(BrokerFaultKind Kind, int Retcode = 10006, decimal Fraction = 0.5m, int DelayMs = 100)
{
    /// <summary>A script of faults that a seed decides, about one order in three without any.</summary>
    public static IReadOnlyList<BrokerFault?> Script(int seed, int count)
    {
        int[] retcodes = [10004, 10006, 10016, 10018, 10019, 10020, 10021, 10024, 10027];
        var random = new Random(seed);
        return Enumerable.Range(0, count)
            .Select(_ => random.Next(3) == 0
                ? (BrokerFault?)null
                : new BrokerFault((BrokerFaultKind)random.Next(10), retcodes[random.Next(retcodes.Length)], random.Next(1, 10) / 10m, random.Next(1, 200)))
            .ToArray();
    }
}
