using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Pipeline;

/// <summary>From the desk's types to the HTTP contract's.</summary>
public static class ContractMapping
{
    public static Candle ToCandle(in Bar bar) => new(
        bar.OpenTime,
        bar.CloseTime,
        Open: bar.Open,
        High: bar.High,
        Low: bar.Low,
        Close: bar.Close,
        Volume: bar.Volume,
        Ticks: bar.TickCount,
        Closed: true,
        Source: bar.Source.ToName(),
        Flags: FlagNames(bar.Flags));

    public static Candle ToCandle(in FormingBar bar) => new(
        bar.OpenTime,
        bar.CloseTime,
        Open: bar.Open,
        High: bar.High,
        Low: bar.Low,
        Close: bar.Close,
        Volume: bar.Volume,
        Ticks: bar.TickCount,
        Closed: false,
        Source: bar.Source.ToName(),
        Flags: []);

    private static string[] FlagNames(BarFlags flags)
    {
        if (flags == BarFlags.None)
        {
            return [];
        }

        var names = new List<string>(2);
        foreach (var flag in Enum.GetValues<BarFlags>())
        {
            if (flag != BarFlags.None && (flags & flag) != 0)
            {
                names.Add(flag.ToString().ToLowerInvariant());
            }
        }

        return [.. names];
    }
}
