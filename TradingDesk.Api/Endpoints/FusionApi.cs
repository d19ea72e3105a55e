using Microsoft.AspNetCore.Http.HttpResults;
using TradingDesk.Api.Problems;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Pipeline;
using TradingDesk.Core.Pipeline.Views;
using TradingDesk.Core.Storage;
using TradingDesk.Core.Ticks.Quality;

namespace TradingDesk.Api.Endpoints;

/// <summary>What the desk makes of two venues: fused M5 candles, and how far the data can be trusted.</summary>
internal static class FusionApi
{
    private const int MaxDays = 365;
    private const int UsualDays = 7;

    public static void MapFusionApi(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/enhanced").WithTags("market").WithProblem(400).WithProblem(404);
        group.MapGet("/volatility-bridge/{symbol}", BridgeAsync).WithName("getVolatilityBridge").WithSummary("Fused M5 candles with sources and revision, oldest first");
        group.MapGet("/quality/{symbol}", Quality).WithName("getDataQuality").WithSummary("Data quality now and by UTC day, newest first");
    }

    private static async Task<Results<Ok<M5BridgeReport>, DeskProblem>> BridgeAsync(
        string symbol, string? from, string? to, string? limit, string? cursor, IDeskReader desk, IDeskQueries queries, CancellationToken cancellationToken)
    {
        var input = new RequestInput();
        var name = input.Symbol(symbol);
        var (start, end) = input.Period(from, to);
        var count = input.Limit(limit);
        var before = input.InstantCursor(cursor);
        if (input.Faults.Any)
        {
            return DeskProblem.BadInput(input.Faults);
        }

        if (RequestInput.Find(desk, name) is not { } instrument || await desk.GetM5BridgeAsync(name, cancellationToken) is not { } bridge)
        {
            return DeskProblem.UnknownSymbol();
        }

        var latest = before is { } b && end is { } e ? (b < e ? b : e) : before ?? end;
        var candles = queries.GetM5Candles(name, count, latest, start).Select(candle => M5Views.Of(candle, instrument)).ToList();
        if (before is null)
        {
            Complete(candles, bridge.Last, start, end, count);
        }

        var newest = candles.Count > 0 ? candles[^1] : null;
        string[] missing =
        [
            .. newest is null ? ["no M5 candle has been fused in this period yet; one comes every five minutes"] : Array.Empty<string>(),
            .. newest is { VolatilityState: null } ? ["volatility state: the window of ATR14 readings is not full"] : Array.Empty<string>(),
        ];
        var next = candles.Count == count ? RequestInput.CursorOf(candles[0].OpenTime) : null;
        return TypedResults.Ok(new M5BridgeReport(name.Name, missing.Length == 0 ? "ready" : "warmingUp", missing, instrument.PrimaryVenue.ToName(), bridge.Slope, candles, next));
    }

    /// <summary>The newest candle may still be on its way to the disk.</summary>
    private static void Complete(List<M5CandleView> candles, M5CandleView? last, Timestamp? start, Timestamp? end, int limit)
    {
        if (last is null || last.OpenTime < start || last.OpenTime >= end)
        {
            return;
        }

        if (candles.Count > 0 && candles[^1].OpenTime == last.OpenTime)
        {
            candles[^1] = last;
        }
        else if (candles.Count == 0 || candles[^1].OpenTime < last.OpenTime)
        {
            candles.Add(last);
            candles.RemoveRange(0, Math.Max(0, candles.Count - limit));
        }
    }

    private static Results<Ok<QualityReport>, DeskProblem> Quality(string symbol, string? days, IDeskReader desk, IDeskQueries queries, QualityOptions options)
    {
        var input = new RequestInput();
        var name = input.Symbol(symbol);
        var count = input.Integer(days, "days", 1, MaxDays) ?? UsualDays;
        if (input.Faults.Any)
        {
            return DeskProblem.BadInput(input.Faults);
        }

        if (desk.Quality(name) is not { } now)
        {
            return DeskProblem.UnknownSymbol();
        }

        var first = Timeframe.D1.Floor(desk.Now) - TimeSpan.FromDays(count - 1);
        return TypedResults.Ok(new QualityReport(name.Name, now, [.. queries.GetQualityDays(name, count).Where(day => day.Day >= first).Select(day => QualityViews.Of(day, options))]));
    }
}
