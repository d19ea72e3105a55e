using TradingDesk.Core.Domain;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Domain;

public sealed class DomainTests
{
    [Theory]
    [InlineData("2024-08-09", "2024-08-09T00:00:00Z")]
    [InlineData("2024-08-09T12:30", "2024-08-09T12:30:00Z")]
    [InlineData("2024-08-09T12:30:15.123456Z", "2024-08-09T12:30:15.123456Z")]
    [InlineData("2024-08-09T12:30:15+02:00", "2024-08-09T10:30:15Z")]
    public void TimestampTryParse_Iso_IsRead(string text, string expected)
    {
        Assert.True(Timestamp.TryParse(text, out var value));
        Assert.Equal(expected, value.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("12:30")]
    [InlineData("01/02/2024")]
    [InlineData("2024-13-01")]
    [InlineData("yesterday")]
    public void TimestampTryParse_Else_IsRefused(string? text) => Assert.False(Timestamp.TryParse(text, out _));

    [Theory]
    [InlineData(-1, -1)]
    [InlineData(-1_000, -1)]
    [InlineData(-1_001, -2)]
    [InlineData(1_999, 1)]
    public void TimestampUnixMilliseconds_RoundsTowardsThePast(long microseconds, long milliseconds) =>
        Assert.Equal(milliseconds, new Timestamp(microseconds).UnixMilliseconds);

    [Fact]
    public void TimestampArithmetic_RoundTrips()
    {
        var at = Timestamp.FromUnixNanoseconds(1_723_161_253_123_456_789);

        Assert.Equal(1_723_161_253_123_456, at.UnixMicroseconds);
        Assert.Equal(at, Timestamp.FromDateTimeOffset(at.ToDateTimeOffset()));
        Assert.Equal(TimeSpan.FromMicroseconds(7), at + TimeSpan.FromMicroseconds(7) - at);
    }

    [Theory]
    [InlineData("m5", true, Timeframe.M5)]
    [InlineData("M15", true, Timeframe.M15)]
    [InlineData("M5 ", false, Timeframe.S1)]
    [InlineData("5", false, Timeframe.S1)]
    [InlineData("M2", false, Timeframe.S1)]
    public void TimeframeTryParse_Names_AreRead(string text, bool valid, Timeframe expected)
    {
        Assert.Equal(valid, TimeframeExtensions.TryParse(text, out var parsed) && parsed == expected);
    }

    [Fact]
    public void TimeframeFloor_BoundariesAndBeforeTheEpoch_AreHalfOpen()
    {
        Assert.Equal(0, Timeframe.M5.Floor(new Timestamp(299_999_999)).UnixMicroseconds);
        Assert.Equal(300_000_000, Timeframe.M5.Floor(new Timestamp(300_000_000)).UnixMicroseconds);
        Assert.Equal(-300_000_000, Timeframe.M5.Floor(new Timestamp(-1)).UnixMicroseconds);
    }

    [Theory]
    [InlineData("BTCUSD", true)]
    [InlineData("btcusd", false)]
    [InlineData("BT", false)]
    [InlineData("../../ETC", false)]
    public void SymbolIsValid_Names(string name, bool valid) => Assert.Equal(valid, Symbol.IsValid(name));

    [Theory]
    [InlineData(61_234.567, RoundingDirection.Down, "61234.56")]
    [InlineData(61_234.561, RoundingDirection.Up, "61234.57")]
    [InlineData(0.1 + 0.2, RoundingDirection.Up, "0.30")]
    [InlineData(61_234.565, RoundingDirection.Nearest, "61234.56")]
    public void InstrumentRoundToTick_Value_IsOnTheGrid(double value, RoundingDirection direction, string expected) =>
        Assert.Equal(expected, TestInstruments.Btc().RoundToTick(value, direction).ToString());

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(-1)]
    [InlineData(0.001)]
    public void InstrumentRoundToTick_NoPrice_Throws(double value) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => TestInstruments.Btc().RoundToTick(value, RoundingDirection.Down));

    [Theory]
    [InlineData("0.019", "0.01")]
    [InlineData("0.009", "0")]
    [InlineData("-1", "0")]
    [InlineData("99", "10.00")]
    public void InstrumentFloorToLotStep_Lots_AreTradable(string lots, string expected) => Assert.Equal(
        decimal.Parse(expected), TestInstruments.Btc().FloorToLotStep(decimal.Parse(lots)).Lots);

    [Fact]
    public void Bar_HighBelowClose_Throws() => Assert.Throws<ArgumentException>(() => TestBars.Make(0, open: 1, high: 1, low: 1, close: 2));

    [Fact]
    public void StateWriter_EveryKindOfNumber_ComesBackExactly()
    {
        using var stream = new MemoryStream();
        using var writer = new StateWriter(stream);
        writer.Write(1);
        writer.Write(2L);
        writer.Write(3.5);
        writer.Write(4.5m);
        writer.WriteOptional(null);
        writer.WriteOptional(5.5);
        writer.Flush();
        stream.Position = 0;
        using var reader = new StateReader(stream);

        Assert.Equal((1, 2L, 3.5, 4.5m), (reader.ReadInt32(), reader.ReadInt64(), reader.ReadDouble(), reader.ReadDecimal()));
        Assert.Null(reader.ReadOptionalDouble());
        Assert.Equal(5.5, reader.ReadOptionalDouble());
    }

    [Fact]
    public void MarketHours_Weekend_IsFriday22ToSunday22()
    {
        var instrument = TestInstruments.GbpJpy();
        Timestamp At(string text) => Timestamp.TryParse(text, out var at) ? at : throw new ArgumentException(text);

        Assert.False(MarketHours.IsClosed(instrument, At("2024-08-09T21:59:59Z")));
        Assert.True(MarketHours.IsClosed(instrument, At("2024-08-09T22:00:00Z")));
        Assert.True(MarketHours.IsClosed(instrument, At("2024-08-11T21:59:59Z")));
        Assert.False(MarketHours.IsClosed(instrument, At("2024-08-11T22:00:00Z")));
        Assert.Equal(At("2024-08-11T22:00:00Z"), MarketHours.NextOpen(instrument, At("2024-08-10T03:00:00Z")));
        Assert.False(MarketHours.IsClosed(TestInstruments.Btc(), At("2024-08-10T03:00:00Z")));
    }
}
