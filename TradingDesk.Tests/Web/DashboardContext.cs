using Bunit;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Radzen;
using TradingDesk.Web.Live;

namespace TradingDesk.Tests.Web;

/// <summary>What components need, around a <see cref="StubDeskClient"/>.</summary>
public abstract class DashboardContext : BunitContext, IAsyncLifetime
{
    protected DashboardContext()
    {
        DefaultWaitTimeout = TimeSpan.FromSeconds(15);
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddRadzenComponents();
        Services.AddSingleton<IDeskClient>(Client);
        Services.AddSingleton(TimeProvider.System);
        Services.AddSingleton(Options.Create(new DeskClientOptions()));
        Services.AddScoped<DeskStream>();
        Services.AddScoped<DeskModel>();
        Services.AddSingleton<AntiforgeryStateProvider, FixedAntiforgery>();
    }

    internal StubDeskClient Client { get; } = new();

    public Task InitializeAsync() => Task.CompletedTask;

    // The model reads on a task of its own, which only an asynchronous end can wait for.
    async Task IAsyncLifetime.DisposeAsync() => await DisposeAsync();

    private sealed class FixedAntiforgery : AntiforgeryStateProvider
    {
        public override AntiforgeryRequestToken GetAntiforgeryToken() => new("token-of-this-session", "__RequestVerificationToken");
    }
}
