using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Mt5.Trading;

/// <summary>How a command ended.</summary>
public enum BridgeStatus
{
    /// <summary>Carried out in full.</summary>
    Done,

    /// <summary>Carried out in part; <see cref="BridgeResult.Lots"/> says how much so far, later deals come as events.</summary>
    Partial,

    /// <summary>An order waits at the broker. No fill.</summary>
    Placed,

    /// <summary>The broker said no.</summary>
    Rejected,

    /// <summary>The Expert Advisor said no and the broker was not asked: <see cref="BridgeResult.Code"/> says why.</summary>
    Refused,

    /// <summary>It may or may not have been carried out. Nothing may be repeated under a new id before <see cref="IBridgeCommands.ResolveAsync"/> or a person has found out.</summary>
    Unknown,
}

/// <summary>The answer to a command. Tickets are texts: they may exceed what JSON numbers hold.</summary>
public sealed record BridgeResult(string Id, BridgeStatus Status)
{
    /// <summary>What the trade server said; <see langword="null"/> where it was not asked, did not answer, or the outcome was read from positions and deals.</summary>
    public BridgeRetcode? Retcode { get; init; }

    /// <summary>The Expert Advisor's reason (<see cref="BridgeRefusals"/>), or why the outcome is not known.</summary>
    public string? Code { get; init; }

    public string Message { get; init; } = "";

    public string? Order { get; init; }

    public string? Deal { get; init; }

    public string? Position { get; init; }

    /// <summary>The volume that was carried out.</summary>
    public Quantity? Lots { get; init; }

    /// <summary>The price of the fill or of the order.</summary>
    public Price? Price { get; init; }

    /// <summary>Quotes at the answer.</summary>
    public Price? Bid { get; init; }

    public Price? Ask { get; init; }

    /// <summary>What the trade server took, by the terminal's clock.</summary>
    public TimeSpan? ServerTook { get; init; }

    /// <summary>From sending to the Expert Advisor's acknowledgement.</summary>
    public TimeSpan? AckAfter { get; init; }

    /// <summary>Positions or orders that <see cref="CloseAllPositions"/> closed.</summary>
    public int? Closed { get; init; }

    /// <summary>Positions that <see cref="CloseAllPositions"/> could not close.</summary>
    public int? Left { get; init; }

    /// <summary>True where the Expert Advisor had carried the id out before and gave the stored answer.</summary>
    public bool IsRepeated { get; init; }

    /// <summary>True where the answer was lost and positions, orders or deals with the command's id told the outcome.</summary>
    public bool IsFromEvidence { get; init; }

    /// <summary>What may be done now.</summary>
    public BridgeRetry Retry => Status switch
    {
        BridgeStatus.Done or BridgeStatus.Partial or BridgeStatus.Placed => BridgeRetry.Nothing,
        BridgeStatus.Unknown => BridgeRetry.LookUpFirst,
        BridgeStatus.Rejected when Retcode is { } retcode => BridgeRetcodes.RetryOf(retcode),
        _ => BridgeRetry.Never,
    };
}

/// <summary>Reasons for which the Expert Advisor refuses a line.</summary>
public static class BridgeRefusals
{
    /// <summary>Seen after its <c>exp</c>.</summary>
    public const string Expired = "EXPIRED";

    /// <summary>The id was begun before a crash and has no stored result: it may have been carried out.</summary>
    public const string InDoubt = "IN_DOUBT";

    /// <summary>Not JSON, or a field is missing.</summary>
    public const string BadJson = "BAD_JSON";

    /// <summary>No such operation.</summary>
    public const string UnknownOperation = "UNKNOWN_OP";

    /// <summary>A symbol that is not on its list, a real account without leave, or trading that is switched off.</summary>
    public const string NotAllowed = "NOT_ALLOWED";

    /// <summary>Beyond one of its own hard limits.</summary>
    public const string Limit = "LIMIT";
}
