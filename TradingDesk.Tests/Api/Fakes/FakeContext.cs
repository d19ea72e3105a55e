using TradingDesk.Core.Contract;
using TradingDesk.Core.Feeds.Context;
using TradingDesk.Core.Storage;

namespace TradingDesk.Tests.Api.Fakes;

/// <summary>A calendar of two events and one macro reading.</summary>
internal static class FakeContext
{
    public static MarketContext Create()
    {
        var context = new MarketContext();
        var now = FakeDesk.Start;
        context.Calendar.Replace(
            "mt5", now - TimeSpan.FromDays(1), now + TimeSpan.FromDays(7),
            [
                new EconomicEvent("1", now - TimeSpan.FromHours(1), "USD", EventImportance.High, "CPI m/m", 0.4, 0.3, 0.2, "%"),
                new EconomicEvent("2", now + TimeSpan.FromHours(1), "GBP", EventImportance.Low, "Index", null, 0, 0, ""),
            ], now);
        context.Macro.Take(new MacroReading(MacroSeries.Vix, 16.5, now, now));
        return context;
    }

    public static MacroLog Log(string folder)
    {
        var log = new MacroLog(folder);
        log.Append(new MacroSample(FakeDesk.Start - TimeSpan.FromHours(2), 16.1, null, 4.2, "London"));
        return log;
    }
}
