using Microsoft.AspNetCore.Components;
using TradingDesk.Web.Live;

namespace TradingDesk.Web.Components.Controls;

/// <summary>One symbol at a glance. The line with the last decision's reason is always there, always in words, one click from its trace.</summary>
public sealed partial class SymbolTile
{
    private PanelState _state;

    [Parameter, EditorRequired]
    public SymbolModel Symbol { get; set; } = null!;

    [Parameter]
    public bool InShadow { get; set; }

    /// <summary>True where the desk cannot be reached.</summary>
    [Parameter]
    public bool Lost { get; set; }

    /// <summary>How old what is shown is.</summary>
    [Parameter]
    public TimeSpan? Age { get; set; }

    /// <summary>Age from which it counts as stale.</summary>
    [Parameter]
    public TimeSpan StaleAfter { get; set; } = TimeSpan.FromSeconds(15);

    [Parameter]
    public EventCallback OnRetry { get; set; }

    protected override void OnParametersSet() => _state = Panel.Of(Symbol.State, Symbol.Fault, Lost || Age > StaleAfter);

    private string OffsetLine => Symbol.State!.Offset is { Offset: { } offset } view
        ? $"{OffsetName} {Show.Signed(offset, OffsetDecimals)} ±{Show.Number(view.Band, OffsetDecimals)} (age {Show.Age(view.AgeSeconds)}){OffsetWord}"
        : Symbol.Venues.Count < 2 ? "one venue" : $"offset {Show.Words(Symbol.State.Offset.Status).ToLowerInvariant()}";

    // By name, and always this way round (see OffsetView): which it is is not to be guessed.
    private const string OffsetName = "mt5 − binance";

    // Nothing while all is well.
    private string OffsetWord => Symbol.State!.Offset.Status is "held" or "stepping" or "stale" ? $" · {Symbol.State.Offset.Status}" : "";

    // One digit less than the price: the offset is an estimate.
    private int OffsetDecimals => Math.Max(1, Symbol.PriceDecimals - 1);

    private string SessionLine
    {
        get
        {
            var state = Symbol.State!;
            var parts = new[]
            {
                state.Session,
                state.VolatilityState.Length > 0 ? $"volatility {Show.Words(state.VolatilityState).ToLowerInvariant()}" : null,
                state.Blackout switch { "none" or "" => null, "unknown" => "news blackout not known", var blackout => blackout },
            };
            return string.Join(" · ", parts.Where(part => part is { Length: > 0 } && part != Show.None));
        }
    }
}
