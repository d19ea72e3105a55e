using TradingDesk.Core.Configuration;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds;
using TradingDesk.Core.Feeds.Mt5;
using TradingDesk.Core.Feeds.Simulation;
using TradingDesk.Core.Feeds.Simulation.ExpertAdvisor;
using TradingDesk.Core.Feeds.Simulation.Protocol;
using TradingDesk.Core.Storage.Tape;

namespace TradingDesk.Core.Pipeline.Replay;

/// <summary>What a simulation wrote.</summary>
public sealed record SimulationSummary(string Folder, long Seed, Timestamp From, Timestamp To, long BinanceFrames, long BridgeLines, long HistoryBars);

/// <summary>Writes the raw tape that a desk would have recorded of the simulated market, without waiting: the frames of both venues and the history before them.</summary>
public sealed class TapeSimulation(SimulatorOptions options)
{
    private static readonly TimeSpan BridgeSpan = TimeSpan.FromMinutes(10);

    public SimulationSummary Write(string folder, int days, Action<Timestamp>? progress, CancellationToken cancellationToken)
    {
        var market = new SimulatedMarket(options);
        var bars = new SimulatedBars(market);
        var configs = SymbolDefaults.All.Select(d => new SymbolConfig(d)).ToArray();
        var instruments = configs.Select((c, id) => c.ToInstrument(id)).ToArray();
        var (from, to) = (market.StartAt, market.StartAt + TimeSpan.FromDays(days));
        bars.Warm(market.HistoryFrom, from, cancellationToken);
        var history = instruments.Sum(i => WriteHistory(folder, market, bars, i));
        using var tape = new TapeFiles(folder);
        tape.UseHeader(Venue.Binance, channel => HeaderOf(market, channel));
        var frames = WriteBinance(tape, market, from, to, progress, cancellationToken);
        var lines = WriteBridge(tape, market, bars, configs, instruments, from, to, cancellationToken);
        return new SimulationSummary(folder, options.Seed, from, to, frames, lines, history);
    }

    private static string HeaderOf(SimulatedMarket market, string channel)
    {
        var index = market.IndexOfBinance(channel.ToUpperInvariant());
        var isFuture = index >= 0 && market.Instruments[index].IsFuture;
        return $$"""{"symbol":"{{channel.ToUpperInvariant()}}","market":"{{(isFuture ? "usdm" : "spot")}}"}""";
    }

    private static long WriteHistory(string folder, SimulatedMarket market, SimulatedBars bars, Instrument instrument)
    {
        var index = market.IndexOf(instrument.Symbol);
        var list = new List<Bar>();
        var first = market.HistoryFrom.UnixSeconds / 60;
        var last = market.StartAt.UnixSeconds / 60;
        var scale = market.Instruments[index].TicksPerUnit;
        var quantity = Math.Pow(10, market.Instruments[index].QuantityDecimals);
        for (var minute = first; minute < last; minute++)
        {
            var bar = bars.Aggregate(index, instrument.PrimaryVenue, minute, minute + 1);
            if (bar.TickCount > 0)
            {
                list.Add(new Bar(
                    Timeframe.M1,
                    Timestamp.FromUnixSeconds(minute * 60),
                    open: bar.Open / scale,
                    high: bar.High / scale,
                    low: bar.Low / scale,
                    close: bar.Close / scale,
                    volume: instrument.BarPrice == BarPrice.Bid ? bar.TickCount : bar.Volume / quantity,
                    buyVolume: 0,
                    tickCount: bar.TickCount,
                    source: instrument.PrimaryVenue,
                    flags: BarFlags.History));
            }
        }

        HistoryFile.Write(folder, instrument.Symbol, list);
        return list.Count;
    }

    private static long WriteBinance(TapeFiles tape, SimulatedMarket market, Timestamp from, Timestamp to, Action<Timestamp>? progress, CancellationToken cancellationToken)
    {
        var count = 0L;
        foreach (var frame in new SimulatedFrames(market).Between(from, to))
        {
            tape.OnRaw(Venue.Binance, frame.VenueSymbol, frame.ReceivedAt, frame.Message.Span);
            if (++count % 50_000 == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                tape.CloseBefore(frame.ReceivedAt);
                progress?.Invoke(frame.ReceivedAt);
            }
        }

        return count;
    }

    private static long WriteBridge(TapeFiles tape, SimulatedMarket market, SimulatedBars bars, SymbolConfig[] configs, Instrument[] instruments, Timestamp from, Timestamp to, CancellationToken cancellationToken)
    {
        var bridge = new BridgeOptions();
        foreach (var config in configs.Where(c => c.Mt5Symbol is not null))
        {
            bridge.Symbols[config.Symbol.Name] = config.Mt5Symbol!;
        }

        var broker = new SimulatedBroker(market, bars, instruments, bridge);
        var counted = new CountingTap(tape);
        var recorder = new ExpertAdvisorRecorder(new SimulatedExpertAdvisorOptions(), broker, counted);
        for (var at = from; at < to; at += BridgeSpan)
        {
            recorder.Write(at, at + BridgeSpan);
            cancellationToken.ThrowIfCancellationRequested();
            tape.CloseBefore(at);
        }

        return counted.Count;
    }

    private sealed class CountingTap(IRawTap tap) : IRawTap
    {
        public long Count { get; private set; }

        public void OnRaw(Venue venue, string channel, Timestamp receivedAt, ReadOnlySpan<byte> message)
        {
            Count++;
            tap.OnRaw(venue, channel, receivedAt, message);
        }
    }
}
