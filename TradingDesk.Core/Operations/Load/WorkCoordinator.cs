using TradingDesk.Core.Contract;

namespace TradingDesk.Core.Operations.Load;

/// <summary>
/// Makes work that can wait wait while the machine is busy: deferred work at high load, low work at critical load, never longer than stated. What is more urgent
/// does not even ask. Load is looked at every few seconds; a limit once reached is left only well below it. Thread-safe.
/// </summary>
public sealed class WorkCoordinator : IHealthSource
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(100);

    private readonly CoordinationOptions _options;
    private readonly ILoadReader _reader;
    private readonly TimeProvider _clock;
    private readonly ClassCounts _low = new(WorkClass.Low);
    private readonly ClassCounts _deferred = new(WorkClass.Deferred);
    private readonly Lock _lock = new();
    private LoadSample _load;
    private bool _isHigh;
    private bool _isCritical;

    public WorkCoordinator(CoordinationOptions options, ILoadReader reader, TimeProvider clock)
    {
        _options = options;
        _reader = reader;
        _clock = clock;
        Sample();
    }

    /// <summary>True while work of this class waits.</summary>
    public bool MustWait(WorkClass work)
    {
        lock (_lock)
        {
            return work switch { WorkClass.Deferred => _isHigh || _isCritical, WorkClass.Low => _isCritical, _ => false };
        }
    }

    /// <summary>Returns when work of this class may begin: at once, when the load allows it, or when it has waited for as long as it ever has to.</summary>
    /// <returns>How long it waited.</returns>
    public ValueTask<TimeSpan> AdmitAsync(WorkClass work, CancellationToken cancellationToken) =>
        MustWait(work) ? WaitAsync(work == WorkClass.Low ? _low : _deferred, cancellationToken) : ValueTask.FromResult(TimeSpan.Zero);

    /// <summary>Looks at the load now.</summary>
    public void Sample()
    {
        var load = _reader.Read();
        lock (_lock)
        {
            _load = load;
            _isHigh = IsOver(_isHigh, cpuLimit: _options.HighCpuFraction, memoryLimit: _options.HighMemoryFraction);
            _isCritical = IsOver(_isCritical, cpuLimit: _options.CriticalCpuFraction, memoryLimit: _options.CriticalMemoryFraction);
        }
    }

    /// <summary>Looks at the load again and again until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(_options.SampleSeconds), _clock);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            Sample();
        }
    }

    public IEnumerable<ComponentHealth> GetComponents() => [];

    public CoordinationHealth GetCoordination()
    {
        lock (_lock)
        {
            var level = _isCritical ? "critical" : _isHigh ? "high" : "normal";
            return new CoordinationHealth(level, _load.Cpu, _load.ProcessCpu, _load.Memory, [_low.View(), _deferred.View()]);
        }
    }

    private bool IsOver(bool was, double cpuLimit, double memoryLimit)
    {
        var slack = was ? _options.Hysteresis : 0;
        return _load.Cpu >= cpuLimit - slack || _load.Memory >= memoryLimit - slack;
    }

    private async ValueTask<TimeSpan> WaitAsync(ClassCounts counts, CancellationToken cancellationToken)
    {
        var longest = TimeSpan.FromSeconds(counts.Work == WorkClass.Low ? _options.MaxLowWaitSeconds : _options.MaxDeferredWaitSeconds);
        var started = _clock.GetTimestamp();
        counts.Begin();
        try
        {
            TimeSpan waited;
            while ((waited = _clock.GetElapsedTime(started)) < longest && MustWait(counts.Work))
            {
                var left = longest - waited;
                await Task.Delay(left < LookInterval ? left : LookInterval, _clock, cancellationToken);
            }

            return waited;
        }
        finally
        {
            counts.End(_clock.GetElapsedTime(started));
        }
    }

    private sealed class ClassCounts(WorkClass work)
    {
        private readonly Lock _lock = new();
        private int _now;
        private long _count;
        private TimeSpan _longest;

        public WorkClass Work => work;

        public void Begin()
        {
            lock (_lock)
            {
                _now++;
                _count++;
            }
        }

        public void End(TimeSpan waited)
        {
            lock (_lock)
            {
                _now--;
                _longest = waited > _longest ? waited : _longest;
            }
        }

        public WorkClassHealth View()
        {
            lock (_lock)
            {
                return new WorkClassHealth(work.ToString().ToLowerInvariant(), _now, _count, _longest.TotalSeconds);
            }
        }
    }
}
