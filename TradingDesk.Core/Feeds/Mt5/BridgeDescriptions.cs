using System.Globalization;
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

/// <summary>The newest specifications that the terminal sent. Written by the session, read by any thread.</summary>
internal sealed class BridgeDescriptions(BridgeSymbols symbols)
{
    private readonly BridgeSpec?[] _specs = new BridgeSpec?[symbols.Count];

    public IReadOnlyList<BridgeSpec> Specs => _specs.OfType<BridgeSpec>().ToArray();

    /// <summary>Symbols whose contract at the broker is not the desk's: the same name may be another thing.</summary>
    public IEnumerable<string> ContractMismatches => Specs.Select(MismatchOf).OfType<string>();

    public BridgeSpec? SpecOf(Symbol symbol) => symbols.IndexOf(symbol) is >= 0 and var index ? Volatile.Read(ref _specs[index]) : null;

    /// <summary>In words, how the broker's contract differs from the desk's by size or currency; <see langword="null"/> where it does not.</summary>
    public string? MismatchOf(BridgeSpec spec)
    {
        var instrument = symbols.Instruments[symbols.IndexOf(spec.Symbol)];
        return instrument.ContractSize != spec.ContractSize
            ? string.Create(CultureInfo.InvariantCulture, $"{spec.Symbol}: the broker's contract is {spec.ContractSize}")
            : spec.Symbol.Name.Length == 6 && spec.ProfitCurrency != spec.Symbol.Name[3..]
                ? $"{spec.Symbol}: the broker's profit is in {spec.ProfitCurrency}"
                : null;
    }

    /// <summary>Throws what <see cref="BridgeJson.IsSendersFault"/> names.</summary>
    public void Take(JsonElement json, int symbol) => Volatile.Write(ref _specs[symbol], ReadSpec(json, symbol));

    private BridgeSpec ReadSpec(JsonElement json, int symbol) => new(
        symbols.Instruments[symbol].Symbol,
        symbols.Names[symbol],
        Digits: json.GetProperty("digits").GetInt32(),
        Point: BridgeJson.Decimal(json, "point"),
        TickSize: BridgeJson.Decimal(json, "tickSize"),
        TickValue: BridgeJson.Decimal(json, "tickValue"),
        ContractSize: BridgeJson.Decimal(json, "contract"),
        MinLots: BridgeJson.Decimal(json, "vMin"),
        MaxLots: BridgeJson.Decimal(json, "vMax"),
        LotStep: BridgeJson.Decimal(json, "vStep"),
        StopsLevelPoints: json.GetProperty("stops").GetInt32(),
        FreezeLevelPoints: json.GetProperty("freeze").GetInt32(),
        ProfitCurrency: BridgeJson.Text(json, "ccyP"),
        MarginCurrency: BridgeJson.Text(json, "ccyM"));
}
