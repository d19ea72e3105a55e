using System.ComponentModel.DataAnnotations;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Binance;

/// <summary>How the desk reads Binance. Section <c>Desk:Binance</c>. Checked when the feed is built.</summary>
public sealed class BinanceOptions : IValidatableObject
{
    public const string Section = "Desk:Binance";

    /// <summary>REST of the spot market; the default host serves market data only and needs no key.</summary>
    [Required]
    public Uri SpotRestUrl { get; set; } = new("https://data-api.binance.vision");

    /// <summary>Streams of the spot market, without path.</summary>
    [Required]
    public Uri SpotStreamUrl { get; set; } = new("wss://data-stream.binance.vision");

    /// <summary>REST of USD-M futures.</summary>
    [Required]
    public Uri FuturesRestUrl { get; set; } = new("https://fapi.binance.com");

    /// <summary>Streams of USD-M futures, without path; <c>/public</c> and <c>/market</c> are added.</summary>
    [Required]
    public Uri FuturesStreamUrl { get; set; } = new("wss://fstream.binance.com");

    /// <summary>Which instruments are read, and as what. At most 200.</summary>
    public IList<BinanceSymbolOptions> Symbols { get; } = [];

    /// <summary>Read <c>depth@100ms</c> and keep local books.</summary>
    public bool Depth { get; set; } = true;

    /// <summary>Read one-minute candles and compare them with the trades (<see cref="KlineCheck"/>).</summary>
    public bool Klines { get; set; } = true;

    /// <summary>Levels per side fetched for a book: 5 to 5,000 (USD-M: 1,000 at most).</summary>
    [Range(5, 5_000)]
    public int DepthSnapshotLevels { get; set; } = 1_000;

    /// <summary>Levels per side kept in a book: 10 to 20,000.</summary>
    [Range(10, 20_000)]
    public int BookLevels { get; set; } = 5_000;

    /// <summary>First wait before another connection attempt, doubled each time, with jitter: 0.1 to 30 s. Attempts are at least 1 s apart in any case.</summary>
    [Range(0.1, 30)]
    public double BackoffFirstSeconds { get; set; } = 0.5;

    /// <summary>Longest wait before another connection attempt: 1 to 300 s.</summary>
    [Range(1, 300)]
    public double BackoffMaxSeconds { get; set; } = 30;

    /// <summary>A connection attempt that takes longer has failed: 1 to 60 s.</summary>
    [Range(1, 60)]
    public double ConnectTimeoutSeconds { get; set; } = 10;

    /// <summary>A connection without any frame for this long is dead: 2 to 600 s. Must exceed the quietest stream's pause.</summary>
    [Range(2, 600)]
    public double SocketIdleSeconds { get; set; } = 60;

    /// <summary>Age at which a connection is replaced, before Binance ends it at 24 h: 0.01 to 23.5 h.</summary>
    [Range(0.01, 23.5)]
    public double RolloverHours { get; set; } = 23;

    /// <summary>Longest single frame: 64 KB to 64 MB. A longer one ends the connection.</summary>
    [Range(65_536, 67_108_864)]
    public int MaxFrameBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>Memory for frames received and not yet handled, during gap-filling above all: 1 to 256 MB. When full, receiving waits.</summary>
    [Range(1, 256)]
    public int ReceiveBufferMegabytes { get; set; } = 32;

    /// <summary>Most trades fetched for one gap: 1,000 to 1,000,000. A longer gap is filled with minute candles.</summary>
    [Range(1_000, 1_000_000)]
    public int MaxGapTrades { get; set; } = 50_000;

    /// <summary>The longest gap filled trade by trade; a longer one is filled with minute candles. The desk sets it from <c>Desk:Recovery</c>. Default 30 minutes.</summary>
    public TimeSpan MaxGap { get; private set; } = TimeSpan.FromMinutes(30);

    /// <summary>One REST request, without retries: 1 to 60 s.</summary>
    [Range(1, 60)]
    public double RestTimeoutSeconds { get; set; } = 10;

    /// <summary>Retries of a request that failed for no fault of its own (5xx, no connection, timeout), after 1, 2, 4, 8, 16 s with jitter: 0 to 10.</summary>
    [Range(0, 10)]
    public int RestRetries { get; set; } = 3;

