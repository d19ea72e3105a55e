using TradingDesk.Core.Bars.Fusion;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds;
using TradingDesk.Core.Journal;
using TradingDesk.Core.Operations;
using TradingDesk.Core.Ticks.Quality;

namespace TradingDesk.Core.Pipeline;

/// <summary>
/// The desk's engine and the only type that knows all stages. Synchronous, without clock, lock or I/O: the same events give the same outputs, in replay,
/// simulation and live, with any number of workers.
/// <list type="number">
/// <item>Each lane takes its events: validate → buffer → bars → analysis → decision draft (in parallel where there are workers).</item>
/// <item>The account stage takes events and lane outputs in the events' order: risk → execution → journal.</item>
/// </list>
/// </summary>
public sealed class DeskPipeline
{
    /// <summary>Below this, waking other threads costs more than it saves.</summary>
    private const int SmallestParallelBatch = 64;

    private readonly SymbolLane[] _lanes;
    private readonly LaneBuffer[] _buffers;
    private readonly ParallelOptions _parallel;
    private bool[] _accepted = new bool[1024];

    /// <param name="settings">One per instrument, in id order from 0.</param>
    public DeskPipeline(IReadOnlyList<SymbolSettings> settings, PipelineOptions options, IPipelineOutput output)
    {
        for (var i = 0; i < settings.Count; i++)
        {
            if (settings[i].Instrument.Id != i)
            {
                throw new ArgumentException($"Instrument {settings[i].Instrument.Symbol} has id {settings[i].Instrument.Id} at place {i}.", nameof(settings));
            }
        }

        _lanes = [.. settings.Select(s => new SymbolLane(s, settings.Count, options.WaitForHistory))];
        _buffers = [.. _lanes.Select(_ => new LaneBuffer())];
        _parallel = new ParallelOptions { MaxDegreeOfParallelism = Math.Clamp(options.Workers, 1, 64) };
        Account = new AccountStage(_lanes, options, output);
        Output = output;
    }

    internal AccountStage Account { get; }

    internal IReadOnlyList<SymbolLane> Lanes => _lanes;

    /// <summary>Durations of the lanes' stages, one timer a lane.</summary>
    public IEnumerable<StageTimer> Timers => _lanes.Select(lane => lane.Timer);

    private IPipelineOutput Output { get; }

    /// <summary>Takes up what a former run left; before the first event.</summary>
    public void Restore(DeskRecoveryState recovery)
    {
        Account.Restore(recovery);
        foreach (var (symbol, offset) in recovery.Offsets)
        {
            if (_lanes.FirstOrDefault(lane => lane.Instrument.Symbol == symbol) is { } lane)
            {
                lane.Tape.Calibrator.Restore(offset);
            }
        }
    }

    /// <summary>Feeds stored bars above M1 that lie before the M1 history, oldest first.</summary>
    public void Prime(int instrumentId, in Bar bar) => _lanes[instrumentId].Prime(bar);

    /// <summary>Processes events in order. How they are cut into batches changes nothing.</summary>
    public void Process(MarketEvent[] events, int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, events.Length);
        if (_accepted.Length < count)
        {
            _accepted = new bool[events.Length];
        }

        foreach (var buffer in _buffers)
        {
            buffer.Clear();
        }

