using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Mt5.Trading;

/// <summary>A command that has been sent and has no answer yet.</summary>
/// <param name="Account">Whose account it was sent to; it goes to no other.</param>
internal sealed record OpenCommand(BridgeCommand Command, string Account, Timestamp SentAt, long SentTimestamp)
{
    public TaskCompletionSource<BridgeResult> Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TimeSpan? AckAfter { get; set; }
}

/// <summary>The session that commands go out by.</summary>
internal sealed record BridgeCommandLink(BridgeConnection Connection, string Account, Func<Timestamp, long> ToServerMs, CancellationToken Ended);

/// <summary>What positions, orders and deals tell of a command whose answer is missing.</summary>
internal static class BridgeEvidence
{
    /// <summary>The outcome, or <see langword="null"/> where nothing carries the command's id. Brokers may overwrite comments: finding nothing proves nothing.</summary>
    public static BridgeResult? Find(BridgeCommand command, BridgeSnapshot snapshot)
    {
        if (command.WantedLots is null && command is not ClosePosition)
        {
            return null; // changing and cancelling twice is the same as once
        }

        var comment = BridgeCommand.CommentPrefix + command.Id;
        if (snapshot.Orders.FirstOrDefault(order => order.Comment == comment) is { } order)
        {
            return new BridgeResult(command.Id, BridgeStatus.Placed) { Order = order.Ticket, Price = order.Price, IsFromEvidence = true };
        }

        var deals = snapshot.Deals.Where(deal => deal.Comment == comment).ToList();
        if (deals.Count > 0)
        {
            var lots = deals.Sum(deal => deal.Lots.Lots);
            return new BridgeResult(command.Id, command.WantedLots is { } wanted && lots < wanted.Lots ? BridgeStatus.Partial : BridgeStatus.Done)
            {
                Order = deals[^1].Order,
                Deal = deals[^1].Ticket,
                Position = deals[^1].Position,
                Lots = new Quantity(lots),
                Price = lots > 0 ? new Price(deals.Sum(deal => deal.Price.Value * deal.Lots.Lots) / lots) : null,
                IsFromEvidence = true,
            };
        }

        return command is not ClosePosition && snapshot.Positions.FirstOrDefault(position => position.Comment == comment) is { } position
            ? new BridgeResult(command.Id, position.Lots < command.WantedLots ? BridgeStatus.Partial : BridgeStatus.Done)
            {
                Position = position.Ticket,
                Lots = position.Lots,
                Price = position.OpenPrice,
                IsFromEvidence = true,
            }
            : null;
    }
}
