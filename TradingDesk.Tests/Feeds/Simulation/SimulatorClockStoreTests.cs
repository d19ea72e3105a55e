using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Simulation;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Feeds.Simulation;

public sealed class SimulatorClockStoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("simulator-clock").FullName;
    private readonly SimulatorOptions _options = new() { Seed = 5, Speed = 10 };
    private readonly ManualTimeProvider _real = new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));

    private SimulatorClockStore Store => new(_folder, _options, _real);

    private Timestamp StartAt => Timestamp.FromDateTimeOffset(_options.StartAt);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Start_NewFolder_BeginsAtStartAt() => Assert.Equal(StartAt, Store.Start().Value);

    [Theory]
    [InlineData(20, 200)]
    [InlineData(3_600, 600)]
    [InlineData(0, 0)]
    public void Start_AfterAbsence_GoesOnByAtMostTenMinutes(int awaySeconds, int expectedSeconds)
    {
        Save(TimeSpan.FromHours(3));
        _real.Advance(TimeSpan.FromSeconds(awaySeconds));
        Assert.Equal(StartAt + TimeSpan.FromHours(3) + TimeSpan.FromSeconds(expectedSeconds), Store.Start().Value);
    }

    [Fact]
    public void Start_RealClockSetBack_DoesNotStepBack()
    {
        Save(TimeSpan.FromHours(3));
        var earlier = new ManualTimeProvider(new DateTimeOffset(2029, 1, 1, 0, 0, 0, TimeSpan.Zero));
        Assert.Equal(StartAt + TimeSpan.FromHours(3), new SimulatorClockStore(_folder, _options, earlier).Start().Value);
    }

    [Fact]
    public void Start_EventsWereStoredLater_StartsAfterThem()
    {
        Save(TimeSpan.FromHours(3));
        var last = StartAt + TimeSpan.FromHours(4);
        Assert.Equal(last, Store.Start(last).Value);
    }

    [Fact]
    public void Start_OtherSeed_IsRefused()
    {
        Save(TimeSpan.FromHours(1));
        _options.Seed = 6;
        Assert.Equal("simulator_mismatch", Store.Start().Fault?.Code);
    }

    [Fact]
    public void Start_DamagedFile_IsAFault()
    {
        File.WriteAllText(Path.Combine(_folder, SimulatorClockStore.FileName), "{\"Seed\":5,");
        Assert.Equal("simulator_clock", Store.Start().Fault?.Code);
    }

    private void Save(TimeSpan after) => Store.Save(new ScaledTimeProvider(_real, _options.StartAt + after, _options.Speed));
}
