using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Pipeline.Views;

/// <summary>Names of trading sessions by UTC hour, for display (DOMAIN A2.2's VWAP table: Asia 0–8, London 8–13, overlap 13–17, New York 17–22).</summary>
public static class Sessions
{
    public static string NameAt(Timestamp instant) => instant.ToUtcDateTime().Hour switch
    {
        < 8 => "Asia",
        < 13 => "London",
        < 17 => "London and New York",
        < 22 => "New York",
        _ => "between sessions",
    };
}
