using TradingDesk.Core.Domain;
using TradingDesk.Core.Journal;

namespace TradingDesk.Core.Storage.Tables;

internal static class EntryExtensions
{
    /// <summary>The symbol of an entry of a kind that always has one.</summary>
    public static Symbol RequiredSymbol(this JournalEntry entry) =>
        entry.Symbol ?? throw new ArgumentException($"Journal entry {entry.Sequence} ({entry.GetType().Name}) needs a symbol.");
}
