using TradingDesk.Core.Domain;

namespace TradingDesk.Core.Storage.Model;

// What assistants, admins and validations leave behind, a few a day; read and written through EF Core.

/// <summary>An analysis that an assistant stored.</summary>
public sealed class ChatGptAnalysisRow
{
    public long Id { get; init; }

    public Timestamp At { get; init; }

    public required string Symbol { get; init; }

    public required string By { get; init; }

    public required string Text { get; init; }

    /// <summary>What came with the text in structured form, a JSON object.</summary>
    public string? Json { get; init; }
}

/// <summary>A change that somebody proposed; nothing changes until an admin approves.</summary>
public sealed class ProposalRow
{
    public required string Id { get; init; }

    public Timestamp At { get; init; }

    public required string By { get; init; }

    /// <summary>What is to change.</summary>
    public required string Target { get; init; }

    /// <summary>The new value, JSON.</summary>
    public required string Value { get; init; }

    public required string Reason { get; init; }

    public Timestamp ExpiresAt { get; init; }

    /// <summary><c>open</c>, <c>approved</c>, <c>rejected</c> or <c>expired</c>.</summary>
    public required string State { get; set; }

    public string? DecidedBy { get; set; }

    public Timestamp? DecidedAt { get; set; }

    public string? DecisionReason { get; set; }
}

/// <summary>The result of one validation system at one time.</summary>
public sealed class ValidationRunRow
{
    public long Id { get; init; }

    public required string System { get; init; }

    public Timestamp At { get; init; }

    public required string Status { get; init; }

    /// <summary><see langword="null"/> where nothing was measured.</summary>
    public double? Value { get; init; }

    public double? Target { get; init; }

    public required string Unit { get; init; }

    public int Samples { get; init; }

    /// <summary>Everything else, a JSON object.</summary>
    public required string Json { get; init; }
}
