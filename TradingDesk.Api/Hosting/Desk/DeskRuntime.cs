using System.Diagnostics;
using TradingDesk.Core.Bars.Fusion;
using TradingDesk.Core.Configuration;
using TradingDesk.Core.Decisions;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds;
using TradingDesk.Core.Feeds.Binance;
using TradingDesk.Core.Feeds.Context;
using TradingDesk.Core.Feeds.Http;
using TradingDesk.Core.Feeds.Mt5;
using TradingDesk.Core.Feeds.Simulation;
using TradingDesk.Core.Feeds.Simulation.ExpertAdvisor;
using TradingDesk.Core.Execution;
using TradingDesk.Core.Journal;
using TradingDesk.Core.Operations;
using TradingDesk.Core.Operations.Sleep;
using TradingDesk.Core.Pipeline;
using TradingDesk.Core.Pipeline.Views;
using TradingDesk.Core.Risk;
using TradingDesk.Core.Storage;
using TradingDesk.Core.Storage.Tape;
using TradingDesk.Core.Ticks.Quality;

namespace TradingDesk.Api.Hosting.Desk;

/// <summary>The running desk of one process: every long-lived part, wired, started and stopped in order.</summary>
public sealed class DeskRuntime : IConfigListener, IAsyncDisposable
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(10);

    private readonly DeskBoot _boot;
    private readonly EngineOptions _engineOptions;
    private readonly M5BridgeOptions _bridgeOptions;
    private readonly QualityOptions _qualityOptions;
    private readonly IConfiguration _configuration;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger<DeskRuntime> _logger;
    private readonly DeskDatabase _database;
    private readonly ConfigStore _config;
    private readonly IDeskQueries _queries;
    private readonly LockFile _lock;
    private readonly AsyncDbWriter _volume;
    private readonly JournalPump _journal;
    private readonly IngestQueue _queue = new();
    private readonly DeskPipeline _pipeline;
    private readonly DeskEngine _engine;
    private readonly StreamHub _hub;
    private readonly DeskControl _control;
    private readonly StorageWatch _storageWatch;
    private readonly TapeWriter? _tape;
    private readonly FeedSet _feeds;
    private readonly WakeRecovery _wake;
    private readonly ContextRecorder _recorder;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _parts = [];
    private Task _journalTask = Task.CompletedTask;
    private Task _engineTask = Task.CompletedTask;

    public DeskRuntime(
        DeskBoot boot,
        EngineOptions engineOptions,
        IConfiguration configuration,
        DeskDatabase database,
        IJournalStore journal,
        StorageHealth storage,
        IDeskQueries queries,
        ConfigStore config,
        HealthRegistry health,
        Core.Storage.EventLog eventLog,
        TapeOptions tapeOptions,
        OutgoingHttp http,
        MarketContext context,
        ContextRecorder recorder,
        QualityOptions qualityOptions,
        ILoggerFactory loggers)
    {
        (_boot, _engineOptions, _configuration, _database, _queries, _config, _loggers) = (boot, engineOptions, configuration, database, queries, config, loggers);
        _logger = loggers.CreateLogger<DeskRuntime>();
        _lock = DeskInstance.TryHold(boot.DataFolder)
            ?? throw new OptionsFaultException(new Fault("DATA_FOLDER_IN_USE", $"Another desk runs on the data folder {boot.DataFolder}."));

        _bridgeOptions = SectionReader.Require<M5BridgeOptions>(configuration, M5BridgeOptions.Section);
        _qualityOptions = qualityOptions;
        var settings = config.Symbols.Select((symbol, id) => SettingsOf(config.Find(symbol)!.Config, id)).ToArray();
        var instruments = settings.Select(s => s.Instrument).ToArray();
        var stages = new StageTimer(TimeProvider.System);
        eventLog.CatchUp(journal);
        var recovery = journal.LoadRecoveryState();
        if (boot.Clock is ScaledTimeProvider simulated && recovery.LastEventAt is { } last)
        {
            simulated.AdvanceTo(last.ToDateTimeOffset()); // The clock file may be older than what was journaled after it.
        }

        Board = new ControlBoard(recovery);
        _volume = new AsyncDbWriter(database, instruments, TimeProvider.System, loggers.CreateLogger<AsyncDbWriter>());
        var derived = new DerivedWriter(_volume, instruments, qualityOptions, symbol => queries.GetQualityDays(symbol, 1).FirstOrDefault());
        _hub = new StreamHub((after, limit) => [.. journal.ReadAfter(after, limit).Select(JournalJson.ToStreamItem)], () => journal.OldestSequence);
        _journal = new JournalPump(journal, _volume, derived, Publish, (id, candle) => _hub.Publish(M5Views.ToStreamItem(candle, instruments[id])), boot.Clock, stages, loggers.CreateLogger<JournalPump>());
        _pipeline = new DeskPipeline(settings, PipelineOptions(), _journal);
        _pipeline.Restore(recovery);
        _engine = new DeskEngine(_pipeline, _queue, boot.Clock, stages, loggers.CreateLogger<DeskEngine>());
        _tape = tapeOptions.Enabled ? new TapeWriter(tapeOptions, boot.DataFolder, TimeProvider.System, loggers.CreateLogger<TapeWriter>()) : null;
        _feeds = new FeedSet(boot, configuration, config, instruments, _tape, http, context, loggers);
        _recorder = recorder;

        var identity = new DeskIdentity(boot.Mode, boot.Stage, DeskServices.Version, Timestamp.Now(boot.Clock), () => (boot.Clock as ScaledTimeProvider)?.Speed ?? 1, () => queries.SqliteVersion, () => _feeds.Ports);
        Reader = new DeskReader(_engine, instruments, identity, Board, health, [stages, .. _pipeline.Timers], _feeds.Discards);
        _storageWatch = new StorageWatch(() => [.. storage.GetComponents(), .. _volume.GetComponents(), .. _journal.GetComponents()], _queue, boot.Clock, loggers.CreateLogger<StorageWatch>());
        var recoveryOptions = SectionReader.Require<RecoveryOptions>(configuration, RecoveryOptions.Section);
        _wake = new WakeRecovery(
            _queue,
            new SleepWatch(boot.Uptime, boot.Clock, TimeSpan.FromSeconds(recoveryOptions.SleepGapSeconds)),
            boot.Clock,
            recoveryOptions,
            instruments,
            loggers.CreateLogger<WakeRecovery>())
        {
            Feeds = _feeds.All,
        };
        _control = new DeskControl(_engine, _queue, Reader, _wake);
        health.Add(_wake);
        health.Add(new OutgoingHealth(http));
        health.Add(_volume);
        health.Add(_journal);
        health.Add(new EngineHealth(_engine, _queue, Reader));
        if (_tape is not null)
        {
            health.Add(_tape);
        }

        foreach (var feed in _feeds.All)
        {
            health.Add(new FeedHealth(feed, boot.Clock));
        }

        config.SetListener(this);
    }

    public DeskReader Reader { get; }

    /// <summary>For drills: the feeds and, in simulated mode, the world behind them.</summary>
    internal FeedSet Feeds => _feeds;

    internal WakeRecovery Wake => _wake;

    public IDeskControl Control => _control;

    public IDeskStream Stream => _hub;

    public ControlBoard Board { get; }

    /// <summary>Told symbol and verdict of every decision once it is durable; set before the start.</summary>
    public Action<string, string>? DecisionShown { get; set; }

    public bool IsFlat => Reader.OpenPositions == 0 && Reader.WorkingOrders == 0;

    /// <summary>Ends when a part of the desk has ended that never should.</summary>
    public Task Completion { get; private set; } = Task.CompletedTask;

    /// <summary>Starts everything; returns when listening and warming up, not when warm.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var startedAt = Timestamp.Now(_boot.Clock);
        var until = Timeframe.M1.Floor(startedAt);
        _journalTask = Task.Run(() => _journal.RunAsync(CancellationToken.None), CancellationToken.None);
        _engineTask = Task.Factory.StartNew(() => _engine.Run(), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        _recorder.Restore();
        await _feeds.StartAsync(_queue, until, _parts, _stop.Token);
        _parts.Add(_recorder.RunAsync(_stop.Token));
        _parts.Add(_storageWatch.RunAsync(_stop.Token));
        _parts.Add(_engine.RunClockAsync(_wake, _stop.Token));
        _parts.Add(new TickPublisher(Reader, _hub, TimeSpan.FromSeconds(_engineOptions.TickEventSeconds)).RunAsync(_stop.Token));
        _parts.Add(new ConfigFileWatcher(_config, SectionReader.Require<ConfigStoreOptions>(_configuration, ConfigStoreOptions.Section), TimeProvider.System).RunAsync(_stop.Token));
        if (_boot.ClockStore is { } clockStore)
        {
            _parts.Add(clockStore.RunAsync(_boot.Clock, _stop.Token));
        }

        Completion = Task.WhenAny([.. _parts, _engineTask, _journalTask]).Unwrap();
        var loader = new HistoryLoader(_queue, _queries, _control, _boot.Clock, _logger);
        // From the start of a day, so that the first bar of every timeframe is whole: it takes the place of the stored one.
        var from = Timeframe.D1.Floor(until - TimeSpan.FromDays(_engineOptions.HistoryDays));
        foreach (var instrument in Reader.Instruments)
        {
            _ = LoadHistoryAsync(loader, instrument, from, until);
        }

        _logger.LogInformation("The desk runs: mode {Mode}, stage {Stage}, data in {Folder}.", _boot.Mode, _boot.Stage, _boot.DataFolder);
    }

    public async Task StopAsync()
    {
        // Feeds first, so that nothing is published into a closed queue; then what is queued is processed and made durable.
        await _stop.CancelAsync();
        foreach (var part in _parts)
        {
            await AwaitQuietly(part, "part");
        }

        _queue.Complete();
        await AwaitQuietly(_engineTask, "engine");
        _journal.Complete();
        await AwaitQuietly(_journalTask, "journal");
        _volume.Flush(StopPatience);
    }

    /// <summary>Deletes tape past its age or size; says what it did.</summary>
    public Task<string> PruneTapeAsync(Timestamp now, CancellationToken cancellationToken) =>
        Task.Run(() => _tape?.Prune(now).ToString() ?? "off", cancellationToken);

    /// <summary>Puts what the desk did to itself into the journal; completes when that is durable.</summary>
    public Task ReportAsync(string component, string kind, string detail, CancellationToken cancellationToken) =>
        _control.ReportAsync(component, kind, detail, cancellationToken);

    void IConfigListener.OnConfigChanged(ConfigInForce config, IReadOnlyList<Core.Contract.ConfigChange> diff)
    {
        var instrument = Reader.Instruments.FirstOrDefault(i => i.Symbol == config.Config.Symbol);
        if (instrument is null)
        {
            _logger.LogWarning("{Symbol} was configured while the desk runs; it joins at the next start.", config.Config.Symbol);
            return;
        }

        _ = ApplyAsync(config, instrument.Id);
    }

    public async ValueTask DisposeAsync()
    {
        await _feeds.DisposeAsync();
        if (_tape is not null)
        {
            await _tape.DisposeAsync();
        }

        _volume.Dispose();
        _stop.Dispose();
        _wake.Dispose();
        _lock.Dispose();
    }

    private PipelineOptions PipelineOptions() => new()
    {
        Workers = _engineOptions.Workers,
        Stage = _boot.Stage,
        InitialBalance = _boot.Options.Account.InitialBalance,
        Currency = _boot.Options.Account.Currency,
        WaitForHistory = true,
        Risk = new RiskOptions { MaxOpenPositions = _engineOptions.MaxOpenPositions, DayLossLimitFraction = _engineOptions.DayLossLimitFraction },
        PaperBroker = new PaperBrokerOptions
        {
            LatencyMilliseconds = _engineOptions.PaperLatencyMilliseconds,
            SlippageSpreadFraction = _engineOptions.PaperSlippageSpreadFraction,
            FeeFractionOfNotional = _engineOptions.PaperFeeFraction,
        },
    };

    /// <summary>In simulated mode limits on feeds are made longer where event time runs faster than ten times real time: the machine's own delays grow with it.</summary>
    private SymbolSettings SettingsOf(SymbolConfig config, int id)
    {
        var settings = config.ToSettings(id) with { M5Bridge = _bridgeOptions, Quality = _qualityOptions };
        if (_boot.Clock is not ScaledTimeProvider { Speed: var speed })
        {
            return settings;
        }

        var factor = Math.Max(1, speed / 10);
        return settings with { Feed = settings.Feed.Stretched(factor), Fusion = settings.Fusion.Stretched(speed, factor) };
    }

    private void Publish(IReadOnlyList<JournalEntry> entries)
    {
        Board.OnDurable(entries);
        foreach (var entry in entries)
        {
            _hub.Publish(JournalJson.ToStreamItem(entry));
            if (entry is DecisionEntry { Trace: var trace })
            {
                DecisionShown?.Invoke(trace.Symbol.Name, trace.Verdict.ToName());
            }
        }
    }

    private async Task LoadHistoryAsync(HistoryLoader loader, Instrument instrument, Timestamp from, Timestamp until)
    {
        try
        {
            await loader.LoadAsync(instrument, _feeds.HistoryOf(instrument), from, until, _stop.Token);
        }
        catch (OperationCanceledException)
        {
            _logger.LogDebug("{Symbol}: loading of history was stopped.", instrument.Symbol);
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            _logger.LogError(e, "{Symbol}: history could not be loaded; its bars stay closed.", instrument.Symbol);
        }
    }

    private async Task ApplyAsync(ConfigInForce config, int instrumentId)
    {
        try
        {
            await _control.ApplySettingsAsync(SettingsOf(config.Config, instrumentId), config.Version, config.By, config.Reason, _stop.Token);
        }
        catch (OperationCanceledException)
        {
            _logger.LogDebug("{Symbol}: version {Version} takes effect at the next start.", config.Config.Symbol, config.Version);
        }
    }

    private async Task AwaitQuietly(Task task, string what)
    {
        try
        {
            await task.WaitAsync(StopPatience, TimeProvider.System);
        }
        catch (OperationCanceledException)
        {
            _logger.LogDebug("Stopped: {What}.", what);
        }
        catch (TimeoutException)
        {
            _logger.LogWarning("Did not stop in {Seconds} s: {What}.", StopPatience.TotalSeconds, what);
        }
        catch (Exception e) when (e is not UnreachableException)
        {
            _logger.LogError(e, "Ended with an error: {What}.", what);
        }
    }
}
