using Microsoft.AspNetCore.Components;
using TradingDesk.Core.Contract;
using TradingDesk.Web.Live;

namespace TradingDesk.Web.Components.Controls;

/// <summary>Turns shadow mode on or off, for all or for some symbols: the effect is named before, a reason asked, the answer shown.</summary>
public sealed partial class ShadowForm : IDisposable
{
    private const int MinReason = 3;

    private readonly CancellationTokenSource _gone = new();
    private readonly HashSet<string> _chosen = new(StringComparer.Ordinal);
    private bool? _wanted;
    private bool _everything = true;
    private bool _asking;
    private bool _busy;
    private bool _failed;
    private string? _reason;
    private string? _result;

    [Parameter, EditorRequired]
    public ShadowModeView View { get; set; } = null!;

    [Parameter, EditorRequired]
    public IReadOnlyList<string> Symbols { get; set; } = [];

    [Parameter]
    public int OpenPositions { get; set; }

    /// <summary>After the desk has accepted a change.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    [Inject]
    private IDeskClient Client { get; set; } = null!;

    private bool Enable
    {
        get => _wanted ?? !View.Enabled;
        set => _wanted = value;
    }

    private IReadOnlyList<string> Scope => _everything ? [] : [.. Symbols.Where(_chosen.Contains)];

    private string ScopeText => _everything ? "every symbol" : string.Join(", ", Scope);

    private string Effect
    {
        get
        {
            var count = _everything ? Symbols.Count : Scope.Count;
            var symbols = count == 1 ? "1 symbol" : $"{count} symbols";
            var positions = OpenPositions switch { 0 => "No position is open.", 1 => "1 open position keeps its stop and target.", var open => $"{open} open positions keep their stops and targets." };
            return Enable
                ? $"From the next decision on, proposals for {symbols} are recorded and never sent. {positions}"
                : $"From the next decision on, approved proposals for {symbols} are sent to the broker, as far as the stage and the kill switch allow. {positions}";
        }
    }

    private string? Hindrance => !_everything && Scope.Count == 0 ? "Choose at least one symbol."
        : (_reason?.Trim().Length ?? 0) < MinReason ? "Give a reason of at least three letters."
        : null;

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    private void Choose(string symbol, ChangeEventArgs change)
    {
        if (change.Value is true)
        {
            _chosen.Add(symbol);
        }
        else
        {
            _chosen.Remove(symbol);
        }
    }

    private async Task ApplyAsync()
    {
        _busy = true;
        var answer = await Client.SetShadowModeAsync(new ShadowModeRequest(Enable, Scope, _reason!.Trim()), _gone.Token);
        _busy = false;
        _asking = false;
        _failed = !answer.IsSuccess;
        _result = answer.IsSuccess ? Describe(answer.Value) : $"Nothing was changed. {answer.Fault!.Message}";
        if (answer.IsSuccess)
        {
            _reason = null;
            _wanted = null;
            await OnChanged.InvokeAsync();
        }
    }

    private static string Describe(ShadowModeView view) => view.Enabled
        ? $"Shadow mode is on for {(view.Symbols.Count == 0 ? "every symbol" : string.Join(", ", view.Symbols))}."
        : "Shadow mode is off.";
}
