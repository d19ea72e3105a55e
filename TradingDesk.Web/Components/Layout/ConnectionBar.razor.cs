using TradingDesk.Web.Live;

namespace TradingDesk.Web.Components.Layout;

/// <summary>The bar on top: what is lost since when, then what was missed meanwhile.</summary>
public sealed partial class ConnectionBar
{
    private static readonly TimeSpan NoticeFor = TimeSpan.FromSeconds(15);

    private DateTimeOffset? _dismissed;

    private string Reason => Model.StatusFault?.Message ?? Model.Stream.Status.Detail + ".";

    private string? LostFor => (Model.LostSince ?? (Model.Stream.Status.State == StreamState.Lost ? Model.Stream.Status.Since : null)) is { } since
        ? Show.Age(Model.LocalNow - since)
        : null;

    private string? Notice
    {
        get
        {
            var status = Model.Stream.Status;
            if (status.State != StreamState.Live || _dismissed >= status.Since || Model.LocalNow - status.Since > NoticeFor)
            {
                return null;
            }

            return status switch
            {
                { Gap: true } => "Connected again. The desk no longer held everything that happened meanwhile; lists below were read anew.",
                { Missed: > 0 } => $"Connected again. {Show.Count(status.Missed)} events were missed and have been caught up.",
                _ => null,
            };
        }
    }

    private void Dismiss() => _dismissed = Model.LocalNow;
}
