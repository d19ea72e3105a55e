namespace TradingDesk.Core.Feeds.Simulation.Protocol;

/// <summary>All streams of one symbol: knows where the market is, and publishes the event under the cursor to the clients that want it.</summary>
internal sealed class InstrumentStreams
{
    private const long Second = 1_000_000;
    private const int Day = 1_440;

    private readonly SimulatedMarket _market;
    private readonly SimulatedBars _bars;
    private readonly SimulatedKlines _klines;
    private readonly SimulatorFaults _faults;
    private readonly SimulatedInstrument _spec;
    private readonly StreamNames _names;
    private readonly EventEncoder _encoder;
    private readonly SyntheticBook _book = new();
    private readonly (StreamKind Kind, long Period, BookPublisher Publisher)[] _diffs;
    private readonly int _instrument;

    public InstrumentStreams(SimulatedMarket market, SimulatedBars bars, SimulatorFaults faults, int instrument)
    {
        _market = market;
        _bars = bars;
        _klines = new SimulatedKlines(market, bars);
        _faults = faults;
        _instrument = instrument;
        _spec = market.Instruments[instrument];
        _names = StreamNames.Of(_spec);
        _encoder = new EventEncoder(market);
        Cursor = new MarketCursor(market, instrument, hasSlots: true);
        _diffs =
        [
            (StreamKind.DepthFast, Second / 10, new BookPublisher(market, instrument)),
            (StreamKind.DepthHalfSecond, Second / 2, new BookPublisher(market, instrument)),
            (StreamKind.Depth, _spec.IsFuture ? Second / 2 : Second, new BookPublisher(market, instrument)),
        ];
    }

    public MarketCursor Cursor { get; }

    /// <summary>Goes on at the present; books begin anew.</summary>
    public void Restart(long now)
    {
        Cursor.Seek(now);
        foreach (var (_, _, publisher) in _diffs)
        {
            publisher.Reset();
        }
    }

    public void Publish(SocketSession[] sessions, FaultStage stage, long now)
    {
        ulong wanted = 0;
        foreach (var session in sessions)
        {
            wanted |= session.MaskOf(_instrument);
        }

        switch (Cursor.Kind)
        {
            case CursorEvent.Quote:
                PublishQuote(sessions, stage, now, wanted);
                break;
            case CursorEvent.Trade:
                PublishTrade(sessions, stage, now, wanted);
                break;
            default:
                PublishSlot(sessions, stage, now, wanted);
                break;
        }
    }

    private void PublishQuote(SocketSession[] sessions, FaultStage stage, long now, ulong wanted)
    {
        var (quote, index) = (Cursor.Quote, Cursor.QuoteIndex);
        foreach (var (_, _, publisher) in _diffs)
        {
            publisher.Add(quote, index);
        }

        if (Has(wanted, StreamKind.BookTicker))
        {
            var shown = Distort(quote);
            Send(sessions, stage, now, StreamKind.BookTicker, writer => writer.BookTicker(_instrument, shown, index));
        }
    }

    private void PublishTrade(SocketSession[] sessions, FaultStage stage, long now, ulong wanted)
    {
        var (trade, index) = (Cursor.Trade, Cursor.TradeIndex);
        if ((wanted & ((1UL << (int)StreamKind.AggTrade) | (1UL << (int)StreamKind.Trade))) == 0)
        {
            return;
        }

        if (_faults.TakeSpike() is { } factor)
        {
            trade = trade with { PriceTicks = (long)(trade.PriceTicks * factor) };
        }

        if (Has(wanted, StreamKind.AggTrade))
        {
            Send(sessions, stage, now, StreamKind.AggTrade, writer => writer.AggTrade(_instrument, trade, index));
        }

        for (var part = 0; Has(wanted, StreamKind.Trade) && part < BinanceIds.PartsOf(index); part++)
        {
            var which = part;
            Send(sessions, stage, now, StreamKind.Trade, writer => writer.Trade(_instrument, trade, index, which));
        }
    }

