using System.Runtime.CompilerServices;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Simulation;

/// <summary>
/// Makes the ticks of one instrument on one venue, minute by minute, in any order: the latent path plus the venue's slowly moving basis, small noise,
/// a spread that widens in quiet hours, and trades at the best bid or ask whose aggressor leans with the move. Thread-safe; allocates nothing per tick.
/// </summary>
internal sealed class VenueTicks
{
    private const long MinuteMicroseconds = 60_000_000;
    private const int SlowKnots = 14;
    private const int FastKnots = 62;
    private const long SlowKnotMicroseconds = 5_000_000;
    private const long FastKnotMicroseconds = 1_000_000;
    private const long BasisKnotMicroseconds = 4 * 3_600_000_000L;

    /// <summary>The first quote of a minute comes within this, and trades only after it, so that a trade always has a quote of its minute to hit.</summary>
    private const long FirstQuoteWindow = 20_000;

    private readonly SimulatedInstrument _instrument;
    private readonly LatentPath _path;
    private readonly ulong _seed;
    private readonly double _ticksPerUnit;
    private readonly double _meanBasis;
    private readonly double _basisStep;
    private readonly long _basisStepAt;
    private readonly double _spreadTicks;
    private readonly double _microAmplitude;
    private readonly long[] _quantities = new long[256];

    public VenueTicks(SimulatedInstrument instrument, Venue venue, SimulatorOptions options, LatentPath path, ulong marketSeed, long originMinute)
    {
        _instrument = instrument;
        _path = path;
        _seed = SimRandom.Combine(marketSeed, 20UL + (ulong)venue);
        _ticksPerUnit = instrument.TicksPerUnit;
        var isBinance = venue == Venue.Binance;
        _meanBasis = isBinance ? instrument.BinanceBasis : instrument.Mt5Basis;
        _basisStep = isBinance ? 0 : options.BasisStepFraction * instrument.AnchorPrice;
        _basisStepAt = Timestamp.FromDateTimeOffset(options.StartAt + TimeSpan.FromMinutes(options.BasisStepAfterMinutes)).UnixMicroseconds;
        _spreadTicks = isBinance ? instrument.BinanceSpreadTicks : instrument.Mt5SpreadTicks;
        _microAmplitude = instrument.AnchorPrice * instrument.DailyVolatility * options.VolatilityFactor * Math.Sqrt(8.0 / 1440);
        var quotesPerSecond = (isBinance ? instrument.BinanceQuotesPerSecond : instrument.Mt5QuotesPerSecond) * options.TickRateFactor;
        var tradesPerSecond = isBinance ? instrument.TradesPerSecond * options.TickRateFactor : 0;
        QuoteCounts = new TickCounts(SimRandom.Combine(_seed, 1), quotesPerSecond, silentWhileClosed: !isBinance, path, originMinute);
        TradeCounts = new TickCounts(SimRandom.Combine(_seed, 2), tradesPerSecond, silentWhileClosed: !isBinance, path, originMinute);
        FillQuantities();
    }

    public TickCounts QuoteCounts { get; }

    public TickCounts TradeCounts { get; }

    public void Generate(long minute, MinuteTicks buffer)
    {
        var start = minute * MinuteMicroseconds;
        _path.EnsureUntil(start + MinuteMicroseconds);
        buffer.Minute = minute;
        buffer.FirstQuoteIndex = QuoteCounts.FirstIndexOf(minute);
        buffer.FirstTradeIndex = TradeCounts.FirstIndexOf(minute);
        var quotes = buffer.TakeQuotes(QuoteCounts.CountOf(minute));
        var trades = buffer.TakeTrades(TradeCounts.CountOf(minute));
        if (quotes.IsEmpty)
        {
            return;
        }

        var rate = _path.Activity.RateAt(start);
        FillQuotes(start, rate, quotes);
        FillTrades(start, quotes, trades);
    }

    private void FillQuotes(long start, double rate, Span<SimulatedQuote> quotes)
    {
        Span<double> slow = stackalloc double[SlowKnots];
        Span<double> fast = stackalloc double[FastKnots];
        var excitement = Math.Sqrt(Math.Clamp(rate, 0.15, 3));
        FillKnots(slow, start / SlowKnotMicroseconds, 31, 0.045 * _microAmplitude * excitement);
        FillKnots(fast, start / FastKnotMicroseconds, 32, 0.018 * _microAmplitude * excitement);
        var basisAtStart = BasisAt(start);
        var basisPerMicrosecond = (BasisAt(start + MinuteMicroseconds) - basisAtStart) / MinuteMicroseconds;
        var minuteSpread = _spreadTicks * (0.72 + (0.28 / excitement)) * (1 + (0.05 * SimRandom.ToNormal(SimRandom.Combine(_seed, 33, start))));

        var random = new SimRandom(SimRandom.Combine(_seed, 34, start));
        var points = _path.Points;
        var segment = LatentPath.FindSegment(points, start);
        var step = (double)MinuteMicroseconds / quotes.Length;
        for (var i = 0; i < quotes.Length; i++)
        {
            var bits = random.NextBits();
            var share = (bits & 0xFFFF) * (1.0 / 65_536);
            var offset = i == 0 ? (long)(share * FirstQuoteWindow) : (long)((i + share) * step);
            var at = start + offset;
            while (points[segment + 1].At <= at)
            {
                segment++;
            }

            var price = Interpolate(points[segment], points[segment + 1], at) + basisAtStart + (basisPerMicrosecond * offset)
                + KnotValue(slow, offset, SlowKnotMicroseconds) + KnotValue(fast, offset, FastKnotMicroseconds);
            var widening = (bits >> 16) & 0xFF;
            var spread = Math.Max(1, (long)(0.5 + (minuteSpread * (widening < 220 ? 1.0 : widening < 248 ? 1.15 : 1.7))));
            var bid = (long)Math.Round((price * _ticksPerUnit) - (spread * 0.5));
            quotes[i] = new SimulatedQuote(at, bid, bid + spread, BestQuantity(bits >> 24), BestQuantity(bits >> 40));
        }
    }

