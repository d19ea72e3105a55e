namespace TradingDesk.Core.Domain;

/// <summary>The desk's own name of an instrument, such as <c>BTCUSD</c>: 3 to 20 upper-case ASCII letters and digits.</summary>
public readonly record struct Symbol : IComparable<Symbol>
{
    public const int MinLength = 3;
    public const int MaxLength = 20;

    private readonly string? _name;

    /// <exception cref="ArgumentException">The name does not match <c>^[A-Z0-9]{3,20}$</c>.</exception>
    public Symbol(string name)
    {
        if (!IsValid(name))
        {
            throw new ArgumentException("A symbol has 3 to 20 characters of A-Z and 0-9.", nameof(name));
        }

        _name = name;
    }

    public string Name => _name ?? throw new InvalidOperationException("An unset symbol was used.");

    public static bool IsValid(string? name)
    {
        if (name is not { Length: >= MinLength and <= MaxLength })
        {
            return false;
        }

        foreach (var c in name)
        {
            if (!char.IsAsciiLetterUpper(c) && !char.IsAsciiDigit(c))
            {
                return false;
            }
        }

        return true;
    }

    public static bool TryParse(string? name, out Symbol symbol)
    {
        if (IsValid(name))
        {
            symbol = new Symbol(name!);
            return true;
        }

        symbol = default;
        return false;
    }

    public int CompareTo(Symbol other) => string.CompareOrdinal(_name, other._name);

    public override string ToString() => Name;
}
