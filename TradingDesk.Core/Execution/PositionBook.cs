using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Execution;

/// <summary>Open positions and the balance that closed ones left. Changes only by fills.</summary>
public sealed class PositionBook
{
    private readonly List<Position> _open = [];

    public PositionBook(Money initialBalance) => Balance = initialBalance;

    /// <summary>Realised money: initial balance plus net results of closed volume minus fees paid.</summary>
    public Money Balance { get; private set; }

    public IReadOnlyList<Position> Open => _open;

    public Position? Find(string positionId) => _open.Find(p => string.Equals(p.PositionId, positionId, StringComparison.Ordinal));

    public int CountIn(Symbol symbol)
    {
        var count = 0;
        foreach (var position in _open)
        {
            count += position.Symbol == symbol ? 1 : 0;
        }

        return count;
    }

    /// <summary>Sets what a former run left.</summary>
    public void Restore(Money balance, IEnumerable<Position> open)
    {
        Balance = balance;
        _open.Clear();
        _open.AddRange(open);
    }

    public void Opened(Position position)
    {
        if (Find(position.PositionId) is not null)
        {
            throw new InvalidOperationException($"Position {position.PositionId} is already open.");
        }

        _open.Add(position);
        Balance -= position.FeesPaid;
    }

    /// <summary>Closes a whole position. The entry fee left the balance when the position was opened; the exit fee leaves it now.</summary>
    public ClosedTrade Closed(Position position, Instrument instrument, Price exit, Money exitFee, string reason, Timestamp at)
    {
        if (!_open.Remove(position))
        {
            throw new InvalidOperationException($"Position {position.PositionId} is not open.");
        }

        var gross = instrument.ValueOf((exit - position.EntryPrice) * position.Side.Sign(), position.Quantity).RoundToCents();
        Balance += gross - exitFee;
        var fees = position.FeesPaid + exitFee;
        var net = gross - fees;
        var multiple = position.InitialRisk.Amount > 0 ? (double)(net.Amount / position.InitialRisk.Amount) : 0;
        return new ClosedTrade(position.PositionId, position.Symbol, position.Side, position.Quantity, position.EntryPrice, exit, gross, fees, net, multiple, reason, position.TraceId, position.OpenedAt, at);
    }

    /// <summary>What closing the position at the given quote would realise, before the exit fee.</summary>
    public static Money Unrealized(Position position, Instrument instrument, double bid, double ask)
    {
        var exit = position.Side == Side.Buy ? bid : ask;
        if (!(exit > 0))
        {
            return Money.Zero;
        }

        return instrument.ValueOf(((decimal)exit - position.EntryPrice.Value) * position.Side.Sign(), position.Quantity);
    }
}
