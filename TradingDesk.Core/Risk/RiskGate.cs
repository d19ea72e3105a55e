using System.Globalization;
using TradingDesk.Core.Decisions;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Risk.Rules;
using TradingDesk.Core.Risk.Sizing;

namespace TradingDesk.Core.Risk;

/// <summary>The one way to a broker. Pure: the same question gives the same answer. Reduce-only orders always pass, capped at the open volume.</summary>
public sealed class RiskGate(RiskOptions options)
{
    private static readonly Seal OwnSeal = Seal.Make();

    // Cheapest and most final first; the first refusal is the one reported.
    private readonly IEntryRule[] _rules = [new KillLevelRule(), new StorageRule(), new DayLossRule(), new OpenPositionsRule(), new DataQualityRule(), new FailoverRule(), new OffsetStaleRule(), new OffsetStepRule(), new SpreadRule(), new StopSideRule()];

    public RiskOptions Options { get; } = options;

    public RiskVerdict CheckEntry(TradeProposal proposal, Instrument instrument, in AccountSnapshot account, in QuoteSnapshot quote, SymbolRiskOptions symbolLimits, string? traceId)
    {
        var request = new EntryRequest(proposal, instrument, account, quote, Options, symbolLimits);
        foreach (var rule in _rules)
        {
            if (rule.Check(request) is { } refusal)
            {
                return refusal;
            }
        }

        var away = proposal.Side == Side.Buy ? RoundingDirection.Down : RoundingDirection.Up;
        var stop = instrument.RoundToTick(proposal.Stop, away);
        var target = instrument.RoundToTick(proposal.Target, RoundingDirection.Nearest);
        var price = instrument.RoundToTick(proposal.Side == Side.Buy ? quote.Ask : quote.Bid, RoundingDirection.Nearest);
        var distance = Math.Abs(price - stop);
        var lots = FixedFractionalSizing.Size(instrument, account.Equity, symbolLimits.RiskPerTradeFraction, proposal.SizeFactor, distance, symbolLimits.MaxLotsPerOrder);
        if (lots.IsZero)
        {
            var minimumRisk = instrument.ValueOf(distance, instrument.MinLots);
            var budget = account.Equity.Amount * (decimal)symbolLimits.RiskPerTradeFraction * (decimal)proposal.SizeFactor;
            return new Refusal("MIN_LOTS_RISK", (double)budget, (double)minimumRisk.Amount,
                string.Create(CultureInfo.InvariantCulture, $"the smallest lot would risk {minimumRisk.Amount:0.00}, budget {budget:0.00}"));
        }

        return ApprovedOrder.Entry(OwnSeal, instrument.Symbol, proposal.Side, lots, stop, target, proposal.Reason, traceId);
    }

    /// <summary>An order that shrinks or closes a position. Passes every limit, blackout and kill level.</summary>
    /// <param name="openVolume">The position's open volume; the order is capped at it.</param>
    public ApprovedOrder ApproveReduction(Symbol symbol, Side positionSide, string positionId, Quantity openVolume, Quantity wanted, string reason) =>
        ApprovedOrder.Reduction(OwnSeal, symbol, positionSide.Opposite(), Quantity.Min(openVolume, wanted), positionId, reason);

    /// <summary>Proof of being the risk gate: its constructor is private and its only instance is kept private here.</summary>
    internal sealed class Seal
    {
        private static bool _made;

        private Seal()
        {
        }

        /// <exception cref="InvalidOperationException">Somebody else asks for a second seal.</exception>
        internal static Seal Make()
        {
            if (_made)
            {
                throw new InvalidOperationException("The seal of the risk gate is made once, by the risk gate.");
            }

            _made = true;
            return new Seal();
        }
    }
}
