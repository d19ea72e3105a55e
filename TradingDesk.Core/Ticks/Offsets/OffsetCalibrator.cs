using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Ticks.Offsets;

/// <summary>
/// Measures the offset between the two venues of one instrument (DOMAIN A6, recommended form): each interval of event time the median of the last minutes'
/// as-of pairs, accepted where neither its dispersion nor its step is large against ATR14(M1). A failure never overwrites the last good value. Single-threaded.
/// </summary>
public sealed class OffsetCalibrator : IHasState
{
    /// <summary>Accepted calibrations that the drift is read from.</summary>
    private const int DriftWindow = 10;

    private const double MicrosecondsPerHour = 3_600e6;

    private readonly OffsetPairs _pairs = new();
    private readonly Queue<(Timestamp At, double Difference)> _accepted = new(DriftWindow);
    private readonly double[] _execution = new double[OffsetPairs.Capacity];
    private readonly double[] _other = new double[OffsetPairs.Capacity];
    private readonly double[] _scratch = new double[OffsetPairs.Capacity];
    private readonly double[] _logs = new double[OffsetPairs.Capacity];
    private VenueOffset _current;
    private VenueOffset _candidate;
    private int _agreeing;
    private long _lastInterval = long.MinValue;

    /// <exception cref="System.ComponentModel.DataAnnotations.ValidationException">An option is out of range.</exception>
    public OffsetCalibrator(OffsetOptions options)
    {
        options.Validate();
        Options = options;
    }

    public OffsetOptions Options { get; private set; }

    /// <summary>The offset in force.</summary>
    public VenueOffset Current => _current;

    /// <summary>The latest calibration; <see langword="null"/> before the first of this run.</summary>
    public OffsetCalibration? Latest { get; private set; }

    /// <summary>How far the latest calibration lay from the value that was in force, quote currency; 0 where nothing was measured.</summary>
    public double LatestStepSize { get; private set; }

    /// <summary>The largest step that the latest calibration would have accepted at once, quote currency; 0 before the first with a yardstick.</summary>
    public double LargestStep { get; private set; }

    /// <summary>The other venue's latest mid, quote currency; 0 before the first.</summary>
    public double OtherMid => _pairs.OtherMid;

    /// <exception cref="System.ComponentModel.DataAnnotations.ValidationException">An option is out of range.</exception>
    public void Apply(OffsetOptions options)
    {
        options.Validate();
        Options = options;
    }

    /// <summary>Takes up the last good offset of a former run, with its age.</summary>
    public void Restore(in VenueOffset offset) => _current = offset with { State = OffsetState.Held, Lifetime = Options.Lifetime };

    /// <summary>Takes a quote of the merged tape.</summary>
    public void OnQuote(in Tick tick) => _pairs.OnQuote(tick.Venue, tick.Mid, tick.OccurredAt, Options);

    /// <summary>Calibrates where a new interval has begun, and lets the offset grow old.</summary>
    /// <param name="atr">ATR14(M1) in quote currency; <see langword="null"/> while it warms up.</param>
    /// <param name="isMarketClosed">True while there is nothing to measure.</param>
    /// <returns>True where there was a calibration; it is <see cref="Latest"/>.</returns>
    public bool OnClock(Timestamp now, double? atr, bool isMarketClosed)
    {
        var interval = now.UnixMicroseconds / (Options.Interval.Ticks / TimeSpan.TicksPerMicrosecond);
        if (isMarketClosed || interval <= _lastInterval)
        {
            Age(now);
            return false;
        }

        _lastInterval = interval;
        Latest = Calibrate(now, atr);
        return true;
    }

    public void SaveState(StateWriter writer)
    {
        writer.Section("offsetCalibrator", 1);
        _pairs.SaveState(writer);
        _current.SaveState(writer);
        _candidate.SaveState(writer);
        writer.Write(_agreeing);
        writer.Write(_lastInterval);
        writer.Write(LatestStepSize);
        writer.Write(LargestStep);
        writer.Write(_accepted.Count);
        foreach (var (at, difference) in _accepted)
        {
            writer.Write(at);
            writer.Write(difference);
        }
    }

    public void LoadState(StateReader reader)
    {
        reader.Section("offsetCalibrator", 1);
        _pairs.LoadState(reader);
        _current = VenueOffset.Read(reader);
        _candidate = VenueOffset.Read(reader);
        _agreeing = reader.ReadInt32();
        _lastInterval = reader.ReadInt64();
        LatestStepSize = reader.ReadDouble();
        LargestStep = reader.ReadDouble();
        _accepted.Clear();
        for (var i = reader.ReadInt32(); i > 0; i--)
        {
            _accepted.Enqueue((reader.ReadTimestamp(), reader.ReadDouble()));
        }
    }

