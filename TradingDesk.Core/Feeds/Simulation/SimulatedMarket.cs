using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Simulation;

/// <summary>
/// A seeded market on two venues. Pure and random-access: the same options give the same ticks for the same minute for ever, whatever was asked before.
/// The latent truth (regimes, turning points, breaks, sweeps, gaps) is made before any tick and no detector has a part in it. Thread-safe.
/// </summary>
public sealed class SimulatedMarket
{
    /// <summary>Part of every seed. Changed when the numbers of the generator change, to one with which the documented seeds show what they promise.</summary>
    private const ulong Generation = 1;

    private readonly LatentPath[] _paths;
    private readonly VenueTicks?[] _binance;
    private readonly VenueTicks[] _mt5;

    /// <param name="options">Validated by the host at start.</param>
    /// <param name="instruments">What is traded; null for <see cref="SimulatedInstrument.Defaults"/>.</param>
    public SimulatedMarket(SimulatorOptions options, IReadOnlyList<SimulatedInstrument>? instruments = null)
    {
        Options = options;
        Instruments = instruments ?? SimulatedInstrument.Defaults;
        StartAt = Timestamp.FromDateTimeOffset(options.StartAt);
        Origin = MondayBefore(StartAt - TimeSpan.FromDays(SimulatorOptions.MaxHistoryDays));
        HistoryFrom = Timeframe.D1.Floor(StartAt - TimeSpan.FromDays(options.HistoryDays));
        _paths = new LatentPath[Instruments.Count];
        _binance = new VenueTicks?[Instruments.Count];
        _mt5 = new VenueTicks[Instruments.Count];
        for (var i = 0; i < Instruments.Count; i++)
        {
            var instrument = Instruments[i];
            var seed = SeedOf(instrument.Symbol.Name, (ulong)options.Seed);
            var originMinute = Origin.UnixSeconds / 60;
            _paths[i] = new LatentPath(instrument, options, seed, Origin.UnixMicroseconds);
            _binance[i] = instrument.TradesOn(Venue.Binance) ? new VenueTicks(instrument, Venue.Binance, options, _paths[i], seed, originMinute) : null;
            _mt5[i] = new VenueTicks(instrument, Venue.Mt5, options, _paths[i], seed, originMinute);
        }
    }

    public SimulatorOptions Options { get; }

    public IReadOnlyList<SimulatedInstrument> Instruments { get; }

    /// <summary>Where the market begins; nothing exists before.</summary>
    public Timestamp Origin { get; }

    /// <summary>The first instant of the history that servers offer.</summary>
    public Timestamp HistoryFrom { get; }

    /// <summary>The simulated instant of a first start.</summary>
    public Timestamp StartAt { get; }

