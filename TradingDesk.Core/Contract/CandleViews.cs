using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Contract;

/// <summary>Bars as candles of the contract: the one translation. Shown, prices have the instrument's precision; journaled, they are what was decided upon.</summary>
public static class CandleViews
{
    private static readonly BarFlags[] KnownFlags = [BarFlags.Quiet, BarFlags.Filled, BarFlags.Gap, BarFlags.History, BarFlags.Failover];

    /// <summary>Names of every combination of flags.</summary>
    private static readonly IReadOnlyList<string>[] FlagNames =
    [
        .. Enumerable.Range(0, 1 << KnownFlags.Length).Select(IReadOnlyList<string> (flags) =>
            [.. KnownFlags.Where(flag => ((BarFlags)flags & flag) != 0).Select(flag => flag.ToString().ToLowerInvariant())]),
    ];

    /// <param name="instrument">Whose precision the prices get; <see langword="null"/> leaves them as they are.</param>
    public static Candle Of(in Bar bar, Instrument? instrument) => new(
        OpenTime: bar.OpenTime,
        CloseTime: bar.CloseTime,
        Open: Shown(bar.Open, instrument),
        High: Shown(bar.High, instrument),
        Low: Shown(bar.Low, instrument),
        Close: Shown(bar.Close, instrument),
        Volume: bar.Volume,
        Ticks: bar.TickCount,
        Closed: true,
        Source: bar.Source.ToName(),
        Flags: FlagNames[(int)bar.Flags & (FlagNames.Length - 1)]);

    /// <inheritdoc cref="Of(in Bar, Instrument?)"/>
    public static Candle Of(in FormingBar bar, Instrument? instrument) => new(
        OpenTime: bar.OpenTime,
        CloseTime: bar.CloseTime,
        Open: Shown(bar.Open, instrument),
        High: Shown(bar.High, instrument),
        Low: Shown(bar.Low, instrument),
        Close: Shown(bar.Close, instrument),
        Volume: bar.Volume,
        Ticks: bar.TickCount,
        Closed: false,
        Source: bar.Source.ToName(),
        Flags: FlagNames[0]);

    private static double Shown(double price, Instrument? instrument) => instrument is null ? price : Math.Round(price, instrument.PriceDecimals);
}
