using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using TradingDesk.Core.Configuration;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Pipeline;
using TradingDesk.Core.Storage;
using TradingDesk.Tests.Support;
using Xunit.Abstractions;

namespace TradingDesk.Tests.Processes;

/// <summary>The lives of one desk on one data folder, and what it acknowledged in them.</summary>
internal sealed class DeskLives : IAsyncDisposable
{
    public static readonly TimeSpan ReadyPatience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan ReadBackPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan WritePatience = TimeSpan.FromSeconds(10);

    private readonly ITestOutputHelper _output;
    private readonly string _key;
    private readonly Dictionary<string, string> _settings;
    private DeskProcess? _desk;
    private int _changes;

    private DeskLives(string folder, string key, Dictionary<string, string> settings, ITestOutputHelper output) =>
        (Folder, _key, _settings, _output) = (folder, key, settings, output);

    public string Folder { get; }

    public Acknowledged Acknowledged { get; } = new();

    /// <summary>What was found wrong so far.</summary>
    public List<string> Faults { get; } = [];

    public DeskProcess Desk => _desk ?? throw new InvalidOperationException("The desk does not run.");

    /// <param name="speed">Simulated seconds per real second.</param>
    public static async Task<DeskLives> CreateAsync(int speed, ITestOutputHelper output)
    {
        var folder = Directory.CreateTempSubdirectory("tradingdesk-lives-").FullName;
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Desk__Simulator__Speed"] = speed.ToString(CultureInfo.InvariantCulture),
            ["Desk__Engine__HistoryDays"] = "2",
            ["Desk__Tape__Enabled"] = "false",
        };
        return new DeskLives(folder, await DeskProcess.CreateKeyAsync(folder), settings, output);
    }

    /// <summary>Starts the next life.</summary>
    /// <param name="crashAt">See <see cref="CrashPoint"/>.</param>
    public DeskProcess Start(string? crashAt = null)
    {
        _settings[CrashPoint.Variable] = crashAt ?? "";
        return _desk = DeskProcess.Start(Folder, _key, _settings);
    }

    /// <summary>Waits until the desk can be used and history is in.</summary>
    public async Task WaitUntilWarmAsync()
    {
        await Desk.WaitUntilReadyAsync(ReadyPatience);
        await Desk.WaitForAsync("warm", ReadyPatience, async () =>
        {
            var health = await Desk.Client.GetFromJsonAsync<HealthReport>("/health", DeskJson.Options);
            return health!.Components.Single(c => c.Name == "pipeline").Status == "healthy";
        });
    }

    /// <summary>Waits until every symbol has been decided on a bar whose data are whole.</summary>
    public Task WaitForWholeBarsAsync(TimeSpan patience) => Desk.WaitForAsync("deciding on whole bars", patience, async () =>
    {
        foreach (var document in SymbolDefaults.All)
        {
            var list = await Desk.Client.GetFromJsonAsync<DecisionList>($"/decision-traces?symbol={new SymbolConfig(document).Symbol}&limit=1", DeskJson.Options);
            if (list!.Traces is not [var last] || !IsWhole(last.Gates.Single(g => g.Name == "dataQuality")))
            {
                return false;
            }
        }

        return true;
    });

    // A whole bar with poor minutes around it is whole all the same.
    private static bool IsWhole(GateView gate) => gate.Passed == true || gate.Reason.StartsWith("quality is poor", StringComparison.Ordinal);

    /// <summary>Compares what the desk says after a restart with what was acknowledged in earlier lives.</summary>
    public async Task CheckAsync()
    {
        var shadow = await Desk.Client.GetFromJsonAsync<ShadowModeView>("/shadow-mode", DeskJson.Options);
        var kill = await Desk.Client.GetFromJsonAsync<KillSwitchView>("/kill-switch", DeskJson.Options);
        Report(Acknowledged.FindStateFault("shadow mode", StateOf(shadow!)));
        Report(Acknowledged.FindStateFault("kill level", StateOf(kill!)));
        var last = Acknowledged.LastSequence;
        if (last == 0)
        {
            return;
        }

        var from = Math.Max(1, last - 2_000);
        var found = new List<StreamEvent>();
        using var limit = new CancellationTokenSource(ReadBackPatience);
        await EventStream.ReadAsync(Desk.Client, from - 1, item => Keep(item, found, last), limit.Token);
        foreach (var loss in Acknowledged.FindLosses(Acknowledged.EventsFrom(from), found))
        {
            Report(loss);
        }
    }

    /// <summary>Checks that M1 has no hole between the first and the last of up to 1,000 bars, as the API shows it; loaded bars are written a moment after they are used.</summary>
    public async Task CheckCandlesAsync()
    {
        var holes = await FindHolesAsync();
        for (var started = Stopwatch.GetTimestamp(); holes.Count > 0 && Stopwatch.GetElapsedTime(started) < WritePatience;)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100));
            holes = await FindHolesAsync();
        }

        holes.ForEach(Report);
    }

    /// <summary>Takes what the stream says and changes shadow mode and kill level, until the desk is dead.</summary>
    /// <param name="kill">Real time after which to kill it; <see langword="null"/> where it dies by itself.</param>
    public async Task WorkUntilDeadAsync(TimeSpan? kill)
    {
        using var dead = new CancellationTokenSource();
        var stream = EventStream.ReadAsync(Desk.Client, Acknowledged.LastSequence, Take, dead.Token);
        var changes = ChangeAsync(dead.Token);
        if (kill is { } after)
        {
            await Task.Delay(after);
            await Desk.KillAsync();
        }
        else
        {
            await Desk.WaitForExitAsync(ReadyPatience);
        }

        await Task.WhenAny(stream, Task.Delay(ReadBackPatience));
        await dead.CancelAsync();
        await Task.WhenAll(stream, changes);
        await Desk.DisposeAsync();
    }

    /// <summary>Stops the desk in order; then nothing is on its way any more.</summary>
    public async Task StopAsync()
    {
        var code = await Desk.StopAsync();
        Assert.True(code == 0, $"The desk ended with {code}.\n{Desk.Output}");
        await Desk.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_desk is not null)
        {
            await _desk.DisposeAsync();
        }

        Directory.Delete(Folder, recursive: true);
    }

    private async Task<List<string>> FindHolesAsync()
    {
        var holes = new List<string>();
        foreach (var instrument in SymbolDefaults.All.Select((d, id) => new SymbolConfig(d).ToSettings(id).Instrument))
        {
            var list = await Desk.Client.GetFromJsonAsync<CandleList>($"/api/enhanced/candles/{instrument.Symbol}/M1?limit=1000", DeskJson.Options);
            for (var i = 1; i < list!.Candles.Count; i++)
            {
                var expected = MarketHours.NextOpen(instrument, list.Candles[i - 1].CloseTime);
                if (list.Candles[i].OpenTime != expected)
                {
                    holes.Add(string.Create(CultureInfo.InvariantCulture, $"{instrument.Symbol}: M1 candles are missing from {expected} to {list.Candles[i].OpenTime}."));
                }
            }
        }

        return holes;
    }

    private static bool Keep(StreamEvent item, List<StreamEvent> found, long last)
    {
        found.Add(item);
        return item.Sequence < last;
    }

    private bool Take(StreamEvent item)
    {
        Acknowledged.Take(item);
        return true;
    }

    /// <summary>One change after the other; what is answered holds for ever.</summary>
    private async Task ChangeAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                var reason = string.Create(CultureInfo.InvariantCulture, $"change {++_changes}");
                var isOn = _changes % 2 == 0;
                Acknowledged.Attempt("shadow mode", $"{isOn} {reason}");
                using var shadow = await Desk.Client.PostAsJsonAsync("/shadow-mode", new { enabled = isOn, reason }, cancellationToken);
                shadow.EnsureSuccessStatusCode();
                Acknowledged.Confirm("shadow mode");

                Acknowledged.Attempt("kill level", $"{(isOn ? "NORMAL" : "STOP_NEW")} {reason}");
                using var kill = isOn
                    ? await Desk.Client.PostAsJsonAsync("/kill-switch/reset", new { reason }, cancellationToken)
                    : await Desk.Client.PostAsJsonAsync("/kill-switch", new { level = "STOP_NEW", reason }, cancellationToken);
                kill.EnsureSuccessStatusCode();
                Acknowledged.Confirm("kill level");
                await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
            }
        }
        catch (Exception e) when (e is HttpRequestException { StatusCode: null } or IOException or OperationCanceledException)
        {
            return; // the desk died before it answered
        }
    }

    private static string StateOf(ShadowModeView shadow) => $"{shadow.Enabled} {shadow.Reason}";

    private static string StateOf(KillSwitchView kill) => $"{kill.Level} {kill.Reason}";

    private void Report(string? fault)
    {
        if (fault is not null)
        {
            _output.WriteLine($"FAULT {fault}");
            Faults.Add(fault);
        }
    }
}
