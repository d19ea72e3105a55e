using System.Diagnostics.CodeAnalysis;

namespace TradingDesk.Core.Domain;

/// <summary>An expected failure: a stable code for programs and a sentence for people. Bugs throw instead.</summary>
public sealed record Fault(string Code, string Message)
{
    /// <summary>The field or parameter at fault, where there is one.</summary>
    public string? Field { get; init; }

    /// <summary>Every single fault, where this one stands for several (a document or request with more than one mistake).</summary>
    public IReadOnlyList<Fault> Causes { get; init; } = [];

    public override string ToString() => Field is null ? $"{Code}: {Message}" : $"{Code} ({Field}): {Message}";
}

/// <summary>A value, or the reason why there is none.</summary>
public readonly struct Outcome<T>
{
    private readonly T? _value;

    private Outcome(T? value, Fault? fault)
    {
        _value = value;
        Fault = fault;
    }

    public Fault? Fault { get; }

    [MemberNotNullWhen(false, nameof(Fault))]
    public bool IsSuccess => Fault is null;

    /// <exception cref="InvalidOperationException">There is a fault instead.</exception>
    public T Value => Fault is null ? _value! : throw new InvalidOperationException($"No value: {Fault}");

    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(Fault fault) => new(default, fault);
}
