using TradingDesk.Core.Configuration;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Simulation;
using TradingDesk.Core.Operations.Sleep;
using TradingDesk.Core.Storage;

namespace TradingDesk.Api.Hosting.Desk;

/// <summary>What is decided before anything is built: options, data folder, and the desk's clock.</summary>
public sealed class DeskBoot
{
    private DeskBoot(DeskOptions options, string dataFolder, SimulatorOptions simulator, SimulatorClockStore? clockStore, TimeProvider clock)
    {
        Options = options;
        DataFolder = dataFolder;
        Simulator = simulator;
        ClockStore = clockStore;
        Clock = clock;
    }

    public DeskOptions Options { get; }

    /// <summary>Absolute.</summary>
    public string DataFolder { get; }

    public SimulatorOptions Simulator { get; }

    /// <summary>Keeps simulated time across restarts; only in simulated mode.</summary>
    public SimulatorClockStore? ClockStore { get; }

    /// <summary>The desk's clock: scaled in simulated mode, otherwise steady, whatever becomes of the machine's.</summary>
    public TimeProvider Clock { get; }

    /// <summary>Real elapsed time, suspension of the machine included: what a sleep is noticed by.</summary>
    public Func<TimeSpan> Uptime { get; internal set; } = ReadUptime;

    private static TimeSpan ReadUptime() => Core.Operations.Sleep.Uptime.Read(TimeProvider.System);

    public string Mode => Options.Mode.ToString().ToLowerInvariant();

    /// <summary>First stage of the activation ladder in this mode (ARCHITECTURE "Stages and levels").</summary>
    public string Stage => Options.Mode == DeskMode.Live ? "shadow" : "paper";

    /// <summary>Reads the configuration and starts the clock. A relative data folder is under the current directory.</summary>
    public static Outcome<DeskBoot> Read(IConfiguration configuration)
    {
        var read = DeskOptions.Read(configuration.GetSection(DeskOptions.Section));
        if (!read.IsSuccess)
        {
            return read.Fault;
        }

        var options = read.Value;
        if (options.Mode == DeskMode.Replay)
        {
            return new Fault("WRONG_MODE", "Replay is a command: TradingDesk.Api replay FILE…");
        }

        var folder = Path.GetFullPath(options.DataFolder);
        var simulator = SectionReader.Read<SimulatorOptions>(configuration, SimulatorOptions.Section);
        if (!simulator.IsSuccess)
        {
            return simulator.Fault;
        }

        if (options.Mode != DeskMode.Simulated)
        {
            return new DeskBoot(options, folder, simulator.Value, clockStore: null, new SteadyClock(TimeProvider.System, ReadUptime));
        }

        Directory.CreateDirectory(folder);
        var store = new SimulatorClockStore(folder, simulator.Value, TimeProvider.System);
        var start = store.Start();
        return start.IsSuccess
            ? new DeskBoot(options, folder, simulator.Value, store, new ScaledTimeProvider(TimeProvider.System, start.Value.ToDateTimeOffset(), simulator.Value.Speed))
            : start.Fault;
    }
}
