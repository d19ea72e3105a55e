using System.Text.Json;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds;
using TradingDesk.Core.Operations;
using TradingDesk.Core.Pipeline.Views;
using TradingDesk.Core.Risk;
using TradingDesk.Core.Ticks.Quality;

namespace TradingDesk.Core.Pipeline;

/// <summary>Facts of this run that health reports.</summary>
public sealed record DeskIdentity(string Mode, string Stage, string Version, Timestamp StartedAt, Func<double> Speed, Func<string?> SqliteVersion, Func<IReadOnlyDictionary<string, int>> Ports);

/// <summary>Answers readers from snapshots and from queries that run in the lanes' own order.</summary>
public sealed class DeskReader(DeskEngine engine, IReadOnlyList<Instrument> instruments, DeskIdentity identity, ControlBoard board, HealthRegistry health, IReadOnlyList<StageTimer> stages, Func<IEnumerable<IReadOnlyDictionary<string, long>>> feedDiscards) : IDeskReader
{
    public IReadOnlyList<Instrument> Instruments { get; } = instruments;

    public Timestamp Now => Timestamp.Now(engine.Clock);

    public ShadowModeView ShadowMode
    {
        get
        {
            var shadow = board.Shadow;
            return new ShadowModeView(shadow.Enabled, [.. shadow.Symbols.Select(s => s.Name)], shadow.Sequence == 0 ? null : shadow.OccurredAt, shadow.By, shadow.Reason);
        }
    }

    public KillSwitchView KillSwitch
    {
        get
        {
            var kill = board.Kill;
            return new KillSwitchView(kill.Level.ToName(), kill.Sequence == 0 ? null : kill.OccurredAt, kill.By, kill.Reason, Effects(engine.Snapshot));
        }
    }

    public int OpenPositions => engine.Snapshot.Positions.Count;

    /// <summary>Entries that wait for their fill.</summary>
    public int WorkingOrders => engine.Snapshot.WorkingEntries;

    /// <summary>Symbols whose history is still loading.</summary>
    public IReadOnlyList<string> WaitingForHistory => [.. engine.Snapshot.Symbols.Where(s => !s.HistoryLoaded).Select(s => s.Instrument.Symbol.Name)];

    /// <summary>A <c>tick</c> event of each symbol, with the symbol's tick count so far.</summary>
    public IEnumerable<(string Symbol, long Ticks, StreamItem Item)> LatestTicks()
    {
        var snapshot = engine.Snapshot;
        foreach (var symbol in snapshot.Symbols)
        {
            var name = symbol.Instrument.Symbol.Name;
            var primary = symbol.Venues.FirstOrDefault(v => v.Venue == symbol.Instrument.PrimaryVenue);
            double? price = primary is null ? null : symbol.Instrument.BarPrice == BarPrice.Bid || primary.LastTrade == 0 ? primary.Bid : primary.LastTrade;
            var data = new TickData(name, snapshot.At, [.. symbol.Venues.Select(v => MarketStateViews.ToQuote(v, symbol, snapshot.At))], price, symbol.Forming);
            yield return (name, symbol.Ticks, new StreamItem(null, StreamTypes.Tick, name, snapshot.At, JsonSerializer.SerializeToElement(data, DeskJson.Options)));
        }
    }

    public HealthReport Health()
    {
        var snapshot = engine.Snapshot;
        var summary = health.Collect();
        var now = Now;
        var discards = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var part in feedDiscards().Append(snapshot.Discards))
        {
            foreach (var (name, count) in part)
            {
                discards[name] = (discards.TryGetValue(name, out var sum) ? sum : 0) + count;
            }
        }

