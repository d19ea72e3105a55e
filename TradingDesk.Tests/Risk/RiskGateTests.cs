using System.Reflection;
using FsCheck;
using FsCheck.Fluent;
using TradingDesk.Core.Decisions;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Risk;
using TradingDesk.Core.Ticks.Offsets;
using TradingDesk.Core.Ticks.Quality;
using TradingDesk.Tests.Support;
using Xunit;

namespace TradingDesk.Tests.Risk;

public sealed class RiskGateTests
{
    private static readonly Instrument Btc = TestInstruments.Btc();
    private static readonly QuoteSnapshot Quote = new(Bid: 60_000, Ask: 60_001);
    private static readonly AccountSnapshot Flat = new(new Money(10_000m), new Money(10_000m), OpenPositions: 0, OpenInSymbol: 0, KillLevel.Normal);
    private static readonly SymbolRiskOptions Limits = new() { RiskPerTradeFraction = 0.005, MaxOpenPositions = 1, MaxSpreadPips = 5, MaxLotsPerOrder = 1m };
    private static readonly TradeProposal Buy = new(Btc.Symbol, Side.Buy, Entry: 60_001, Stop: 59_801, Target: 60_601, SizeFactor: 1, Basis: ProposalBasis.H1);

    private readonly RiskGate _gate = new(new RiskOptions { MaxOpenPositions = 2, DayLossLimitFraction = 0.02 });

    [Fact]
    public void CheckEntry_AllWell_SizesByStopDistance()
    {
        var verdict = Ask(Buy, Flat);

        Assert.True(verdict.IsApproved);
        // 10,000 × 0.005 = 50; distance 200 per lot of 1 BTC: 0.25 lots.
        Assert.Equal(0.25m, verdict.Order.Quantity.Lots);
        Assert.Equal(59_801m, verdict.Order.Stop!.Value.Value);
        Assert.Equal(60_601m, verdict.Order.Target!.Value.Value);
        Assert.False(verdict.Order.ReduceOnly);
    }

    [Theory]
    [InlineData(KillLevel.StopNew)]
    [InlineData(KillLevel.Reduce)]
    [InlineData(KillLevel.Flatten)]
    [InlineData(KillLevel.Shutdown)]
    public void CheckEntry_AnyKillLevel_Refuses(KillLevel level) => AssertRefused("KILL_LEVEL", Buy, Flat with { KillLevel = level });

    [Fact]
    public void CheckEntry_StorageDegraded_Refuses() => AssertRefused("STORAGE_DEGRADED", Buy, Flat with { StorageDegraded = true });

    [Fact]
    public void CheckEntry_PositionOpenInSymbol_Refuses() => AssertRefused("MAX_OPEN_POSITIONS_SYMBOL", Buy, Flat with { OpenPositions = 1, OpenInSymbol = 1 });

    [Fact]
    public void CheckEntry_AccountFull_Refuses() => AssertRefused("MAX_OPEN_POSITIONS", Buy, Flat with { OpenPositions = 2 });

    [Fact]
    public void CheckEntry_DayLossReached_Refuses() => AssertRefused("DAY_LOSS", Buy, Flat with { Equity = new Money(9_800m) });

