using System.Text.Json;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Mt5.Trading;

/// <summary>
/// The account as the terminal describes it. Positions and orders are always what the terminal last listed, never worked out from deals. Written by the session's
/// thread; read and subscribed to by any.
/// </summary>
internal sealed class BridgeBoard(BridgeSymbols symbols)
{
    public const int MaxDeals = 512;
    private const int MaxListed = 5_000;
    private const int MaxSubscriptions = 64;

    private readonly Lock _gate = new();
    private readonly List<BridgeSubscription> _subscriptions = [];
    private readonly BridgeTradeReader _reader = new(symbols);
    private readonly HashSet<string> _knownDeals = new(StringComparer.Ordinal);
    private readonly List<BridgePosition> _positions = [];
    private readonly List<BridgeOrder> _orders = [];
    private string? _collecting;
    private BridgeSnapshot _snapshot = BridgeSnapshot.Empty;
    private long _missedEvents;

    public BridgeSnapshot Snapshot => Volatile.Read(ref _snapshot);

    /// <summary>Events that subscribers were too slow for.</summary>
    public long MissedEvents => Volatile.Read(ref _missedEvents);

    public BridgeSubscription Subscribe(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacity, 65_536);
        var subscription = new BridgeSubscription(capacity, Remove);
        lock (_gate)
        {
            if (_subscriptions.Count >= MaxSubscriptions)
            {
                throw new InvalidOperationException($"More than {MaxSubscriptions} subscriptions: one is not disposed of.");
            }

            _subscriptions.Add(subscription);
        }

        return subscription;
    }

    public void LinkUp(BridgeIdentity identity, Timestamp at)
    {
        var isSame = Snapshot.Identity is { } known && known.Login == identity.Login && known.Server == identity.Server;
        if (!isSame)
        {
            _knownDeals.Clear(); // tickets are the account's
        }

        _collecting = null;
        Swap(isSame ? Snapshot with { Identity = identity, IsConnected = true } : BridgeSnapshot.Empty with { Identity = identity, IsConnected = true });
        Publish(new BridgeLinkEvent(at, identity));
    }

    public void LinkDown(Timestamp at)
    {
        Swap(Snapshot with { IsConnected = false });
        Publish(new BridgeLinkEvent(at, null));
    }

    public void TakeAccount(JsonElement json, Timestamp at)
    {
        var account = BridgeTradeReader.ReadAccount(json);
        if (account != Snapshot.Account)
        {
            Swap(Snapshot with { Account = account });
            Publish(new BridgeAccountEvent(at, account));
        }
    }

    public void TakeDeal(JsonElement json, ServerClock clock, Timestamp at) => Add(_reader.ReadDeal(json, clock, at), at);

    /// <summary>Takes a part of a listing; nothing is shown before its last part. True with that.</summary>
    public bool TakeListing(JsonElement json, string? id, bool more, ServerClock clock, Timestamp at)
    {
        if (_collecting != (id ?? ""))
        {
            _positions.Clear();
            _orders.Clear();
        }

        _collecting = null; // a part that cannot be read makes the listing worthless
        _positions.AddRange(json.GetProperty("pos").EnumerateArray().Select(item => _reader.ReadPosition(item, clock, at)));
        _orders.AddRange(json.GetProperty("ord").EnumerateArray().Select(item => _reader.ReadOrder(item, clock, at)));
        var deals = json.TryGetProperty("deals", out var listed) ? listed.EnumerateArray().Select(item => _reader.ReadDeal(item, clock, at)).ToList() : [];
        if (_positions.Count + _orders.Count > MaxListed)
        {
            throw new FormatException("The listing does not end.");
        }

        deals.ForEach(deal => Add(deal, at));
        if (more)
        {
            _collecting = id ?? "";
            return false;
        }

        var (positions, orders) = (_positions.ToArray(), _orders.ToArray());
        _positions.Clear();
        _orders.Clear();
        var before = Snapshot;
        Swap(before with { Positions = positions, Orders = orders, AsOf = at });
        if (before.AsOf is null || !before.Positions.SequenceEqual(positions) || !before.Orders.SequenceEqual(orders))
        {
            Publish(new BridgePositionsEvent(at, positions, orders));
        }

        return true;
    }

    public void Publish(BridgeEvent item)
    {
        lock (_gate)
        {
            foreach (var subscription in _subscriptions)
            {
                if (!subscription.Offer(item))
                {
                    _missedEvents++;
                }
            }
        }
    }

    private void Add(BridgeDeal deal, Timestamp at)
    {
        if (!_knownDeals.Add(deal.Ticket))
        {
            return;
        }

        var deals = Snapshot.Deals;
        if (deals.Count >= MaxDeals)
        {
            _knownDeals.Remove(deals[0].Ticket);
            deals = [.. deals.Skip(1)];
        }

        Swap(Snapshot with { Deals = [.. deals, deal] });
        Publish(new BridgeDealEvent(at, deal));
    }

    private void Swap(BridgeSnapshot snapshot) => Volatile.Write(ref _snapshot, snapshot);

    private void Remove(BridgeSubscription subscription)
    {
        lock (_gate)
        {
            _subscriptions.Remove(subscription);
        }
    }
}
