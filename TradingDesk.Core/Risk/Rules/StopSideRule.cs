namespace TradingDesk.Core.Risk.Rules;

/// <summary>Stop and target must lie on their own sides of the present quote: a proposal that the market has overtaken is not sent.</summary>
internal sealed class StopSideRule : IEntryRule
{
    public Refusal? Check(in EntryRequest request)
    {
        var sign = (int)request.Proposal.Side;
        var price = sign > 0 ? request.Quote.Ask : request.Quote.Bid;
        var stopDistance = sign * (price - request.Proposal.Stop);
        var targetDistance = sign * (request.Proposal.Target - price);
        return stopDistance > 0 && targetDistance > 0
            ? null
            : new Refusal("STOP_SIDE", 0, Math.Min(stopDistance, targetDistance), "the market has passed the stop or the target");
    }
}
