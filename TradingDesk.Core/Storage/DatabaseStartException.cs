using System.Diagnostics.CodeAnalysis;

namespace TradingDesk.Core.Storage;

/// <summary>The desk must not start on this database. <see cref="Exception.Message"/> says what to do.</summary>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "It always has a code.")]
public sealed class DatabaseStartException(string code, string message, Exception? innerException = null) : IOException(message, innerException)
{
    public const string Damaged = "DATABASE_DAMAGED";
    public const string TooNew = "DATABASE_TOO_NEW";
    public const string Locked = "DATABASE_LOCKED";

    /// <summary>One of the constants of this class.</summary>
    public string Code { get; } = code;
}
