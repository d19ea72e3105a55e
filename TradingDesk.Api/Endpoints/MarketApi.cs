using Microsoft.AspNetCore.Http.HttpResults;
using TradingDesk.Api.Problems;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Pipeline;
using TradingDesk.Core.Storage;

namespace TradingDesk.Api.Endpoints;

/// <summary>What the market does, as the desk sees it.</summary>
internal static class MarketApi
{
    /// <summary>Ticks are kept for two days.</summary>
    private const double MaxTickHours = 48;

    /// <summary>As many calibrations as two days can hold at the shortest interval.</summary>
    private const int MaxOffsets = 48 * 360;

    public static void MapMarketApi(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/enhanced").WithTags("market").WithProblem(400).WithProblem(404);
        group.MapGet("/market-state/{symbol}", MarketState).WithName("getMarketState").WithSummary("Prices, spread, trends, zones and the last decision");
        group.MapGet("/multi-timeframe/{symbol}", MultiTimeframe).WithName("getMultiTimeframe").WithSummary("Analysis of M1, M5, M15, H1 and H4, and how they agree");
        group.MapGet("/structure/{symbol}/{timeframe}", Structure).WithName("getStructure").WithSummary("Swings, breaks, zones and liquidity");
        group.MapGet("/m1-filters/{symbol}", M1Filters).WithName("getM1Filters").WithSummary("The five M1 filters now, for both directions, and how often they pass");
        group.MapGet("/candles/{symbol}/{timeframe}", Candles).AddEndpointFilter<HeavyRead>().WithName("getCandles").WithSummary("Closed candles and the forming one, oldest first");
        group.MapGet("/offset/{symbol}", Offset).WithName("getOffset").WithSummary("The offset between the venues: value, band, confidence, age, drift, state and history");
        group.MapGet("/ticks/{symbol}", Ticks).AddEndpointFilter<HeavyRead>().WithName("getTicks").WithSummary("One row per second and venue, oldest first");
    }

    private static async Task<Results<Ok<MarketStateReport>, DeskProblem>> MarketState(string symbol, IDeskReader desk, CancellationToken cancellationToken)
    {
        var input = new RequestInput();
        var name = input.Symbol(symbol);
        if (input.Faults.Any)
        {
            return DeskProblem.BadInput(input.Faults);
        }

        return await desk.GetMarketStateAsync(name, cancellationToken) is { } report ? TypedResults.Ok(report) : DeskProblem.UnknownSymbol();
    }

    private static async Task<Results<Ok<OffsetReport>, DeskProblem>> Offset(string symbol, string? hoursBack, IDeskReader desk, IDeskQueries queries, CancellationToken cancellationToken)
    {
        var input = new RequestInput();
        var name = input.Symbol(symbol);
        var hours = input.Hours(hoursBack, "hoursBack", MaxTickHours, fallback: 1);
        if (input.Faults.Any)
        {
            return DeskProblem.BadInput(input.Faults);
        }

        if (await desk.GetMarketStateAsync(name, cancellationToken) is not { } report)
        {
            return DeskProblem.UnknownSymbol();
        }

        var now = desk.Now;
        var history = queries.GetOffsets(name, now - TimeSpan.FromHours(hours), now + TimeSpan.FromSeconds(1), MaxOffsets);
        return TypedResults.Ok(new OffsetReport(name.Name, report.MarketState.Offset, queries.GetLastOffsetStep(name), history));
    }

    private static async Task<Results<Ok<MultiTimeframeReport>, DeskProblem>> MultiTimeframe(string symbol, IDeskReader desk, CancellationToken cancellationToken)
    {
        var input = new RequestInput();
        var name = input.Symbol(symbol);
        if (input.Faults.Any)
        {
            return DeskProblem.BadInput(input.Faults);
        }

        return await desk.GetMultiTimeframeAsync(name, cancellationToken) is { } report ? TypedResults.Ok(report) : DeskProblem.UnknownSymbol();
    }

    private static async Task<Results<Ok<StructureReport>, DeskProblem>> Structure(
        string symbol, string timeframe, IDeskReader desk, CancellationToken cancellationToken)
    {
        var input = new RequestInput();
        var (name, frame) = (input.Symbol(symbol), input.Timeframe(timeframe));
        if (input.Faults.Any)
        {
            return DeskProblem.BadInput(input.Faults);
        }

        return await desk.GetStructureAsync(name, frame, cancellationToken) is { } report ? TypedResults.Ok(report) : DeskProblem.UnknownSymbol();
    }

