using TradingDesk.Core.Analysis.Structure;
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

    public static string ToName(this Direction direction) => direction switch
    {
        Direction.Bullish => "bullish",
        Direction.Bearish => "bearish",
        _ => "none",
    };

    public static string ToName(this BreakKind kind) => kind == BreakKind.Bos ? "bos" : "choch";

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

    public static StructureData ToData(this StructureEntry entry)
    {
        var e = entry.Event;
        var symbol = entry.Symbol?.Name ?? throw new ArgumentException($"Structure entry {entry.Sequence} needs a symbol.");
        var timeframe = entry.Timeframe.ToString();
        return e.Kind switch
        {
            StructureEventKind.SwingProvisional => new StructureData(symbol, timeframe, ToSwing(e, "provisional"), null, null),
            StructureEventKind.SwingSuperseded => new StructureData(symbol, timeframe, ToSwing(e, "superseded"), null, null),
            StructureEventKind.SwingFinal => new StructureData(symbol, timeframe, ToSwing(e, "final"), null, null),
            StructureEventKind.BreakKnown => new StructureData(symbol, timeframe, null, ToBreak(e, "known"), null),
            StructureEventKind.BreakCancelled => new StructureData(symbol, timeframe, null, ToBreak(e, "cancelled"), null),
            StructureEventKind.BreakFinal => new StructureData(symbol, timeframe, null, ToBreak(e, "final"), null),
            StructureEventKind.LiveBreak => new StructureData(
                symbol, timeframe, null, null, new LiveBreakView(e.Break.ToName(), e.Direction.ToName(), e.Level, At: e.KnownAt, OriginAt: e.OriginAt)),
            _ => throw new ArgumentOutOfRangeException(nameof(entry), e.Kind, "Unknown structure event."),
        };
    }

    private static SwingView ToSwing(in StructureEvent e, string status) =>
        new(e.Direction == Direction.Bullish ? "high" : "low", e.Level, e.OriginAt, e.KnownAt, status == "provisional" ? null : e.KnownAt, status);

    private static BreakView ToBreak(in StructureEvent e, string status) =>
        new(e.Break.ToName(), e.Direction.ToName(), e.Level, e.OriginAt, e.BrokenAt, e.KnownAt, status == "known" ? null : e.KnownAt, status);

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
        Add(BarFlags.Failover, "failover");
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
