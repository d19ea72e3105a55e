using TradingDesk.Core.Contract;
using TradingDesk.Core.Decisions;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Execution;
using TradingDesk.Core.Journal;

namespace TradingDesk.Tests.Storage;

public sealed class DeskQueriesTests
{
    [Fact]
    public void GetBars_AfterCommit_GivesTheVeryBars()
    {
        using var desk = new TestDesk();
        desk.Journal.Commit([.. Enumerable.Range(0, 20).Select(i => TestDesk.BarEntry(i + 1, i))]);

        Assert.Equal(Enumerable.Range(0, 20).Select(i => TestDesk.Bar(i)), desk.Queries.GetBars(TestDesk.Btc, Timeframe.M1, 100));
        Assert.Equal(Enumerable.Range(17, 3).Select(i => TestDesk.Bar(i)), desk.Queries.GetBars(TestDesk.Btc, Timeframe.M1, 3));
        Assert.Equal([TestDesk.Bar(4)], desk.Queries.GetBars(TestDesk.Btc, Timeframe.M1, 10, before: TestDesk.Bar(5).OpenTime, from: TestDesk.Bar(4).OpenTime));
        Assert.Empty(desk.Queries.GetBars(TestDesk.Gbp, Timeframe.M1, 10));
        Assert.Empty(desk.Queries.GetBars(TestDesk.Btc, Timeframe.M5, 10));
    }

    [Fact]
    public void GetBars_SeveralTimeframes_GivesEach()
    {
        using var desk = new TestDesk();
        var m5 = TestDesk.Bar(2, Timeframe.M5);
        desk.Journal.Commit([TestDesk.BarEntry(1, 0), new BarClosedEntry(m5) { Sequence = 2, OccurredAt = m5.CloseTime, Symbol = TestDesk.Btc }]);

        var bars = desk.Queries.GetBars(TestDesk.Btc, TimeframeExtensions.Decision, 10);

        Assert.Equal(TimeframeExtensions.Decision, bars.Keys.Order());
        Assert.Equal([TestDesk.Bar(0)], bars[Timeframe.M1]);
        Assert.Equal([m5], bars[Timeframe.M5]);
        Assert.Empty(bars[Timeframe.H4]);
    }

