using TradingDesk.Core.Bars;
using TradingDesk.Core.Domain;

namespace TradingDesk.Tests.Support;

/// <summary>Keeps every closed bar in order.</summary>
public sealed class BarLog : IBarSink
{
    public List<Bar> Bars { get; } = [];

    public void OnBarClosed(in Bar bar) => Bars.Add(bar);

    public Bar[] Of(Timeframe timeframe) => [.. Bars.Where(bar => bar.Timeframe == timeframe)];
}