    /// <summary>Part of the venue's request weight that the desk uses before it waits for the next minute: 0.1 to 0.95.</summary>
    [Range(0.1, 0.95)]
    public double WeightUse { get; set; } = 0.8;

    /// <summary>Longest wait for weight or a Retry-After inside one request: 0 to 120 s; beyond it the request is refused at once.</summary>
    [Range(0, 120)]
    public double RestPatienceSeconds { get; set; } = 65;

    /// <summary>How often the venue's clock is measured: 1 to 120 minutes.</summary>
    [Range(1, 120)]
    public double ClockProbeMinutes { get; set; } = 10;

    /// <summary>Offset of the venue's clock at which the status says so: 0.05 to 60 s.</summary>
    [Range(0.05, 60)]
    public double ClockAlertSeconds { get; set; } = 1;

    /// <summary>Seeds the jitter of back-off and retries.</summary>
    public int JitterSeed { get; set; } = 1;

    /// <summary>Sets <see cref="MaxGap"/>.</summary>
    public void LimitGap(TimeSpan longest) => MaxGap = longest;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Symbols.Count > 200)
        {
            yield return new ValidationResult($"At most 200 symbols, not {Symbols.Count}.", [nameof(Symbols)]);
        }

        foreach (var symbol in Symbols)
        {
            foreach (var fault in symbol.Validate())
            {
                yield return new ValidationResult(fault, [nameof(Symbols)]);
            }
        }

        if (Symbols.GroupBy(s => s.Symbol, StringComparer.Ordinal).Any(g => g.Count() > 1))
        {
            yield return new ValidationResult("An instrument is read from one Binance symbol only.", [nameof(Symbols)]);
        }

        foreach (var (url, name, scheme) in new[]
        {
            (SpotRestUrl, nameof(SpotRestUrl), "http"), (FuturesRestUrl, nameof(FuturesRestUrl), "http"),
            (SpotStreamUrl, nameof(SpotStreamUrl), "ws"), (FuturesStreamUrl, nameof(FuturesStreamUrl), "ws"),
        })
        {
            if (!url.IsAbsoluteUri || (url.Scheme != scheme && url.Scheme != scheme + "s"))
            {
                yield return new ValidationResult($"{name} must be an absolute {scheme} or {scheme}s address.", [name]);
            }
        }

        if (BackoffMaxSeconds < BackoffFirstSeconds)
        {
            yield return new ValidationResult("The longest back-off is shorter than the first.", [nameof(BackoffMaxSeconds)]);
        }
    }

    /// <exception cref="ValidationException">An option is out of range; the message names all of them.</exception>
    public void ThrowIfInvalid()
    {
        var faults = new List<ValidationResult>();
        if (!Validator.TryValidateObject(this, new ValidationContext(this), faults, validateAllProperties: true))
        {
            throw new ValidationException($"{Section}: {string.Join(" ", faults.Select(f => f.ErrorMessage))}");
        }
    }
}

/// <summary>One instrument on Binance.</summary>
public sealed class BinanceSymbolOptions
{
    /// <summary>The desk's symbol, such as <c>BTCUSD</c>.</summary>
    public string Symbol { get; set; } = "";

    /// <summary>Binance's symbol, such as <c>BTCUSDT</c>.</summary>
    public string VenueSymbol { get; set; } = "";

    public BinanceMarket Market { get; set; }

    /// <summary>A stream of this symbol without a frame for this long is stale and its connection is renewed: 2 to 3,600 s.</summary>
    public double StaleAfterSeconds { get; set; } = 10;

    internal IEnumerable<string> Validate()
    {
        if (!Domain.Symbol.IsValid(Symbol))
        {
            yield return $"'{Symbol}' is not a symbol.";
        }

        if (!Domain.Symbol.IsValid(VenueSymbol))
        {
            yield return $"'{VenueSymbol}' is not a Binance symbol.";
        }

        if (!(StaleAfterSeconds >= 2 && StaleAfterSeconds <= 3_600))
        {
            yield return $"{Symbol}: StaleAfterSeconds must be 2 to 3600.";
        }
    }
}
