using System.Buffers;
using System.Globalization;
using TradingDesk.Core.Analysis.M1Filters;
using TradingDesk.Core.Decisions;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Simulation;
using TradingDesk.Core.Journal;
using TradingDesk.Tests.Support;
using Xunit.Abstractions;

namespace TradingDesk.Tests.Decisions;

public sealed class TraceCodecTests(ITestOutputHelper output)
{
    /// <summary>What one stored trace may take, in bytes, row and indices apart.</summary>
    private const int Budget = 900;

    private static readonly Symbol Symbol = new("BTCUSD");

    [Fact]
    public void Write_TracesOfADay_ComeBackExactlyAndStayInTheBudget()
    {
        var sizes = new List<int>();
        var canonical = new CanonicalJson();
        foreach (var trace in Traces(TimeSpan.FromHours(8)))
        {
            var bytes = Encode(trace);
            var back = TraceCodec.Read(bytes, trace.Symbol, trace.BarCloseTime, trace.Hash);

            Assert.Equal(trace.Hash, TraceHash.Of(canonical.Write(back)));
            Assert.Equal(TraceWords.Narrative(trace), TraceWords.Narrative(back));
            sizes.Add(bytes.Length);
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{sizes.Count} traces, mean {sizes.Average():0} bytes, largest {sizes.Max()}"));
        Assert.True(sizes.Count > 1_000);
        Assert.True(sizes.Max() <= Budget, $"{sizes.Max()} bytes");
    }

    [Fact]
    public void Read_CutOrOfAnotherVersion_IsRefused()
    {
        var bytes = Encode(Traces(TimeSpan.FromMinutes(30)).Last());
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<InvalidDataException>(() => TraceCodec.Read(bytes.AsSpan(0, length), Symbol, default, default));
        }

        bytes[0] = 99;
        Assert.Throws<InvalidDataException>(() => TraceCodec.Read(bytes, Symbol, default, default));
    }

    [Fact]
    public void Hash_AnyChangedNumber_IsAnother()
    {
        var trace = Traces(TimeSpan.FromMinutes(30)).Last();
        var draft = trace.Draft;
        var gate = draft.Gates[1];
        var changed = draft with { Gates = [draft.Gates[0], new GateReading(gate.Kind, gate.Note, gate.Passed, gate.Value + 1e-9, gate.Threshold, gate.Distance, gate.A, gate.B, gate.C), .. draft.Gates.Skip(2)] };

        Assert.Equal(trace.Hash, new DecisionTraceBuilder().Build(draft, trace.Shadow, trace.Risk).Hash);
        Assert.NotEqual(trace.Hash, new DecisionTraceBuilder().Build(changed, trace.Shadow, trace.Risk).Hash);
    }

    [Theory]
    [InlineData("BTCUSD-20260310T120100Z", true)]
    [InlineData("BTCUSD-20260310T120160Z", false)]
    [InlineData("btc-20260310T120100Z", false)]
    [InlineData("-20260310T120100Z", false)]
    [InlineData("BTCUSD", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void TryParseId_AnyText_TakesOnlyItsOwnForm(string? id, bool valid)
    {
        Assert.Equal(valid, DecisionTrace.TryParseId(id, out var symbol, out var at));
        if (valid)
        {
            Assert.Equal(id, DecisionTrace.IdOf(symbol, at));
        }
    }

    [Fact]
    public void M1Trigger_CountsOfFilters_DecideAndNameWhatIsMissing()
    {
        FilterReading[] filters =
        [
            new(M1Filter.VwapReclaim, true, 0.1, 0.2), new(M1Filter.DeltaSpike, null, null, 1.5), new(M1Filter.MicroBreak, false, null, 0.25), new(M1Filter.AtrRatio, true, 0.4, 0.5), new(M1Filter.Spread, false, 1.4, 1.25),
        ];

        Assert.True(EntryGates.M1Trigger(filters, 2).Passed);
        Assert.Null(EntryGates.M1Trigger(filters, 3).Passed); // The unknown one could make it three: not passed, and not known to have failed.
        Assert.False(EntryGates.M1Trigger(filters, 4).Passed);
        Assert.False(EntryGates.M1Trigger([], 3).Passed);
        Assert.Equal("2 of 5 filters pass, 3 needed; not: delta spike (unknown), micro break, spread", GateWords.Reason(EntryGates.M1Trigger(filters, 3), filters, 1));
    }

    private static byte[] Encode(DecisionTrace trace)
    {
        var buffer = new ArrayBufferWriter<byte>();
        TraceCodec.Write(trace, buffer);
        return buffer.WrittenSpan.ToArray();
    }

    private static IEnumerable<DecisionTrace> Traces(TimeSpan span)
    {
        var traces = new List<DecisionTrace>();
        var run = new PipelineRun(new SimulatorOptions { Seed = 7 }) { Entry = entry => { if (entry is DecisionEntry decision) { traces.Add(decision.Trace); } } };
        run.LoadHistory(12).Run(TimeSpan.Zero, span);
        return traces;
    }
}