        if (_parallel.MaxDegreeOfParallelism == 1 || count < SmallestParallelBatch)
        {
            ProcessOneByOne(events, count);
        }
        else
        {
            ProcessInParallel(events, count);
        }
    }

    /// <summary>Both stages for each event before the next: a decision does not wait for the rest of the batch.</summary>
    private void ProcessOneByOne(MarketEvent[] events, int count)
    {
        for (var i = 0; i < count; i++)
        {
            ref readonly var item = ref events[i];
            if (item.InstrumentId >= 0)
            {
                _accepted[i] = _lanes[item.InstrumentId].Process(item, i, _buffers[item.InstrumentId]);
            }
            else
            {
                for (var lane = 0; lane < _lanes.Length; lane++)
                {
                    _lanes[lane].Process(item, i, _buffers[lane]);
                }
            }

            FinishEvent(item, i);
        }
    }

    /// <summary>Stage 1 for all events, lanes side by side; then stage 2 in the events' order. The outcome is that of <see cref="ProcessOneByOne"/>.</summary>
    private void ProcessInParallel(MarketEvent[] events, int count)
    {
        Parallel.For(0, _lanes.Length, _parallel, lane => RunLane(lane, events, count));
        for (var i = 0; i < count; i++)
        {
            FinishEvent(events[i], i);
        }
    }

    /// <summary>Stage 2 of one event: the lanes' outputs first, then what the event itself means to the account.</summary>
    private void FinishEvent(in MarketEvent item, int index)
    {
        if (item.InstrumentId >= 0)
        {
            TakeOutputs(item.InstrumentId, index, item.At);
            Account.Process(item, _accepted[index]);
            return;
        }

        for (var lane = 0; lane < _lanes.Length; lane++)
        {
            TakeOutputs(lane, index, item.At);
        }

        Account.Process(item, acceptedTick: false);
    }

    /// <summary>Writes down everything that decides how the next event is processed.</summary>
    public void SaveState(Stream stream)
    {
        using var writer = new StateWriter(stream);
        writer.Section(nameof(DeskPipeline), 1);
        writer.Write(_lanes.Length);
        foreach (var lane in _lanes)
        {
            lane.SaveState(writer);
        }

        Account.SaveState(writer);
    }

    /// <exception cref="InvalidDataException">Not the state of a pipeline with these instruments.</exception>
    public void LoadState(Stream stream)
    {
        using var reader = new StateReader(stream);
        reader.Section(nameof(DeskPipeline), 1);
        if (reader.ReadInt32() != _lanes.Length)
        {
            throw new InvalidDataException("The state is of another number of instruments.");
        }

        foreach (var lane in _lanes)
        {
            lane.LoadState(reader);
        }

        Account.LoadState(reader);
    }

    private void RunLane(int laneIndex, MarketEvent[] events, int count)
    {
        var lane = _lanes[laneIndex];
        var buffer = _buffers[laneIndex];
        for (var i = 0; i < count; i++)
        {
            ref readonly var item = ref events[i];
            if (item.InstrumentId == laneIndex)
            {
                _accepted[i] = lane.Process(item, i, buffer);
            }
            else if (item.InstrumentId < 0)
            {
                lane.Process(item, i, buffer);
            }
        }
    }

    private void TakeOutputs(int laneIndex, int eventIndex, Timestamp at)
    {
        var lane = _lanes[laneIndex];
        while (_buffers[laneIndex].TryTake(eventIndex, out var item))
        {
            switch (item.Kind)
            {
                case LaneOutputKind.Bar:
                    Account.OnBar(lane, item.Bar, at);
                    break;
                case LaneOutputKind.Structure:
                    Account.OnStructure(lane, item, at);
                    break;
                case LaneOutputKind.Draft:
                    Account.OnDraft(lane, item.Draft!, item.Standing, item.DraftQuality, at);
                    break;
                case LaneOutputKind.TickSecond:
                    Output.OnTickSecond(item.TickSecond);
                    break;
                case LaneOutputKind.Fused:
                    Output.OnFused(laneIndex, (M5Candle)item.Payload!);
                    break;
                case LaneOutputKind.Quality:
                    Account.OnQuality(lane, (QualityChange)item.Payload!, at);
                    break;
                case LaneOutputKind.QualityMinute:
                    Output.OnQualityMinute(laneIndex, (QualityMinute)item.Payload!);
                    break;
                case LaneOutputKind.Quote:
                    Account.OnCarriedQuote(lane, item.Quote, at);
                    break;
                case LaneOutputKind.Calibration:
                    Account.OnCalibration(lane, item.Calibration!, at);
                    break;
                case LaneOutputKind.Notice:
                    Account.OnNotice(lane, item.Notice!, at);
                    break;
                case LaneOutputKind.Recovery:
                    Account.OnRecovery(lane, item.Recovery, at);
                    break;
                default:
                    throw new InvalidOperationException($"Unknown lane output {item.Kind}.");
            }
        }
    }
}
