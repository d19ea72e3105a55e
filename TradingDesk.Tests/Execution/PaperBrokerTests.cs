using FsCheck;
using FsCheck.Fluent;
using TradingDesk.Core.Decisions;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Execution;
using TradingDesk.Core.Risk;
using TradingDesk.Tests.Support;
using Xunit;

namespace TradingDesk.Tests.Execution;

public sealed class PaperBrokerTests
{
    private static readonly Instrument Btc = TestInstruments.Btc();
    private static readonly Timestamp Start = Timestamp.FromUnixSeconds(1_768_305_600);
    private static readonly RiskGate Gate = new(new RiskOptions { MaxOpenPositions = 100 });

    private readonly Recorder _seen = new();
    private readonly PaperBroker _broker = new(new PaperBrokerOptions { LatencyMilliseconds = 100, SlippageSpreadFraction = 0.5, FeeFractionOfNotional = 0.0001 }, [Btc], new Money(10_000m));

    [Fact]
    public void Submit_QuoteInsideLatency_DoesNotFill()
    {
        Submit(Side.Buy, stop: 59_800, target: 60_600);

        Quote(60_000, 60_002, milliseconds: 99);

        Assert.Empty(_seen.Fills);
        Assert.Single(_broker.Working);
    }

    [Fact]
    public void Submit_FirstQuoteAfterLatency_FillsAtAskPlusSlippageWithFee()
    {
        Submit(Side.Buy, stop: 59_800, target: 60_600);

        Quote(60_000, 60_002, milliseconds: 100);

        var (fill, position, _, balance) = Assert.Single(_seen.Fills);
        Assert.Equal(60_003m, fill.Price.Value);
        Assert.Equal(0.24m, fill.Quantity.Lots);
        // 60,003 × 0.24 × 0.0001 = 1.440072 → 1.44; slippage 1.00 × 0.24.
        Assert.Equal(1.44m, fill.Fee.Amount);
        Assert.Equal(0.24m, fill.Slippage.Amount);
        Assert.Equal(9_998.56m, balance.Amount);
        Assert.Equal(203m * 0.24m, position!.InitialRisk.Amount);
    }

    [Fact]
    public void OnQuote_GapThroughStop_FillsAtTheQuoteNotTheStop()
    {
        OpenBuy();

        Quote(59_500, 59_502, milliseconds: 1_000);

        var (fill, position, trade, balance) = _seen.Fills[1];
        Assert.Null(position);
        Assert.Equal(59_499m, fill.Price.Value);
        Assert.Equal("stop", trade!.ExitReason);
        // (59,499 − 60,003) × 0.24 = −120.96; exit fee 59,499 × 0.24 × 0.0001 = 1.43 (1.427976).
        Assert.Equal(-120.96m, trade.GrossPnl.Amount);
        Assert.Equal(2.87m, trade.Fees.Amount);
        Assert.Equal(-123.83m, trade.NetPnl.Amount);
        Assert.Equal(10_000m - 123.83m, balance.Amount);
    }

    [Fact]
    public void OnQuote_BeyondTarget_FillsAtTheTarget()
    {
        OpenBuy();

        Quote(60_700, 60_702, milliseconds: 1_000);

        Assert.Equal(60_600m, _seen.Fills[1].Fill.Price.Value);
        Assert.Equal("target", _seen.Fills[1].Trade!.ExitReason);
        Assert.Equal(0m, _seen.Fills[1].Fill.Slippage.Amount);
    }

    [Fact]
    public void OnQuote_SellPosition_StopIsCheckedOnTheAsk()
    {
        Submit(Side.Sell, stop: 60_200, target: 59_400);
        Quote(60_000, 60_002, milliseconds: 100);

        Quote(60_199, 60_201, milliseconds: 200);

        Assert.Equal("stop", _seen.Fills[1].Trade!.ExitReason);
    }

    [Fact]
    public void CancelWorkingEntries_EntryWaiting_IsCancelledAndNeverFills()
    {
        Submit(Side.Buy, stop: 59_800, target: 60_600);

        _broker.CancelWorkingEntries("kill switch", Start, _seen);
        Quote(60_000, 60_002, milliseconds: 500);

        Assert.Equal(OrderState.Cancelled, _seen.Orders[^1].State);
        Assert.Empty(_seen.Fills);
    }

