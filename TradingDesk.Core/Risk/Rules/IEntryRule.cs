using TradingDesk.Core.Decisions;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Risk.Rules;

/// <summary>What a rule may look at.</summary>
internal readonly record struct EntryRequest(
    TradeProposal Proposal,
    Instrument Instrument,
    AccountSnapshot Account,
    QuoteSnapshot Quote,
    RiskOptions Limits,
    SymbolRiskOptions SymbolLimits);

/// <summary>One pre-trade rule for entries. Stateless; reduce-only orders never meet it.</summary>
internal interface IEntryRule
{
    /// <returns>The refusal, or <see langword="null"/> where the rule has nothing against the entry.</returns>
    Refusal? Check(in EntryRequest request);
}
