using TradingDesk.Core.Domain;
using TradingDesk.Core.Ticks;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Ticks;

public sealed class TickValidatorTests
{
    private readonly DiscardCounters _discards = new();
    private readonly TickValidator _validator;

    public TickValidatorTests() => _validator = new TickValidator(TestInstruments.Btc(), new TickOptions(), _discards);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-5, 1)]
    [InlineData(double.NaN, 1)]
    [InlineData(double.PositiveInfinity, 1)]
    [InlineData(1e308, 1)]
    [InlineData(1.1e9, 1)]
    [InlineData(100, double.NaN)]
    [InlineData(100, -1)]
    [InlineData(100, 1e12)]
    public void Accept_BadTrade_IsCountedAsBadPrice(double price, double volume) => Refused(Trade(1, price, volume), DiscardReason.BadPrice);

    [Fact]
    public void Accept_BadQuoteSide_IsCountedAsBadPrice() => Refused(Quote(1, 100, double.NaN), DiscardReason.BadPrice);

    [Theory]
    [InlineData(Venue.Binance, 101, 100, false)]
    [InlineData(Venue.Binance, 100, 100, false)]
    [InlineData(Venue.Mt5, 101, 100, false)]
    [InlineData(Venue.Mt5, 100, 100, true)]
    public void Accept_CrossedOrLocked_ByVenue(Venue venue, double bid, double ask, bool accepted)
    {
        Assert.Equal(accepted, _validator.Accept(Quote(1, bid, ask, venue: venue)));
        Assert.Equal(accepted ? 0 : 1, _discards[DiscardReason.Crossed]);
    }

    [Fact]
    public void Accept_SameSequence_IsADuplicateWithinVenueAndKindOnly()
    {
        Assert.True(_validator.Accept(Trade(1, 100, sequence: 7)));
        Assert.True(_validator.Accept(Quote(1, 100, 101, sequence: 7)));
        Assert.True(_validator.Accept(Trade(1, 100, sequence: 7, venue: Venue.Mt5)));
        Refused(Trade(1.2, 100, sequence: 7), DiscardReason.Duplicate);
        Assert.True(_validator.Accept(Trade(100, 100, sequence: 7)));
    }

    [Fact]
    public void Accept_NoSequence_IdenticalContentIsADuplicate()
    {
        Assert.True(_validator.Accept(Trade(1, 100, volume: 2)));
        Refused(Trade(1, 100, volume: 2), DiscardReason.Duplicate);
        Assert.True(_validator.Accept(Trade(1, 100, volume: 3)));
        Assert.True(_validator.Accept(Trade(1.001, 100, volume: 2)));
    }

    [Fact]
    public void Accept_OlderThanAllowance_IsOutOfOrderUnlessBackfilled()
    {
        Assert.True(_validator.Accept(Trade(10, 100, sequence: 1)));
        Assert.True(_validator.Accept(Trade(9.5, 100, sequence: 2)));
        Refused(Trade(9.4999, 100, sequence: 3), DiscardReason.OutOfOrder);
        Assert.True(_validator.Accept(Trade(5, 100, sequence: 4, backfilled: true)));
    }

    [Fact]
    public void Accept_OldAtReception_IsStaleUnlessBackfilled()
    {
        Refused(Trade(1, 100, receivedSeconds: 11.1), DiscardReason.Stale);
        Assert.True(_validator.Accept(Trade(2, 100, receivedSeconds: 100, backfilled: true)));
    }

    [Fact]
    public void Accept_AheadOfReception_IsFuture()
    {
        Assert.True(_validator.Accept(Trade(11, 100, receivedSeconds: 1)));
        Refused(Trade(11.1, 100, receivedSeconds: 1), DiscardReason.Future);
    }

    [Fact]
    public void Accept_SpikeThatReturns_IsOneOutlier()
    {
        Assert.True(_validator.Accept(Trade(1, 100)));
        Assert.False(_validator.Accept(Trade(2, 100_000)));
        Assert.Equal(1, _validator.Held);
        Assert.True(_validator.Accept(Trade(3, 100.1)));

        Assert.False(_validator.TryTakeConfirmed(out _));
        Assert.Equal((1, 1, 0), (_discards[DiscardReason.Outlier], _discards.Total, _validator.Held));
    }

    [Fact]
    public void Accept_JumpConfirmedBySecondTick_AcceptsBothInOrder()
    {
        Assert.True(_validator.Accept(Trade(1, 100)));
        Assert.False(_validator.Accept(Trade(2, 110)));
        Assert.True(_validator.Accept(Trade(3, 110.5)));

        Assert.True(_validator.TryTakeConfirmed(out var held));
        Assert.Equal(110, held.Price);
        Assert.False(_validator.TryTakeConfirmed(out _));
        Assert.True(_validator.Accept(Trade(4, 111)));
        Assert.Equal(0, _discards.Total);
    }

    [Fact]
    public void Accept_TwoSpikesApart_DoNotConfirmEachOther()
    {
        Assert.True(_validator.Accept(Trade(1, 100)));
        Assert.False(_validator.Accept(Trade(2, 1_000)));
        Assert.False(_validator.Accept(Trade(3, 5_000)));
        Assert.True(_validator.Accept(Trade(4, 100)));
        Assert.Equal(2, _discards[DiscardReason.Outlier]);
    }

    [Fact]
    public void Accept_OtherVenue_DoesNotConfirm()
    {
        Assert.True(_validator.Accept(Trade(1, 100)));
        Assert.True(_validator.Accept(Trade(1, 110, venue: Venue.Mt5)));
        Assert.False(_validator.Accept(Trade(2, 110)));
        Assert.True(_validator.Accept(Trade(2, 110.1, venue: Venue.Mt5)));
        Assert.True(_validator.Accept(Trade(3, 100)));
        Assert.Equal(1, _discards[DiscardReason.Outlier]);
    }

    [Fact]
    public void Accept_ConfirmedNotTaken_IsCounted()
    {
        _validator.Accept(Trade(1, 100));
        _validator.Accept(Trade(2, 110));
        _validator.Accept(Trade(3, 110));
        _validator.Accept(Trade(4, 110.1));

        Assert.Equal(1, _discards[DiscardReason.Outlier]);
    }

    [Fact]
    public void State_SavedMidway_ContinuesTheSame()
    {
        var random = new Random(5);
        var ticks = Enumerable.Range(0, 3_000)
            .Select(i => Trade((i * 0.1) - (random.Next(8) * 0.1), 100 * (random.Next(50) == 0 ? 1.5 : 1 + (random.NextDouble() * 0.001)), sequence: random.Next(1, 2_000)))
            .ToArray();
        var whole = ticks.Select(tick => _validator.Accept(tick)).ToArray();
        var first = new TickValidator(TestInstruments.Btc(), new TickOptions(), new DiscardCounters());
        var before = ticks.Take(1_500).Select(tick => first.Accept(tick)).ToArray();
        var saved = StateBytes.Save(first);
        var second = StateBytes.Load(new TickValidator(TestInstruments.Btc(), new TickOptions(), new DiscardCounters()), saved);

        Assert.Equal(saved, StateBytes.Save(second));
        Assert.Equal(whole, before.Concat(ticks.Skip(1_500).Select(tick => second.Accept(tick))));
        Assert.Equal(3_000, whole.Count(accepted => accepted) + _discards.Total + _validator.Held);
    }

    private static Timestamp At(double seconds) => new(TestBars.Start.UnixMicroseconds + (long)Math.Round(seconds * 1e6));

    private static Tick Trade(
        double seconds, double price, double volume = 1, long sequence = 0, Venue venue = Venue.Binance, double? receivedSeconds = null, bool backfilled = false) =>
        Tick.Trade(0, venue, At(seconds), At(receivedSeconds ?? seconds), price: price, volume: volume, aggressor: 0, sequence, backfilled);

    private static Tick Quote(double seconds, double bid, double ask, long sequence = 0, Venue venue = Venue.Binance) =>
        Tick.Quote(0, venue, At(seconds), At(seconds), bid: bid, ask: ask, sequence);

    private void Refused(Tick tick, DiscardReason reason)
    {
        var before = _discards[reason];
        Assert.False(_validator.Accept(tick));
        Assert.Equal(before + 1, _discards[reason]);
    }
}
