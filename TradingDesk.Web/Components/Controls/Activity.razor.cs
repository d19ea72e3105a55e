using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Web.Live;

namespace TradingDesk.Web.Components.Controls;

/// <summary>The latest decisions that were more than to hold, of every symbol: what the desk wanted, and what became of it.</summary>
public sealed partial class Activity
{
    private const int Kept = 12;
    private static readonly string[] Verdicts = ["buy", "sell", "refused"];

    private List<DecisionSummary>? _made;
    private Fault? _fault;

    private PanelState State => _made is { Count: 0 } && _fault is null ? PanelState.Empty : Panel.Of(_made, _fault, Model.IsLost);

    private string Message => _fault?.Message ?? "Nothing was proposed yet. A proposal comes when every gate passes on a closed M1 bar; until then each tile says which gate did not.";

    protected override Task OnLiveAsync()
    {
        Hold(Model.Stream.Subscribe(item =>
        {
            if (item.Type == StreamTypes.Decision && item.DataAs<DecisionSummary>() is { } made && Verdicts.Contains(made.Verdict))
            {
                Post(() => Add(made));
            }
        }));
        Hold(Model.Stream.SubscribeStatus(status =>
        {
            if (status.State == StreamState.Live)
            {
                Post(ReadAsync);
            }
        }));
        return ReadAsync();
    }

    private async Task ReadAsync()
    {
        var answers = await Task.WhenAll(Verdicts.Select(verdict => Client.GetDecisionsAsync(new DecisionFilter(Verdict: verdict, Limit: Kept), Gone)));
        _fault = answers.Select(answer => answer.Fault).FirstOrDefault(fault => fault is not null);
        if (_fault is null)
        {
            Merge([.. answers.SelectMany(answer => answer.Value.Traces)]);
        }

        RequestRedraw();
    }

    private Task Add(DecisionSummary made)
    {
        Merge([made]);
        return Task.CompletedTask;
    }

    private void Merge(IReadOnlyList<DecisionSummary> more)
    {
        _made = [.. (_made ?? []).Concat(more).DistinctBy(made => made.TraceId).OrderByDescending(made => made.BarCloseTime).Take(Kept)];
        RequestRedraw();
    }
}