    private OffsetCalibration Calibrate(Timestamp now, double? atr)
    {
        // Pairs that all lie before the last interval are of a venue that has fallen silent: they say nothing about now.
        var n = _pairs.Read(now, Options.Window, _execution, _other, out var newest);
        if (n < Options.MinPairs || now - newest > Options.Interval)
        {
            return Fail(now, OffsetOutcome.TooFewPairs, n, measured: null, atr);
        }

        var measured = Measure(now, n);
        if (atr is not > 0)
        {
            return Fail(now, OffsetOutcome.NoYardstick, n, measured, atr: null);
        }

        if (measured.Band > Options.MaxBandAtr * atr.Value)
        {
            return Fail(now, OffsetOutcome.TooWide, n, measured, atr);
        }

        measured = measured with { CalibrationConfidence = Math.Clamp(1 - (measured.Band / (Options.MaxBandAtr * atr.Value)), 0, 1) * Math.Min(1, n / (double)Options.FullConfidencePairs) };
        var largest = LargestStep = Options.MaxStepAtr * atr.Value;
        if (!_current.HasValue || Distance(measured, _current) <= largest)
        {
            return Accept(now, OffsetOutcome.Accepted, n, measured, atr.Value);
        }

        _agreeing = _agreeing > 0 && Distance(measured, _candidate) <= largest ? _agreeing + 1 : 1;
        _candidate = measured;
        if (_agreeing < Options.StepConfirmations)
        {
            return Fail(now, OffsetOutcome.Step, n, measured, atr);
        }

        _accepted.Clear(); // The slope across a step is no drift.
        return Accept(now, OffsetOutcome.AcceptedStep, n, measured, atr.Value);
    }

    private OffsetCalibration Accept(Timestamp now, OffsetOutcome outcome, int pairs, in VenueOffset measured, double atr)
    {
        var step = StepOf(measured);
        LatestStepSize = step ?? 0;
        (_current, _candidate, _agreeing) = (measured, default, 0);
        if (_accepted.Count == DriftWindow)
        {
            _accepted.Dequeue();
        }

        var difference = measured.DifferenceAt(OtherMid);
        _accepted.Enqueue((now, difference));
        return new OffsetCalibration(now, outcome, pairs, difference, measured.Band, atr, step, Drift(atr), _current);
    }

    private OffsetCalibration Fail(Timestamp now, OffsetOutcome outcome, int pairs, VenueOffset? measured, double? atr)
    {
        if (outcome != OffsetOutcome.Step)
        {
            (_candidate, _agreeing) = (default, 0);
        }

        if (_current.HasValue)
        {
            _current = _current with { State = outcome == OffsetOutcome.Step ? OffsetState.Stepping : OffsetState.Held };
        }

        Age(now);
        var step = measured is { } value ? StepOf(value) : null;
        LatestStepSize = step ?? 0;
        return new OffsetCalibration(now, outcome, pairs, measured?.DifferenceAt(OtherMid), measured?.Band, atr, step, Drift(atr), _current);
    }

    private void Age(Timestamp now)
    {
        if (_current.HasValue && _current.AgeAt(now) >= _current.Lifetime)
        {
            _current = _current with { State = OffsetState.Stale };
        }
    }

    /// <summary>Median and dispersion of the first <paramref name="n"/> pairs.</summary>
    private VenueOffset Measure(Timestamp now, int n)
    {
        var values = _scratch.AsSpan(0, n);
        var kind = KindOf(n);
        for (var i = 0; i < n; i++)
        {
            values[i] = kind == OffsetKind.Additive ? _execution[i] - _other[i] : _execution[i] / _other[i];
        }

        var median = RobustStatistics.Median(values);
        var band = RobustStatistics.Band(values, median) * (kind == OffsetKind.Additive ? 1 : OtherMid);
        return new VenueOffset(kind, median, band, CalibrationConfidence: 0, now, Options.Lifetime, OffsetState.Accepted);
    }

    /// <summary>The variances are those of the pairs that agree (within three bands of the median): a spike must not choose.</summary>
    private OffsetKind KindOf(int n)
    {
        if (Options.Fit != OffsetFit.Auto)
        {
            return Options.Fit == OffsetFit.Additive ? OffsetKind.Additive : OffsetKind.Ratio;
        }

        var values = _scratch.AsSpan(0, n);
        Differences(values);
        var median = RobustStatistics.Median(values);
        var reach = 3 * RobustStatistics.Band(values, median);
        Differences(values);
        var kept = 0;
        for (var i = 0; i < n; i++)
        {
            if (Math.Abs(values[i] - median) <= reach)
            {
                _logs[kept] = Math.Log(_execution[i] / _other[i]);
                values[kept++] = values[i];
            }
        }

        var additive = RobustStatistics.Variance(values[..kept]);
        return additive <= RobustStatistics.Variance(_logs.AsSpan(0, kept)) * OtherMid * OtherMid ? OffsetKind.Additive : OffsetKind.Ratio;
    }

    private void Differences(Span<double> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = _execution[i] - _other[i];
        }
    }

    private double? StepOf(in VenueOffset measured) => _current.HasValue ? measured.DifferenceAt(OtherMid) - _current.DifferenceAt(OtherMid) : null;

    private double Distance(in VenueOffset left, in VenueOffset right) => Math.Abs(left.DifferenceAt(OtherMid) - right.DifferenceAt(OtherMid));

    private double? Drift(double? atr)
    {
        if (_accepted.Count < DriftWindow / 2 || atr is not > 0)
        {
            return null;
        }

        Span<double> hours = stackalloc double[_accepted.Count];
        Span<double> differences = stackalloc double[_accepted.Count];
        var i = 0;
        foreach (var (at, difference) in _accepted)
        {
            hours[i] = (at.UnixMicroseconds - _accepted.Peek().At.UnixMicroseconds) / MicrosecondsPerHour;
            differences[i++] = difference;
        }

        return RobustStatistics.TheilSen(hours, differences) / atr;
    }
}
