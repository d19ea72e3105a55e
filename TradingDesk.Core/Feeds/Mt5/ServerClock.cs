namespace TradingDesk.Core.Feeds.Mt5;

/// <summary>
/// The broker's clock. MetaTrader stamps everything in server time, usually UTC+2 in winter and UTC+3 in summer. The terminal says its offset; receive
/// times check it: the median of <see cref="SampleCount"/> live differences, at most one a second, rounded to half an hour, overrules what the terminal says and
/// is shown as a mismatch.
/// </summary>
/// <remarks>One thread writes. All values in milliseconds unless named otherwise.</remarks>
internal sealed class ServerClock(DaylightSaving daylightSaving, long toleranceMs)
{
    public const int SampleCount = 31;
    private const long SampleEveryMs = 1_000;
    private const long HalfHourMs = 1_800_000;
    private const long HourMs = 3_600_000;
    private const long OffTickShownMs = 60_000;
    private const long FormerOffsetMs = 60_000;
    private const int MaxOffsetSeconds = 14 * 3_600;

    private readonly DaylightRule _rule = new(daylightSaving);
    private readonly long[] _samples = new long[SampleCount];
    private readonly long[] _sorted = new long[SampleCount];
    private int _sampleCount;
    private long _nextSampleMs;
    private long _winterOffsetMs;
    private long _lastSampledServerMs;
    private long _formerOffsetMs;
    private long _changedAtMs = long.MinValue / 2;
    private long _offTickAtMs = long.MinValue;
    private long _offByMs;

    /// <summary>What the terminal says, in seconds.</summary>
    public int DeclaredOffsetSeconds { get; private set; }

    /// <summary>What receive times say, in seconds; <see langword="null"/> before enough live ticks came.</summary>
    public int? MeasuredOffsetSeconds { get; private set; }

    /// <summary>Server clock minus desk clock beyond the offset, where measured.</summary>
    public TimeSpan? Residual { get; private set; }

    public bool HasMismatch => MeasuredOffsetSeconds is { } measured && measured != DeclaredOffsetSeconds;

    /// <summary>True where the two clocks differ by no multiple of half an hour: one of them is wrong.</summary>
    public bool HasClockProblem { get; private set; }

    public static bool IsPlausibleOffset(long seconds) => Math.Abs(seconds) <= MaxOffsetSeconds && seconds % 900 == 0;

    /// <summary>Takes the offset that the terminal says at <paramref name="nowUtcMs"/>. A new one discards what was measured.</summary>
    public void Declare(int offsetSeconds, long nowUtcMs, bool newSession)
    {
        if (!newSession && offsetSeconds == DeclaredOffsetSeconds)
        {
            return;
        }

        (_formerOffsetMs, _changedAtMs) = newSession ? (0, long.MinValue / 2) : (DeclaredOffsetSeconds * 1_000L, nowUtcMs);
        DeclaredOffsetSeconds = offsetSeconds;
        MeasuredOffsetSeconds = null;
        Residual = null;
        HasClockProblem = false;
        _sampleCount = 0;
        _nextSampleMs = nowUtcMs;
        Use(offsetSeconds * 1_000L, nowUtcMs);
    }

    /// <summary>By how much (tick minus receipt) the newest live tick of an open market that was too far off was off; <see langword="null"/> once the last of them is a minute old.</summary>
    public TimeSpan? LastOffTick => Volatile.Read(ref _offTickAtMs) == long.MinValue ? null : TimeSpan.FromMilliseconds(Volatile.Read(ref _offByMs));

    /// <summary>Notes a live tick of an open market: one that is further off than the tolerance is a problem of somebody's clock.</summary>
    public void Judge(long tickUtcMs, long receivedUtcMs)
    {
        var offBy = tickUtcMs - receivedUtcMs;
        if (Math.Abs(offBy) > toleranceMs)
        {
            Volatile.Write(ref _offByMs, offBy);
            Volatile.Write(ref _offTickAtMs, receivedUtcMs);
        }
        else if (_offTickAtMs != long.MinValue && receivedUtcMs - _offTickAtMs > OffTickShownMs)
        {
            Volatile.Write(ref _offTickAtMs, long.MinValue);
        }
    }

    /// <summary>Offers the newest tick of a live line. A backlog that comes at once counts as one; a quote that repeats its time, as at weekends, tells nothing.</summary>
    public void Sample(long serverMs, long receivedUtcMs)
    {
        if (receivedUtcMs < _nextSampleMs || serverMs == _lastSampledServerMs)
        {
            return;
        }

        _lastSampledServerMs = serverMs;

        _nextSampleMs = receivedUtcMs + SampleEveryMs;
        _samples[_sampleCount++] = serverMs - receivedUtcMs;
        if (_sampleCount < SampleCount)
        {
            return;
        }

        _sampleCount = 0;
        _samples.CopyTo(_sorted, 0);
        Array.Sort(_sorted);
        var median = _sorted[SampleCount / 2];
        var rounded = RoundToHalfHour(median);
        HasClockProblem = Math.Abs(median - rounded) > toleranceMs || Math.Abs(rounded) > MaxOffsetSeconds * 1_000L;
        if (HasClockProblem)
        {
            return;
        }

        Residual = TimeSpan.FromMilliseconds(median - rounded);
        MeasuredOffsetSeconds = (int)(rounded / 1_000);
        Use(rounded, receivedUtcMs);
    }

    public long ToServer(long utcMs) => utcMs + _winterOffsetMs + (_rule.IsSummer(utcMs) ? HourMs : 0);

    /// <summary>The instant of a server time. Of the hour that comes twice in autumn, the one nearer to <paramref name="nearUtcMs"/>.</summary>
    public long ToUtc(long serverMs, long nearUtcMs)
    {
        var winter = serverMs - _winterOffsetMs;
        var summer = winter - HourMs;
        var summerFits = _rule.IsSummer(summer);
        var winterFits = !_rule.IsSummer(winter);
        if (summerFits && winterFits)
        {
            return Math.Abs(summer - nearUtcMs) <= Math.Abs(winter - nearUtcMs) ? summer : winter;
        }

        return summerFits ? summer : winter;
    }

    /// <summary>The instant of a live tick. In the minute after the terminal has said another offset, ticks still come that were stamped by the former one: they are told by their distance from the receipt.</summary>
    public long ToUtcLive(long serverMs, long receivedUtcMs)
    {
        var utcMs = ToUtc(serverMs, receivedUtcMs);
        if (Math.Abs(utcMs - receivedUtcMs) <= toleranceMs || receivedUtcMs - _changedAtMs > FormerOffsetMs)
        {
            return utcMs;
        }

        var formerMs = serverMs - _formerOffsetMs;
        return Math.Abs(formerMs - receivedUtcMs) <= toleranceMs ? formerMs : utcMs;
    }

    private static long RoundToHalfHour(long ms) => (long)Math.Round((double)ms / HalfHourMs, MidpointRounding.AwayFromZero) * HalfHourMs;

    private void Use(long offsetMs, long nowUtcMs) => _winterOffsetMs = offsetMs - (_rule.IsSummer(nowUtcMs) ? HourMs : 0);
}
