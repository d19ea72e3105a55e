using TradingDesk.Core.Analysis.OrderFlow;
using TradingDesk.Core.Bars;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Books;
using TradingDesk.Tests.Support;

namespace TradingDesk.Tests.Analysis.OrderFlow;

public sealed class OrderFlowAnalyzerTests
{
    [Fact]
    public void Read_RandomTicks_EqualsBruteForceOverAllOfThem()
    {
        var ticks = Flow.Random(6_000, seed: 91);
        var run = new OrderFlowRun(TestInstruments.Btc());
        for (var i = 0; i < ticks.Length; i++)
        {
            run.Add(ticks[i]);
            if (i % 977 == 0 || i == ticks.Length - 1)
            {
                BruteOrderFlow.Check(ticks[..(i + 1)], run.Analyzer.Read());
            }
        }

        BruteOrderFlow.CheckDeltas(ticks, run.Deltas, inferredOnly: true);
        Assert.True(run.Deltas.Count > 20, $"{run.Deltas.Count} bars");
    }

    /// <summary>Planted bugs: a trade left out, a realised spread a ten-thousandth off, a volume one too high are each seen by the comparison.</summary>
    [Fact]
    public void Check_PlantedBug_IsSeen()
    {
        var ticks = Flow.Random(6_000, seed: 91);
        var run = new OrderFlowRun(TestInstruments.Btc());
        Array.ForEach(ticks, run.Add);
        var reading = run.Analyzer.Read();
        BruteOrderFlow.Check(ticks, reading);

        var lastTrade = Array.FindLastIndex(ticks, t => t.Kind == TickKind.Trade);
        Tick[] withoutIt = [.. ticks[..lastTrade], .. ticks[(lastTrade + 1)..]];
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => BruteOrderFlow.Check(withoutIt, reading));
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() =>
            BruteOrderFlow.Check(ticks, reading with { Spread = reading.Spread with { RealisedBps = reading.Spread.RealisedBps * 1.0001 } }));
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() =>
            BruteOrderFlow.Check(ticks, reading with { Pressure = reading.Pressure!.Value with { Bought30s = reading.Pressure.Value.Bought30s + 1 } }));
    }

    [Fact]
    public void State_SavedAtRandomPoints_ContinuesBitForBit()
    {
        var ticks = Flow.Random(4_000, seed: 92);
        var whole = new OrderFlowRun(TestInstruments.Btc());
        Array.ForEach(ticks, whole.Add);
        var random = new Random(93);
        for (var i = 0; i < 15; i++)
        {
            var cut = random.Next(ticks.Length);
            var first = new OrderFlowRun(TestInstruments.Btc());
            Array.ForEach(ticks[..cut], first.Add);
            first.Analyzer.OnBook(Summary(5));
            var saved = StateBytes.Save(first.Analyzer);
            var second = new OrderFlowAnalyzer(TestInstruments.Btc());
            StateBytes.Load(second, saved);

            Assert.Equal(saved, StateBytes.Save(second));
            Assert.Equal(Text(first.Analyzer.Read()), Text(second.Read()));
            first.Replace(second);
            Array.ForEach(ticks[cut..], first.Add);
            Assert.Equal(Text(whole.Analyzer.Read() with { Book = null }), Text(first.Analyzer.Read() with { Book = null }));
        }
    }

    [Fact]
    public void OnTick_Quotes_CountByTheDirectionOfTheMid()
    {
        var analyzer = new OrderFlowAnalyzer(TestInstruments.GbpJpy());
        foreach (var (at, bid) in new[] { (0, 100.0), (1_000, 101), (2_000, 101), (3_000, 100), (4_000, 102) })
        {
            analyzer.OnTick(Flow.Quote(at, bid, bid + 1, venue: Venue.Mt5));
        }

        analyzer.OnBar(Flow.Bar(0, volume: 5, buyVolume: 0, ticks: 5));
        var reading = analyzer.Read();

        // The first quote has no direction yet, the third keeps that of the second.
        Assert.Equal((2.0, DeltaSource.TickRule, 5.0), (reading.Delta!.Value.Delta, reading.Delta.Value.Source, reading.Delta.Value.Volume));
        Assert.Equal((3.0, 1.0, true), (reading.Pressure!.Value.Bought30s, reading.Pressure.Value.Sold30s, reading.Pressure.Value.IsInferred));
        Assert.Null(reading.Vpin);
        Assert.Equal(1, reading.UsualSpread);
    }

    [Fact]
    public void OnTick_Refetched_CountsInVolumesNotInSpreads()
    {
        var analyzer = new OrderFlowAnalyzer(TestInstruments.Btc());
        analyzer.OnTick(Flow.Quote(0, 99, 101));
        analyzer.OnTick(Flow.Trade(10, 90, 3, 1, backfilled: true));
        var reading = analyzer.Read();

        Assert.Equal(3, reading.Pressure!.Value.Bought30s);
        Assert.Null(reading.Spread.EffectiveBps);
    }

    [Fact]
    public void Pressure_RateOfTenSecondsAgainstSixty_IsASpikeAboveTwo()
    {
        var analyzer = new OrderFlowAnalyzer(TestInstruments.Btc());
        for (var second = 0; second < 60; second++)
        {
            analyzer.OnTick(Flow.Trade(second * 1_000, 100, 1, second % 2 == 0 ? 1 : -1));
        }

        Assert.Null(analyzer.ReadPressure()!.Value.VolumeSpikeRatio);
        for (var second = 60; second < 70; second++)
        {
            analyzer.OnTick(Flow.Trade(second * 1_000, 100, 4, 1));
        }

        var pressure = analyzer.ReadPressure()!.Value;
        Assert.Equal(4.0 / (90 / 60.0), pressure.VolumeSpikeRatio!.Value, 1e-12);
        Assert.True(pressure.IsVolumeSpike);
        Assert.Equal((50.0, 10.0), (pressure.Bought30s, pressure.Sold30s));
        Assert.Equal(40.0 / 60, pressure.Balance30s!.Value, 1e-12);
    }

    [Fact]
    public void OnBar_LoadedBarsThatTellWhatWasBought_FillTheBuckets()
    {
        var analyzer = new OrderFlowAnalyzer(TestInstruments.Btc());
        for (var minute = 0; minute < 2 * 1_440; minute++)
        {
            analyzer.OnBar(Flow.Bar(minute, volume: 8, buyVolume: 6, flags: BarFlags.History));
        }

        Assert.Equal(0.5, analyzer.Read().Vpin!.Value, 1e-9);
        Assert.Equal(4.0, analyzer.Read().Delta!.Value.Delta);
    }

    [Fact]
    public void OnBook_OtherVenue_IsNotThisSymbolsBook()
    {
        var analyzer = new OrderFlowAnalyzer(TestInstruments.GbpJpy());
        analyzer.OnBook(Summary(5));

        Assert.Null(analyzer.Read().Book);
    }

    [Fact]
    public void OnTick_Warm_AllocatesNothing()
    {
        var ticks = Flow.Random(20_000, seed: 94);
        var analyzer = new OrderFlowAnalyzer(TestInstruments.Btc());
        var bar = Flow.Bar(0, 5, 3);
        void Pass()
        {
            foreach (ref readonly var tick in ticks.AsSpan())
            {
                analyzer.OnTick(tick);
            }

            analyzer.OnBar(bar);
        }

        Pass();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Pass();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static BookSummary Summary(double size) => new(
        0, Venue.Binance, Flow.At(0), new BookSideSummary(99, size, size, size, 1, 0, 0), new BookSideSummary(101, 1, 1, 1, 1, 0, 0), 1, 1);

    private static string Text(OrderFlowReading reading) => $"{reading with { LargeTrades = [] }} {string.Join(' ', reading.LargeTrades)}";
}

/// <summary>An analyzer with a ladder that closes its M1 bars.</summary>
internal sealed class OrderFlowRun(Instrument instrument) : IBarSink
{
    private readonly TimeframeLadder _ladder = new(instrument, new BarOptions(), new DiscardCounters());

    public OrderFlowAnalyzer Analyzer { get; private set; } = new(instrument);

    public List<(Timestamp OpenTime, DeltaReading Reading)> Deltas { get; } = [];

    public void Add(Tick tick)
    {
        Analyzer.OnTick(tick);
        _ladder.OnTick(tick, this);
    }

    public void Replace(OrderFlowAnalyzer analyzer) => Analyzer = analyzer;

    public void OnBarClosed(in Bar bar)
    {
        if (bar.Timeframe == Timeframe.M1)
        {
            Analyzer.OnBar(bar);
            if (Analyzer.Delta.Current is { } reading)
            {
                Deltas.Add((bar.OpenTime, reading));
            }
        }
    }
}
