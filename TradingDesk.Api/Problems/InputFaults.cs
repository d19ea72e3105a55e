namespace TradingDesk.Api.Problems;

/// <summary>Everything that is wrong with one request's input, by field.</summary>
public sealed class InputFaults
{
    /// <summary>More faults than these are not worth reading.</summary>
    private const int MaxFaults = 50;

    private readonly Dictionary<string, List<string>> _byField = new(StringComparer.Ordinal);
    private int _count;

    public bool Any => _count > 0;

    /// <param name="field">Name of the field or parameter; <c>$</c> for the body as a whole.</param>
    public void Add(string field, string message)
    {
        if (++_count > MaxFaults)
        {
            return;
        }

        if (!_byField.TryGetValue(field, out var messages))
        {
            _byField[field] = messages = [];
        }

        messages.Add(message);
    }

    public IReadOnlyDictionary<string, string[]> ToErrors() => _byField.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray(), StringComparer.Ordinal);
}
