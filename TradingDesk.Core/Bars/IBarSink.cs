using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Bars;

/// <summary>Takes closed bars in the order in which they become known. Must not call back into the ladder.</summary>
public interface IBarSink
{
    void OnBarClosed(in Bar bar);
}
