namespace TradingDesk.Core.Feeds.Simulation.ExpertAdvisor.Trading;

/// <summary>The ids that were begun, and the results of those that ended: the newest 512, kept over reconnects as the Expert Advisor's file does.</summary>
internal sealed class CommandRing
{
    public const int Capacity = 512;

    private readonly Dictionary<string, TradeReply?> _replies = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <summary>True where the id was begun; <paramref name="reply"/> is <see langword="null"/> where it has no stored result.</summary>
    public bool TryFind(string id, out TradeReply? reply) => _replies.TryGetValue(id, out reply);

    public void Begin(string id)
    {
        _replies.Add(id, null);
        _order.Enqueue(id);
        if (_order.Count > Capacity)
        {
            _replies.Remove(_order.Dequeue());
        }
    }

    public void End(string id, TradeReply reply) => _replies[id] = reply;
}
