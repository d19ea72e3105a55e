using System.Text.Json;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Mt5.Trading;

/// <summary>
/// Something that the terminal is to do. The id is the key of idempotency: it stands in the order's comment as <c>d:ID</c>, and the Expert Advisor carries each id
/// out at most once. Two commands are equal where all their values are.
/// </summary>
public abstract record BridgeCommand
{
    public const int MaxIdLength = 24;
    internal const string CommentPrefix = "d:";

    /// <exception cref="ArgumentException">The id is not 1 to 24 characters of A-Z, a-z, 0-9, - and _.</exception>
    private protected BridgeCommand(string id, Timestamp expiresAt)
    {
        if (!IsValidId(id))
        {
            throw new ArgumentException("A command's id has 1 to 24 characters of A-Z, a-z, 0-9, - and _.", nameof(id));
        }

        Id = id;
        ExpiresAt = expiresAt;
    }

    public string Id { get; }

    /// <summary>The Expert Advisor refuses what it sees later than this. By the desk's clock.</summary>
    public Timestamp ExpiresAt { get; }

    internal abstract string Operation { get; }

    /// <summary>The symbol that must be known and verified before the command may go out; <see langword="null"/> where none is named.</summary>
    internal virtual Symbol? Traded => null;

    /// <summary>True where carrying it out adds risk: only then must the broker's contract be verified first.</summary>
    internal virtual bool AddsRisk => false;

    /// <summary>The volume that a fill has to reach; <see langword="null"/> where evidence cannot tell.</summary>
    internal virtual Quantity? WantedLots => null;

    public static bool IsValidId(string? id) =>
        id is { Length: >= 1 and <= MaxIdLength } && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    /// <summary>Writes the fields beside id, operation and expiry.</summary>
    internal abstract void WriteFields(Utf8JsonWriter json, BridgeSymbols symbols);

    private protected static void WriteSymbol(Utf8JsonWriter json, BridgeSymbols symbols, Symbol symbol) => json.WriteString("s", symbols.Names[symbols.IndexOf(symbol)]);

    private protected static void WriteSide(Utf8JsonWriter json, Side side) => json.WriteString("side", side == Side.Buy ? "buy" : "sell");

    /// <summary>Zero stands for none: both are always sent, because the terminal sets both.</summary>
    private protected static void WriteStops(Utf8JsonWriter json, Price? stopLoss, Price? takeProfit)
    {
        json.WriteNumber("sl", stopLoss?.Value ?? 0m);
        json.WriteNumber("tp", takeProfit?.Value ?? 0m);
    }

    private protected static Quantity Positive(Quantity lots, string name) =>
        lots.IsZero ? throw new ArgumentOutOfRangeException(name, "A volume must be positive.") : lots;

    private protected static string Ticket(string ticket, string name) =>
        ticket is { Length: >= 1 and <= 20 } && ticket.All(char.IsAsciiDigit) ? ticket : throw new ArgumentException("A ticket has 1 to 20 digits.", name);

    private protected static int Points(int points) => points is >= 0 and <= 100_000 ? points : throw new ArgumentOutOfRangeException(nameof(points), points, "0 to 100,000 points.");
}
