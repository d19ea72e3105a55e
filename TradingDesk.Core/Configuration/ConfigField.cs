using System.Text.Json;
using System.Text.RegularExpressions;

namespace TradingDesk.Core.Configuration;

/// <summary>The JSON type that a configuration value has.</summary>
public enum ConfigType
{
    Text,
    Choice,
    Boolean,
    Integer,
    Number,
}

/// <summary>Which way a value has to move for the desk to take more risk.</summary>
public enum RiskDirection
{
    /// <summary>Not a risk limit.</summary>
    None,

    /// <summary>A higher value is less strict.</summary>
    Up,

    /// <summary>A lower value is less strict.</summary>
    Down,
}

/// <summary>One tunable of a configuration document. The schema's list of these drives parsing, validation, documentation and the dashboard's form.</summary>
/// <param name="Path">Dotted path in the document, camelCase: <c>risk.riskPerTradeFraction</c>.</param>
/// <param name="Unit">Unit in words; <c>-</c> where there is none.</param>
/// <param name="Description">What it does, one sentence.</param>
public sealed record ConfigField(string Path, ConfigType Type, string Unit, string Description)
{
    /// <summary>Smallest allowed number; <see langword="null"/> for types without an order.</summary>
    public decimal? Min { get; init; }

    /// <summary>Largest allowed number.</summary>
    public decimal? Max { get; init; }

    /// <summary>Allowed values of a <see cref="ConfigType.Choice"/>.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>What a <see cref="ConfigType.Text"/> must match.</summary>
    public Regex? Pattern { get; init; }

    /// <summary>The value of an absent key, as JSON; <see langword="null"/> where the key is required (unless <see cref="IsOptional"/>).</summary>
    public string? Default { get; init; }

    /// <summary>True where JSON null (or absence) is a value: "there is none".</summary>
    public bool IsOptional { get; init; }

    /// <summary>True for facts about the instrument that are read once, when the desk starts; a change while it runs is refused.</summary>
    public bool IsFixed { get; init; }

    public RiskDirection Loosens { get; init; }

    /// <summary>True where the document must hold the key.</summary>
    public bool IsRequired => Default is null && !IsOptional;

    /// <summary>What is wrong with <paramref name="value"/> here, in words, or <see langword="null"/> where nothing is.</summary>
    public string? FindFault(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Null)
        {
            return IsOptional ? null : $"must be {Expectation}, not null";
        }

        return Type switch
        {
            ConfigType.Boolean => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? null : Wrong(value),
            ConfigType.Text => JsonText.Read(value) is { } text && Pattern!.IsMatch(text) ? null : Wrong(value),
            ConfigType.Choice => JsonText.Read(value) is { } text && Choices.Contains(text, StringComparer.Ordinal) ? null : Wrong(value),
            _ => FindNumberFault(value),
        };
    }

    /// <summary>What the value must be, in words: <c>a number from 0 to 1</c>.</summary>
    public string Expectation => Type switch
    {
        ConfigType.Boolean => "true or false",
        ConfigType.Text => $"text that matches {Pattern}",
        ConfigType.Choice => "one of " + string.Join(", ", Choices),
        ConfigType.Integer => FormattableString.Invariant($"a whole number from {Min} to {Max}"),
        _ => FormattableString.Invariant($"a number from {Min} to {Max}"),
    };

    private string? FindNumberFault(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Number)
        {
            return Wrong(value);
        }

        var fits = value.TryGetDecimal(out var number) && number >= Min && number <= Max && (Type == ConfigType.Number || decimal.IsInteger(number));
        return fits ? null : Wrong(value);
    }

    private string Wrong(JsonElement value)
    {
        const int MaxShown = 40;
        var shown = value.ValueKind switch
        {
            JsonValueKind.Object => "an object",
            JsonValueKind.Array => "an array",
            JsonValueKind.String => JsonText.Read(value) is { } text ? $"\"{text}\"" : "unreadable text",
            _ => value.GetRawText(),
        };
        return $"must be {Expectation}, not {(shown.Length <= MaxShown ? shown : shown[..MaxShown] + "…")}";
    }
}
