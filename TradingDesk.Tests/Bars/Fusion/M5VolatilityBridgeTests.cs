using TradingDesk.Core.Bars.Fusion;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Ticks;

namespace TradingDesk.Tests.Bars.Fusion;

public sealed class M5VolatilityBridgeTests
{
    private readonly BridgeRun _run = new();

    [Fact]
    public void BothClosed_ShiftsTheSecondFirstAndFuses()
    {
        _run.Primary(0, M(0, 100, 104, 99, 103), M(1, 103, 105, 102, 104), M(2, 104, 106, 103, 105), M(3, 105, 107, 104, 106), M(4, 106, 108, 105, 107));
        _run.Secondary(0, S(0, 126, 129, 121, 128.5, 3), S(1, 128, 130, 127, 129, 3), S(2, 129, 131, 128, 130, 3), S(3, 130, 135, 129, 131, 3), S(4, 131, 133, 130, 130, 3));

        var candle = Assert.Single(_run.Given);
        Assert.Equal(BridgeRun.Start, candle.OpenTime);
        Assert.Equal((100, 110, 96, 106.4), (candle.Open, candle.High, candle.Low, Math.Round(candle.Close, 9))); // Close: 0.7 · 107 + 0.3 · (130 − 25).
        Assert.Equal(25, candle.Volume);
        Assert.Equal((M5Sources.Primary | M5Sources.Secondary, 0, 1), (candle.Sources, candle.FilledMinutes, candle.Revision));
        Assert.Equal((BridgeRun.Atr, 107), (candle.Atr14, candle.Vwap));
    }

    [Fact]
    public void SecondLate_PrimaryAloneAfterGraceThenARevision()
    {
        _run.Primary(0, BridgeRun.Flat(0, 100, primary: true));
        _run.Clock(304.9);
        Assert.Empty(_run.Given);

        _run.Clock(305);
        Assert.Equal((M5Sources.Primary, 1), (_run.Given.Single().Sources, _run.Given.Single().Revision));

        _run.Secondary(0, BridgeRun.Flat(0, 130, primary: false));
        Assert.Equal([1, 2], _run.Given.Select(candle => candle.Revision));
        Assert.Equal((M5Sources.Primary | M5Sources.Secondary, 101.5), (_run.Given[1].Sources, Math.Round(_run.Given[1].Close, 9)));
    }

    [Fact]
    public void NoShift_PrimaryAloneAtOnceAndForGood()
    {
        _run.Shift = null;
        _run.Secondary(0, BridgeRun.Flat(0, 130, primary: false));
        _run.Primary(0, BridgeRun.Flat(0, 100, primary: true));

        Assert.Equal(M5Sources.Primary, Assert.Single(_run.Given).Sources);
    }

    [Fact]
    public void SecondFirst_WaitsForThePrimary()
    {
        _run.Secondary(0, BridgeRun.Flat(0, 125, primary: false));
        _run.Clock(310);
        Assert.Empty(_run.Given);

        _run.Primary(0, BridgeRun.Flat(0, 100, primary: true));
        Assert.Equal((M5Sources.Primary | M5Sources.Secondary, 1), (_run.Given.Single().Sources, _run.Given.Single().Revision));
    }

    [Fact]
    public void SecondWithoutATick_IsNoSource()
    {
        _run.Primary(0, BridgeRun.Flat(0, 100, primary: true));
        _run.Secondary(0, [.. Enumerable.Range(0, 5).Select(minute => S(minute, 125, 125, 125, 125, ticks: 0))]);

        Assert.Equal((M5Sources.Primary, 101, 99), (_run.Given.Single().Sources, _run.Given.Single().High, _run.Given.Single().Low));
    }

    [Fact]
    public void MinuteMissing_IsFilledFromTheShiftedSecondAndCounted()
    {
        _run.Primary(0, M(0, 100, 101, 99, 100), M(1, 100, 101, 99, 100), M(2, 100, 101, 99, 100), M(3, 100, 101, 99, 100), M(4, 100, 100, 100, 100, ticks: 0));
        _run.Secondary(0, [.. BridgeRun.Flat(0, 125, primary: false)[..4], S(4, 125, 129, 125, 128)]);

        var candle = Assert.Single(_run.Given);
        Assert.Equal(1, candle.FilledMinutes);
        Assert.Equal(103, candle.Close, precision: 9); // Both legs end at 128 − 25.
    }

