using Microsoft.AspNetCore.Components;
using TradingDesk.Core.Contract;

namespace TradingDesk.Web.Components.Layout;

/// <summary>The kill switch as a plain form post to <c>/ui/kill-switch</c> with <c>level</c>, <c>reason</c>, <c>confirmed</c> and <c>returnUrl</c>.</summary>
public sealed partial class StopMenu
{
    // What each level means, for when the desk's own numbers are not at hand.
    private static readonly (string Level, string Effect)[] Meanings =
    [
        ("STOP_NEW", "No new entries. Open positions keep their stops and targets."),
        ("REDUCE", "Working entries are cancelled; only reducing orders pass."),
        ("FLATTEN", "Every position is closed at the market, then no new entries."),
        ("SHUTDOWN", "Everything is closed and confirmed, then the desk stops."),
    ];

    [Parameter]
    public KillSwitchView? View { get; set; }

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private string ReturnUrl => "/" + Navigation.ToBaseRelativePath(Navigation.Uri);

    /// <summary>The levels above the present one, each with what it would do now.</summary>
    private IEnumerable<(string Level, string Effect)> Choices
    {
        get
        {
            var present = Array.FindIndex(Meanings, meaning => meaning.Level == View?.Level);
            return Meanings.Skip(present + 1).Select(meaning =>
                (meaning.Level, View?.Effects.FirstOrDefault(effect => effect.Level == meaning.Level)?.Effect ?? meaning.Effect));
        }
    }
}
