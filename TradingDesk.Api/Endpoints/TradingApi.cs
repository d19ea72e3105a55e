using Microsoft.AspNetCore.Http.HttpResults;
using TradingDesk.Api.Problems;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Execution;
using TradingDesk.Core.Pipeline;
using TradingDesk.Core.Storage;

namespace TradingDesk.Api.Endpoints;

/// <summary>Instruments, positions, orders and fills, for reading.</summary>
internal static class TradingApi
{
    public static void MapTradingApi(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").WithTags("trading").WithProblem(400).WithProblem(404);
        group.MapGet("/symbols", Symbols).WithName("listSymbols").WithSummary("The desk's instruments");
        group.MapGet("/positions", Positions).WithName("listPositions").WithSummary("Open positions with their present value");
        group.MapGet("/orders", Orders).WithName("listOrders").WithSummary("Orders, newest first");
        group.MapGet("/fills", Fills).WithName("listFills").WithSummary("Executions, newest first, with what the trades they ended brought");
    }

    private static Ok<SymbolList> Symbols(IDeskReader desk)
    {
        var enabled = desk.Status().Symbols.Where(symbol => symbol.Enabled).Select(symbol => symbol.Symbol).ToHashSet(StringComparer.Ordinal);
        return TypedResults.Ok(new SymbolList([.. desk.Instruments.Select(instrument => ViewOf(instrument, enabled.Contains(instrument.Symbol.Name)))]));
    }

    private static async Task<Results<Ok<PositionList>, DeskProblem>> Positions(string? symbol, IDeskReader desk, CancellationToken cancellationToken)
    {
        var input = new RequestInput();
        var only = input.OptionalSymbol(symbol);
        if (input.Faults.Any)
        {
            return DeskProblem.BadInput(input.Faults);
        }

        var positions = new List<PositionView>();
        foreach (var name in only is { } one ? [one] : desk.Instruments.Select(instrument => instrument.Symbol))
        {
            if (await desk.GetMarketStateAsync(name, cancellationToken) is not { } report)
            {
                return DeskProblem.UnknownSymbol();
            }

            positions.AddRange(report.MarketState.Positions);
        }

        return TypedResults.Ok(new PositionList(positions));
    }

    private static Results<Ok<OrderList>, DeskProblem> Orders(string? symbol, string? limit, IDeskReader desk, IDeskQueries queries)
    {
        var input = new RequestInput();
        var only = input.OptionalSymbol(symbol);
        var count = input.Limit(limit);
        if (input.Faults.Any)
        {
            return DeskProblem.BadInput(input.Faults);
        }

        if (only is { } name && RequestInput.Find(desk, name) is null)
        {
            return DeskProblem.UnknownSymbol();
        }

        return TypedResults.Ok(new OrderList([.. queries.GetOrders(only, count).Select(ViewOf)]));
    }

    private static Results<Ok<FillList>, DeskProblem> Fills(string? symbol, string? limit, IDeskReader desk, IDeskQueries queries)
    {
        var input = new RequestInput();
        var only = input.OptionalSymbol(symbol);
        var count = input.Limit(limit);
        if (input.Faults.Any)
        {
            return DeskProblem.BadInput(input.Faults);
        }

        if (only is { } name && RequestInput.Find(desk, name) is null)
        {
            return DeskProblem.UnknownSymbol();
        }

        // Every ended trade has at least one fill, so as many trades as fills are enough.
        var fills = queries.GetFills(only, count);
        var trades = queries.GetTrades(only, count).DistinctBy(trade => trade.PositionId).ToDictionary(trade => trade.PositionId, StringComparer.Ordinal);
        return TypedResults.Ok(new FillList([.. fills.Select(fill => ViewOf(fill, fill.Entry == FillEntry.Out ? trades.GetValueOrDefault(fill.PositionId) : null))]));
    }

    private static FillView ViewOf(Fill fill, ClosedTrade? ended) => new(
        FillId: fill.FillId,
        OrderId: fill.OrderId,
        PositionId: fill.PositionId,
        Symbol: fill.Symbol.Name,
        Side: fill.Side == Side.Buy ? "buy" : "sell",
        Entry: fill.Entry == FillEntry.In ? "in" : "out",
        Lots: fill.Quantity.Lots,
        Price: fill.Price.Value,
        Fee: fill.Fee.Amount,
        Slippage: fill.Slippage.Amount,
        Reason: fill.Reason,
        RealizedPnl: ended?.NetPnl.Amount,
        RealizedR: ended is not null && double.IsFinite(ended.RMultiple) ? ended.RMultiple : null,
        TraceId: fill.TraceId,
        At: fill.OccurredAt);

    private static SymbolView ViewOf(Instrument instrument, bool enabled) => new(
        Symbol: instrument.Symbol.Name,
        Enabled: enabled,
        PrimaryVenue: instrument.PrimaryVenue.ToName(),
        PriceDecimals: instrument.PriceDecimals,
        TickSize: instrument.TickSize,
        PipSize: instrument.PipSize,
        ContractSize: instrument.ContractSize,
        MinLots: instrument.MinLots.Lots,
        MaxLots: instrument.MaxLots.Lots,
        LotStep: instrument.LotStep.Lots,
        ClosesAtWeekend: instrument.ClosesAtWeekend);

    private static OrderView ViewOf(Order order) => new(
        OrderId: order.OrderId,
        Symbol: order.Symbol.Name,
        Side: order.Side == Side.Buy ? "buy" : "sell",
        Lots: order.Quantity.Lots,
        ReduceOnly: order.ReduceOnly,
        PositionId: order.PositionId,
        Stop: order.Stop?.Value,
        Target: order.Target?.Value,
        State: order.State.ToString().ToLowerInvariant(),
        Reason: order.Reason,
        TraceId: order.TraceId,
        CreatedAt: order.CreatedAt,
        UpdatedAt: order.UpdatedAt);
}
