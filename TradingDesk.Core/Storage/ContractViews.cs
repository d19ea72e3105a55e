using TradingDesk.Core.Contract;
using TradingDesk.Core.Decisions;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Execution;
using TradingDesk.Core.Journal;
using TradingDesk.Core.Risk;
using TradingDesk.Core.Ticks.Offsets;

namespace TradingDesk.Core.Storage;

/// <summary>The contract's form of what the desk knows: the one translation for journal, live stream and stored data.</summary>
public static class ContractViews
{
    public static string ToName(this Side side) => side == Side.Buy ? "buy" : "sell";


    public static OrderData ToData(this Order order) => new(
        order.OrderId,
        order.Symbol.Name,
        order.Side.ToName(),
        order.Quantity.Lots,
        order.State switch
        {
            OrderState.Accepted => "accepted",
            OrderState.Filled => "filled",
            OrderState.Rejected => "rejected",
            OrderState.Cancelled => "cancelled",
            _ => throw new ArgumentOutOfRangeException(nameof(order), order.State, "Unknown order state."),
        },
        order.Reason,
        order.TraceId);

    public static FillData ToData(this FillEntryRecord entry)
    {
        var fill = entry.Fill;
        return new FillData(
            fill.FillId,
            fill.OrderId,
            fill.PositionId,
            fill.Symbol.Name,
            fill.Side.ToName(),
            fill.Entry == FillEntry.In ? "in" : "out",
            fill.Quantity.Lots,
            fill.Price.Value,
            fill.Fee.Amount,
            fill.Slippage.Amount,
            fill.Reason,
            entry.Trade?.NetPnl.Amount,
            entry.Trade is { } trade && Math.Abs(trade.RMultiple) < 1e9 ? decimal.Round((decimal)trade.RMultiple, 4) : null,
            fill.TraceId);
    }

    public static ShadowModeView ToView(this ShadowModeEntry entry) =>
        new(entry.Enabled, [.. entry.Symbols.Select(symbol => symbol.Name)], entry.OccurredAt, entry.By, entry.Reason);

    public static KillSwitchView ToView(this KillLevelEntry entry) => new(entry.Level.ToName(), entry.OccurredAt, entry.By, entry.Reason, []);

    public static OffsetPoint ToPoint(this OffsetCalibration calibration)
    {
        var offset = calibration.InForce;
        return new OffsetPoint(
            calibration.At,
            calibration.Outcome.ToName(),
            offset.State.ToName(),
            calibration.Pairs,
            calibration.Difference,
            calibration.Band,
            calibration.Atr,
            calibration.Step,
            calibration.DriftAtrPerHour,
            offset.HasValue ? offset.Kind.ToName() : null,
            offset.HasValue ? offset.Value : null,
            offset.HasValue ? offset.CalibrationConfidence : null);
    }
}
