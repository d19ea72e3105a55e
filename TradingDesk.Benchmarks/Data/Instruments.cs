using TradingDesk.Core.Configuration;
using TradingDesk.Core.Domain;

namespace TradingDesk.Benchmarks.Data;

/// <summary>Instruments for measurements, made from the built-in configuration.</summary>
internal static class Instruments
{
    /// <summary>Any number of instruments like BTCUSD: <c>S00</c>, <c>S01</c>, …</summary>
    public static IReadOnlyList<SymbolConfig> Make(int count) =>
    [
        .. Enumerable.Range(0, count).Select(i =>
        {
            var patch = System.Text.Json.JsonElement.Parse($$"""{"symbol":"S{{i:00}}","binance":{"symbol":"S{{i:00}}USDT"} }""");
            return new SymbolConfig(SymbolDefaults.Find(new Symbol("BTCUSD"))!.Patch(patch).Value);
        }),
    ];
}
