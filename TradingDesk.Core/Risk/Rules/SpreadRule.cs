using System.Globalization;

namespace TradingDesk.Core.Risk.Rules;

/// <summary>A usable quote with a spread inside the symbol's limit.</summary>
internal sealed class SpreadRule : IEntryRule
{
    public Refusal? Check(in EntryRequest request)
    {
        if (!request.Quote.IsUsable)
        {
            return new Refusal("NO_QUOTE", null, null, "no usable quote");
        }

        var pips = (request.Quote.Ask - request.Quote.Bid) / (double)request.Instrument.PipSize;
        var limit = request.SymbolLimits.MaxSpreadPips;
        return pips <= limit
            ? null
            : new Refusal("MAX_SPREAD", limit, pips, string.Create(CultureInfo.InvariantCulture, $"spread {pips:0.##} pips, limit {limit:0.##}"));
    }
}
