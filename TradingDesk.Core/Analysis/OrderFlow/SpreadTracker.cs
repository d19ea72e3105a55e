using TradingDesk.Core.Domain;
using TradingDesk.Core.Indicators;

namespace TradingDesk.Core.Analysis.OrderFlow;

/// <summary>What trading costs, in basis points of the mid-price (1 bp = 0.01 %).</summary>
/// <param name="QuotedBps">Ask − bid of the last quote; <see langword="null"/> before the first.</param>
/// <param name="EffectiveBps">Mean of 2·D·(price − mid before) over the last 200 trades; <see langword="null"/> before the first.</param>
/// <param name="RealisedBps">Mean of 2·D·(price − mid 5 s later) over the last 200 trades that old.</param>
/// <param name="ImpactBps">Mean of 2·D·(mid 5 s later − mid before) over the same trades. Effective = realised + impact, trade by trade.</param>
public readonly record struct SpreadReading(double? QuotedBps, double? EffectiveBps, double? RealisedBps, double? ImpactBps);

/// <summary>
/// Quoted, effective and realised spread (Huang and Stoll 1996). D is +1 for a bought trade, −1 for a sold one; the mid before is that of the last quote
/// before the trade in EVENT time: Binance sends the quote that a trade left behind ahead of the trade itself, so that by arrival half of all trades would
/// be on the wrong side of the mid. The mid 5 s later is the one in force at that instant, known once a quote after it has come. Realised spread and impact
/// are therefore 5 s old: they describe, they do not decide.
/// </summary>
public sealed class SpreadTracker : IHasState
{
    /// <summary>Trades in the means.</summary>
    public const int Trades = 200;

    /// <summary>Trades that may wait for their later mid; above it the oldest is given up and counted.</summary>
    public const int MaxWaiting = 1_024;

    private const long Horizon = 5_000_000;

    private readonly ValueWindow _effective = new(Trades);
    private readonly ValueWindow _realised = new(Trades);
    private readonly ValueWindow _impact = new(Trades);
    private readonly Waiting[] _waiting = new Waiting[MaxWaiting];
    private readonly RecentQuotes _quotes = new();
    private int _first;
    private int _count;

    /// <summary>Trades given up because too many waited.</summary>
    public long GivenUp { get; private set; }

    /// <summary>Mid-price of the last quote that occurred before <paramref name="at"/>; 0 where none is known.</summary>
    public double MidBefore(Timestamp at) => _quotes.MidBefore(at);

    public void OnQuote(Timestamp at, double bid, double ask)
    {
        // The mid still in force settles every trade whose instant lies before this quote.
        var mid = _quotes.Mid;
        while (_count > 0 && _waiting[_first].Due < at.UnixMicroseconds)
        {
            Settle(_waiting[_first], mid);
            _first = (_first + 1) % MaxWaiting;
            _count--;
        }

        _quotes.Add(at, bid, ask);
    }

    /// <param name="sign">+1 bought, −1 sold; an unsigned trade is left out.</param>
    public void OnTrade(Timestamp at, double price, int sign)
    {
        var mid = MidBefore(at);
        if (mid <= 0 || sign == 0)
        {
            return;
        }

        _effective.Add(Bps(2 * sign * (price - mid), mid));
        if (_count == MaxWaiting)
        {
            _first = (_first + 1) % MaxWaiting;
            _count--;
            GivenUp++;
        }

        _waiting[(_first + _count) % MaxWaiting] = new Waiting(at.UnixMicroseconds + Horizon, price, mid, sign);
        _count++;
    }

    public SpreadReading Read() => new(
        _quotes.Mid > 0 ? Bps(_quotes.Spread, _quotes.Mid) : null,
        MeanOf(_effective),
        MeanOf(_realised),
        MeanOf(_impact));

    public void SaveState(StateWriter writer)
    {
        writer.Section("spreads", 1);
        _quotes.SaveState(writer);
        writer.Write(GivenUp);
        _effective.SaveState(writer);
        _realised.SaveState(writer);
        _impact.SaveState(writer);
        writer.Write(_count);
        for (var i = 0; i < _count; i++)
        {
            ref readonly var item = ref _waiting[(_first + i) % MaxWaiting];
            writer.Write(item.Due);
            writer.Write(item.Price);
            writer.Write(item.Mid);
            writer.Write(item.Sign);
        }
    }

    public void LoadState(StateReader reader)
    {
        reader.Section("spreads", 1);
        _quotes.LoadState(reader);
        GivenUp = reader.ReadInt64();
        _effective.LoadState(reader);
        _realised.LoadState(reader);
        _impact.LoadState(reader);
        var count = reader.ReadInt32();
        if (count is < 0 or > MaxWaiting)
        {
            throw new InvalidDataException($"{count} trades cannot wait for their spread.");
        }

        (_first, _count) = (0, count);
        for (var i = 0; i < count; i++)
        {
            _waiting[i] = new Waiting(reader.ReadInt64(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadInt32());
        }
    }

    private void Settle(in Waiting trade, double midLater)
    {
        _realised.Add(Bps(2 * trade.Sign * (trade.Price - midLater), trade.Mid));
        _impact.Add(Bps(2 * trade.Sign * (midLater - trade.Mid), trade.Mid));
    }

    private static double Bps(double distance, double mid) => 10_000 * distance / mid;

    private static double? MeanOf(ValueWindow window) => window.Count > 0 ? window.Mean() : null;

    private readonly record struct Waiting(long Due, double Price, double Mid, int Sign);
}
