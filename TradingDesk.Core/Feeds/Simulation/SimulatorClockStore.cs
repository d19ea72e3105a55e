using System.Text.Json;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Simulation;

/// <summary>
/// Remembers how far simulated time has come, in one small file of the data folder, so that a restart goes on where the last run stopped: the last saved
/// instant plus what would have passed meanwhile, at most ten simulated minutes, never backwards.
/// </summary>
public sealed class SimulatorClockStore
{
    public const string FileName = "simulator-clock.json";

    /// <summary>The longest stretch of simulated time that a restart may skip.</summary>
    public static readonly TimeSpan LongestSkip = TimeSpan.FromMinutes(10);

    /// <summary>Real time between two saves while running.</summary>
    public static readonly TimeSpan SaveEvery = TimeSpan.FromSeconds(1);

    private readonly string _path;
    private readonly SimulatorOptions _options;
    private readonly TimeProvider _real;

    public SimulatorClockStore(string dataFolder, SimulatorOptions options, TimeProvider real)
    {
        _path = Path.Combine(dataFolder, FileName);
        _options = options;
        _real = real;
    }

    /// <summary>The simulated instant to start from: <see cref="SimulatorOptions.StartAt"/> in a new folder.</summary>
    /// <param name="lastEventAt">The last event that the desk itself has stored, where it knows; time never starts before it.</param>
    /// <returns>A fault with code <c>simulator_mismatch</c> where the folder belongs to another market, <c>simulator_clock</c> where the file cannot be read.</returns>
    public Outcome<Timestamp> Start(Timestamp? lastEventAt = null)
    {
        var start = Timestamp.FromDateTimeOffset(_options.StartAt);
        if (File.Exists(_path))
        {
            var saved = Read();
            if (!saved.IsSuccess)
            {
                return saved.Fault;
            }

            if (saved.Value.Seed != _options.Seed || saved.Value.StartAt != _options.StartAt)
            {
                return new Fault("simulator_mismatch", $"The data folder holds the simulated market of seed {saved.Value.Seed} from {saved.Value.StartAt:O}; use its settings or another folder.");
            }

            var away = _real.GetUtcNow() - saved.Value.SavedAt;
            var skipped = TimeSpan.FromTicks((long)(Math.Max(0, away.Ticks) * _options.Speed));
            start = new Timestamp(saved.Value.SimulatedMicroseconds) + (skipped < LongestSkip ? skipped : LongestSkip);
        }

        return lastEventAt is { } last ? Timestamp.Max(start, last) : start;
    }

    /// <summary>Writes the present instant; a crash leaves either the old file or the new one.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public void Save(TimeProvider simulated)
    {
        var state = new State(_options.Seed, _options.StartAt, Timestamp.Now(simulated).UnixMicroseconds, _real.GetUtcNow());
        var temporary = _path + ".new";
        using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            JsonSerializer.Serialize(file, state);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, _path, overwrite: true);
    }

    /// <summary>Saves every <see cref="SaveEvery"/> until cancelled, and once more then.</summary>
    public async Task RunAsync(TimeProvider simulated, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(SaveEvery, _real);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                Save(simulated);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Save(simulated);
        }
    }

    private Outcome<State> Read()
    {
        try
        {
            var state = JsonSerializer.Deserialize<State>(File.ReadAllBytes(_path));
            return state is null ? new Fault("simulator_clock", $"{FileName} is empty.") : state;
        }
        catch (Exception error) when (error is JsonException or IOException)
        {
            return new Fault("simulator_clock", $"{FileName} cannot be read: {error.Message}");
        }
    }

    private sealed record State(long Seed, DateTimeOffset StartAt, long SimulatedMicroseconds, DateTimeOffset SavedAt);
}