        var symbols = snapshot.Symbols.Select(s => new SymbolHealth(s.Instrument.Symbol.Name, s.Ticks, s.LastTickAt, s.FeedState.ToName(), s.Bars, s.RetainedTickSeconds, QualityViews.Of(s.Quality), [.. s.Venues.Select(v => new VenueFeedHealth(v.Venue.ToName(), v.State.ToName(), v.Ticks, v.LastReceivedAt))], s.CarriedBy?.ToName(), s.RetainedTickBytes, s.Conflating)).ToArray();
        return new HealthReport(
            summary.Status,
            identity.Mode,
            identity.Stage,
            identity.Version,
            identity.StartedAt,
            now,
            identity.Speed(),
            identity.SqliteVersion(),
            summary.Components,
            StageTimer.Combine(stages),
            symbols,
            discards,
            summary.Queues,
            identity.Ports())
        {
            RateLimits = summary.RateLimits,
            Coordination = summary.Coordination,
        };
    }

    public DeskStatus Status()
    {
        var snapshot = engine.Snapshot;
        return new DeskStatus(
            identity.Mode,
            identity.Speed(),
            identity.Stage,
            ShadowMode,
            KillSwitch,
            snapshot.Account,
            Now,
            health.Collect().Status,
            [.. snapshot.Symbols.Select(s => new SymbolStatus(s.Instrument.Symbol.Name, s.Instrument.PriceDecimals, s.Enabled))]);
    }

    public async Task<MarketStateReport?> GetMarketStateAsync(Symbol symbol, CancellationToken cancellationToken)
    {
        if (IdOf(symbol) is not { } id)
        {
            return null;
        }

        var snapshot = engine.Snapshot;
        return await engine.QueryAsync(id, lane => MarketStateViews.Build(lane, snapshot, snapshot.Symbols[id], Now), cancellationToken);
    }

    public async Task<MultiTimeframeReport?> GetMultiTimeframeAsync(Symbol symbol, CancellationToken cancellationToken) =>
        IdOf(symbol) is { } id ? await engine.QueryAsync(id, AnalysisViews.Build, cancellationToken) : null;

    public async Task<StructureReport?> GetStructureAsync(Symbol symbol, Timeframe timeframe, CancellationToken cancellationToken)
    {
        if (IdOf(symbol) is not { } id)
        {
            return null;
        }

        return SymbolLane.AnalysedTimeframes.Contains(timeframe)
            ? await engine.QueryAsync(id, lane => StructureViews.Build(lane, timeframe), cancellationToken)
            : new StructureReport(symbol.Name, timeframe.ToString(), "notAnalysed", [$"{timeframe} is not analysed; M1, M5, M15, H1 and H4 are"], [], [], [], [], [], [], []);
    }

    public async Task<M5BridgeState?> GetM5BridgeAsync(Symbol symbol, CancellationToken cancellationToken) => IdOf(symbol) is { } id
        ? await engine.QueryAsync(id, lane => new M5BridgeState(lane.Watch.M5Slope.Slope, lane.Watch.LastFused is { } last ? M5Views.Of(last, lane.Instrument) : null), cancellationToken)
        : null;

    public DataQualityView? Quality(Symbol symbol) => IdOf(symbol) is { } id ? QualityViews.Of(engine.Snapshot.Symbols[id].Quality) : null;

    /// <summary>One component per symbol: <c>quality.BTCUSD</c>. Poor data make the desk hold back; it still does what it is for, so that is degraded, not unhealthy.</summary>
    public IEnumerable<ComponentHealth> QualityComponents() => engine.Snapshot.Symbols.Select(s => new ComponentHealth(
        $"quality.{s.Instrument.Symbol}",
        s.Quality is { State: not QualityState.Good } ? HealthStatus.Degraded : HealthStatus.Healthy,
        s.Quality?.Since ?? identity.StartedAt,
        s.Quality is { } reading ? $"{reading.State.ToName()}, {QualityWords.Of(reading)}" : "no tick yet"));

    public async Task<M1FilterReport?> GetM1FiltersAsync(Symbol symbol, CancellationToken cancellationToken) =>
        IdOf(symbol) is { } id ? await engine.QueryAsync(id, M1FilterViews.Build, cancellationToken) : null;

    public async Task<FormingBar?> GetFormingBarAsync(Symbol symbol, Timeframe timeframe, CancellationToken cancellationToken) =>
        IdOf(symbol) is { } id
            ? await engine.QueryAsync<FormingBar?>(id, lane => lane.TryGetForming(timeframe, out var bar) ? bar : null, cancellationToken)
            : null;

    private int? IdOf(Symbol symbol)
    {
        foreach (var instrument in Instruments)
        {
            if (instrument.Symbol == symbol)
            {
                return instrument.Id;
            }
        }

        return null;
    }

    private static KillLevelEffect[] Effects(DeskSnapshot snapshot)
    {
        var positions = Count(snapshot.Positions.Count, "position");
        var orders = Count(snapshot.WorkingEntries, "entry order");
        return
        [
            new(KillLevel.Normal.ToName(), "entries are allowed"),
            new(KillLevel.StopNew.ToName(), "no new entries; open positions stay"),
            new(KillLevel.Reduce.ToName(), $"cancels {orders}; only reducing orders pass"),
            new(KillLevel.Flatten.ToName(), $"closes {positions}, cancels {orders}; no new entries"),
            new(KillLevel.Shutdown.ToName(), $"closes {positions}, cancels {orders}, then the desk stops"),
        ];
    }

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}
