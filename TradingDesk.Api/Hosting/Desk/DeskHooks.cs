using Polly;
using TradingDesk.Core.Journal;

namespace TradingDesk.Api.Hosting.Desk;

/// <summary>
/// What tests may put inside a desk: faults in front of the network and the store, a clock that sleeps. Only code can set it, and only code of this assembly and
/// of its tests: no configuration key, switch or endpoint leads here, and nothing in the program makes anything but <see cref="None"/>.
/// </summary>
internal sealed record DeskHooks
{
    public static DeskHooks None { get; } = new();

    /// <summary>Adds innermost steps to the pipeline of every outgoing client.</summary>
    public Action<ResiliencePipelineBuilder<HttpResponseMessage>>? Outgoing { get; init; }

    /// <summary>Wraps the journal's store.</summary>
    public Func<IJournalStore, IJournalStore>? Journal { get; init; }

    /// <summary>Replaces the clock by which the desk notices that it slept; given the desk's own.</summary>
    public Func<TimeProvider, Func<TimeSpan>>? Uptime { get; init; }
}
