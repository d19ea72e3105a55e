using Microsoft.AspNetCore.Components;
using TradingDesk.Core.Contract;

namespace TradingDesk.Web.Components.Controls;

/// <summary>
/// Two hours of decisions at a glance: a row per gate, a column per M1 bar. Passed is tall, failed short, unknown a dash, not evaluated a dot, so that colour is never
/// alone. The column of a trade is marked; a click opens its trace.
/// </summary>
public sealed partial class WhyStrip
{
    public const int Bars = 120;
    private const int CellWidth = 10;
    private const int RowHeight = 18;

    private bool _changed = true;
    private IReadOnlyList<string> _gates = [];
    private IReadOnlyList<DecisionSummary> _columns = [];

    /// <summary>Newest first.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<DecisionSummary> Traces { get; set; } = [];

    [Parameter]
    public string? Selected { get; set; }

    [Parameter]
    public EventCallback<string> OnSelect { get; set; }

    private int Height => (_gates.Count + 1) * RowHeight;

    private string Label => $"{_columns.Count} decisions, {_columns.Count(trace => trace.Verdict is "buy" or "sell")} of them trades";

    public override Task SetParametersAsync(ParameterView parameters)
    {
        // A page redraws several times a second; eight hundred cells only when they changed.
        _changed = !ReferenceEquals(parameters.GetValueOrDefault<IReadOnlyList<DecisionSummary>>(nameof(Traces)), Traces)
            || parameters.GetValueOrDefault<string>(nameof(Selected)) != Selected || _columns.Count == 0;
        return base.SetParametersAsync(parameters);
    }

    protected override bool ShouldRender() => _changed;

    protected override void OnParametersSet()
    {
        if (!_changed)
        {
            return;
        }

        _columns = [.. Traces.Take(Bars).Reverse()];
        // A bar where an early gate failed may hold fewer gates: the fullest list gives the order.
        _gates = [.. Traces.Take(Bars).OrderByDescending(trace => trace.Gates.Count).SelectMany(trace => trace.Gates).Select(gate => gate.Name).Distinct(StringComparer.Ordinal)];
    }

    private string PassRate(string name)
    {
        var evaluated = _columns.Select(trace => trace.Gates.FirstOrDefault(gate => gate.Name == name)).Where(gate => gate?.Passed is not null).ToList();
        return evaluated.Count == 0 ? Show.None : Show.Percent((double)evaluated.Count(gate => gate!.Passed == true) / evaluated.Count, 0);
    }

    private static string Title(DecisionSummary trace) => $"{Show.Minute(trace.BarCloseTime)} {trace.Verdict.ToUpperInvariant()}: {trace.Reason}";

    private static string Title(DecisionSummary trace, string gate) => $"{Show.Minute(trace.BarCloseTime)} {Show.Words(gate)}: not evaluated";

    private static string Title(DecisionSummary trace, GateView gate) =>
        $"{Show.Minute(trace.BarCloseTime)} {Show.Words(gate.Name)}: {GateRow.Name(gate.Passed)}, {Show.Value(gate.Value)} against {Show.Value(gate.Threshold)} {gate.Unit}"
        + (gate.Distance is > 0 ? $", {Show.Value(gate.Distance)} to pass" : "");
}
