using TradingDesk.Core.Analysis.Structure;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Indicators;

namespace TradingDesk.Core.Pipeline;

/// <summary>The newest structure events and VWAP readings of one timeframe, kept for readers. Bounded; the oldest give way, the store has them all.</summary>
internal sealed class StructureLog(Timeframe timeframe)
{
    public const int MaxEvents = 2_000;
    public const int MaxVwapPoints = 1_500;

    private readonly Queue<StructureEvent> _events = new();
    private readonly Queue<(Timestamp ClosedAt, VwapReading Reading)> _vwap = new();

    public Timeframe Timeframe { get; } = timeframe;

    public IEnumerable<StructureEvent> Events => _events;

    public IEnumerable<(Timestamp ClosedAt, VwapReading Reading)> Vwap => _vwap;

    public void Add(in StructureEvent item)
    {
        if (_events.Count == MaxEvents)
        {
            _events.Dequeue();
        }

        _events.Enqueue(item);
    }

    public void Add(Timestamp closedAt, in VwapReading reading)
    {
        if (_vwap.Count == MaxVwapPoints)
        {
            _vwap.Dequeue();
        }

        _vwap.Enqueue((closedAt, reading));
    }
}
