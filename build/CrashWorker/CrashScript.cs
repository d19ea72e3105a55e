using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using TradingDesk.Core.Decisions;
using TradingDesk.Core.Domain;
using TradingDesk.Core.Execution;
using TradingDesk.Core.Journal;
using TradingDesk.Core.Risk;

namespace TradingDesk.Tests.CrashWorker;

/// <summary>
/// The one journal that every crash test writes: batch follows batch, each a function of its first sequence. So whoever finds a journal knows what must be in it,
/// in which state, and where batches end.
/// </summary>
public static class CrashScript
{
    public static readonly Symbol Symbol = new("BTCUSD");

    private static readonly Timestamp Start = Timestamp.FromDateTimeOffset(new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero));

    /// <summary>The entries of the batch that starts at <paramref name="first"/>.</summary>
    public static IReadOnlyList<JournalEntry> Batch(long first)
    {
        var entries = new List<JournalEntry>();
        var length = 3 + (first * 7919 % 17);
        for (var sequence = first; sequence < first + length; sequence++)
        {
            entries.Add(Entry(sequence, first));
        }

        return entries;
    }

    /// <summary>Each sequence is a minute.</summary>
    public static Timestamp TimeOf(long sequence) => Start + TimeSpan.FromMinutes(sequence);

    public static Bar BarOf(long sequence) => new(
        Timeframe.M1, TimeOf(sequence), open: 100, high: 103, low: 98, close: 99 + (sequence % 4), volume: sequence, buyVolume: 0, tickCount: 4, source: Venue.Binance, flags: BarFlags.None);

    private static JournalEntry Entry(long sequence, long first)
    {
        var at = TimeOf(sequence);
        switch (sequence % 6)
        {
            case 0:
                return new BarClosedEntry(BarOf(sequence)) { Sequence = sequence, OccurredAt = at, Symbol = Symbol };
            case 1:
                return new DecisionEntry(TraceOf(at)) { Sequence = sequence, OccurredAt = at, Symbol = Symbol };
            case 2:
                return new OrderEntry(OrderOf(sequence, OrderState.Accepted)) { Sequence = sequence, OccurredAt = at, Symbol = Symbol };
            case 3:
                return Fill(sequence, sequence, FillEntry.In, PositionOf(sequence), null);
            case 4 when sequence - 1 >= first:
                return Fill(sequence, sequence - 1, FillEntry.Out, null, TradeOf(sequence));
            case 5 when sequence - 3 >= first:
                return new OrderEntry(OrderOf(sequence - 3, OrderState.Filled)) { Sequence = sequence, OccurredAt = at, Symbol = Symbol };
            case 5 when sequence % 4 == 1:
                return new KillLevelEntry((KillLevel)(sequence / 4 % 5), "crash", Text(sequence)) { Sequence = sequence, OccurredAt = at };
            case 5:
                return new ShadowModeEntry(sequence % 8 == 3, sequence % 3 == 2 ? [Symbol] : [], "crash", Text(sequence)) { Sequence = sequence, OccurredAt = at };
            default:
                return new OperationsEntry("crash", "nothing", Text(sequence)) { Sequence = sequence, OccurredAt = at };
        }
    }

    private static string Text(long sequence) => sequence.ToString(CultureInfo.InvariantCulture);

    private static FillEntryRecord Fill(long sequence, long positionNumber, FillEntry side, Position? position, ClosedTrade? trade)
    {
        var fill = new Fill(
            $"F{sequence}", $"O{sequence - 1}", $"P{positionNumber}", Symbol, Side.Buy, side, new Quantity(0.5m), new Price(100m), Money.Zero, Money.Zero, "crash", null, TimeOf(sequence));
        return new FillEntryRecord(fill, position, trade, new Money(10_000m + sequence)) { Sequence = sequence, OccurredAt = TimeOf(sequence), Symbol = Symbol };
    }

    private static Order OrderOf(long number, OrderState state) => new(
        $"O{number}", Symbol, Side.Buy, new Quantity(0.5m), ReduceOnly: false, null, new Price(99m), new Price(103m), state, "crash", null, TimeOf(number), TimeOf(number));

    private static Position PositionOf(long number) => new(
        $"P{number}", Symbol, Side.Buy, new Quantity(0.5m), new Price(100m), new Price(99m), new Price(103m), new Money(5m), Money.Zero, null, TimeOf(number));

    private static ClosedTrade TradeOf(long sequence) => new(
        $"P{sequence - 1}", Symbol, Side.Buy, new Quantity(0.5m), new Price(100m), new Price(102m), new Money(1m), Money.Zero, new Money(1m), RMultiple: 0.2, "crash", null,
        TimeOf(sequence - 1), TimeOf(sequence));

    private static DecisionTrace TraceOf(Timestamp at) => new DecisionTraceBuilder().Build(
        new DecisionDraft(Symbol, at, Side: null, Gates: [], Filters: [], IsCandidate: false, default, Inputs: [], Proposal: null), shadow: false, risk: null);
}
