using TradingDesk.Core.Operations.Load;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Operations.Load;

public sealed class WorkCoordinatorTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly FakeLoad _load = new();
    private readonly WorkCoordinator _coordinator;

    public WorkCoordinatorTests() => _coordinator = new WorkCoordinator(new CoordinationOptions(), _load, _clock);

    [Theory]
    [InlineData(0.79, 0.1, false, false)]
    [InlineData(0.80, 0.1, true, false)]
    [InlineData(0.95, 0.1, true, true)]
    [InlineData(0.1, 0.85, true, false)]
    [InlineData(0.1, 0.95, true, true)]
    public void MustWait_ByLoad_DeferredThenLowNeverMoreUrgentWork(double cpu, double memory, bool deferred, bool low)
    {
        Set(cpu, memory);
        Assert.Equal((deferred, low), (_coordinator.MustWait(WorkClass.Deferred), _coordinator.MustWait(WorkClass.Low)));
        Assert.All((WorkClass[])[WorkClass.Critical, WorkClass.High, WorkClass.Normal], w => Assert.True(_coordinator.AdmitAsync(w, CancellationToken.None).IsCompletedSuccessfully));
    }

    [Fact]
    public void MustWait_JustBelowTheLimit_StillWaitsUntilWellBelow()
    {
        Set(0.85, 0);
        Set(0.75, 0);
        Assert.True(_coordinator.MustWait(WorkClass.Deferred));
        Set(0.69, 0);
        Assert.False(_coordinator.MustWait(WorkClass.Deferred));
        Set(0.75, 0);
        Assert.False(_coordinator.MustWait(WorkClass.Deferred));
    }

    [Fact]
    public async Task Admit_LoadFalls_RunsThenAndIsCounted()
    {
        Set(0.99, 0);
        var waiting = _coordinator.AdmitAsync(WorkClass.Deferred, CancellationToken.None).AsTask();
        await PassAsync(20);
        Assert.False(waiting.IsCompleted);
        Assert.Equal(1, Deferred.Waiting);
        Set(0.2, 0);
        await PassAsync(1);
        Assert.InRange((await waiting.WaitAsync(TimeSpan.FromSeconds(5))).TotalSeconds, 20, 21);
        Assert.Equal((0, 1L), (Deferred.Waiting, Deferred.Waited));
        Assert.InRange(Deferred.LongestWaitSeconds, 20, 21);
    }

    /// <summary>Nothing starves: at its longest wait it runs, whatever the load.</summary>
    [Theory]
    [InlineData(WorkClass.Low, 0.5)]
    [InlineData(WorkClass.Deferred, 300)]
    public async Task Admit_LoadStays_RunsAtTheLongestWait(WorkClass work, double seconds)
    {
        Set(1, 1);
        var waiting = _coordinator.AdmitAsync(work, CancellationToken.None).AsTask();
        await PassAsync(seconds * 0.8);
        Assert.False(waiting.IsCompleted);
        await PassAsync(seconds * 0.3);
        Assert.InRange((await waiting.WaitAsync(TimeSpan.FromSeconds(5))).TotalSeconds, seconds, seconds * 1.1);
    }

    [Fact]
    public async Task Run_SamplesEveryFiveSeconds()
    {
        using var stop = new CancellationTokenSource();
        var running = _coordinator.RunAsync(stop.Token);
        var before = _load.Reads;
        for (var i = 0; i < 4; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(5));
            for (var spin = 0; spin < 1_000 && _load.Reads < before + i + 1; spin++)
            {
                await Task.Delay(1);
            }
        }

        Assert.Equal(before + 4, _load.Reads);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public void ParseStatAndMemory_LinesOfLinux()
    {
        Assert.Equal((150L, 1_000L), SystemLoadReader.ParseStat("cpu  100 10 20 800 50 10 5 5 40 0"));
        Assert.Null(SystemLoadReader.ParseStat("intr 1 2 3"));
        Assert.Equal(0.75, SystemLoadReader.ParseMemory(["MemTotal:       4000 kB", "MemFree:         100 kB", "MemAvailable:   1000 kB"]));
        Assert.Null(SystemLoadReader.ParseMemory(["MemTotal: 4000 kB"]));
        var sample = new SystemLoadReader(TimeProvider.System).Read();
        Assert.All((double[])[sample.Cpu, sample.ProcessCpu, sample.Memory], v => Assert.InRange(v, 0, 1));
    }

    private Core.Contract.WorkClassHealth Deferred => _coordinator.GetCoordination().Classes.Single(c => c.Class == "deferred");

    private void Set(double cpu, double memory)
    {
        _load.Sample = new LoadSample(cpu, 0, memory);
        _coordinator.Sample();
    }

    private async Task PassAsync(double seconds)
    {
        for (var passed = 0.0; passed < seconds; passed += 0.1)
        {
            _clock.Advance(TimeSpan.FromSeconds(0.1));
            await Task.Yield();
        }

        await Task.Delay(1);
    }

    private sealed class FakeLoad : ILoadReader
    {
        public LoadSample Sample { get; set; }

        public int Reads { get; private set; }

        public LoadSample Read()
        {
            Reads++;
            return Sample;
        }
    }
}
