using System.Globalization;

namespace TradingDesk.Core.Risk.Rules;

/// <summary>Positions and working entries, over the account and in the symbol.</summary>
internal sealed class OpenPositionsRule : IEntryRule
{
    public Refusal? Check(in EntryRequest request)
    {
        var inSymbol = request.Account.OpenInSymbol;
        var symbolLimit = request.SymbolLimits.MaxOpenPositions;
        if (inSymbol >= symbolLimit)
        {
            return new Refusal("MAX_OPEN_POSITIONS_SYMBOL", symbolLimit, inSymbol, string.Create(CultureInfo.InvariantCulture, $"{inSymbol} open in {request.Instrument.Symbol}, limit {symbolLimit}"));
        }

        var total = request.Account.OpenPositions;
        var limit = request.Limits.MaxOpenPositions;
        return total < limit
            ? null
            : new Refusal("MAX_OPEN_POSITIONS", limit, total, string.Create(CultureInfo.InvariantCulture, $"{total} positions open, limit {limit}"));
    }
}
