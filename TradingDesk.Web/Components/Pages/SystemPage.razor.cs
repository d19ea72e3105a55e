using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;
using TradingDesk.Web.Components.Controls;

namespace TradingDesk.Web.Components.Pages;

/// <summary>How the desk itself is: components, symbols, timings, queues, what was discarded, jobs. Read every two seconds.</summary>
public sealed partial class SystemPage
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    private HealthReport? _health;
    private SchedulerView? _jobs;
    private Fault? _fault;
    private DateTimeOffset? _readAt;

    private PanelState State => Panel.Of(_health, _fault, Model.IsLost);

    private TimeSpan? ReadAge => Model.LocalNow - _readAt;

    protected override Task OnLiveAsync()
    {
        Hold(Time.CreateTimer(_ => Post(ReadAsync), state: null, Every, Every));
        return ReadAsync();
    }

    private async Task ReadAsync()
    {
        var health = await Client.GetHealthAsync(Gone);
        var jobs = await Client.GetSchedulerAsync(Gone);
        if (Gone.IsCancellationRequested)
        {
            return;
        }

        _fault = health.Fault;
        _jobs = jobs.IsSuccess ? jobs.Value : _jobs;
        if (health.IsSuccess)
        {
            _health = health.Value;
            _readAt = Model.LocalNow;
        }

        RequestRedraw();
    }

    private static string Icon(string status) => status switch { "healthy" => "●", "degraded" => "▲", _ => "✕" };

    private static string Tone(string status) => status switch { "healthy" => "tone-ok", "degraded" => "tone-warn", _ => "tone-bad" };
}
