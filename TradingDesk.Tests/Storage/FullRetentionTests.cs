using System.Diagnostics;
using System.Globalization;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Storage;
using TradingDesk.Core.Storage.Sqlite;
using TradingDesk.Core.Storage.Tables;
using TradingDesk.Tests.Support;
using Xunit.Abstractions;

namespace TradingDesk.Tests.Storage;

/// <summary>How long queries take on a database that holds all that retention keeps (every day a tenth of it): three symbols, two venues.</summary>
public sealed class FullRetentionTests(ITestOutputHelper output)
{
    private const int Seed = 20261126;
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("TRADINGDESK_LONG") == "1";
    private static readonly double Share = IsLong ? 1 : 0.1;
    private static readonly int Samples = IsLong ? 500 : 100;

    /// <summary>The goal is 5 ms at full retention; every day, beside other work on the machine, only gross slowness fails.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(IsLong ? 5 : 25);
    private static readonly Symbol[] Symbols = [new("BTCUSD"), new("XAUUSD"), new("GBPJPY")];
    private static readonly Timestamp Now = TestDesk.Start;

    [Fact]
    public void Queries_AtFullRetention_AnswerWithinTheirTime()
    {
        using var desk = new TestDesk(new StorageOptions { BatchRows = 5_000, TickQueueRows = 1_000_000 });
        var filling = Stopwatch.StartNew();
        Fill(desk);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Share:P0} of full retention, seed {Seed}, {new FileInfo(desk.Database.FilePath).Length / 1048576.0:0} MiB, filled in {filling.Elapsed.TotalSeconds:0.0} s"));
        var random = new Random(Seed);
        Symbol Any() => Symbols[random.Next(Symbols.Length)];
        var traces = desk.Queries.GetDecisions(null, null, null, null, 500, null).Value.Traces;