    private SimulatedQuote Distort(in SimulatedQuote quote)
    {
        var result = quote;
        var factor = _faults.Settings.SpreadFactor;
        if (factor > 1)
        {
            _faults.Count(SimulatorFault.WideSpread);
            var extra = (long)((quote.AskTicks - quote.BidTicks) * (factor - 1) / 2);
            result = result with { BidTicks = quote.BidTicks - extra, AskTicks = quote.AskTicks + extra };
        }

        return _faults.TakeCrossedQuote() ? result with { BidTicks = result.AskTicks, AskTicks = result.BidTicks } : result;
    }

    private void PublishSlot(SocketSession[] sessions, FaultStage stage, long now, ulong wanted)
    {
        var at = Cursor.At;
        foreach (var (kind, period, publisher) in _diffs)
        {
            if (at % period == 0 && publisher.TakeChanges(out var first, out var last, out var previous) && Has(wanted, kind))
            {
                Send(sessions, stage, now, kind, writer => writer.DepthUpdate(_instrument, at, first, last, previous, publisher.BidChanges, publisher.AskChanges));
            }
        }

        for (var kind = StreamKind.Depth5; kind <= StreamKind.Depth20Fast; kind++)
        {
            var isFast = kind >= StreamKind.Depth5Fast;
            if (Has(wanted, kind) && (isFast || at % Second == 0) && _diffs[0].Publisher.State(_book) is { } book)
            {
                var levels = kind switch
                {
                    StreamKind.Depth5 or StreamKind.Depth5Fast => 5,
                    StreamKind.Depth10 or StreamKind.Depth10Fast => 10,
                    _ => 20,
                };
                Send(sessions, stage, now, kind, writer => writer.PartialBook(_instrument, book, levels, at));
            }
        }

        if (at % Second == 0)
        {
            PublishSecond(sessions, stage, now, wanted, at);
        }
    }

    private void PublishSecond(SocketSession[] sessions, FaultStage stage, long now, ulong wanted, long at)
    {
        for (var i = 0; i < KlineInterval.All.Count; i++)
        {
            var kind = (StreamKind)((int)StreamKind.FirstKline + i);
            var interval = KlineInterval.All[i];
            if (!Has(wanted, kind) || (interval.Milliseconds > 1_000 && at % (2 * Second) != 0))
            {
                continue;
            }

            var open = interval.Floor((at / 1_000) - 1);
            var isClosed = open + interval.Milliseconds == at / 1_000;
            var kline = _klines.Get(_instrument, interval, open, at);
            Send(sessions, stage, now, kind, writer => writer.KlineEvent(_instrument, interval, kline, at, isClosed));
        }

        if (Has(wanted, StreamKind.MiniTicker) || Has(wanted, StreamKind.Ticker))
        {
            var minute = at / 60_000_000;
            var day = _bars.Aggregate(_instrument, Domain.Venue.Binance, minute - Day, minute);
            var quote = _diffs[0].Publisher.LastQuote;
            var firstIndex = _market.FirstTradeIndexOf(_instrument, minute - Day);
            SendIf(StreamKind.MiniTicker, writer => TickerFrames.Mini(writer, _spec, day, at));
            SendIf(StreamKind.Ticker, writer => TickerFrames.Full(writer, _spec, day, quote, firstIndex, minute, at));
        }

        if (_diffs[0].Publisher.LastQuote is { } mark)
        {
            SendIf(StreamKind.MarkPriceFast, writer => TickerFrames.Mark(writer, _spec, mark, at));
            if (at % (3 * Second) == 0)
            {
                SendIf(StreamKind.MarkPrice, writer => TickerFrames.Mark(writer, _spec, mark, at));
            }
        }

        void SendIf(StreamKind kind, Action<BinanceFrameWriter> write)
        {
            if (Has(wanted, kind))
            {
                Send(sessions, stage, now, kind, write);
            }
        }
    }

    private void Send(SocketSession[] sessions, FaultStage stage, long now, StreamKind kind, Action<BinanceFrameWriter> write)
    {
        if (!stage.Decide(now))
        {
            return;
        }

        _encoder.Begin(_names[kind], _faults.Settings.ClockSkew, write);
        foreach (var session in sessions)
        {
            if (session.Wants(_instrument, kind))
            {
                stage.Send(session, _encoder.For(session), now);
            }
        }
    }

    private static bool Has(ulong mask, StreamKind kind) => (mask & (1UL << (int)kind)) != 0;
}
