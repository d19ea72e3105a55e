using TradingDesk.Core.Bars.Fusion;
using TradingDesk.Core.Configuration;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds;
using TradingDesk.Core.Feeds.Simulation;
using TradingDesk.Core.Journal;
using TradingDesk.Core.Pipeline;
using TradingDesk.Core.Pipeline.Replay;
using TradingDesk.Core.Ticks.Quality;

namespace TradingDesk.Tests.Support;

/// <summary>A pipeline with the built-in symbols over the simulated market, without sockets or store.</summary>
internal sealed class PipelineRun
{
    private readonly SimulatedEvents _events;
    private readonly MarketEvent[] _batch;
    private int _count;

    /// <param name="adjust">Changes a symbol's settings before the start.</param>
    public PipelineRun(SimulatorOptions simulator, int workers = 1, int batchSize = 512, SimulatedMarket? market = null, Func<SymbolSettings, SymbolSettings>? adjust = null)
    {
        Market = market ?? new SimulatedMarket(simulator);
        Output = new ReplayOutput { EntryMade = entry => Entry?.Invoke(entry), Fused = (id, candle) => Fused.Add((id, candle)), QualityMade = (id, minute) => Quality.Add((id, minute)) };
        Settings = [.. SymbolDefaults.All.Select((document, id) => new SymbolConfig(document).ToSettings(id)).Select(settings => adjust?.Invoke(settings) ?? settings)];
        _events = new SimulatedEvents(Market, [.. Settings.Select(s => s.Instrument)]);
        _batch = new MarketEvent[batchSize];
        Pipeline = new DeskPipeline(Settings, new PipelineOptions { Workers = workers }, Output);
    }

    public SimulatedMarket Market { get; }

    public IReadOnlyList<SymbolSettings> Settings { get; }

    public ReplayOutput Output { get; }

    /// <summary>Fused M5 candles and revisions so far, by instrument.</summary>
    public List<(int InstrumentId, M5Candle Candle)> Fused { get; } = [];

    /// <summary>Minutes of data quality so far, by instrument.</summary>
    public List<(int InstrumentId, QualityMinute Minute)> Quality { get; } = [];

    /// <summary>Sees each journal entry as it is made.</summary>
    public Action<JournalEntry>? Entry { get; init; }

    public DeskPipeline Pipeline { get; }

    public PipelineRun LoadHistory(int days)
    {
        Feed(History(days));
        return this;
    }

    public IEnumerable<MarketEvent> History(int days) => _events.History(Market.StartAt - TimeSpan.FromDays(days), Market.StartAt);

    /// <summary>Ticks and clock between two whole minutes after the start.</summary>
    public IEnumerable<MarketEvent> Events(TimeSpan from, TimeSpan to) => _events.Ticks(Market.StartAt + from, Market.StartAt + to);

    public PipelineRun Run(TimeSpan from, TimeSpan to)
    {
        Feed(Events(from, to));
        return this;
    }

    /// <summary>Ticks with something done to them on the way.</summary>
    public PipelineRun Run(TimeSpan from, TimeSpan to, Func<IEnumerable<MarketEvent>, IEnumerable<MarketEvent>> through)
    {
        Feed(through(_events.Ticks(Market.StartAt + from, Market.StartAt + to)));
        return this;
    }

    public void Feed(IEnumerable<MarketEvent> events)
    {
        foreach (var item in events)
        {
            _batch[_count++] = item;
            if (_count == _batch.Length)
            {
                Flush();
            }
        }

        Flush();
    }

    private void Flush()
    {
        Pipeline.Process(_batch, _count);
        _count = 0;
    }
}
