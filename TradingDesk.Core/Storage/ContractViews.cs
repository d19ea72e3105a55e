using TradingDesk.Core.Contract;
using TradingDesk.Core.Decisions;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Execution;
using TradingDesk.Core.Journal;
using TradingDesk.Core.Risk;

namespace TradingDesk.Core.Storage;

/// <summary>The contract's form of what the desk knows: the one translation for journal, live stream and stored data.</summary>
public static class ContractViews
{
    private static readonly string[] NoFlags = [];

    public static Candle ToCandle(this in Bar bar) => new(
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

    public static string ToName(this Side side) => side == Side.Buy ? "buy" : "sell";

    public static GateView ToView(this Gate gate) => new(gate.Name, gate.Passed, gate.Value, gate.Threshold, gate.Unit, gate.Distance, gate.Reason);

    public static DecisionSummary ToSummary(this DecisionTrace trace) => new(
        trace.TraceId,
        trace.Symbol.Name,
        trace.BarCloseTime,
        trace.Verdict.ToName(),
        trace.Shadow,
        trace.Reason,
        trace.Confidence.Total,
        [.. trace.Gates.Select(ToView)],
        trace.Sha256);

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

    private static string[] FlagNames(BarFlags flags)
    {
        if (flags == BarFlags.None)
        {
            return NoFlags;
        }

        var names = new List<string>(4);
        Add(BarFlags.Quiet, "quiet");
        Add(BarFlags.Filled, "filled");
        Add(BarFlags.Gap, "gap");
        Add(BarFlags.History, "history");
        return [.. names];

        void Add(BarFlags flag, string name)
        {
            if ((flags & flag) != 0)
            {
                names.Add(name);
            }
        }
    }
}
