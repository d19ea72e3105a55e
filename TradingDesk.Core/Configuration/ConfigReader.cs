using System.Text.Json;
using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Configuration;

/// <summary>Holds a JSON document against the schema, key by key, and names every fault.</summary>
internal static class ConfigReader
{
    private const int MaxShownKey = 64;

    /// <summary>The values by path, absent keys filled with their defaults. Complete only where <paramref name="faults"/> stays empty.</summary>
    public static IReadOnlyDictionary<string, JsonElement> Read(JsonElement document, List<Fault> faults)
    {
        var values = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        if (document.ValueKind != JsonValueKind.Object)
        {
            faults.Add(new Fault("WRONG_TYPE", "The document must be a JSON object."));
            return values;
        }

        ReadObject(document, prefix: "", values, faults);
        foreach (var field in ConfigSchema.Fields)
        {
            if (values.ContainsKey(field.Path))
            {
                continue;
            }

            if (field.IsRequired)
            {
                faults.Add(new Fault("MISSING", $"{field.Path} is missing; it must be {field.Expectation}.") { Field = field.Path });
                continue;
            }

            values[field.Path] = JsonElement.Parse(field.Default ?? "null");
        }

        return values;
    }

    private static void ReadObject(JsonElement json, string prefix, Dictionary<string, JsonElement> values, List<Fault> faults)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in json.EnumerateObject())
        {
            if (faults.Count >= ConfigFaults.MaxListed)
            {
                return;
            }

            if (JsonText.ReadName(property) is not { } name)
            {
                faults.Add(new Fault("UNKNOWN_KEY", "A key is not readable text."));
                continue;
            }

            var path = prefix + name;
            if (!seen.Add(name))
            {
                faults.Add(At("DUPLICATE_KEY", path, "stands twice"));
            }
            else if (prefix.Length == 0 && ConfigSchema.Groups.Contains(name))
            {
                ReadGroup(property.Value, name, values, faults);
            }
            else if (ConfigSchema.Find(path) is not { } field)
            {
                faults.Add(At("UNKNOWN_KEY", path, "is not a key of this document"));
            }
            else
            {
                ReadField(property.Value, field, values, faults);
            }
        }
    }

    private static void ReadGroup(JsonElement json, string name, Dictionary<string, JsonElement> values, List<Fault> faults)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            faults.Add(At("WRONG_TYPE", name, "must be an object"));
            return;
        }

        ReadObject(json, name + ".", values, faults);
    }

    private static void ReadField(JsonElement json, ConfigField field, Dictionary<string, JsonElement> values, List<Fault> faults)
    {
        values[field.Path] = json;
        if (field.FindFault(json) is { } fault)
        {
            faults.Add(At("WRONG_VALUE", field.Path, fault));
        }
    }

    private static Fault At(string code, string path, string what)
    {
        var shown = path.Length <= MaxShownKey ? path : path[..MaxShownKey] + "…";
        return new Fault(code, $"{shown} {what}.") { Field = shown };
    }
}
