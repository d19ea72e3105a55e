using TradingDesk.Core.Contract;
using TradingDesk.Web.Live;

namespace TradingDesk.Web.Components.Layout;

/// <summary>What holds on every page: mode, stage, shadow, money, connection, clock, and STOP.</summary>
public sealed partial class StatusRow
{
    private string ConnectionName => Model.IsLost ? "lost" : Model.Stream.Status.State switch
    {
        StreamState.Live => "live",
        StreamState.CatchingUp => "catching up",
        _ => "connecting",
    };

    // The clock moves on its own, also when nothing comes in.
    protected override Task OnLiveAsync()
    {
        Hold(Time.CreateTimer(_ => RequestRedraw(), state: null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)));
        return Task.CompletedTask;
    }

    /// <summary>Share of the day's loss limit that is used, 0…1.</summary>
    internal static double GuardUsed(AccountView account) =>
        account.DayLossLimitFraction > 0 ? Math.Clamp(-account.DayPnlFraction / account.DayLossLimitFraction, 0, 1) : 0;

    private static string ShadowTitle(ShadowModeView shadow) => shadow.Enabled
        ? $"Proposals are recorded and never sent. By {shadow.By ?? "the desk"}: {shadow.Reason}"
        : "Proposals go to the risk gate and, approved, to the broker.";
}
