using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Replay;

/// <summary>Records of one file in their order. <see cref="ReplayFeed"/> merges several by receive instant.</summary>
public interface IReplaySource : IDisposable
{
    /// <summary>Goes to the next record. False at the end.</summary>
    bool MoveNext();

    /// <summary>The receive instant of the record at hand.</summary>
    Timestamp At { get; }

    /// <summary>The records are bars and not ticks: the clock goes from one to the next in one step.</summary>
    bool IsBars { get; }

    /// <summary>Adds the events of the record at hand, which may be none; gives the venue's time then, by which the clock of the replay runs.</summary>
    Timestamp Emit(MarketEventBuffer output);
}
