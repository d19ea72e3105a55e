using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Books;

namespace TradingDesk.Core.Analysis.OrderFlow;

/// <summary>
/// Order flow and microstructure of one symbol, from the ticks of its primary venue, its book summaries and its closed M1 bars. Event time only; bounded;
/// nothing is allocated per tick. Refetched ticks count in the volumes of their minute and second, not in spreads and impact, which want the quote of
/// the time.
/// </summary>
public sealed class OrderFlowAnalyzer : IHasState
{
    private readonly Instrument _instrument;
    private readonly double _accountPerQuote;
    private readonly SecondSums _seconds = new();
    private readonly SpreadTracker _spread = new();
    private readonly BookTracker _book = new();
    private readonly BucketSizing _sizing = new();
    private readonly Vpin _vpin = new();
    private readonly KyleLambda _kyle = new();
    private readonly LargeTrades _large = new();
    private readonly Absorption _absorption = new();
    private TradeSigner _signer;
    private double _lastMid;
    private int _lastMidMove;
    private double _lastSpread;
    private bool _isInferred;
    private Timestamp _lastAt;

    public OrderFlowAnalyzer(Instrument instrument)
    {
        _instrument = instrument;
        _accountPerQuote = (double)instrument.AccountPerQuote;
    }

    /// <summary>Delta per M1 bar.</summary>
    public DeltaTracker Delta { get; } = new();

    /// <summary>The usual spread.</summary>
    public SpreadBaseline UsualSpread { get; } = new();

    /// <summary>Takes an accepted tick of the primary venue.</summary>
    public void OnTick(in Tick tick)
    {
        _lastAt = Timestamp.Max(_lastAt, tick.OccurredAt);
        if (tick.Kind == TickKind.Quote)
        {
            OnQuote(tick);
        }
        else
        {
            OnTrade(tick);
        }
    }

    /// <summary>Takes a book summary; one of another venue than the primary is not this symbol's book.</summary>
    public void OnBook(BookSummary book)
    {
        if (book.Venue == _instrument.PrimaryVenue)
        {
            _book.OnBook(book);
        }
    }

    /// <summary>Takes the next closed M1 bar.</summary>
    public void OnBar(in Bar bar)
    {
        Delta.OnBar(bar, _instrument.BarPrice);
        _absorption.OnBar(bar, Delta.Current?.Delta);
        if (_lastSpread > 0 && (bar.Flags & BarFlags.History) == 0)
        {
            UsualSpread.Add(_lastSpread);
        }

        if (_instrument.BarPrice != BarPrice.LastTrade)
        {
            return;
        }

        if (_sizing.OnBar(bar) is { } volume)
        {
            _vpin.SetBucketVolume(volume);
        }

        // A loaded bar that tells what was bought stands in for the trades that were not seen: otherwise 50 buckets take a day.
        if ((bar.Flags & BarFlags.History) != 0 && bar.BuyVolume > 0)
        {
            _vpin.AddBar(bar.BuyVolume, bar.Volume - bar.BuyVolume);
        }
    }

    /// <summary>The measures now. For readers and once a bar: it walks the windows and allocates.</summary>
    public OrderFlowReading Read()
    {
        var tiers = new LargeTradeTier[LargeTrades.Tiers.Count];
        for (var i = 0; i < tiers.Length; i++)
        {
            tiers[i] = _large.Read(i, _lastAt);
        }

        return new OrderFlowReading(Delta.Current, ReadPressure(), _spread.Read(), UsualSpread.Median, _book.Read(), _vpin.Value, _kyle.Value, _absorption.Current, tiers);
    }

    public PressureReading? ReadPressure()
    {
        if (_seconds.Newest < 0)
        {
            return null;
        }

        var (bought30, sold30) = _seconds.Sum(_seconds.Newest, 30);
        var (bought10, sold10) = _seconds.Sum(_seconds.Newest, 10);
        var (bought60, sold60) = _seconds.Sum(_seconds.Newest, SecondSums.Seconds);
        var isWarm = _seconds.Newest - _seconds.First >= SecondSums.Seconds;
        return new PressureReading(_lastAt, bought30, sold30, (bought10 + sold10) / 10, (bought60 + sold60) / 60, _isInferred, isWarm);
    }

    public void SaveState(StateWriter writer)
    {
        writer.Section("orderFlow", 1);
        foreach (var part in Parts())
        {
            part.SaveState(writer);
        }

        _signer.SaveState(writer);
        writer.Write(_lastMid);
        writer.Write(_lastMidMove);
        writer.Write(_lastSpread);
        writer.Write(_isInferred);
        writer.Write(_lastAt);
    }

    public void LoadState(StateReader reader)
    {
        reader.Section("orderFlow", 1);
        foreach (var part in Parts())
        {
            part.LoadState(reader);
        }

        _signer.LoadState(reader);
        _lastMid = reader.ReadDouble();
        _lastMidMove = reader.ReadInt32();
        _lastSpread = reader.ReadDouble();
        _isInferred = reader.ReadBoolean();
        _lastAt = reader.ReadTimestamp();
    }

    private IHasState[] Parts() => [Delta, UsualSpread, _seconds, _spread, _book, _sizing, _vpin, _kyle, _large, _absorption];

    private void OnQuote(in Tick quote)
    {
        var mid = quote.Mid;
        var move = _lastMid > 0 ? Math.Sign(mid - _lastMid) : 0;
        _lastMidMove = move != 0 ? move : _lastMidMove;
        _lastMid = mid;
        if (!quote.Backfilled)
        {
            _lastSpread = quote.Spread;
            _spread.OnQuote(quote.OccurredAt, quote.Bid, quote.Ask);
        }

        if (_instrument.BarPrice == BarPrice.Bid)
        {
            AddSigned(quote.OccurredAt, _lastMidMove, 1, isInferred: true);
        }
    }

    private void OnTrade(in Tick trade)
    {
        var sign = _signer.SignOf(trade, _spread.MidBefore(trade.OccurredAt), out var isInferred);
        if (_instrument.BarPrice == BarPrice.LastTrade)
        {
            AddSigned(trade.OccurredAt, sign, trade.Volume, isInferred);
        }

        _vpin.Add(sign, trade.Volume);
        if (!trade.Backfilled)
        {
            _spread.OnTrade(trade.OccurredAt, trade.Price, sign);
            _kyle.Add(trade.Price, trade.Volume, sign);
        }

        _large.Add(trade.OccurredAt, trade.Price * trade.Volume * _accountPerQuote, sign);
    }

    private void AddSigned(Timestamp at, int sign, double volume, bool isInferred)
    {
        _isInferred = isInferred;
        Delta.OnSigned(at, sign, volume, isInferred);
        _seconds.Add(at, sign > 0 ? volume : 0, sign < 0 ? volume : 0);
    }
}
