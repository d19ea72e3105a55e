using Microsoft.AspNetCore.Components;
using TradingDesk.Core.Domain;

namespace TradingDesk.Web.Components.Controls;

/// <summary>The five states that every panel has.</summary>
public enum PanelState
{
    Loading,

    /// <summary>There is nothing yet; the message says what will fill it and when.</summary>
    Empty,

    Live,

    /// <summary>Shown greyed, with its age.</summary>
    Stale,

    /// <summary>The message says what failed; <see cref="Panel.Age"/> since when.</summary>
    Failed,
}

/// <summary>A card in one of five states. A failing panel never takes the page down.</summary>
public sealed partial class Panel
{
    [Parameter, EditorRequired]
    public string Title { get; set; } = "";

    [Parameter]
    public PanelState State { get; set; } = PanelState.Live;

    [Parameter]
    public string? Message { get; set; }

    [Parameter]
    public TimeSpan? Age { get; set; }

    /// <summary>Without a heading: the content brings its own.</summary>
    [Parameter]
    public bool Bare { get; set; }

    [Parameter]
    public string? Class { get; set; }

    [Parameter]
    public int SkeletonLines { get; set; } = 4;

    [Parameter]
    public EventCallback OnRetry { get; set; }

    [Parameter]
    public RenderFragment? Actions { get; set; }

    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    /// <summary>The state of something that is read: what it is when there is no value yet, a fault, or a value.</summary>
    public static PanelState Of<T>(T? value, Fault? fault, bool lost)
        where T : class => value is null ? (fault is null ? PanelState.Loading : PanelState.Failed) : lost || fault is not null ? PanelState.Stale : PanelState.Live;
}
