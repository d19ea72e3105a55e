using System.Globalization;

namespace TradingDesk.Core.Risk.Rules;

/// <summary>The innermost drawdown layer: a day's loss stops entries until the next UTC day.</summary>
internal sealed class DayLossRule : IEntryRule
{
    public Refusal? Check(in EntryRequest request)
    {
        var start = request.Account.DayStartEquity.Amount;
        if (start <= 0)
        {
            return new Refusal("NO_EQUITY", 0, (double)start, "the account has no equity");
        }

        var loss = (double)((start - request.Account.Equity.Amount) / start);
        var limit = request.Limits.DayLossLimitFraction;
        return loss < limit
            ? null
            : new Refusal("DAY_LOSS", limit, loss, string.Create(CultureInfo.InvariantCulture, $"down {loss:P2} today, limit {limit:P2}"));
    }
}
