namespace TradingDesk.Core.Feeds.Simulation.Protocol;

/// <summary>What the exchange can be told to do wrong.</summary>
public enum SimulatorFault
{
    Disconnect,
    Gap,
    Frozen,
    Duplicate,
    Late,
    Shuffled,
    CrossedQuote,
    PriceSpike,
    WideSpread,
    RejectedRequest,
    IgnoredPong,
    Shutdown,
}

/// <summary>Lasting misbehaviour; all durations are simulated time.</summary>
public sealed record FaultSettings
{
    /// <summary>All sockets are cut each time this passes; <see langword="null"/> never.</summary>
    public TimeSpan? DisconnectEvery { get; init; }

    /// <summary>Fraction of frames sent twice, 0 to 1.</summary>
    public double DuplicateFraction { get; init; }

    /// <summary>Fraction of frames held back by <see cref="LateBy"/>, 0 to 1.</summary>
    public double LateFraction { get; init; }

    public TimeSpan LateBy { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Fraction of frames delayed at random within <see cref="ShuffleWindow"/>, 0 to 1.</summary>
    public double ShuffleFraction { get; init; }

    public TimeSpan ShuffleWindow { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Connections stay open and nothing comes.</summary>
    public bool IsFrozen { get; init; }

    /// <summary>Multiplies the spread of quotes; 1 is normal.</summary>
    public double SpreadFactor { get; init; } = 1;

    /// <summary>How far the exchange's clock is ahead of the simulated one; klines keep their boundaries.</summary>
    public TimeSpan ClockSkew { get; init; }

    /// <summary>Pongs count for nothing: every socket is cut when its time to answer is over.</summary>
    public bool IgnoresPongs { get; init; }
}

/// <summary>The exchange's faults, set at any time from any thread, and how often each was really committed.</summary>
public sealed class SimulatorFaults
{
    private readonly long[] _counts = new long[Enum.GetValues<SimulatorFault>().Length];
    private FaultSettings _settings = new();
    private int _disconnects;
    private int _shutdowns;
    private int _crossedQuotes;
    private int _priceSpikes;
    private double _spikeFactor = 10;
    private long _gapMicroseconds;
    private int _rejections;
    private RejectedAnswer _rejection = new(429, 1);

    /// <summary>Lasting faults; replaced as a whole.</summary>
    public FaultSettings Settings
    {
        get => Volatile.Read(ref _settings);
        set => Volatile.Write(ref _settings, value);
    }

    /// <summary>How often a fault was committed.</summary>
    public long this[SimulatorFault fault] => Interlocked.Read(ref _counts[(int)fault]);

    /// <summary>Cuts every socket, without a closing handshake.</summary>
    public void DisconnectNow() => Interlocked.Increment(ref _disconnects);

    /// <summary>Announces a shutdown to every socket; ten simulated minutes later the old ones are closed.</summary>
    public void ShutDown() => Interlocked.Increment(ref _shutdowns);

    /// <summary>Loses every frame of the coming stretch; connections stay open.</summary>
    public void Lose(TimeSpan stretch) => Interlocked.Exchange(ref _gapMicroseconds, stretch.Ticks / TimeSpan.TicksPerMicrosecond);

    /// <summary>Sends the next quotes with bid above ask.</summary>
    public void CrossQuotes(int count) => Interlocked.Exchange(ref _crossedQuotes, count);

    /// <summary>Multiplies the price of the next trades.</summary>
    public void SpikePrices(int count, double factor)
    {
        Interlocked.Exchange(ref _spikeFactor, factor);
        Interlocked.Exchange(ref _priceSpikes, count);
    }

    /// <summary>Answers the next REST requests with 429 or 418 and <c>Retry-After</c>.</summary>
    public void RejectRequests(int count, int status, int retryAfterSeconds)
    {
        Volatile.Write(ref _rejection, new RejectedAnswer(status, retryAfterSeconds));
        Interlocked.Exchange(ref _rejections, count);
    }

    /// <summary>Ends every fault; counts stay.</summary>
    public void Clear()
    {
        Settings = new FaultSettings();
        Lose(TimeSpan.Zero);
        CrossQuotes(0);
        Interlocked.Exchange(ref _priceSpikes, 0);
        Interlocked.Exchange(ref _rejections, 0);
    }

    internal void Count(SimulatorFault fault) => Interlocked.Increment(ref _counts[(int)fault]);

    internal bool TakeDisconnect() => Take(ref _disconnects, SimulatorFault.Disconnect);

    internal bool TakeShutdown() => Take(ref _shutdowns, SimulatorFault.Shutdown);

    internal bool TakeCrossedQuote() => Take(ref _crossedQuotes, SimulatorFault.CrossedQuote);

    internal double? TakeSpike() => Take(ref _priceSpikes, SimulatorFault.PriceSpike) ? Volatile.Read(ref _spikeFactor) : null;

    internal long TakeGap() => Interlocked.Exchange(ref _gapMicroseconds, 0);

    internal RejectedAnswer? TakeRejection() => Take(ref _rejections, SimulatorFault.RejectedRequest) ? Volatile.Read(ref _rejection) : null;

    private bool Take(ref int remaining, SimulatorFault fault)
    {
        while (true)
        {
            var now = Volatile.Read(ref remaining);
            if (now <= 0)
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref remaining, now - 1, now) == now)
            {
                Count(fault);
                return true;
            }
        }
    }

    internal sealed record RejectedAnswer(int Status, int RetryAfterSeconds);
}