    private void FillTrades(long start, ReadOnlySpan<SimulatedQuote> quotes, Span<SimulatedTrade> trades)
    {
        const long First = FirstQuoteWindow + 5_000;
        var random = new SimRandom(SimRandom.Combine(_seed, 35, start));
        var points = _path.Points;
        var segment = LatentPath.FindSegment(points, start);
        var typicalSlope = _microAmplitude / (8 * MinuteMicroseconds);
        var step = (double)(MinuteMicroseconds - First) / Math.Max(1, trades.Length);
        var quote = 0;
        var at = start;
        for (var i = 0; i < trades.Length; i++)
        {
            var bits = random.NextBits();
            var isSameInstant = i > 0 && (bits & 7) == 0;
            at = isSameInstant ? at : start + First + (long)((i + (((bits >> 3) & 0xFFFF) * (1.0 / 65_536))) * step);
            while (points[segment + 1].At <= at)
            {
                segment++;
            }

            while (quote + 1 < quotes.Length && quotes[quote + 1].At <= at)
            {
                quote++;
            }

            var slope = (points[segment + 1].Price - points[segment].Price) / (points[segment + 1].At - points[segment].At);
            var buys = 0.5 + (0.26 * Math.Clamp(slope / typicalSlope, -1, 1));
            var isBuy = ((bits >> 20) & 0xFFFF) * (1.0 / 65_536) < buys;
            var beyond = (long)((bits >> 36) & 0x3F) == 0 ? 1 + (long)((bits >> 42) & 1) : 0;
            var price = isBuy ? quotes[quote].AskTicks + beyond : quotes[quote].BidTicks - beyond;
            trades[i] = new SimulatedTrade(at, price, _quantities[(int)((bits >> 44) & 0xFF)] + (long)((bits >> 52) & 0x3F), !isBuy);
        }
    }

    private void FillKnots(Span<double> knots, long firstIndex, ulong purpose, double amplitude)
    {
        for (var k = 0; k < knots.Length; k++)
        {
            knots[k] = amplitude * SimRandom.ToNormal(SimRandom.Combine(_seed, purpose, firstIndex + k));
        }
    }

    /// <summary>The basis wanders smoothly between random values four hours apart.</summary>
    private double BasisAt(long at)
    {
        var knot = at / BasisKnotMicroseconds;
        var share = (at - (knot * BasisKnotMicroseconds)) / (double)BasisKnotMicroseconds;
        var smooth = share * share * (3 - (2 * share));
        var before = SimRandom.ToNormal(SimRandom.Combine(_seed, 36, knot));
        var after = SimRandom.ToNormal(SimRandom.Combine(_seed, 36, knot + 1));
        return (at > _basisStepAt ? _basisStep : 0) + _meanBasis + (0.5 * _instrument.BasisWander * (before + ((after - before) * smooth)));
    }

    /// <summary>Trade sizes by quantile: log-normal in the body, a power law in the last twentieth.</summary>
    private void FillQuantities()
    {
        var stepsPerUnit = Math.Pow(10, _instrument.QuantityDecimals);
        for (var i = 0; i < _quantities.Length; i++)
        {
            var quantile = (i + 0.5) / _quantities.Length;
            var logistic = Math.Log(quantile / (1 - quantile)) * 0.8;
            var tail = quantile > 0.95 ? Math.Pow((1 - 0.95) / (1 - quantile), 0.7) : 1;
            _quantities[i] = Math.Max(2, (long)(_instrument.MedianTradeQuantity * Math.Exp(logistic) * tail * stepsPerUnit));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int BestQuantity(ulong bits) => (int)((_quantities[(int)(bits & 0xFF)] * 6) + 1 + (long)((bits >> 8) & 0xFF));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Interpolate(PathPoint before, PathPoint after, long at) =>
        before.Price + ((after.Price - before.Price) * ((at - before.At) / (double)(after.At - before.At)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double KnotValue(ReadOnlySpan<double> knots, long offset, long spacing)
    {
        var knot = (int)(offset / spacing);
        var share = (offset - (knot * spacing)) / (double)spacing;
        return knots[knot] + ((knots[knot + 1] - knots[knot]) * share);
    }
}
