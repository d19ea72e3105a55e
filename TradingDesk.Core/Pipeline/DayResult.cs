using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Pipeline;

/// <summary>Equity at the start of the UTC day, in event time.</summary>
internal sealed class DayResult(Money initial)
{
    private long _day = long.MinValue;

    public Money StartEquity { get; private set; } = initial;

    public void Restore(Money startEquity) => StartEquity = startEquity;

    public void Advance(Timestamp at, AccountStage account)
    {
        var day = Timeframe.D1.Floor(at).UnixSeconds;
        if (day <= _day)
        {
            return;
        }

        if (_day != long.MinValue)
        {
            StartEquity = account.Equity;
        }

        _day = day;
    }

    public long Day
    {
        get => _day;
        set => _day = value;
    }
}