    [Theory]
    [InlineData(QualityState.Good, true)]
    [InlineData(QualityState.Degraded, true)]
    [InlineData(QualityState.Poor, false)]
    public void CheckEntry_DataQuality_RefusesWhatIsPoor(QualityState state, bool approved)
    {
        var reading = new QualityReading(state, new QualityScore(0.4, QualityFault.Crossed, 0.06), 0.65, Timestamp.Epoch);
        var quote = Quote with { Quality = reading };
        if (approved)
        {
            Assert.True(_gate.CheckEntry(Buy, Btc, Flat, quote, Limits, traceId: null).IsApproved);
            return;
        }

        var refusal = AssertRefused("DATA_QUALITY", Buy, Flat, quote);
        Assert.Equal((0.65, 0.4), (refusal.Limit, refusal.Actual));
        Assert.Contains("6 % of the messages were crossed quotes", refusal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void CheckEntry_WideSpread_RefusesWithLimitAndActual()
    {
        var refusal = AssertRefused("MAX_SPREAD", Buy, Flat, new QuoteSnapshot(60_000, 60_006));

        Assert.Equal(5, refusal.Limit);
        Assert.Equal(6, refusal.Actual!.Value, precision: 9);
    }

    [Fact]
    public void CheckEntry_NoQuote_Refuses() => AssertRefused("NO_QUOTE", Buy, Flat, new QuoteSnapshot(0, 0));

    [Fact]
    public void CheckEntry_StaleOffsetAndOrdersElsewhere_RefusesWithLimitAndActual()
    {
        var refusal = AssertRefused("OFFSET_STALE", Buy, Flat, Quote with { Standing = Elsewhere(OffsetState.Stale) });

        Assert.Equal((300.0, 310.0), (refusal.Limit, refusal.Actual));
    }

    [Fact]
    public void CheckEntry_SteppingOffsetAndOrdersElsewhere_RefusesWithLimitAndActual()
    {
        var refusal = AssertRefused("OFFSET_STEP", Buy, Flat, Quote with { Standing = Elsewhere(OffsetState.Stepping) });

        Assert.Equal((20.0, 35.0), (refusal.Limit, refusal.Actual));
    }

    [Fact]
    public void CheckEntry_PrimaryLost_Refuses()
    {
        var refusal = AssertRefused("FAILED_OVER", Buy, Flat, Quote with { Standing = Elsewhere(OffsetState.Accepted) with { FailedOverSeconds = 40 } });

        Assert.Equal((0.0, 40.0), (refusal.Limit, refusal.Actual));
    }

    /// <summary>One that was never measured blocks nothing, nor does any where orders go to the venue that bars come from.</summary>
    [Theory]
    [InlineData(OffsetState.None, true)]
    [InlineData(OffsetState.Accepted, true)]
    [InlineData(OffsetState.Held, true)]
    [InlineData(OffsetState.Stale, false)]
    [InlineData(OffsetState.Stepping, false)]
    public void CheckEntry_OffsetThatDoesNotMatter_Passes(OffsetState state, bool isOtherVenue) =>
        Assert.True(Ask(Buy, Flat, Quote with { Standing = Elsewhere(state) with { IsOtherVenue = isOtherVenue } }).IsApproved);

    [Fact]
    public void CheckEntry_MarketPassedTheStop_Refuses() => AssertRefused("STOP_SIDE", Buy, Flat, new QuoteSnapshot(59_700, 59_701));

    [Fact]
    public void CheckEntry_SmallestLotTooRisky_Refuses() => AssertRefused("MIN_LOTS_RISK", Buy with { Stop = 40_000, Target = 120_000 }, Flat);

    [Fact]
    public void ApproveReduction_WantsMoreThanOpen_IsCappedAndPasses()
    {
        var order = _gate.ApproveReduction(Btc.Symbol, Side.Buy, "P1", new Quantity(0.25m), new Quantity(9m), "close");

        Assert.Equal(0.25m, order.Quantity.Lots);
        Assert.Equal(Side.Sell, order.Side);
        Assert.True(order.ReduceOnly);
    }

    [Fact]
    public void ApprovedOrder_AnyConstructor_IsPrivate() =>
        Assert.All(typeof(ApprovedOrder).GetConstructors(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public), c => Assert.True(c.IsPrivate));

    [Fact]
    public void Seal_SecondOne_IsRefused()
    {
        Ask(Buy, Flat);

        Assert.Throws<InvalidOperationException>(RiskGate.Seal.Make);
    }

    [Fact]
    public void CheckEntry_AnyInput_ApprovesOnlyInsideEveryLimit()
    {
        var input =
            from open in Gen.Choose(0, 4)
            from inSymbol in Gen.Choose(0, 2)
            from level in Gen.Elements(Enum.GetValues<KillLevel>())
            from equity in Gen.Choose(0, 12_000)
            from spread in Gen.Choose(-2, 10)
            from stopDistance in Gen.Choose(-50, 2_000)
            from side in Gen.Elements(Side.Buy, Side.Sell)
            select (open, inSymbol, level, equity, spread, stopDistance, side);

        var property = Prop.ForAll(input.ToArbitrary(), x =>
        {
            var quote = new QuoteSnapshot(60_000, 60_000 + x.spread);
            var price = x.side == Side.Buy ? quote.Ask : quote.Bid;
            var sign = (int)x.side;
            var proposal = new TradeProposal(Btc.Symbol, x.side, price, price - (sign * x.stopDistance), price + (sign * 3 * x.stopDistance), 1, ProposalBasis.H1);
            var account = new AccountSnapshot(new Money(x.equity), new Money(10_000m), x.open, x.inSymbol, x.level);
            var verdict = _gate.CheckEntry(proposal, Btc, account, quote, Limits, "T");
            if (!verdict.IsApproved)
            {
                return true;
            }

            var risked = Btc.ValueOf(Math.Abs((decimal)price - verdict.Order.Stop!.Value.Value), verdict.Order.Quantity).Amount;
            return x.level == KillLevel.Normal && x.open < 2 && x.inSymbol < 1 && x.spread is >= 0 and <= 5 && x.stopDistance > 0
                && x.equity > 9_800 && verdict.Order.Quantity.Lots <= 1m && risked <= x.equity * 0.005m;
        });
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2_000), property);
    }

    private static OffsetStanding Elsewhere(OffsetState state) =>
        new(IsOtherVenue: true, FailedOverSeconds: null, state, AgeSeconds: 310, LifetimeSeconds: 300, Step: -35, LargestStep: 20);

    private RiskVerdict Ask(TradeProposal proposal, AccountSnapshot account, QuoteSnapshot? quote = null) =>
        _gate.CheckEntry(proposal, Btc, account, quote ?? Quote, Limits, "T1");

    private Refusal AssertRefused(string code, TradeProposal proposal, AccountSnapshot account, QuoteSnapshot? quote = null)
    {
        var verdict = Ask(proposal, account, quote);
        Assert.False(verdict.IsApproved);
        Assert.Equal(code, verdict.Refusal.Code);
        Assert.NotEmpty(verdict.Refusal.Reason);
        return verdict.Refusal;
    }
}
