using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Replay;

/// <summary>
/// Trades, quotes or bars of one instrument from a CSV file. Ticks carry the row's time as both instants; a bar is known at its close. Rows that cannot be
/// read are counted as malformed, bars whose prices contradict each other as bad prices.
/// </summary>
internal sealed class CsvSource : IReplaySource
{
    private readonly Utf8LineReader _lines;
    private readonly CsvColumns _columns;
    private readonly int _instrumentId;
    private readonly Timeframe _timeframe;
    private readonly DiscardCounters _discards;
    private MarketEvent _event;
    private Timestamp _clockTime;
    private double _bid;
    private double _ask;

    /// <param name="timeframe">The bars' length; not used for ticks.</param>
    public CsvSource(string path, CsvColumns columns, int instrumentId, Timeframe timeframe, DiscardCounters discards)
    {
        _lines = new Utf8LineReader(path);
        _lines.TryReadLine(out _);
        _columns = columns;
        _instrumentId = instrumentId;
        _timeframe = timeframe;
        _discards = discards;
    }

    public Timestamp At => _event.At;

    public bool IsBars => _columns.Kind == CsvKind.Bars;

    public bool MoveNext()
    {
        while (_lines.TryReadLine(out var line))
        {
            if (line.IsEmpty || line[0] == (byte)'#')
            {
                continue;
            }

            var row = new CsvRow(line, _columns.Separator);
            if (!row.TryTime(_columns, out var time))
            {
                _discards.Add(DiscardReason.Malformed);
                continue;
            }

            var isGood = _columns.Kind switch
            {
                CsvKind.Trades => TryTrade(row, time),
                CsvKind.Quotes => TryQuote(row, time),
                _ => TryBar(row, time),
            };
            if (isGood)
            {
                return true;
            }
        }

        return false;
    }

    public Timestamp Emit(MarketEventBuffer output)
    {
        output.Add(_event);
        return _clockTime;
    }

    public void Dispose() => _lines.Dispose();

    private bool TryTrade(in CsvRow row, Timestamp time)
    {
        if (!row.TryNumber(_columns.Price, out var price) || !row.TryNumber(_columns.Quantity, out var quantity))
        {
            return Refuse(DiscardReason.Malformed);
        }

        _clockTime = time;
        _event = MarketEvent.FromTick(Tick.Trade(
            _instrumentId, Venue.File, time, time, price: price, volume: quantity, aggressor: row.Aggressor(_columns.IsBuyerMaker), sequence: _lines.LineNumber));
        return true;
    }

    private bool TryQuote(in CsvRow row, Timestamp time)
    {
        // MetaTrader's tick export leaves a side empty where it did not change.
        if (!TrySide(row, _columns.Bid, ref _bid) || !TrySide(row, _columns.Ask, ref _ask))
        {
            return Refuse(DiscardReason.Malformed);
        }

        _clockTime = time;
        _event = MarketEvent.FromTick(Tick.Quote(_instrumentId, Venue.File, time, time, bid: _bid, ask: _ask, sequence: _lines.LineNumber));
        return true;
    }

    private static bool TrySide(in CsvRow row, int column, ref double value)
    {
        if (row[column].IsEmpty && value != 0)
        {
            return true;
        }

        if (!row.TryNumber(column, out var read))
        {
            return false;
        }

        value = read;
        return true;
    }

    private bool TryBar(in CsvRow row, Timestamp time)
    {
        double volume = 0;
        if (!row.TryNumber(_columns.Open, out var open) || !row.TryNumber(_columns.High, out var high) || !row.TryNumber(_columns.Low, out var low)
            || !row.TryNumber(_columns.Close, out var close) || (_columns.Volume >= 0 && !row.TryNumber(_columns.Volume, out volume)))
        {
            return Refuse(DiscardReason.Malformed);
        }

        var isConsistent = low > 0 && low <= open && open <= high && low <= close && close <= high && volume >= 0;
        if (!isConsistent)
        {
            return Refuse(DiscardReason.BadPrice);
        }

        var bar = new Bar(
            _timeframe, time, open: open, high: high, low: low, close: close, volume: volume, buyVolume: 0, tickCount: 0, source: Venue.File, flags: BarFlags.History);
        _clockTime = time;
        _event = MarketEvent.FromBar(new LoadedBar(_instrumentId, bar), bar.CloseTime);
        return true;
    }

    private bool Refuse(DiscardReason reason)
    {
        _discards.Add(reason);
        return false;
    }
}
