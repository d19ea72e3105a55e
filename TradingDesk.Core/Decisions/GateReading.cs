namespace TradingDesk.Core.Decisions;

/// <summary>The gates of the decision rule. Stored by number: never renumber.</summary>
public enum GateKind : byte
{
    DataQuality = 1,
    H4NotOpposed = 2,
    H1Bias = 3,
    M15Setup = 4,
    M5Direction = 5,
    M1Trigger = 6,
    Spread = 7,
    Confidence = 8,
    M5Slope = 9,
}

/// <summary>What a gate has to say; <see cref="GateWords"/> makes a sentence of it. Stored by number: never renumber.</summary>
public enum GateNote : byte
{
    /// <summary>Value against threshold says it all.</summary>
    None = 0,

    Complete = 1,
    TicksMissing = 2,
    FilledIn = 3,
    History = 4,

    /// <summary>No bar of the timeframe is closed yet.</summary>
    NoBar = 10,

    /// <summary>The long EMA warms up: A bars of B.</summary>
    WarmingUp = 11,

    /// <summary>H4 is ranging.</summary>
    Ranging = 12,

    /// <summary>H4's trend is A.</summary>
    Trend = 13,

    /// <summary>H1: breaks net A of C, close B ATR from the long EMA.</summary>
    NetBreaks = 14,

    /// <summary>No live break in A bars.</summary>
    NoBreak = 15,

    /// <summary>The last live break: kind A, direction B, C bars ago.</summary>
    LastBreak = 16,

    /// <summary>No quote yet.</summary>
    NoQuote = 17,

    /// <summary>The five M1 filters, see the trace's readings.</summary>
    Filters = 18,

    /// <summary>No timeframe points anywhere.</summary>
    NoDirection = 19,

    /// <summary>Too few fused M5 candles for a slope.</summary>
    SlopeWarmingUp = 20,

    /// <summary>The bar is complete, but the data around it are worse than usual.</summary>
    QualityDegraded = 21,

    /// <summary>The bar is complete, but the data around it are too bad for entries.</summary>
    QualityPoor = 22,
}

/// <summary>One gate of the decision rule, evaluated on one bar. Numbers only: its sentence is made where somebody reads it.</summary>
public readonly record struct GateReading
{
    // NaN stands for "none" inside only; outside it is null.
    private readonly double _value;
    private readonly double _threshold;
    private readonly double _distance;

    /// <param name="passed"><see langword="null"/> where it could not be evaluated; that never counts as passed.</param>
    /// <param name="value">What was measured, in the gate's unit; signed so that larger is better where that makes sense.</param>
    /// <param name="threshold">What it was held against.</param>
    /// <param name="distance">How far the value is from passing, 0 where it passes.</param>
    public GateReading(GateKind kind, GateNote note, bool? passed, double? value, double? threshold, double? distance, double a = 0, double b = 0, double c = 0)
    {
        Kind = kind;
        Note = note;
        State = passed switch { true => GateState.Passed, false => GateState.Failed, null => GateState.Unknown };
        _value = value ?? double.NaN;
        _threshold = threshold ?? double.NaN;
        _distance = distance ?? double.NaN;
        (A, B, C) = (a, b, c);
    }

    internal enum GateState : byte
    {
        Unknown = 0,
        Failed = 1,
        Passed = 2,
    }

    public GateKind Kind { get; }

    public GateNote Note { get; }

    public bool? Passed => State switch { GateState.Passed => true, GateState.Failed => false, _ => null };

    public double? Value => OrNull(_value);

    public double? Threshold => OrNull(_threshold);

    public double? Distance => OrNull(_distance);

    /// <summary>Arguments of <see cref="Note"/>.</summary>
    public double A { get; }

    public double B { get; }

    public double C { get; }

    internal GateState State { get; }

    private static double? OrNull(double value) => double.IsNaN(value) ? null : value;
}