    [Fact]
    public void FirstMinuteMissing_OpensWhereTheShiftedSecondDid()
    {
        _run.Primary(0, [M(0, 90, 90, 90, 90, ticks: 0), .. BridgeRun.Flat(0, 100, primary: true)[1..]]);
        _run.Secondary(0, [S(0, 124, 125, 123, 125), .. BridgeRun.Flat(0, 125, primary: false)[1..]]);

        Assert.Equal((99, 1), (_run.Given.Single().Open, _run.Given.Single().FilledMinutes));
        Assert.Equal(98, _run.Given.Single().Low); // Not 90: the flat minute repeats an older price.
    }

    [Theory]
    [InlineData(100, 100, M5Structure.Neutral)]
    [InlineData(103, 100, M5Structure.Bullish)] // Primary up; second flat; fused up by 2.1, too little: one vote.
    [InlineData(103, 97, M5Structure.Neutral)] // One up, one down, fused (+1.2) neutral: a tie.
    [InlineData(104, 96, M5Structure.Neutral)]
    [InlineData(106, 97, M5Structure.Bullish)] // Fused +3.3 outvotes the second.
    [InlineData(100, 97, M5Structure.Bearish)]
    [InlineData(97, 97, M5Structure.Bearish)]
    [InlineData(102.5, 100, M5Structure.Bullish)] // Exactly a quarter ATR counts.
    [InlineData(102.4, 102.4, M5Structure.Neutral)]
    public void Structure_IsTheMajorityOfThreeVoters(double primaryClose, double secondClose, M5Structure expected)
    {
        _run.Primary(0, [M(0, 100, 110, 90, 100), M(1, 100, 110, 90, 100), M(2, 100, 110, 90, 100), M(3, 100, 110, 90, 100), M(4, 100, 110, 90, primaryClose)]);
        _run.Secondary(0, [.. Enumerable.Range(0, 4).Select(minute => S(minute, 125, 135, 115, 125)), S(4, 125, 135, 115, secondClose + BridgeRun.Offset)]);

        Assert.Equal(expected, _run.Given.Single().Structure);
    }

    [Fact]
    public void AtrUnknown_NoVoteAndNoState()
    {
        _run.Atr14 = null;
        _run.Shift = null;
        _run.Primary(0, BridgeRun.Flat(0, 100, primary: true));

        Assert.Equal((null, null), (_run.Given.Single().Structure, _run.Given.Single().Volatility));
    }

    [Theory]
    [InlineData(12.1, VolatilityState.Expanding)]
    [InlineData(12.0, VolatilityState.Normal)]
    [InlineData(8.0, VolatilityState.Normal)]
    [InlineData(7.9, VolatilityState.Contracting)]
    public void Volatility_IsAtrOverItsMedian(double lastAtr, VolatilityState expected)
    {
        _run.Shift = null;
        for (var bucket = 0; bucket < 100; bucket++)
        {
            _run.Atr14 = bucket == 99 ? lastAtr : BridgeRun.Atr;
            _run.Primary(bucket, BridgeRun.Flat(bucket, 100, primary: true));
        }

        Assert.Null(_run.Given[98].Volatility);
        Assert.Equal(expected, _run.Given[99].Volatility);
    }

    [Fact]
    public void OlderThanTheRing_IsCountedAsLate()
    {
        _run.Primary(64, BridgeRun.Flat(64, 100, primary: true));
        _run.Secondary(0, BridgeRun.Flat(0, 125, primary: false));

        Assert.Equal(6, _run.Discards[DiscardReason.Late]);
        Assert.Empty(_run.Given);
    }

    [Fact]
    public void Options_OutOfRange_AreRefused() =>
        Assert.Throws<System.ComponentModel.DataAnnotations.ValidationException>(() => new BridgeRun(new M5BridgeOptions { PrimaryWeight = 1.1 }));

    [Fact]
    public void PriceShift_AdditiveAndFactor() =>
        Assert.Equal((75, 200), (PriceShift.Additive(-25).ToPrimary(100), new PriceShift(2, 0).ToPrimary(100)));

    private static Bar M(int minute, double open, double high, double low, double close, int ticks = 4) => BridgeRun.Minute(minute, open, high, low, close, primary: true, ticks: ticks);

    private static Bar S(int minute, double open, double high, double low, double close, double volume = 2, int ticks = 4) =>
        BridgeRun.Minute(minute, open, high, low, close, primary: false, volume, ticks);
}
