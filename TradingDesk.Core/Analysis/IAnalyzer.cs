using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Analysis;

/// <summary>Takes the events of an analyzer in the order in which they become known.</summary>
public interface IEventSink<TEvent>
    where TEvent : struct
{
    void Add(in TEvent item);
}

/// <summary>A step over closed bars of one timeframe that emits events into an append-only log. What it has emitted never changes.</summary>
public interface IAnalyzer<TEvent> : IHasState
    where TEvent : struct
{
    /// <summary>Bars that must be seen before the first event can come; at least 1.</summary>
    int WarmupBars { get; }

    /// <summary>Takes the next closed bar and emits what becomes known at its close, with <c>KnownAt</c> = that close.</summary>
    void Update(in Bar bar, IEventSink<TEvent> sink);

    void Reset();
}