    /// <summary>The position of a symbol in <see cref="Instruments"/>, or −1.</summary>
    public int IndexOf(Symbol symbol)
    {
        for (var i = 0; i < Instruments.Count; i++)
        {
            if (Instruments[i].Symbol == symbol)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The position of a Binance symbol (upper case) in <see cref="Instruments"/>, or −1.</summary>
    public int IndexOfBinance(ReadOnlySpan<char> symbol)
    {
        for (var i = 0; i < Instruments.Count; i++)
        {
            if (symbol.Equals(Instruments[i].BinanceSymbol, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Fills the caller's buffer with all ticks of a minute; empty where the venue is closed or does not list the instrument.</summary>
    /// <param name="instrument">Position in <see cref="Instruments"/>.</param>
    /// <param name="minute">Minutes since the Unix epoch.</param>
    /// <exception cref="ArgumentOutOfRangeException">The minute lies before <see cref="Origin"/>.</exception>
    public void Generate(int instrument, Venue venue, long minute, MinuteTicks buffer)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(minute, Origin.UnixSeconds / 60);
        var ticks = TicksOf(instrument, venue);
        if (ticks is null)
        {
            buffer.Minute = minute;
            buffer.TakeQuotes(0);
            buffer.TakeTrades(0);
            return;
        }

        ticks.Generate(minute, buffer);
    }

    /// <summary>The latent price: what all venues of the instrument quote around.</summary>
    public double LatentPriceAt(int instrument, Timestamp at)
    {
        var path = Covered(instrument, at);
        var points = path.Points;
        var i = LatentPath.FindSegment(points, at.UnixMicroseconds);
        var (before, after) = (points[i], points[i + 1]);
        return before.Price + ((after.Price - before.Price) * ((at.UnixMicroseconds - before.At) / (double)(after.At - before.At)));
    }

    /// <summary>Turning points in [from, to), in order of time.</summary>
    public IReadOnlyList<LatentTurningPoint> TurningPoints(int instrument, Timestamp from, Timestamp to) =>
        Between(Covered(instrument, to).TurningPoints, static p => p.At, from, to);

    /// <summary>Breaks in [from, to), in order of time.</summary>
    public IReadOnlyList<LatentBreak> Breaks(int instrument, Timestamp from, Timestamp to) =>
        Between(Covered(instrument, to).Breaks, static b => b.At, from, to);

    /// <summary>Liquidity sweeps in [from, to), in order of time.</summary>
    public IReadOnlyList<LatentSweep> Sweeps(int instrument, Timestamp from, Timestamp to) =>
        Between(Covered(instrument, to).Sweeps, static s => s.At, from, to);

    /// <summary>Weekend gaps whose opening lies in [from, to).</summary>
    public IReadOnlyList<LatentGap> Gaps(int instrument, Timestamp from, Timestamp to) =>
        Between(Covered(instrument, to).Gaps, static g => g.OpenedAt, from, to);

    /// <summary>What the market was made to do at an instant.</summary>
    public LatentRegimeKind RegimeAt(int instrument, Timestamp at)
    {
        foreach (var regime in Covered(instrument, at).Regimes)
        {
            if (at < regime.To)
            {
                return regime.Kind;
            }
        }

        throw new InvalidOperationException("The path does not cover the instant that it was extended to.");
    }

    /// <summary>Variance per second relative to the average hour; 0 while the instrument's home market is closed.</summary>
    public double ActivityAt(int instrument, Timestamp at) => Covered(instrument, at).Activity.RateAt(at.UnixMicroseconds);

    /// <summary>Running number of the minute's first aggregate trade on Binance.</summary>
    internal long FirstTradeIndexOf(int instrument, long minute) => _binance[instrument]!.TradeCounts.FirstIndexOf(minute);

    /// <summary>Running number of the minute's first quote on Binance.</summary>
    internal long FirstQuoteIndexOf(int instrument, long minute) => _binance[instrument]!.QuoteCounts.FirstIndexOf(minute);

    /// <summary>The minute that holds an aggregate trade; it must exist before the end of <paramref name="lastMinute"/>.</summary>
    internal long MinuteOfTrade(int instrument, long index, long lastMinute) => _binance[instrument]!.TradeCounts.MinuteOf(index, lastMinute);

    private VenueTicks? TicksOf(int instrument, Venue venue) => venue switch
    {
        Venue.Binance => _binance[instrument],
        Venue.Mt5 => _mt5[instrument],
        _ => null,
    };

    private LatentPath Covered(int instrument, Timestamp until)
    {
        var path = _paths[instrument];
        path.EnsureUntil(until.UnixMicroseconds);
        return path;
    }

    private static List<T> Between<T>(ReadOnlySpan<T> items, Func<T, Timestamp> at, Timestamp from, Timestamp to)
    {
        var result = new List<T>();
        foreach (var item in items)
        {
            if (at(item) >= from && at(item) < to)
            {
                result.Add(item);
            }
        }

        result.Sort((left, right) => at(left).CompareTo(at(right)));
        return result;
    }

    private static Timestamp MondayBefore(Timestamp at)
    {
        const long Day = 86_400;
        var day = at.UnixSeconds / Day;
        return Timestamp.FromUnixSeconds((day - ((day + 3) % 7)) * Day);
    }

    /// <summary>FNV-1a of the name, so that an instrument's market does not depend on its place in the list.</summary>
    private static ulong SeedOf(string name, ulong seed)
    {
        var hash = 14_695_981_039_346_656_037UL;
        foreach (var c in name)
        {
            hash = (hash ^ c) * 1_099_511_628_211UL;
        }

        return SimRandom.Combine(seed ^ (Generation << 32), hash);
    }
}
