using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Radzen;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Web.Components.Controls;
using TradingDesk.Web.Live;

namespace TradingDesk.Web.Components.Pages;

/// <summary>All traces, filtered by symbol, verdict and time; the filter and the open trace are kept in the address.</summary>
public sealed partial class DecisionsPage
{
    private const int PageSize = 200;
    private static readonly string[] Verdicts = ["buy", "sell", "hold", "refused"];

    private List<DecisionSummary>? _rows;
    private Fault? _fault;
    private string? _cursor;
    private bool _busy;
    private bool _live;
    private DecisionFilter? _shown;
    private DecisionTraceView? _trace;
    private Fault? _traceFault;
    private string? _traceShown;

    [SupplyParameterFromQuery]
    private string? Symbol { get; set; }

    [SupplyParameterFromQuery]
    private string? Verdict { get; set; }

    [SupplyParameterFromQuery]
    private string? From { get; set; }

    [SupplyParameterFromQuery]
    private string? To { get; set; }

    [SupplyParameterFromQuery]
    private string? Trace { get; set; }

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private IJSRuntime Js { get; set; } = null!;

    private IReadOnlyList<string> SymbolNames => [.. Model.Symbols.Keys];

    private DecisionFilter Filter => new(
        Core.Domain.Symbol.IsValid(Symbol) ? Symbol : null, Verdicts.Contains(Verdict) ? Verdict : null, Instant(From), Instant(To), PageSize);

    private PanelState ListState => _rows is { Count: 0 } && _fault is null ? PanelState.Empty : Panel.Of(_rows, _fault, Model.IsLost);

    private string ListMessage => _fault?.Message ?? "No decision matches. One comes with every closed M1 bar of every symbol.";

    protected override Task OnParametersSetAsync() => _live ? ReadChangedAsync() : Task.CompletedTask;

    protected override Task OnLiveAsync()
    {
        _live = true;
        return ReadChangedAsync();
    }

    private async Task ReadChangedAsync()
    {
        if (_shown != Filter)
        {
            await ReadAsync();
        }

        if (_traceShown != Trace)
        {
            await ReadTraceAsync();
        }
    }

    private async Task ReadAsync()
    {
        var filter = Filter;
        _shown = filter;
        _rows = null;
        _fault = null;
        _cursor = null;
        StateHasChanged();
        var answer = await Client.GetDecisionsAsync(filter, Gone);
        if (filter == Filter)
        {
            _rows = answer.IsSuccess ? [.. answer.Value.Traces] : null;
            _cursor = answer.IsSuccess ? answer.Value.NextCursor : null;
            _fault = answer.Fault;
            StateHasChanged();
        }
    }

    private async Task ReadMoreAsync()
    {
        var filter = Filter;
        _busy = true;
        var answer = await Client.GetDecisionsAsync(filter with { Cursor = _cursor }, Gone);
        _busy = false;
        if (filter == Filter && answer.IsSuccess)
        {
            _rows = [.. _rows!, .. answer.Value.Traces];
            _cursor = answer.Value.NextCursor;
        }

        _fault = answer.Fault;
    }

    private async Task ReadTraceAsync()
    {
        var asked = Trace;
        _traceShown = asked;
        _trace = null;
        _traceFault = null;
        if (asked is null)
        {
            return;
        }

        StateHasChanged();
        var answer = await Client.GetDecisionAsync(asked, Gone);
        if (asked == Trace)
        {
            _trace = answer.IsSuccess ? answer.Value : null;
            _traceFault = answer.Fault;
            StateHasChanged();
        }
    }

    private async Task ExportAsync() => await Js.InvokeVoidAsync("desk.download", Gone, "decisions.csv", Csv(_rows!));

    internal static string Csv(IEnumerable<DecisionSummary> rows)
    {
        var text = new StringBuilder("barCloseTime,symbol,verdict,shadow,confidence,reason,traceId,sha256\r\n");
        foreach (var row in rows)
        {
            string[] cells =
            [
                row.BarCloseTime.ToString(), row.Symbol, row.Verdict, row.Shadow ? "true" : "false",
                row.Confidence.ToString("R", CultureInfo.InvariantCulture), row.Reason, row.TraceId, row.Sha256,
            ];
            text.AppendJoin(',', cells.Select(CsvCell)).Append("\r\n");
        }

        return text.ToString();
    }

    // A cell that begins like a formula would be run by a spreadsheet.
    private static string CsvCell(string text)
    {
        var safe = text.Length > 0 && "=+-@\t\r".Contains(text[0], StringComparison.Ordinal) ? "'" + text : text;
        return safe.AsSpan().IndexOfAny(",\"\r\n") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private void Highlight(RowRenderEventArgs<DecisionSummary> row)
    {
        if (row.Data!.TraceId == Trace)
        {
            row.Attributes["class"] = "row-open";
        }
    }

    private void Go(string name, string? value) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameter(name, string.IsNullOrEmpty(value) ? null : value), replace: true);

    private void GoTime(string name, ChangeEventArgs change) => Go(name.ToLowerInvariant(), Timestamp.TryParse(change.Value as string, out var at) ? at.ToString() : null);

    private static Timestamp? Instant(string? text) => Timestamp.TryParse(text, out var at) ? at : null;

    private static string? LocalText(string? text) => Instant(text)?.ToUtcDateTime().ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);
}
