namespace TradingDesk.Tests.Support;

/// <summary>The long suite runs full counts and durations (<c>TRADINGDESK_LONG=1</c>); every day the reduced ones run.</summary>
public static class LongSuite
{
    public static bool IsOn { get; } = Environment.GetEnvironmentVariable("TRADINGDESK_LONG") == "1";

    public static int Count(int everyday, int full) => IsOn ? full : everyday;
}
