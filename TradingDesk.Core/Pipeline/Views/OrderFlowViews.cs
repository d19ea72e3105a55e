using TradingDesk.Core.Analysis.OrderFlow;
using TradingDesk.Core.Contract;

namespace TradingDesk.Core.Pipeline.Views;

/// <summary>Order flow of one symbol, as the contract shows it.</summary>
internal static class OrderFlowViews
{
    public static OrderFlowView Build(OrderFlowReading reading) => new(
        reading.Delta is { } delta ? ToView(delta) : null,
        reading.Pressure is { } pressure ? ToView(pressure) : null,
        new SpreadView(reading.Spread.QuotedBps, reading.Spread.EffectiveBps, reading.Spread.RealisedBps, reading.Spread.ImpactBps, reading.UsualSpread),
        reading.Book is { } book ? ToView(book) : null,
        reading.Vpin,
        reading.KyleLambda,
        reading.Absorption is { } a ? new AbsorptionView(a.IsAbsorbed, MeasureViews.NameOf(a.Direction), a.VolumeRatio, a.RangeFraction) : null,
        [.. reading.LargeTrades.Select(t => new LargeTradesView(t.MinNotional, t.Bought, t.Sold, t.BoughtNotional, t.SoldNotional))]);

    private static DeltaView ToView(DeltaReading delta) => new(
        delta.BarCloseTime,
        delta.Delta,
        delta.Volume,
        MeasureViews.Camel(delta.Source.ToString()),
        delta.Baseline,
        delta.Ratio,
        delta.CumulativeDelta,
        delta.Slope);

    private static PressureView ToView(PressureReading pressure) => new(
        pressure.At,
        pressure.Bought30s,
        pressure.Sold30s,
        pressure.Balance30s,
        pressure.VolumeSpikeRatio,
        pressure.IsVolumeSpike,
        pressure.IsInferred);

    private static BookView ToView(BookReading book) => new(
        book.At,
        book.Imbalance5,
        book.Imbalance20,
        MeasureViews.NameOf(book.Side),
        book.IsExtreme,
        book.Microprice,
        book.HasBidVoid,
        book.HasAskVoid,
        book.FlowImbalance10s,
        book.FlowImbalance60s);
}