    private static async Task<Results<Ok<M1FilterReport>, DeskProblem>> M1Filters(string symbol, IDeskReader desk, CancellationToken cancellationToken)
    {
        var input = new RequestInput();
        var name = input.Symbol(symbol);
        if (input.Faults.Any)
        {
            return DeskProblem.BadInput(input.Faults);
        }

        return await desk.GetM1FiltersAsync(name, cancellationToken) is { } report ? TypedResults.Ok(report) : DeskProblem.UnknownSymbol();
    }

    private static async Task<Results<Ok<CandleList>, DeskProblem>> Candles(
        string symbol, string timeframe, string? from, string? to, string? limit, string? cursor, IDeskReader desk, IDeskQueries queries, CancellationToken cancellationToken)
    {
        var input = new RequestInput();
        var (name, frame) = (input.Symbol(symbol), input.Timeframe(timeframe));
        var (start, end) = input.Period(from, to);
        var count = input.Limit(limit);
        var before = input.InstantCursor(cursor);
        if (input.Faults.Any)
        {
            return DeskProblem.BadInput(input.Faults);
        }

        if (RequestInput.Find(desk, name) is not { } instrument)
        {
            return DeskProblem.UnknownSymbol();
        }

        // Asked before the bars: a bar that closes in between is then missing as forming and present as closed, never twice.
        var forming = before is null && end is null ? await desk.GetFormingBarAsync(name, frame, cancellationToken) : null;
        var bars = queries.GetBars(name, frame, count, Earliest(before, end), start);
        var candles = bars.Select(bar => CandleViews.Of(bar, instrument)).ToList();
        if (forming is { } bar && (bars.Count == 0 || bar.OpenTime > bars[^1].OpenTime) && (start is not { } first || bar.OpenTime >= first))
        {
            candles.Add(CandleViews.Of(bar, instrument));
        }

        var next = bars.Count == count ? RequestInput.CursorOf(bars[0].OpenTime) : null;
        return TypedResults.Ok(new CandleList(name.Name, frame.ToString(), candles, next));
    }

    private static Results<Ok<TickList>, DeskProblem> Ticks(
        string symbol, string? timeframe, string? hoursBack, string? from, string? to, string? limit, string? cursor, IDeskReader desk, IDeskQueries queries)
    {
        var input = new RequestInput();
        var name = input.Symbol(symbol);
        var frame = timeframe is null ? Timeframe.S1 : input.Timeframe(timeframe);
        var hours = input.Hours(hoursBack, "hoursBack", MaxTickHours, fallback: 1);
        var (start, end) = input.Period(from, to);
        var count = input.Limit(limit);
        var place = input.InstantCursor(cursor);
        if (hoursBack is not null && from is not null)
        {
            input.Faults.Add("hoursBack", "Either hoursBack or from, not both.");
        }

        if (frame != Timeframe.S1 && (start is not null || end is not null || place is not null))
        {
            input.Faults.Add("timeframe", "Ticks by timeframe go back from now: use hoursBack, without from, to and cursor.");
        }

        if (input.Faults.Any)
        {
            return DeskProblem.BadInput(input.Faults);
        }

        if (RequestInput.Find(desk, name) is null)
        {
            return DeskProblem.UnknownSymbol();
        }

        if (frame != Timeframe.S1)
        {
            return TypedResults.Ok(new TickList(name.Name, queries.GetTicks(name, frame, hours, desk.Now, count), NextCursor: null));
        }

        var last = end ?? desk.Now;
        var first = place ?? start ?? last - TimeSpan.FromHours(hours);
        var (rows, next) = PageOf(queries.GetTicks(name, first, last, count), count);
        return TypedResults.Ok(new TickList(name.Name, rows, next));
    }

    /// <summary>Cuts a full page between two seconds, so that the next page starts with a whole one.</summary>
    private static (IReadOnlyList<TickAggregate> Rows, string? Next) PageOf(IReadOnlyList<TickAggregate> rows, int limit)
    {
        if (rows.Count < limit)
        {
            return (rows, null);
        }

        var last = rows[^1].Time;
        var whole = rows.TakeWhile(row => row.Time < last).ToList();
        return whole.Count > 0
            ? (whole, RequestInput.CursorOf(last))
            : (rows, RequestInput.CursorOf(last + TimeSpan.FromSeconds(1)));
    }

    private static Timestamp? Earliest(Timestamp? left, Timestamp? right) =>
        left is { } a && right is { } b ? (a < b ? a : b) : left ?? right;
}
