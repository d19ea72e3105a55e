using System.Text.Json;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Feeds.Mt5;

/// <summary>A symbol as the broker defines it. Prices in quote currency per unit, volumes in lots.</summary>
public sealed record BridgeSpec(
    Symbol Symbol,
    string BrokerName,
    int Digits,
    decimal Point,
    decimal TickSize,
    decimal TickValue,
    decimal ContractSize,
    decimal MinLots,
    decimal MaxLots,
    decimal LotStep,
    int StopsLevelPoints,
    int FreezeLevelPoints,
    string ProfitCurrency,
    string MarginCurrency);

/// <summary>The account's state, in account currency.</summary>
public sealed record BridgeAccount(decimal Balance, decimal Equity, decimal Margin, decimal FreeMargin, bool IsTradeAllowed);

/// <summary>The newest specifications and account state that the terminal sent. Written by the session, read by any thread.</summary>
internal sealed class BridgeDescriptions(BridgeSymbols symbols)
{
    private readonly BridgeSpec?[] _specs = new BridgeSpec?[symbols.Count];
    private BridgeAccount? _account;
    private int _unreadable;

    public BridgeAccount? Account => Volatile.Read(ref _account);

    /// <summary>Descriptions that lacked a field or had a wrong one.</summary>
    public int Unreadable => Volatile.Read(ref _unreadable);

    public IReadOnlyList<BridgeSpec> Specs => _specs.OfType<BridgeSpec>().ToArray();

    /// <summary>Symbols whose contract at the broker is not the desk's: the same name may be another thing.</summary>
    public IEnumerable<string> ContractMismatches => Specs
        .Where(spec => symbols.Instruments[symbols.IndexOf(spec.Symbol)].ContractSize != spec.ContractSize)
        .Select(spec => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{spec.Symbol}: the broker's contract is {spec.ContractSize}"));

    /// <summary>Reads a line that the parser has found well formed.</summary>
    public void Take(BridgeLineParser parsed, ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line);
        using var document = JsonDocument.ParseValue(ref reader);
        var json = document.RootElement;
        try
        {
            if (parsed.Type == BridgeMessageType.Account)
            {
                Volatile.Write(ref _account, ReadAccount(json));
            }
            else if (parsed.Symbol >= 0)
            {
                Volatile.Write(ref _specs[parsed.Symbol], ReadSpec(json, parsed.Symbol));
            }
        }
        catch (Exception exception) when (exception is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            Interlocked.Increment(ref _unreadable);
        }
    }

    private static BridgeAccount ReadAccount(JsonElement json) => new(
        Balance: Decimal(json, "bal"), Equity: Decimal(json, "eq"), Margin: Decimal(json, "margin"), FreeMargin: Decimal(json, "free"),
        IsTradeAllowed: json.GetProperty("tradeAllowed").GetBoolean());

    private BridgeSpec ReadSpec(JsonElement json, int symbol) => new(
        symbols.Instruments[symbol].Symbol,
        symbols.Names[symbol],
        Digits: json.GetProperty("digits").GetInt32(),
        Point: Decimal(json, "point"),
        TickSize: Decimal(json, "tickSize"),
        TickValue: Decimal(json, "tickValue"),
        ContractSize: Decimal(json, "contract"),
        MinLots: Decimal(json, "vMin"),
        MaxLots: Decimal(json, "vMax"),
        LotStep: Decimal(json, "vStep"),
        StopsLevelPoints: json.GetProperty("stops").GetInt32(),
        FreezeLevelPoints: json.GetProperty("freeze").GetInt32(),
        ProfitCurrency: json.GetProperty("ccyP").GetString() ?? "",
        MarginCurrency: json.GetProperty("ccyM").GetString() ?? "");

    private static decimal Decimal(JsonElement json, string name) => json.GetProperty(name).GetDecimal();
}
