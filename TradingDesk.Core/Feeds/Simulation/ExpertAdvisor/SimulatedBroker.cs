using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Mt5;

namespace TradingDesk.Core.Feeds.Simulation.ExpertAdvisor;

/// <summary>The simulated market as the broker behind the terminal sees it: its MT5 quotes, under the broker's names. One thread.</summary>
public sealed class SimulatedBroker : ISimulatedBroker
{
    private const long MinuteMicroseconds = 60_000_000;

    private readonly SimulatedMarket _market;
    private readonly SimulatedBars _bars;
    private readonly int[] _positions;
    private readonly double[] _ticksPerUnit;
    private readonly CachedMinute[] _minutes;

    /// <param name="market">Where the prices come from.</param>
    /// <param name="bars">Its bars, kept for all who ask.</param>
    /// <param name="instruments">The desk's instruments: contract sizes and lots. Those that the market does not know are left out.</param>
    /// <param name="bridge">The broker's names of them.</param>
    public SimulatedBroker(SimulatedMarket market, SimulatedBars bars, IReadOnlyList<Instrument> instruments, BridgeOptions bridge)
    {
        _market = market;
        _bars = bars;
        var known = instruments.Where(instrument => market.IndexOf(instrument.Symbol) >= 0).ToList();
        _positions = known.Select(instrument => market.IndexOf(instrument.Symbol)).ToArray();
        _ticksPerUnit = _positions.Select(position => market.Instruments[position].TicksPerUnit).ToArray();
        _minutes = known.Select(_ => new CachedMinute()).ToArray();
        Symbols = known.Select((instrument, i) => new BrokerSymbol(
            bridge.BrokerName(instrument.Symbol),
            Digits: market.Instruments[_positions[i]].PriceDecimals,
            ContractSize: instrument.ContractSize,
            MinLots: instrument.MinLots.Lots,
            MaxLots: instrument.MaxLots.Lots,
            LotStep: instrument.LotStep.Lots,
            ProfitCurrency: instrument.Symbol.Name[^3..],
            MarginCurrency: market.Instruments[_positions[i]].BaseAsset,
            AccountPerProfit: instrument.AccountPerQuote)).ToArray();
    }

    public IReadOnlyList<BrokerSymbol> Symbols { get; }

    public void CopyTicks(int symbol, Timestamp from, Timestamp to, List<BrokerTick> ticks)
    {
        var start = Timestamp.Max(from, _market.Origin);
        for (var minute = start.UnixMicroseconds / MinuteMicroseconds; minute * MinuteMicroseconds < to.UnixMicroseconds; minute++)
        {
            foreach (ref readonly var quote in Minute(symbol, minute).Quotes)
            {
                if (quote.At >= start.UnixMicroseconds && quote.At < to.UnixMicroseconds)
                {
                    ticks.Add(new BrokerTick(new Timestamp(quote.At), Bid: quote.BidTicks / _ticksPerUnit[symbol], Ask: quote.AskTicks / _ticksPerUnit[symbol]));
                }
            }
        }
    }

    public void CopyBars(int symbol, Timeframe timeframe, Timestamp from, Timestamp to, List<BrokerBar> bars)
    {
        var minutes = timeframe.DurationMicroseconds() / MinuteMicroseconds;
        var spread = (int)_market.Instruments[_positions[symbol]].Mt5SpreadTicks;
        var scale = _ticksPerUnit[symbol];
        var floor = timeframe.Floor(Timestamp.Max(from, _market.Origin));
        for (var open = floor < from ? floor + timeframe.Duration() : floor; open < to; open += timeframe.Duration())
        {
            var minute = open.UnixMicroseconds / MinuteMicroseconds;
            var bar = _bars.Aggregate(_positions[symbol], Venue.Mt5, minute, minute + minutes);
            if (bar.TickCount > 0)
            {
                bars.Add(new BrokerBar(open, Open: bar.Open / scale, High: bar.High / scale, Low: bar.Low / scale, Close: bar.Close / scale,
                    TickVolume: bar.TickCount, SpreadPoints: spread));
            }
        }
    }

    /// <summary>The ticks of a minute; the terminal asks for the same one again and again.</summary>
    private MinuteTicks Minute(int symbol, long minute)
    {
        var cached = _minutes[symbol];
        if (cached.Minute != minute)
        {
            _market.Generate(_positions[symbol], Venue.Mt5, minute, cached.Ticks);
            cached.Minute = minute;
        }

        return cached.Ticks;
    }

    private sealed class CachedMinute
    {
        public long Minute { get; set; } = long.MinValue;

        public MinuteTicks Ticks { get; } = new();
    }
}
