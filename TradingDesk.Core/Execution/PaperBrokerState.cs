using System.Globalization;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Execution;

/// <summary>Writes a paper broker's state down and takes it up again, exactly.</summary>
internal static class PaperBrokerState
{
    public static void Save(PaperBroker broker, StateWriter writer)
    {
        writer.Section(nameof(PaperBroker), 1);
        var (order, fill, position) = broker.Numbers;
        writer.Write(order);
        writer.Write(fill);
        writer.Write(position);
        writer.Write(broker.Book.Balance.Amount);
        writer.Write(broker.Book.Open.Count);
        foreach (var open in broker.Book.Open)
        {
            Write(writer, open);
        }

        writer.Write(broker.Working.Count);
        foreach (var working in broker.Working)
        {
            Write(writer, working);
        }
    }

    public static void Load(PaperBroker broker, StateReader reader)
    {
        reader.Section(nameof(PaperBroker), 1);
        var order = reader.ReadInt64();
        var fill = reader.ReadInt64();
        var position = reader.ReadInt64();
        var balance = new Money(reader.ReadDecimal());
        var open = Enumerable.Range(0, reader.ReadInt32()).Select(_ => ReadPosition(reader)).ToArray();
        var working = Enumerable.Range(0, reader.ReadInt32()).Select(_ => ReadOrder(reader)).ToArray();
        broker.Restore(balance, open, working, order, fill, position);
    }

    private static void Write(StateWriter writer, Position p)
    {
        writer.Write(p.PositionId);
        writer.Write(p.Symbol.Name);
        writer.Write((sbyte)p.Side);
        writer.Write(p.Quantity.Lots);
        writer.Write(p.EntryPrice.Value);
        writer.Write(p.Stop.Value);
        writer.Write(p.Target.Value);
        writer.Write(p.InitialRisk.Amount);
        writer.Write(p.FeesPaid.Amount);
        writer.Write(p.TraceId ?? string.Empty);
        writer.Write(p.OpenedAt);
    }

    private static Position ReadPosition(StateReader reader) => new(
        PositionId: reader.ReadString(),
        Symbol: new Symbol(reader.ReadString()),
        Side: (Side)reader.ReadSByte(),
        Quantity: new Quantity(reader.ReadDecimal()),
        EntryPrice: new Price(reader.ReadDecimal()),
        Stop: new Price(reader.ReadDecimal()),
        Target: new Price(reader.ReadDecimal()),
        InitialRisk: new Money(reader.ReadDecimal()),
        FeesPaid: new Money(reader.ReadDecimal()),
        TraceId: Optional(reader.ReadString()),
        OpenedAt: reader.ReadTimestamp());

    private static void Write(StateWriter writer, Order o)
    {
        writer.Write(o.OrderId);
        writer.Write(o.Symbol.Name);
        writer.Write((sbyte)o.Side);
        writer.Write(o.Quantity.Lots);
        writer.Write(o.ReduceOnly);
        writer.Write(o.PositionId ?? string.Empty);
        writer.Write(Text(o.Stop));
        writer.Write(Text(o.Target));
        writer.Write((byte)o.State);
        writer.Write(o.Reason);
        writer.Write(o.TraceId ?? string.Empty);
        writer.Write(o.CreatedAt);
        writer.Write(o.UpdatedAt);
    }

    private static Order ReadOrder(StateReader reader) => new(
        OrderId: reader.ReadString(),
        Symbol: new Symbol(reader.ReadString()),
        Side: (Side)reader.ReadSByte(),
        Quantity: new Quantity(reader.ReadDecimal()),
        ReduceOnly: reader.ReadBoolean(),
        PositionId: Optional(reader.ReadString()),
        Stop: ReadPrice(reader),
        Target: ReadPrice(reader),
        State: (OrderState)reader.ReadByte(),
        Reason: reader.ReadString(),
        TraceId: Optional(reader.ReadString()),
        CreatedAt: reader.ReadTimestamp(),
        UpdatedAt: reader.ReadTimestamp());

    private static string Text(Price? price) => price?.ToString() ?? string.Empty;

    private static Price? ReadPrice(StateReader reader) =>
        reader.ReadString() is { Length: > 0 } text ? new Price(decimal.Parse(text, CultureInfo.InvariantCulture)) : null;

    private static string? Optional(string text) => text.Length == 0 ? null : text;
}
