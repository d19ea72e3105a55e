using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Replay;

/// <summary>M1 bars of one archived day. As any bar from a file they are history: no decision is made from them.</summary>
internal sealed class ArchiveSource(string path, int instrumentId) : IReplaySource
{
    private readonly IEnumerator<Bar> _bars = ArchivedBars.Read(path, Timeframe.M1).GetEnumerator();

    public Timestamp At => _bars.Current.CloseTime;

    public bool IsBars => true;

    public bool MoveNext() => _bars.MoveNext();

    public Timestamp Emit(MarketEventBuffer output)
    {
        var bar = _bars.Current;
        var history = new Bar(
            bar.Timeframe, bar.OpenTime, open: bar.Open, high: bar.High, low: bar.Low, close: bar.Close, volume: bar.Volume, buyVolume: bar.BuyVolume,
            tickCount: bar.TickCount, source: bar.Source, flags: bar.Flags | BarFlags.History);
        output.Add(MarketEvent.FromBar(new LoadedBar(instrumentId, history), history.CloseTime));
        return history.OpenTime;
    }

    public void Dispose() => _bars.Dispose();
}