        Measure("bars M1, 500", () => desk.Queries.GetBars(Any(), Timeframe.M1, 500).Count);
        Measure("bars of five timeframes, 200 each", () => desk.Queries.GetBars(Any(), TimeframeExtensions.Decision, 200).Count);
        Measure("ticks S1, newest 1,000", () => desk.Queries.GetTicks(Any(), Timeframe.S1, 48, Now, 1_000).Count);
        Measure("ticks M1, 1 h", () => desk.Queries.GetTicks(Any(), Timeframe.M1, 1, Now, 1_000).Count);
        Array.ForEach(Symbols, symbol => MeasureOnce($"ticks M5, 48 h, {symbol}, first time", () => desk.Queries.GetTicks(symbol, Timeframe.M5, 48, Now, 1_000).Count));
        Measure("ticks M5, 48 h", () => desk.Queries.GetTicks(Any(), Timeframe.M5, 48, Now, 1_000).Count);
        Measure("decisions, page of 100", () => desk.Queries.GetDecisions(Any(), null, null, null, 100, null).Value.Traces.Count);
        Measure("one decision", () => desk.Queries.GetDecision(traces[random.Next(traces.Count)].TraceId) is null ? 0 : 1);
        Measure("fused M5 candles, 500", () => desk.Queries.GetM5Candles(Any(), 500).Count);
        Measure("management steps of a position", () => desk.Queries.GetDtmsActions($"P{random.Next(200)}", Now - TimeSpan.FromDays(30), 100).Count);
    }

    /// <summary>Planted: a query without an index to help it takes longer than the everyday limit allows at full retention, and is measured as such.</summary>
    [Fact]
    public void Percentile_OfSlowSamples_IsSlow() =>
        Assert.True(Percentile([.. Enumerable.Repeat(TimeSpan.FromMilliseconds(1), 90), .. Enumerable.Repeat(TimeSpan.FromMilliseconds(40), 10)], 0.95) > Limit);

    /// <summary>Other work on the machine only ever adds to a time: where a round is too slow, a better one of the next two counts.</summary>
    private void Measure(string what, Func<int> query)
    {
        var rows = query();
        var samples = Round(query, ref rows);
        for (var round = 1; round < 3 && Percentile(samples, 0.95) > Limit; round++)
        {
            var again = Round(query, ref rows);
            samples = Percentile(again, 0.95) < Percentile(samples, 0.95) ? again : samples;
        }

        var p95 = Percentile(samples, 0.95);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what}: p50 {Percentile(samples, 0.5).TotalMilliseconds:0.000} ms, p95 {p95.TotalMilliseconds:0.000} ms, p99 {Percentile(samples, 0.99).TotalMilliseconds:0.000} ms, {rows} rows"));
        Assert.True(rows > 0, $"{what} found nothing.");
        Assert.True(p95 <= Limit, $"{what}: p95 {p95.TotalMilliseconds:0.0} ms.");
    }

    private static TimeSpan[] Round(Func<int> query, ref int rows)
    {
        var samples = new TimeSpan[Samples];
        for (var i = 0; i < Samples; i++)
        {
            var started = Stopwatch.GetTimestamp();
            rows = Math.Max(rows, query());
            samples[i] = Stopwatch.GetElapsedTime(started);
        }

        Array.Sort(samples);
        return samples;
    }

    private void MeasureOnce(string what, Func<int> query)
    {
        var started = Stopwatch.GetTimestamp();
        var rows = query();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {Stopwatch.GetElapsedTime(started).TotalMilliseconds:0.0} ms, {rows} rows"));
    }

    private static TimeSpan Percentile(TimeSpan[] sorted, double fraction) => sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * fraction))];

    private static void Fill(TestDesk desk)
    {
        var kept = new RetentionOptions();
        using (var volume = new AsyncDbWriter(desk.Database, [.. Symbols.Select((_, id) => TestInstruments.Btc(id, Symbols[id].Name))], desk.Clock))
        {
            for (var id = 0; id < Symbols.Length; id++)
            {
                foreach (var timeframe in TimeframeExtensions.All.Where(t => t > Timeframe.S1))
                {
                    var bars = (int)(kept.BarsKept(timeframe) * Share / timeframe.Duration());
                    for (var i = 0; i < bars; i++)
                    {
                        volume.Write(id, TestDesk.Bar(-1 - i, timeframe));
                    }
                }

                for (var i = (int)(30 * 288 * Share); i > 0; i--)
                {
                    volume.Write(AnalysisTablesTests.Candle(-i, 0) with { Symbol = Symbols[id].Name });
                }

                var seconds = (int)(48 * 3_600 * Share);
                for (var second = seconds; second > 0; second--)
                {
                    foreach (var venue in (Venue[])[Venue.Binance, Venue.Mt5])
                    {
                        volume.Write(new TickSecond(id, venue, Now - TimeSpan.FromSeconds(second), Bid: 100, Ask: 101, Volume: 1.5, TickCount: 7, OffsetApplied: 0.25));
                    }
                }

                Assert.True(volume.Flush(TimeSpan.FromMinutes(5)));
            }

            Assert.Equal(0, volume.Dropped);
        }

        FillRecords(desk, (int)(kept.DecisionDays * 1_440 * Share));
    }

    private static void FillRecords(TestDesk desk, int minutes)
    {
        const int Chunk = 2_000;
        for (var from = 0; from < minutes; from += Chunk)
        {
            var first = from;
            desk.Database.Writer.Run(WriteStage.Record, connection =>
            {
                for (var i = first; i < Math.Min(minutes, first + Chunk); i++)
                {
                    foreach (var symbol in Symbols)
                    {
                        TraceTable.Write(connection, TestDesk.Trace(symbol, Now - TimeSpan.FromMinutes(i), (Core.Decisions.Verdict)(i % 4)));
                    }
                }
            });
        }

        desk.Database.Writer.Run(WriteStage.Record, connection =>
        {
            for (var i = 0; i < 5_000; i++)
            {
                DtmsActionTable.Write(connection, AnalysisTablesTests.Action(-i, $"P{i % 200}") with { Id = i + 1 });
            }
        });
    }
}