    [Fact]
    public void Submit_ReductionOfClosedPosition_IsCancelled()
    {
        OpenBuy();
        var position = _broker.Book.Open[0];
        _broker.Submit(Gate.ApproveReduction(Btc.Symbol, Side.Buy, position.PositionId, position.Quantity, position.Quantity, "manual"), Start, _seen);
        _broker.Submit(Gate.ApproveReduction(Btc.Symbol, Side.Buy, position.PositionId, position.Quantity, position.Quantity, "again"), Start, _seen);

        Quote(60_000, 60_002, milliseconds: 1_000);

        Assert.Empty(_broker.Book.Open);
        Assert.Equal(2, _seen.Fills.Count);
        Assert.Equal(OrderState.Cancelled, _seen.Orders[^1].State);
    }

    [Fact]
    public void AnySequenceOfQuotes_BalanceEqualsInitialPlusNetOfTradesMinusOpenFees()
    {
        var step = from price in Gen.Choose(58_000, 62_000) from act in Gen.Choose(0, 9) select (price, act);
        var property = Prop.ForAll(step.ListOf().ToArbitrary(), steps =>
        {
            var seen = new Recorder();
            var broker = new PaperBroker(new PaperBrokerOptions(), [Btc], new Money(10_000m));
            var now = Start;
            foreach (var (price, act) in steps)
            {
                now += TimeSpan.FromSeconds(1);
                broker.OnQuote(Btc, price, price + 2, now, seen);
                if (act < 4 && Approve(act < 2 ? Side.Buy : Side.Sell, price, price + 2) is { } order)
                {
                    broker.Submit(order, now, seen);
                }
            }

            var net = seen.Fills.Where(f => f.Trade is not null).Sum(f => f.Trade!.NetPnl.Amount);
            var openFees = broker.Book.Open.Sum(p => p.FeesPaid.Amount);
            var opened = seen.Fills.Count(f => f.Fill.Entry == FillEntry.In);
            var closed = seen.Fills.Count(f => f.Fill.Entry == FillEntry.Out);
            return broker.Book.Balance.Amount == 10_000m + net - openFees && opened - closed == broker.Book.Open.Count;
        });
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), property);
    }

    private static ApprovedOrder? Approve(Side side, double bid, double ask)
    {
        var price = side == Side.Buy ? ask : bid;
        var proposal = new TradeProposal(Btc.Symbol, side, price, price - ((int)side * 150), price + ((int)side * 450), 1, ProposalBasis.H1);
        var account = new AccountSnapshot(new Money(10_000m), new Money(10_000m), 0, 0, KillLevel.Normal);
        return Gate.CheckEntry(proposal, Btc, account, new QuoteSnapshot(bid, ask), new SymbolRiskOptions(), "T").Order;
    }

    private void OpenBuy()
    {
        Submit(Side.Buy, stop: 59_800, target: 60_600);
        Quote(60_000, 60_002, milliseconds: 100);
    }

    private void Submit(Side side, double stop, double target)
    {
        var entry = side == Side.Buy ? 60_002 : 60_000;
        var proposal = new TradeProposal(Btc.Symbol, side, entry, stop, target, 1, ProposalBasis.H1);
        var account = new AccountSnapshot(new Money(10_000m), new Money(10_000m), 0, 0, KillLevel.Normal);
        var verdict = Gate.CheckEntry(proposal, Btc, account, new QuoteSnapshot(60_000, 60_002), new SymbolRiskOptions(), "T1");
        _broker.Submit(verdict.Order!, Start, _seen);
    }

    private void Quote(double bid, double ask, int milliseconds) => _broker.OnQuote(Btc, bid, ask, Start + TimeSpan.FromMilliseconds(milliseconds), _seen);

    private sealed class Recorder : IExecutionSink
    {
        public List<Order> Orders { get; } = [];

        public List<(Fill Fill, Position? Position, ClosedTrade? Trade, Money Balance)> Fills { get; } = [];

        public void OnOrder(Order order, Timestamp at) => Orders.Add(order);

        public void OnFill(Fill fill, Position? position, ClosedTrade? trade, Money balance, Timestamp at) => Fills.Add((fill, position, trade, balance));
    }
}
