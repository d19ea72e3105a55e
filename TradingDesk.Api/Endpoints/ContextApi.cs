using Microsoft.AspNetCore.Http.HttpResults;
using TradingDesk.Api.Problems;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Feeds.Context;
using TradingDesk.Core.Pipeline;
using TradingDesk.Core.Storage;

namespace TradingDesk.Api.Endpoints;

/// <summary>The world around the market: the economic calendar and the macro markets.</summary>
internal static class ContextApi
{
    private const double MaxHistoryHours = 7 * 24;

    private static readonly string[] Importances = ["none", "low", "medium", "high"];

    public static void MapContextApi(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/enhanced").WithTags("context").WithProblem(400);
        group.MapGet("/calendar", Calendar).WithName("getCalendar").WithSummary("Economic releases with forecast and actual figures, by instant");
        group.MapGet("/macro", Macro).WithName("getMacro").WithSummary("VIX, dollar index and ten-year yield: newest readings and five-minute history");
    }

    private static Results<Ok<CalendarReport>, DeskProblem> Calendar(string? from, string? to, string? currency, string? importance, IDeskReader desk, MarketContext context)
    {
        var input = new RequestInput();
        var (start, end) = input.Period(from, to);
        var least = Array.IndexOf(Importances, input.OneOf(importance, "importance", Importances) ?? Importances[0]);
        if (currency is not null && !(currency.Length == 3 && currency.All(char.IsAsciiLetterUpper)))
        {
            input.Faults.Add("currency", "A currency has three capital letters.");
        }

        if (input.Faults.Any)
        {
            return DeskProblem.BadInput(input.Faults);
        }

        var state = context.Calendar.State;
        var events = state.Events
            .Where(item => (start is not { } first || item.At >= first) && (end is not { } last || item.At < last))
            .Where(item => (currency is null || item.Currency == currency) && (int)item.Importance >= least)
            .Select(item => new CalendarEventView(
                item.Id, item.At, item.Currency, Importances[(int)item.Importance], item.Name, item.Actual, item.Forecast, item.Previous, item.SurprisePercent, item.Unit));
        return TypedResults.Ok(new CalendarReport(state.AsOf, state.Source, state.IsStale(desk.Now), [.. events]));
    }

    private static Results<Ok<MacroReport>, DeskProblem> Macro(string? hoursBack, IDeskReader desk, MarketContext context, MacroLog log)
    {
        var input = new RequestInput();
        var hours = input.Hours(hoursBack, "hoursBack", MaxHistoryHours, fallback: 24);
        if (input.Faults.Any)
        {
            return DeskProblem.BadInput(input.Faults);
        }

        var now = desk.Now;
        var readings = context.Macro.Readings;
        Timestamp? asOf = readings.Count == 0 ? null : readings.Max(reading => reading.ReceivedAt);
        return TypedResults.Ok(new MacroReport(
            asOf,
            asOf is null ? "none" : "mt5",
            asOf is not { } at || now - at > MacroBoard.StaleAfter,
            [.. readings.Select(reading => new MacroReadingView(reading.Series.ToString().ToLowerInvariant(), reading.Value, reading.At, now - reading.ReceivedAt > MacroBoard.StaleAfter))],
            log.Since(now - TimeSpan.FromHours(hours))));
    }
}
