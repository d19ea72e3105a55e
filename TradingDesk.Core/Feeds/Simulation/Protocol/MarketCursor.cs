using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Simulation.Protocol;

internal enum CursorEvent : byte
{
    Quote,
    Trade,

    /// <summary>The end of a tenth of a second, at which books and klines are published.</summary>
    Slot,
}

/// <summary>Walks through one Binance instrument's events in order of time, generating minute after minute. Slots come before ticks of the same instant.</summary>
internal sealed class MarketCursor(SimulatedMarket market, int instrument, bool hasSlots)
{
    public const long SlotMicroseconds = 100_000;

    private readonly MinuteTicks _ticks = new();
    private int _quote;
    private int _trade;
    private long _slot;

    public int Instrument => instrument;

    /// <summary>When the event under the cursor happens, in microseconds.</summary>
    public long At { get; private set; }

    public CursorEvent Kind { get; private set; }

    public SimulatedQuote Quote => _ticks.Quotes[_quote];

    public long QuoteIndex => _ticks.FirstQuoteIndex + _quote;

    public SimulatedTrade Trade => _ticks.Trades[_trade];

    public long TradeIndex => _ticks.FirstTradeIndex + _trade;

    /// <summary>The running number of the last quote before the event under the cursor.</summary>
    public long LastQuoteIndex => _ticks.FirstQuoteIndex + _quote - 1;

    /// <summary>Goes to the first event at or after an instant.</summary>
    public void Seek(long microseconds)
    {
        market.Generate(instrument, Venue.Binance, microseconds / 60_000_000, _ticks);
        _quote = 0;
        _trade = 0;
        _slot = (microseconds + SlotMicroseconds - 1) / SlotMicroseconds * SlotMicroseconds;
        while (_quote < _ticks.Quotes.Length && _ticks.Quotes[_quote].At < microseconds)
        {
            _quote++;
        }

        while (_trade < _ticks.Trades.Length && _ticks.Trades[_trade].At < microseconds)
        {
            _trade++;
        }

        Settle();
    }

    public void MoveNext()
    {
        switch (Kind)
        {
            case CursorEvent.Quote:
                _quote++;
                break;
            case CursorEvent.Trade:
                _trade++;
                break;
            default:
                _slot += SlotMicroseconds;
                break;
        }

        Settle();
    }

    private void Settle()
    {
        while (true)
        {
            var quoteAt = _quote < _ticks.Quotes.Length ? _ticks.Quotes[_quote].At : long.MaxValue;
            var tradeAt = _trade < _ticks.Trades.Length ? _ticks.Trades[_trade].At : long.MaxValue;
            var slotAt = hasSlots ? _slot : long.MaxValue;
            var minuteEnd = (_ticks.Minute + 1) * 60_000_000;
            At = Math.Min(Math.Min(quoteAt, tradeAt), slotAt);
            if (At <= minuteEnd && At != long.MaxValue)
            {
                Kind = slotAt == At ? CursorEvent.Slot : quoteAt == At ? CursorEvent.Quote : CursorEvent.Trade;
                return;
            }

            market.Generate(instrument, Venue.Binance, _ticks.Minute + 1, _ticks);
            _quote = 0;
            _trade = 0;
        }
    }
}
