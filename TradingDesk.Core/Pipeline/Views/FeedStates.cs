using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Pipeline.Views;

/// <summary>Tells a dead feed from a quiet one and from a closed market; ages in event time.</summary>
internal static class FeedStates
{
    private static readonly TimeSpan QuietAfter = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan DeadAfter = TimeSpan.FromSeconds(60);

    public static string Of(Instrument instrument, Timestamp? lastTickAt, string? interruption, Timestamp now)
    {
        if (MarketHours.IsClosed(instrument, now))
        {
            return "closed";
        }

        if (interruption is not null || lastTickAt is not { } last)
        {
            return "dead";
        }

        var age = now - last;
        return age > DeadAfter ? "dead" : age > QuietAfter ? "quiet" : "live";
    }
}
