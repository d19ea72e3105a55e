using System.Collections.Frozen;
using System.Text.Json;
using TradingDesk.Core.Contract;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Configuration;

/// <summary>
/// A valid configuration document: every key of <see cref="ConfigSchema"/> present, in the schema's order, numbers without trailing zeros. Two documents that mean the
/// same are the same text. Immutable.
/// </summary>
public sealed class ConfigDocument
{
    private readonly FrozenDictionary<string, JsonElement> _values;

    private ConfigDocument(JsonElement json)
    {
        Json = json;
        _values = ConfigSchema.Fields.ToFrozenDictionary(field => field.Path, field => Walk(json, field.Path), StringComparer.Ordinal);
    }

    /// <summary>The canonical document.</summary>
    public JsonElement Json { get; }

    /// <summary>The value of a field.</summary>
    /// <exception cref="KeyNotFoundException">The schema has no such path.</exception>
    public JsonElement this[string path] => _values[path];

    /// <summary>Takes a document; absent keys get their default.</summary>
    /// <returns>Fault <c>INVALID_CONFIG</c> with every fault in <see cref="Fault.Causes"/>.</returns>
    public static Outcome<ConfigDocument> Parse(JsonElement document)
    {
        var faults = new List<Fault>();
        var values = ConfigReader.Read(document, faults);
        if (faults.Count > 0)
        {
            return ConfigFaults.Combine(faults);
        }

        var candidate = new ConfigDocument(ConfigWriter.ToCanonical(values));
        ConfigRules.Check(candidate, faults);
        return faults.Count > 0 ? ConfigFaults.Combine(faults) : candidate;
    }

    /// <summary>Takes a document as text.</summary>
    /// <returns>Fault <c>INVALID_CONFIG</c>, also for text that is no JSON.</returns>
    public static Outcome<ConfigDocument> Parse(ReadOnlySpan<byte> utf8)
    {
        JsonElement element;
        try
        {
            element = JsonElement.Parse(utf8);
        }
        catch (JsonException failure)
        {
            return ConfigFaults.Combine([new Fault("NOT_JSON", $"The document is not JSON: line {failure.LineNumber + 1}, byte {failure.BytePositionInLine + 1}.")]);
        }

        return Parse(element);
    }

    /// <summary>The document that a merge patch makes of this one.</summary>
    public Outcome<ConfigDocument> Patch(JsonElement patch)
    {
        if (patch.ValueKind != JsonValueKind.Object)
        {
            return ConfigFaults.Combine([new Fault("WRONG_TYPE", "The document must be a JSON object.")]);
        }

        return JsonText.IsReadable(patch)
            ? Parse(JsonMergePatch.Apply(Json, patch))
            : ConfigFaults.Combine([new Fault("NOT_TEXT", "The document holds a name or text that is not readable.")]);
    }

    /// <summary>What <paramref name="after"/> changes, in the schema's order.</summary>
    public IReadOnlyList<ConfigChange> DiffTo(ConfigDocument after)
    {
        var changes = new List<ConfigChange>();
        foreach (var field in ConfigSchema.Fields)
        {
            var (before, now) = (this[field.Path], after[field.Path]);
            if (!string.Equals(before.GetRawText(), now.GetRawText(), StringComparison.Ordinal))
            {
                changes.Add(new ConfigChange(field.Path, before, now, Loosens(field.Loosens, before, now)));
            }
        }

        return changes;
    }

    /// <summary>What this document holds as the first of its symbol.</summary>
    public IReadOnlyList<ConfigChange> DiffFromNothing() =>
        [.. ConfigSchema.Fields.Select(field => new ConfigChange(field.Path, null, this[field.Path]))];

    public byte[] ToFileBytes() => ConfigWriter.ToIndented(Json);

    private static bool Loosens(RiskDirection direction, JsonElement before, JsonElement now) => direction switch
    {
        RiskDirection.Up => now.GetDecimal() > before.GetDecimal(),
        RiskDirection.Down => now.GetDecimal() < before.GetDecimal(),
        _ => false,
    };

    private static JsonElement Walk(JsonElement root, string path)
    {
        var dot = path.IndexOf('.');
        return dot < 0 ? root.GetProperty(path) : root.GetProperty(path[..dot]).GetProperty(path[(dot + 1)..]);
    }
}
