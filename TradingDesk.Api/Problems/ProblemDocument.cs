using System.Text.Json.Serialization;

namespace TradingDesk.Api.Problems;

/// <summary>Body of every error (RFC 9457), media type <c>application/problem+json</c>.</summary>
/// <param name="Type">Stable identifier of the kind of error.</param>
/// <param name="Detail">What went wrong and what was expected. Never what the client sent, never how the desk works inside.</param>
/// <param name="TraceId">Finds the request in log and traces.</param>
/// <param name="Code">Stable code for programs.</param>
/// <param name="Errors">Bad input: what is wrong, by field or parameter.</param>
public sealed record ProblemDocument(
    string Type,
    string Title,
    int Status,
    string Detail,
    string TraceId,
    string Code,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, string[]>? Errors);