    [Fact]
    public void GetDecision_StoredTrace_GivesAllOfItWithItsHash()
    {
        using var desk = new TestDesk();
        var entry = TestDesk.DecisionEntry(1, 0, Verdict.Refused);
        desk.Journal.Commit([entry]);

        var view = desk.Queries.GetDecision(entry.Trace.TraceId);

        Assert.NotNull(view);
        Assert.Equal(entry.Trace.Hash.ToString(), view.Sha256);
        Assert.Equal("refused", view.Verdict);
        Assert.Equivalent(Core.Storage.TraceViews.ToView(entry.Trace) with { Inputs = default }, view with { Inputs = default }, strict: true);
        Assert.Equal(12, view.Inputs.GetProperty("M1").GetProperty("barsUsed").GetInt32());
        Assert.Equal(view.Sha256, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(desk.Queries.GetCanonicalDecision(entry.Trace.TraceId)!)));
        Assert.Null(desk.Queries.GetDecision("BTCUSD-19990101T000000Z"));
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("BTCUSD", null)]
    [InlineData(null, "buy")]
    [InlineData("GBPJPY", "sell")]
    public void GetDecisions_PageByPage_GivesEveryTraceOnceNewestFirst(string? symbolName, string? verdict)
    {
        using var desk = new TestDesk();
        var symbol = symbolName is null ? (Symbol?)null : new Symbol(symbolName);
        var entries = new List<DecisionEntry>();
        for (var i = 0; i < 60; i++)
        {
            entries.Add(TestDesk.DecisionEntry(entries.Count + 1, i, (Verdict)(i % 4), TestDesk.Btc));
            entries.Add(TestDesk.DecisionEntry(entries.Count + 1, i, (Verdict)((i + 1) % 4), TestDesk.Gbp));
        }

        desk.Journal.Commit(entries);
        var seen = new List<DecisionSummary>();
        string? cursor = null;
        do
        {
            var page = desk.Queries.GetDecisions(symbol, verdict, null, null, 7, cursor);
            Assert.True(page.IsSuccess);
            Assert.InRange(page.Value.Traces.Count, 1, 7);
            seen.AddRange(page.Value.Traces);
            cursor = page.Value.NextCursor;
        }
        while (cursor is not null);

        var expected = entries.Select(entry => entry.Trace)
            .Where(trace => (symbol is null || trace.Symbol == symbol) && (verdict is null || trace.Verdict.ToName() == verdict))
            .OrderByDescending(trace => trace.BarCloseTime).ThenByDescending(trace => trace.Symbol).ToList();
        Assert.Equal(expected.Select(trace => trace.TraceId), seen.Select(trace => trace.TraceId));
        Assert.Equivalent(Core.Storage.TraceViews.ToSummary(expected[0]), seen[0], strict: true);
    }

    [Fact]
    public void GetDecisions_TimeFilter_IsHalfOpen()
    {
        using var desk = new TestDesk();
        desk.Journal.Commit([.. Enumerable.Range(0, 10).Select(i => TestDesk.DecisionEntry(i + 1, i))]);

        var page = desk.Queries.GetDecisions(null, null, TestDesk.Bar(2).CloseTime, TestDesk.Bar(5).CloseTime, 100, null).Value;

        Assert.Equal([TestDesk.Bar(4).CloseTime, TestDesk.Bar(3).CloseTime, TestDesk.Bar(2).CloseTime], page.Traces.Select(trace => trace.BarCloseTime));
        Assert.Null(page.NextCursor);
    }

    [Fact]
    public void GetDecisions_AlteredOrForeignCursor_IsRefused()
    {
        using var desk = new TestDesk();
        desk.Journal.Commit([.. Enumerable.Range(0, 10).Select(i => TestDesk.DecisionEntry(i + 1, i))]);
        var cursor = desk.Queries.GetDecisions(null, null, null, null, 2, null).Value.NextCursor!;

        for (var i = 0; i < cursor.Length; i++)
        {
            var altered = cursor[..i] + (cursor[i] == 'A' ? 'B' : 'A') + cursor[(i + 1)..];
            Assert.Equal("INVALID_CURSOR", desk.Queries.GetDecisions(null, null, null, null, 2, altered).Fault?.Code);
        }

        Assert.Equal("INVALID_CURSOR", desk.Queries.GetDecisions(TestDesk.Btc, null, null, null, 2, cursor).Fault?.Code);
        Assert.Equal("INVALID_CURSOR", desk.Queries.GetDecisions(null, null, null, null, 2, "").Fault?.Code);
        Assert.Equal("INVALID_CURSOR", desk.Queries.GetDecisions(null, null, null, null, 2, new string('x', 5000)).Fault?.Code);
        Assert.Equal("INVALID_VERDICT", desk.Queries.GetDecisions(null, "maybe", null, null, 2, null).Fault?.Code);
        desk.Reopen();
        Assert.True(desk.Queries.GetDecisions(null, null, null, null, 2, cursor).IsSuccess);
    }

    [Fact]
    public void GetOrdersFillsTrades_NewestFirst_GiveWhatWasCommitted()
    {
        using var desk = new TestDesk();
        var fill = TestDesk.FillEntry(3, "F1", TestDesk.Position("P1"), null, 100m);
        var trade = TestDesk.Trade("P1", 2.5m, TestDesk.Start);
        desk.Journal.Commit([TestDesk.OrderEntry(1, "O1"), TestDesk.OrderEntry(2, "O2", OrderState.Rejected), fill, TestDesk.FillEntry(4, "F2", null, trade, 102m)]);

        Assert.Equal([TestDesk.Order("O2", OrderState.Rejected), TestDesk.Order("O1")], desk.Queries.GetOrders(null, 10));
        Assert.Equal(["F2", "F1"], desk.Queries.GetFills(TestDesk.Btc, 10).Select(f => f.FillId));
        Assert.Equal(fill.Fill, desk.Queries.GetFills(null, 10)[1]);
        Assert.Equal([trade], desk.Queries.GetTrades(TestDesk.Btc, 10));
        Assert.Empty(desk.Queries.GetTrades(TestDesk.Gbp, 10));
    }
}
