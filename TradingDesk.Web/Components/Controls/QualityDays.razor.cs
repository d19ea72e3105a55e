using Microsoft.AspNetCore.Components;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;

namespace TradingDesk.Web.Components.Controls;

/// <summary>Data quality per symbol and UTC day. Read twice a minute: a day's row grows by the minute.</summary>
public sealed partial class QualityDays
{
    private const int Days = 7;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30);

    private IReadOnlyList<QualityReport>? _reports;
    private Fault? _fault;

    [Parameter, EditorRequired]
    public IReadOnlyList<string> Symbols { get; set; } = [];

    private IEnumerable<(string Symbol, QualityDayView Day)> Rows => _reports!.SelectMany(report => report.Days.Select(day => (report.Symbol, day)));

    private PanelState State => _reports is not null && _fault is null && !Rows.Any() ? PanelState.Empty : Panel.Of(_reports, _fault, Model.IsLost);

    private string Message => _fault?.Message ?? "No minute has been judged yet. A day's row comes with the first full minute of ticks.";

    protected override Task OnLiveAsync()
    {
        Hold(Time.CreateTimer(_ => Post(ReadAsync), state: null, Every, Every));
        return ReadAsync();
    }

    private async Task ReadAsync()
    {
        var answers = await Task.WhenAll(Symbols.Select(symbol => Client.GetQualityAsync(symbol, Days, Gone)));
        if (Gone.IsCancellationRequested)
        {
            return;
        }

        _fault = answers.Select(answer => answer.Fault).FirstOrDefault(fault => fault is not null);
        _reports = _fault is null ? [.. answers.Select(answer => answer.Value)] : _reports;
        RequestRedraw();
    }

    private static string Faults(QualityDayView day) =>
        day.Faults.Where(fault => fault.Value > 0).Select(fault => $"{Show.Words(fault.Key).ToLowerInvariant()} {Show.Count(fault.Value)}").DefaultIfEmpty("none").Aggregate((left, right) => $"{left}, {right}");
}
